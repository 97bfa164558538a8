//! Tables of fields, values and codes -> rows with spans; types are still links.

use std::collections::HashMap;

use crate::codes;
use crate::constraint;
use crate::diagnostic::Diagnostics;
use crate::inline;
use crate::model::{EnumValue, ErrorCode, Name, RuleAt, Type};
use crate::names;
use crate::nearest::nearest;
use crate::piece::Piece;
use crate::source::Span;
use crate::table::{Row, Table};

/// The types that are words and not links.
const SCALARS: &[(&str, Type)] = &[
    ("String", Type::String),
    ("Integer", Type::Integer),
    ("Unsigned", Type::Unsigned),
    ("Float", Type::Float),
    ("Boolean", Type::Boolean),
    ("Timestamp", Type::Timestamp),
    ("Object", Type::Object),
];

/// Arrays of arrays of … deeper than this are taken for a mistake.
const DEEPEST_ARRAY: usize = 4;

/// A row of a table of fields.
#[derive(Debug, Clone)]
pub(crate) struct RawField {
    pub(crate) name: Name,
    pub(crate) required: Option<bool>,
    pub(crate) always: Option<bool>,
    pub(crate) ty: RawType,
    pub(crate) rules: Vec<RuleAt>,
    pub(crate) docs: String,
}

/// A type as a cell names it.
#[derive(Debug, Clone)]
pub(crate) struct RawType {
    /// How many `Array of` stand before it.
    pub(crate) arrays: usize,
    pub(crate) item: RawItem,
}

#[derive(Debug, Clone)]
pub(crate) enum RawItem {
    Scalar(Type),
    /// A link to a section: of the same page where `page` is empty.
    Link {
        page: String,
        anchor: String,
        span: Span,
    },
    /// A mistake, already told.
    Wrong,
}

/// Which columns a table of fields must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Request,
    Response,
    /// A struct's; used either way.
    Either,
}

/// Reads a table of parameters or fields.
pub(crate) fn fields(
    table: &Table<'_>,
    side: Side,
    diagnostics: &mut Diagnostics,
) -> Vec<RawField> {
    let rest = ["Type", "Constraints", "Description"];
    let [ty, rules, docs] = rest;
    let (name, required, always, [ty, rules, docs]) = match side {
        Side::Request => {
            let known = ["Parameter", "Required", ty, rules, docs];
            let [name, yes, ty, rules, docs] =
                table.columns(known, &["Parameter", "Required", "Type"], diagnostics);
            (name, yes, None, [ty, rules, docs])
        }
        Side::Response => {
            let known = ["Field", "Always", ty, rules, docs];
            let [name, yes, ty, rules, docs] =
                table.columns(known, &["Field", "Always", "Type"], diagnostics);
            (name, None, yes, [ty, rules, docs])
        }
        Side::Either => {
            let first = if table.header.cells.iter().any(|cell| cell.text == "Parameter") {
                "Parameter"
            } else {
                "Field"
            };
            let known = [first, "Required", "Always", ty, rules, docs];
            let [name, required, always, ty, rules, docs] =
                table.columns(known, &[first, "Type"], diagnostics);
            (name, required, always, [ty, rules, docs])
        }
    };
    let mut seen = HashMap::new();
    let mut fields = Vec::new();
    for row in &table.rows {
        let Some(wire) = needed(row, name, "name", diagnostics) else { continue };
        if !first_of(&mut seen, wire, diagnostics) {
            continue;
        }
        fields.push(RawField {
            name: Name {
                wire: wire.text.to_owned(),
                rust: names::field(wire.text),
                span: wire.span(),
            },
            required: yes_or_no(row, required, diagnostics),
            always: yes_or_no(row, always, diagnostics),
            ty: needed(row, ty, "type", diagnostics)
                .map_or(RawType { arrays: 0, item: RawItem::Wrong }, |cell| {
                    raw_type(cell, diagnostics)
                }),
            rules: row
                .cell(rules)
                .map(|cell| constraint::rules(cell, diagnostics))
                .unwrap_or_default(),
            docs: row.cell(docs).map(inline::prose).unwrap_or_default(),
        });
    }
    fields
}

/// Reads a `| Value | Description |` table.
pub(crate) fn values(table: &Table<'_>, diagnostics: &mut Diagnostics) -> Vec<EnumValue> {
    let [value, docs] = table.columns(["Value", "Description"], &["Value"], diagnostics);
    let mut seen = HashMap::new();
    let mut values = Vec::new();
    for row in &table.rows {
        let Some(wire) = needed(row, value, "value", diagnostics) else { continue };
        if first_of(&mut seen, wire, diagnostics) {
            let rust = names::r#type(wire.text);
            let name = Name { wire: wire.text.to_owned(), rust, span: wire.span() };
            values.push(EnumValue {
                name,
                docs: row.cell(docs).map(inline::prose).unwrap_or_default(),
            });
        }
    }
    values
}

/// Reads a table of error codes.
pub(crate) fn codes(table: &Table<'_>, diagnostics: &mut Diagnostics) -> Vec<ErrorCode> {
    let known = ["Code", "Name", "Retry", "Description"];
    let [code, name, retry, docs] = table.columns(known, &["Code"], diagnostics);
    let mut seen = HashMap::new();
    let mut codes = Vec::new();
    for row in &table.rows {
        let Some(wire) = needed(row, code, "code", diagnostics) else { continue };
        if !first_of(&mut seen, wire, diagnostics) {
            continue;
        }
        let number = wire.text.strip_prefix('-').unwrap_or(wire.text);
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let is_word = wire.text.starts_with(|c: char| c.is_ascii_uppercase())
            && wire.text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
        if !is_number && !is_word || is_number && wire.text.parse::<i64>().is_err() {
            let message = format!("`{}` is not an error code", wire.text);
            diagnostics.error(codes::BAD_CODE, wire.span(), message).help(
                "a code is a number such as `32001`, or words such as `InvalidParameter.Name`",
            );
            continue;
        }
        if wire.text == "0" {
            diagnostics
                .error(codes::BAD_CODE, wire.span(), "`0` says that the call succeeded")
                .help("leave this row out");
            continue;
        }
        let given = row.cell(name).map(inline::word).filter(|cell| !cell.is_empty());
        let rust = given.map_or_else(|| names::code(wire.text), |cell| names::r#type(cell.text));
        codes.push(ErrorCode {
            name: Name { wire: wire.text.to_owned(), rust, span: wire.span() },
            retry: yes_or_no(row, retry, diagnostics).unwrap_or(false),
            docs: row.cell(docs).map(inline::prose).unwrap_or_default(),
        });
    }
    codes
}

/// The word of a cell that may not be empty.
pub(crate) fn needed<'a>(
    row: &Row<'a>,
    column: Option<usize>,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Piece<'a>> {
    let word = inline::word(row.cell(column)?);
    if word.is_empty() {
        diagnostics.error(codes::EMPTY_CELL, row.line.span(), format!("this row has no {what}"));
        return None;
    }
    Some(word)
}

fn first_of<'a>(
    seen: &mut HashMap<&'a str, Span>,
    word: Piece<'a>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(first) = seen.insert(word.text, word.span()) else { return true };
    seen.insert(word.text, first);
    diagnostics
        .error(
            codes::REPEATED_NAME,
            word.span(),
            format!("`{}` comes twice in this table", word.text),
        )
        .related(first, "first here")
        .help("leave one of the rows out");
    false
}

fn yes_or_no(row: &Row<'_>, column: Option<usize>, diagnostics: &mut Diagnostics) -> Option<bool> {
    let cell = row.cell(column)?;
    let word = inline::word(cell);
    match word.text {
        "Yes" => return Some(true),
        "No" => return Some(false),
        _ => {}
    }
    let (code, span, message) = if word.is_empty() {
        (codes::EMPTY_CELL, row.line.span(), "this row says neither `Yes` nor `No`".to_owned())
    } else {
        let message = format!("`{}` is neither `Yes` nor `No`", word.text);
        (codes::YES_OR_NO, word.span(), message)
    };
    let lower = word.text.to_lowercase();
    let help = match lower.as_str() {
        "yes" | "true" | "y" | "required" | "是" => "write `Yes`",
        "no" | "false" | "n" | "optional" | "否" => "write `No`",
        _ => "write `Yes` or `No`",
    };
    diagnostics.error(code, span, message).help(help);
    None
}

fn raw_type(cell: Piece<'_>, diagnostics: &mut Diagnostics) -> RawType {
    let mut item = cell;
    let mut arrays = 0;
    while let Some(rest) = item.strip_prefix("Array of ") {
        item = inline::word(rest);
        arrays += 1;
    }
    let wrong = RawType { arrays: arrays.min(DEEPEST_ARRAY), item: RawItem::Wrong };
    if arrays > DEEPEST_ARRAY {
        diagnostics
            .error(codes::UNKNOWN_TYPE, cell.span(), format!("an array of {arrays} dimensions"))
            .help(format!("at most {DEEPEST_ARRAY} are taken"));
        return wrong;
    }
    if let Some((_, ty)) = SCALARS.iter().find(|(word, _)| *word == item.text) {
        return RawType { arrays, item: RawItem::Scalar(ty.clone()) };
    }
    if let Some(link) = inline::link(item) {
        let (page, anchor) = link.target.text.split_once('#').unwrap_or((link.target.text, ""));
        if anchor.is_empty() {
            let name = link.text.text;
            diagnostics
                .error(codes::NO_SUCH_SECTION, link.target.span(), "this link names no section")
                .help(format!("write `[{name}]({page}#{})`", names::anchor(name)));
            return wrong;
        }
        let (page, anchor) = (page.to_owned(), anchor.to_owned());
        return RawType { arrays, item: RawItem::Link { page, anchor, span: link.target.span() } };
    }
    let help = type_help(item.text);
    let message = format!("`{}` is not a type", item.text);
    diagnostics.error(codes::UNKNOWN_TYPE, item.span(), message).help(help);
    wrong
}

fn type_help(text: &str) -> String {
    let words = SCALARS.iter().map(|(word, _)| *word);
    let vendors = match text.to_lowercase().as_str() {
        "int" | "int64" | "long" | "number" => Some("Integer"),
        "uint" | "uint64" | "unsigned integer" => Some("Unsigned"),
        "bool" => Some("Boolean"),
        "double" | "float64" => Some("Float"),
        "str" | "text" => Some("String"),
        "json" | "map" | "any" => Some("Object"),
        "datetime" | "date" | "time" => Some("Timestamp"),
        _ => None,
    };
    if let Some(near) = vendors.or_else(|| nearest(text, words.clone())) {
        return format!("did you mean `{near}`?");
    }
    if text == "Array" || text.ends_with("[]") || text.to_lowercase().starts_with("array") {
        return "write `Array of T`, such as `Array of String`".to_owned();
    }
    let list: Vec<&str> = words.collect();
    let link = match text {
        _ if text.len() <= 64 && text.chars().all(|c| c.is_ascii_alphanumeric()) => {
            format!("[{text}](#{})", names::anchor(text))
        }
        _ => "[Name](#name)".to_owned(),
    };
    format!("types are {}, `Array of T`, or a link to a section such as `{link}`", list.join(", "))
}
