//! Strict JSON in which every value knows its place.

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::source::{Span, Spanned};

/// A JSON value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json {
    pub(crate) span: Span,
    pub(crate) value: JsonValue,
}

/// What a [`Json`] holds; numbers stay text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum JsonValue {
    Null,
    Boolean(bool),
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(Spanned<String>, Json)>),
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
