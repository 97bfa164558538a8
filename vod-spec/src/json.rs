//! Strict JSON in which every value knows its place, as the examples of pages hold it.

use std::fmt::{self, Write as _};

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::source::{Span, Spanned};

/// A JSON value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: JsonValue,
}

/// What a [`Json`] holds; numbers stay text.
#[derive(Debug, Clone, PartialEq)]
pub enum JsonValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is written.
    Number(String),
    /// Text, unescaped.
    String(String),
    /// Values in their order.
    Array(Vec<Json>),
    /// Members in their order; a name may come twice.
    Object(Vec<(Spanned<String>, Json)>),
}

impl Json {
    /// A value without a place; `None` for what is not JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<JsonValue> {
        let span = Span { start: 0, end: 0 };
        parse(&Spanned::new(text.to_owned(), span)).ok().map(|json| json.value)
    }
}

impl fmt::Display for JsonValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |text: &str, f: &mut fmt::Formatter<'_>| {
            f.write_char('"')?;
            for c in text.chars() {
                match c {
                    '"' | '\\' => write!(f, "\\{c}")?,
                    c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
                    c => f.write_char(c)?,
                }
            }
            f.write_char('"')
        };
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(on) => on.fmt(f),
            Self::Number(number) => f.write_str(number),
            Self::String(value) => text(value, f),
            Self::Array(items) => {
                f.write_char('[')?;
                for (at, item) in items.iter().enumerate() {
                    f.write_str(if at > 0 { "," } else { "" })?;
                    item.value.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                for (at, (name, value)) in members.iter().enumerate() {
                    f.write_str(if at > 0 { "," } else { "" })?;
                    text(&name.value, f)?;
                    f.write_char(':')?;
                    value.value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

impl JsonValue {
    /// What it is, for a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "text",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Reads one JSON value, or tells what is wrong and where.
pub(crate) fn parse(text: &Spanned<String>) -> Result<Json, Spanned<String>> {
    let options = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let base = text.span.start;
    if let Some(at) = control(&text.value) {
        let range = jsonc_parser::common::Range { start: at, end: at + 1 };
        return Err(Spanned::new("a line break or a tab in a text".to_owned(), place(range, base)));
    }
    match parse_to_ast(&text.value, &CollectOptions::default(), &options) {
        Ok(result) => match result.value {
            Some(value) => Ok(convert(value, base)),
            None => Err(Spanned::new("nothing is there".to_owned(), text.span)),
        },
        Err(error) => {
            let mut message = error.kind().to_string();
            if let Some(first) = message.get_mut(..1) {
                first.make_ascii_lowercase();
            }
            Err(Spanned::new(message, place(error.range(), base)))
        }
    }
}

/// Where a text holds a character that JSON wants written as `\\n` or `\\t`; the parser lets it pass.
fn control(json: &str) -> Option<usize> {
    let (mut inside, mut escaped) = (false, false);
    json.bytes().position(|byte| {
        let wrong = inside && byte < 0x20;
        inside ^= byte == b'"' && !escaped;
        escaped = inside && byte == b'\\' && !escaped;
        wrong
    })
}

fn place(range: jsonc_parser::common::Range, base: u32) -> Span {
    let at = |offset: usize| base.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
    Span { start: at(range.start), end: at(range.end) }
}

// The parser bounds the depth, so the recursion is bounded.
fn convert(value: Value<'_>, base: u32) -> Json {
    let span = place(value.range(), base);
    let value = match value {
        Value::NullKeyword(_) => JsonValue::Null,
        Value::BooleanLit(lit) => JsonValue::Boolean(lit.value),
        Value::NumberLit(lit) => JsonValue::Number(lit.value.to_owned()),
        Value::StringLit(lit) => JsonValue::String(lit.value.into_owned()),
        Value::Array(array) => {
            JsonValue::Array(array.elements.into_iter().map(|item| convert(item, base)).collect())
        }
        Value::Object(object) => {
            let properties = object.properties.into_iter().map(|property| {
                let range = match &property.name {
                    ObjectPropName::String(lit) => lit.range,
                    ObjectPropName::Word(lit) => lit.range,
                };
                let name = Spanned::new(property.name.into_string(), place(range, base));
                (name, convert(property.value, base))
            });
            JsonValue::Object(properties.collect())
        }
    };
    Json { span, value }
}
