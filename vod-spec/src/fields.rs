//! Tables of fields and values -> rows with spans; types are still links.

use std::collections::HashMap;

use crate::codes;
use crate::constraint;
use crate::diagnostic::Diagnostics;
use crate::inline;
use crate::meant;
use crate::model::{EnumValue, Name, RuleAt, Type};
use crate::names;
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
    pub(crate) span: Span,
    /// How many `Array of` stand before it.
    pub(crate) arrays: usize,
    pub(crate) item: RawItem,
}

#[derive(Debug, Clone)]
pub(crate) enum RawItem {
    Scalar(Type),
    /// A link to a section: of the same page where `page` is empty.
    Link {
        text: String,
        page: String,
        anchor: String,
        span: Span,
    },
    /// Neither a word nor a link: told once it is known which sections there are.
    Unknown {
        text: String,
        span: Span,
    },
    /// A mistake, already told; perhaps with the anchor of the section that was meant.
    Wrong(Option<String>),
}

/// Which columns a table of fields must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Request,
    Response,
    /// A struct's; used either way.
    Either,
}

/// The rows of a table.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) list: Vec<RawField>,
    /// Whether the name of every row is known; else nothing can be said to be missing here.
    pub(crate) whole: bool,
}

impl Default for Fields {
    fn default() -> Self {
        Self { list: Vec::new(), whole: true }
    }
}

/// Reads a table of parameters or fields.
pub(crate) fn fields(table: &Table<'_>, side: Side, diagnostics: &mut Diagnostics) -> Fields {
    let (name, yes, must) = match side {
        Side::Request => ("Parameter", ["Required", ""], "Required"),
        Side::Response => ("Field", ["Always", ""], "Always"),
        Side::Either => (table.either("Parameter", "Field"), ["Required", "Always"], ""),
    };
    let known = [name, yes[0], yes[1], "Type", "Constraints", "Rust", "Description"];
    let [name, first, second, ty, rules, rust, docs] =
        table.columns(known, &[name, must, "Type"], diagnostics);
    let (required, always) = match side {
        Side::Response => (None, first),
        Side::Request | Side::Either => (first, second),
    };
    let mut seen = HashMap::new();
    let mut fields = Fields { list: Vec::new(), whole: name.is_some() };
    for row in &table.rows {
        let wire = if row.ragged || row.cell(name).is_some_and(|cell| cell.text == "COMMON_PARAMS")
        {
            row.cell(name).map(inline::word).filter(|word| !word.is_empty())
        } else {
            needed(row, name, "name", diagnostics)
        };
        let Some(wire) = wire else {
            fields.whole = false;
            continue;
        };
        if wire.text == "COMMON_PARAMS" {
            diagnostics
                .error(
                    codes::ENVELOPE_FIELD,
                    wire.span(),
                    "`COMMON_PARAMS` stands for what the protocol adds to every request",
                )
                .help("leave this row out");
            continue;
        }
        if !first_of(&mut seen, wire, diagnostics) {
            continue;
        }
        let mut field = RawField {
            name: Name {
                wire: wire.text.to_owned(),
                rust: names::field(wire.text),
                span: wire.span(),
            },
            required: None,
            always: None,
            ty: RawType { span: wire.span(), arrays: 0, item: RawItem::Wrong(None) },
            rules: Vec::new(),
            docs: String::new(),
        };
        // Which cell of a ragged row is which, nobody can say.
        if !row.ragged {
            field.required = yes_or_no(row, required, diagnostics);
            field.always = yes_or_no(row, always, diagnostics);
            if let Some(cell) = needed(row, ty, "type", diagnostics) {
                field.ty = raw_type(cell, diagnostics);
            }
            if let Some(cell) = row.cell(rules) {
                field.rules = constraint::rules(cell, diagnostics);
            }
            field.docs = row.cell(docs).map(inline::prose).unwrap_or_default();
            if let Some(cell) = row.cell(rust).map(inline::word).filter(|cell| !cell.is_empty()) {
                field.name.rust = rust_name(cell, diagnostics).unwrap_or(field.name.rust);
            }
        }
        fields.list.push(field);
    }
    fields
}

/// The name that a page gives a field in Rust, where the one drawn from the wire is taken.
fn rust_name(cell: Piece<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let name = names::field(cell.text);
    if name.trim_start_matches("r#") == cell.text {
        return Some(name);
    }
    diagnostics
        .error(
            codes::BAD_NAME,
            cell.span(),
            format!("`{}` is not a field's name in Rust", cell.text),
        )
        .help(format!("write it in small letters with `_` between words: `{name}`"));
    None
}

/// Reads a `| Value | Description |` table; a column `Name` names what a value like `0` does not.
pub(crate) fn values(table: &Table<'_>, diagnostics: &mut Diagnostics) -> Vec<EnumValue> {
    let [value, name, docs] =
        table.columns(["Value", "Name", "Description"], &["Value"], diagnostics);
    let mut seen = HashMap::new();
    let mut values = Vec::new();
    for row in table.rows.iter().filter(|row| !row.ragged) {
        let Some(wire) = needed(row, value, "value", diagnostics) else { continue };
        if first_of(&mut seen, wire, diagnostics) {
            let given = given_name(row, name, diagnostics);
            let rust = names::value(given.unwrap_or(wire).text);
            let name = Name { wire: wire.text.to_owned(), rust, span: wire.span() };
            values.push(EnumValue {
                name,
                docs: row.cell(docs).map(inline::prose).unwrap_or_default(),
            });
        }
    }
    values
}

/// What the column `Name` calls a value or a code.
pub(crate) fn given_name<'a>(
    row: &Row<'a>,
    column: Option<usize>,
    diagnostics: &mut Diagnostics,
) -> Option<Piece<'a>> {
    let cell = row.cell(column).map(inline::word).filter(|cell| !cell.is_empty())?;
    let word = cell.text.starts_with(|c: char| c.is_ascii_uppercase())
        && cell.text.bytes().all(|b| b.is_ascii_alphanumeric());
    if word {
        return Some(cell);
    }
    diagnostics
        .error(codes::BAD_NAME, cell.span(), format!("`{}` is not a name in Rust", cell.text))
        .help("a name is letters and digits and begins with a capital, such as `FileNotFound`");
    None
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
        diagnostics
            .error(codes::EMPTY_CELL, word.span(), format!("this row has no {what}"))
            .help(format!("write the {what} here, or leave the row out"));
        return None;
    }
    Some(word)
}

pub(crate) fn first_of<'a>(
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

pub(crate) fn yes_or_no(
    row: &Row<'_>,
    column: Option<usize>,
    diagnostics: &mut Diagnostics,
) -> Option<bool> {
    let cell = row.cell(column)?;
    let word = inline::word(cell);
    match word.text {
        "Yes" => return Some(true),
        "No" => return Some(false),
        _ => {}
    }
    let (code, span, message) = if word.is_empty() {
        (codes::EMPTY_CELL, word.span(), "this row says neither `Yes` nor `No`".to_owned())
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
    let span = cell.span();
    let wrong =
        |meant| RawType { span, arrays: arrays.min(DEEPEST_ARRAY), item: RawItem::Wrong(meant) };
    if arrays > DEEPEST_ARRAY {
        diagnostics
            .error(codes::UNKNOWN_TYPE, cell.span(), format!("an array of {arrays} dimensions"))
            .help(format!("at most {DEEPEST_ARRAY} are taken"));
        return wrong(None);
    }
    if let Some((_, ty)) = SCALARS.iter().find(|(word, _)| *word == item.text) {
        return RawType { span, arrays, item: RawItem::Scalar(ty.clone()) };
    }
    if let Some(link) = inline::link(item) {
        let (page, anchor) = link.target.text.split_once('#').unwrap_or((link.target.text, ""));
        if let Some(item) = link.text.text.strip_prefix("Array of ") {
            let target = link.target.text;
            diagnostics
                .error(
                    codes::UNKNOWN_TYPE,
                    link.text.span(),
                    "the words `Array of` are inside the link",
                )
                .help(format!("write `Array of [{item}]({target})`"));
            return wrong(Some(anchor.to_owned()));
        }
        if anchor.is_empty() {
            let name = link.text.text;
            diagnostics
                .error(codes::NO_SUCH_SECTION, link.target.span(), "this link names no section")
                .help(format!("write `[{name}]({page}#{})`", names::anchor(name)));
            return wrong(Some(names::anchor(name)));
        }
        let (text, page) = (link.text.text.to_owned(), page.to_owned());
        let (anchor, target) = (anchor.to_owned(), link.target.span());
        let item = RawItem::Link { text, page, anchor, span: target };
        return RawType { span, arrays, item };
    }
    let unknown = RawItem::Unknown { text: item.text.to_owned(), span: item.span() };
    RawType { span, arrays, item: unknown }
}

/// Tells of types that are none where nobody else will: in the tables of an index.
pub(crate) fn scalars_alone(fields: &Fields, diagnostics: &mut Diagnostics) {
    for field in &fields.list {
        if let RawItem::Unknown { text, span } = &field.ty.item {
            unknown_type(text, *span, false, diagnostics);
        }
    }
}

/// Tells of a type that is none. `defined` says whether its page has a section of that name.
pub(crate) fn unknown_type(text: &str, span: Span, defined: bool, diagnostics: &mut Diagnostics) {
    let words = SCALARS.iter().map(|(word, _)| *word);
    let anchor = names::anchor(text);
    // A link that lost a bracket, or its target.
    let broken = text.split_once("](#").map(|(_, anchor)| anchor.trim_end_matches(')'));
    let plain = text.trim_matches(['[', ']']);
    let length = text.strip_suffix(')').and_then(|text| text.split_once('('));
    let help = if let Some(anchor) = broken {
        let name = text.trim_start_matches('[').split(']').next().unwrap_or("Name");
        format!("a link is written `[{name}](#{anchor})`")
    } else if text.starts_with('[') && !plain.is_empty() {
        let anchor = names::anchor(plain);
        format!("a link names its section: write `[{plain}](#{anchor})`")
    } else if let Some((word, size)) = length.filter(|(_, size)| size.parse::<u32>().is_ok()) {
        format!("write `{word}`, and `..={size} chars` among the constraints")
    } else if defined {
        format!("a type of your own is a link: write `[{text}](#{anchor})`")
    } else if let Some(meant) = meant::ty(text) {
        format!("did you mean `{meant}`?")
    } else if let Some(near) = diagnostics.nearest(text, words.clone()) {
        format!("did you mean `{near}`?")
    } else {
        let list: Vec<&str> = words.collect();
        let word = text.len() <= 64 && text.chars().all(|c| c.is_ascii_alphanumeric());
        let (name, anchor) = if word { (text, &*anchor) } else { ("Name", "name") };
        format!(
            "types are {}, `Array of T`, or a link to a section such as `[{name}](#{anchor})`",
            list.join(", ")
        )
    };
    diagnostics.error(codes::UNKNOWN_TYPE, span, format!("`{text}` is not a type")).help(help);
}
