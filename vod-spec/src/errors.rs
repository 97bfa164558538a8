//! Tables of error codes -> rows.

use std::collections::HashMap;

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::fields::{first_of, given_name, needed, yes_or_no};
use crate::inline;
use crate::model::{ErrorCode, Name};
use crate::names;
use crate::protocol::Protocol;
use crate::table::{Row, Table};

/// Reads a table of error codes.
///
/// A table of v2 may say in a column `v3` what a code is called in API 3.0.
pub(crate) fn codes(
    table: &Table<'_>,
    protocol: Protocol,
    diagnostics: &mut Diagnostics,
) -> Vec<ErrorCode> {
    let later = if protocol == Protocol::V2 { "v3" } else { "" };
    let known = ["Code", "Name", "Retry", later, "Description"];
    let [code, name, retry, v3, docs] = table.columns(known, &["Code"], diagnostics);
    let mut seen = HashMap::new();
    let mut codes = Vec::new();
    for row in table.rows.iter().filter(|row| !row.ragged) {
        let Some(wire) = needed(row, code, "code", diagnostics) else { continue };
        if !first_of(&mut seen, wire, diagnostics) {
            continue;
        }
        if !protocol.is_code(wire.text) {
            let message = format!("`{}` is not an error code of {}", wire.text, protocol.title());
            diagnostics
                .error(codes::BAD_CODE, wire.span(), message)
                .help(code_help(wire.text, protocol));
            continue;
        }
        if wire.text == "0" {
            diagnostics
                .error(codes::BAD_CODE, wire.span(), "`0` says that the call succeeded")
                .help("leave this row out");
            continue;
        }
        let given = given_name(row, name, diagnostics);
        let rust = names::code(given.unwrap_or(wire).text);
        codes.push(ErrorCode {
            name: Name { wire: wire.text.to_owned(), rust, span: wire.span() },
            retry: yes_or_no(row, retry, diagnostics).unwrap_or(false),
            v3: later_code(row, v3, diagnostics),
            docs: row.cell(docs).map(inline::prose).unwrap_or_default(),
        });
    }
    codes
}

/// How to write a code that is none.
fn code_help(text: &str, protocol: Protocol) -> &'static str {
    let range = text
        .split_once(['-', '~'])
        .is_some_and(|(low, high)| [low, high].iter().all(|end| end.trim().parse::<u32>().is_ok()));
    match protocol {
        _ if range => {
            "one code has one row; those that any Action may answer belong to the index page"
        }
        Protocol::V2 if Protocol::V3.is_code(text) => {
            "a code of v2 is a number such as `32001`; its name in API 3.0 stands in a column `v3`"
        }
        Protocol::V2 => "a code is a number such as `32001`",
        Protocol::V3 => "a code is words such as `InvalidParameterValue.MediaType`",
    }
}

/// What the column `v3` calls a code of v2; an empty cell says that it has no name there.
fn later_code(
    row: &Row<'_>,
    column: Option<usize>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let cell = row.cell(column).map(inline::word).filter(|cell| !cell.is_empty())?;
    if Protocol::V3.is_code(cell.text) {
        return Some(cell.text.to_owned());
    }
    let message = format!("`{}` is not an error code of {}", cell.text, Protocol::V3.title());
    diagnostics.error(codes::BAD_CODE, cell.span(), message).help(
        "a code is words such as `InvalidParameterValue.VodSessionKey`; leave the cell empty where \
         API 3.0 has none",
    );
    None
}
