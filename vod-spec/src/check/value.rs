//! Whether a value is what a table says it is: names, presence, types, rules.

use std::collections::{HashMap, HashSet};

use super::Doubt;
use super::constraints::kind;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::json::{Json, JsonValue};
use crate::model::{Api, Body, Field, Number, Rule, Type};
use crate::source::{Span, Spanned};
use crate::timestamp;

/// On which side of a call the value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A v2 request: every leaf is text, arrays have their indices as names.
    Query,
    /// A v3 request: JSON.
    Body,
    /// An answer: JSON.
    Answer,
}

impl Form {
    fn is_json(self) -> bool {
        self != Self::Query
    }

    fn is_request(self) -> bool {
        self != Self::Answer
    }
}

pub(super) struct Values<'a> {
    pub(super) api: &'a Api,
    pub(super) doubt: &'a Doubt,
    pub(super) form: Form,
    /// Where in the value we are, with a `.` behind it: `video.`; empty at the top.
    pub(super) path: String,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Values<'_> {
    /// Checks an object against the table of its fields; `at` is told where something lacks.
    /// `whole` tells whether every row of the table is known.
    pub(super) fn record(
        &mut self,
        fields: &[Field],
        whole: bool,
        entries: &[(Spanned<String>, Json)],
        at: Span,
    ) {
        let known: HashMap<&str, &Field> =
            fields.iter().map(|field| (field.name.wire.as_str(), field)).collect();
        let mut given: HashSet<&str> = HashSet::new();
        let mut meant: HashSet<&str> = HashSet::new();
        for (name, value) in entries {
            let Some(field) = known.get(name.value.as_str()) else {
                if !whole {
                    continue;
                }
                let message = format!("`{}` is in no table of this page", name.value);
                let names = fields.iter().map(|field| field.name.wire.as_str());
                let near = self.diagnostics.nearest(&name.value, names);
                // A mistyped name does not lack as well.
                meant.extend(near);
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "leave it out of the example, or add the row `| {} | No | {} | | … |`",
                        name.value,
                        likely_type(value)
                    ),
                };
                self.diagnostics.error(codes::EXAMPLE_UNKNOWN, name.span, message).help(help);
                continue;
            };
            // A server may write what is absent as null; a client leaves it out.
            if value.value == JsonValue::Null && !self.form.is_request() && !field.always {
                continue;
            }
            if !given.insert(&name.value) {
                let message = format!("`{}` is given twice", name.value);
                self.diagnostics
                    .error(codes::EXAMPLE_VALUE, name.span, message)
                    .help("leave one of them out");
                continue;
            }
            if !self.doubt.types.contains(&field.name.span) {
                self.inside(&name.value, field, &field.ty, value);
            }
        }
        given.extend(meant);
        self.missing(fields, &given, entries, at);
    }

    fn missing(
        &mut self,
        fields: &[Field],
        given: &HashSet<&str>,
        entries: &[(Spanned<String>, Json)],
        at: Span,
    ) {
        for field in fields {
            let name = field.name.wire.as_str();
            let full = format!("{}{name}", self.path);
            let (must, why, help) = match self.form {
                Form::Query => (field.required, "required here", format!("add `{full}=…`")),
                Form::Body => (field.required, "required here", format!("add `\"{name}\": …`")),
                Form::Answer => (field.always, "always there", format!("add `\"{name}\": …`")),
            };
            if must && !given.contains(name) {
                self.diagnostics
                    .error(codes::EXAMPLE_MISSING, at, format!("the example lacks `{full}`"))
                    .related(field.name.span, why)
                    .help(help);
            }
            if !self.form.is_request() || !given.contains(name) {
                continue;
            }
            for rule in &field.rules {
                if let Rule::Needs(other) = &rule.rule
                    && fields.iter().any(|field| field.name.wire == *other)
                    && !given.contains(other.as_str())
                {
                    let help = match self.form {
                        Form::Query => format!("add `{}{other}=…`", self.path),
                        Form::Body | Form::Answer => format!("add `\"{other}\": …`"),
                    };
                    let other = format!("{}{other}", self.path);
                    let message = format!("the example has `{full}` and lacks `{other}`");
                    let own = entries.iter().find(|(entry, _)| entry.value == name);
                    let place = own.map_or(at, |(entry, _)| entry.span);
                    self.diagnostics
                        .error(codes::EXAMPLE_MISSING, place, message)
                        .related(rule.span, "needed here")
                        .help(help);
                }
            }
        }
    }

    /// Checks what is under a name, or under an index of an array.
    fn inside(&mut self, name: &str, field: &Field, ty: &Type, value: &Json) {
        let outer = self.path.len();
        self.path.push_str(name);
        self.path.push('.');
        self.value(field, ty, value);
        self.path.truncate(outer);
    }

    // Types of finite depth bound the recursion, and values: the JSON reader's and the names' own.
    fn value(&mut self, field: &Field, ty: &Type, value: &Json) {
        match (ty, &value.value, self.form) {
            (Type::Array(item), JsonValue::Array(items), Form::Body | Form::Answer) => {
                self.count(field, items.len(), value.span);
                for (at, one) in items.iter().enumerate() {
                    self.inside(&at.to_string(), field, item, one);
                }
            }
            (Type::Array(item), JsonValue::Object(items), Form::Query) => {
                self.count(field, items.len(), value.span);
                self.indices(field, items);
                for (name, one) in items {
                    self.inside(&name.value, field, item, one);
                }
            }
            (Type::Named(at), inner, _) => {
                let Some(definition) = self.api.types.get(*at) else { return };
                match (&definition.body, inner) {
                    (Body::Struct(fields), JsonValue::Object(entries)) => {
                        let whole = !self.doubt.structs.contains(at);
                        // A nested parameter has no place of its own but that of its first field.
                        let first = entries.first().map(|(name, _)| name.span);
                        let place = first.filter(|_| self.form == Form::Query);
                        let open = Span { start: value.span.start, end: value.span.start + 1 };
                        self.record(fields, whole, entries, place.unwrap_or(open));
                    }
                    (Body::Enum(_), JsonValue::String(_)) => {
                        self.scalar(field, &Type::String, value);
                    }
                    _ => self.mistyped(field, ty, value),
                }
            }
            (Type::Array(_), ..) => self.mistyped(field, ty, value),
            _ => self.scalar(field, ty, value),
        }
    }

    fn count(&mut self, field: &Field, count: usize, span: Span) {
        for rule in &field.rules {
            if rule.rule.broken_by_items(count) {
                let message = format!("{count} items break `{}`", rule.rule);
                self.diagnostics
                    .error(codes::EXAMPLE_VALUE, span.at_start(), message)
                    .related(rule.span, "the rule")
                    .help("change the example, or the rule");
            }
        }
    }

    fn indices(&mut self, field: &Field, items: &[(Spanned<String>, Json)]) {
        let first = field.first_index() as usize;
        let mut indices: Vec<Option<usize>> = Vec::new();
        for (name, _) in items {
            let index = name.value.parse().ok().filter(|at: &usize| at.to_string() == name.value);
            indices.push(index);
        }
        let from = |least: usize| {
            indices.iter().flatten().min() == Some(&least)
                && indices.iter().all(|at| at.is_some_and(|at| at - least < items.len()))
        };
        if from(first) {
            return;
        }
        let wrong =
            |at: &Option<usize>| at.is_none_or(|at| at < first || at - first >= items.len());
        let other = 1 - first.min(1);
        let place = if from(other) { None } else { indices.iter().position(wrong) };
        let Some((name, _)) = items.get(place.unwrap_or(0)) else { return };
        let full = self.path.trim_end_matches('.');
        let mut help = format!("items are counted from `{full}.{first}` on, without a gap");
        if from(other) {
            help = format!("{help}; or state `from {other}` in the table");
        }
        let message = format!("`{}` is not an index of `{}`", name.value, field.name.wire);
        self.diagnostics
            .error(codes::EXAMPLE_VALUE, name.span, message)
            .related(field.name.span, "the array")
            .help(help);
    }

    fn scalar(&mut self, field: &Field, ty: &Type, value: &Json) {
        let (text, quoted) = match &value.value {
            JsonValue::String(text) => (text.as_str(), true),
            JsonValue::Number(text) => (text.as_str(), false),
            JsonValue::Boolean(true) => ("true", false),
            JsonValue::Boolean(false) => ("false", false),
            _ if *ty == Type::Object && self.form.is_json() => return,
            _ => return self.mistyped(field, ty, value),
        };
        let flag = field.is_flag();
        let is_text = matches!(ty, Type::String | Type::Timestamp);
        let is_time = *ty != Type::Timestamp || timestamp::is_timestamp(text);
        let bool_json = matches!(value.value, JsonValue::Boolean(_));
        let fits = match (ty, self.form) {
            (Type::Object, _) => true,
            (Type::String | Type::Timestamp, _) => quoted && is_time,
            (Type::Boolean, Form::Body) if flag => !quoted && (text == "0" || text == "1"),
            (Type::Boolean, _) if flag => text == "0" || text == "1",
            (Type::Boolean, Form::Query) => text == "true" || text == "false",
            (Type::Boolean, _) => bool_json,
            (_, Form::Body | Form::Answer) if quoted || bool_json => false,
            (Type::Integer, _) => text.parse::<i64>().is_ok(),
            (Type::Unsigned, _) => text.parse::<u64>().is_ok(),
            _ => Number::read(text).is_some(),
        };
        if !fits {
            return self.mistyped(field, ty, value);
        }
        // What is sent is what Rust makes of the number; the example must be that.
        let sent = match ty {
            Type::Integer => text.parse::<i64>().map(|number| number.to_string()).ok(),
            Type::Unsigned => text.parse::<u64>().map(|number| number.to_string()).ok(),
            Type::Float => text.parse::<f64>().map(|number| number.to_string()).ok(),
            _ => None,
        };
        if let Some(sent) = sent.filter(|sent| self.form == Form::Query && sent != text) {
            self.diagnostics
                .error(
                    codes::EXAMPLE_VALUE,
                    value.span,
                    format!("`{}` is sent as `{sent}`", excerpt(text)),
                )
                .related(field.name.span, "the parameter")
                .help(format!("write `{sent}`"));
            return;
        }
        for rule in &field.rules {
            // `not empty` and `items` of an array are about the array.
            let of_items = matches!(field.ty, Type::Array(_)) && rule.rule == Rule::NotEmpty;
            let number = Number::read(text).filter(|_| !is_text);
            let broken = match number {
                Some(number) => rule.rule.broken_by_number(number),
                None => rule.rule.broken_by_text(text),
            };
            if broken && !of_items {
                let what = match text {
                    "" => "an empty value".to_owned(),
                    text => format!("`{}`", excerpt(text)),
                };
                let message = format!("{what} breaks `{}`", rule.rule);
                self.diagnostics
                    .error(codes::EXAMPLE_VALUE, value.span, message)
                    .related(rule.span, "the rule")
                    .help("change the example, or the rule");
            }
        }
    }

    fn mistyped(&mut self, field: &Field, ty: &Type, value: &Json) {
        let is = match (&value.value, self.form) {
            (JsonValue::String(text), Form::Query) => format!("`{}`", excerpt(text)),
            (_, Form::Query) => "a nested parameter".to_owned(),
            (JsonValue::Number(text), _) => format!("the number `{}`", excerpt(text)),
            (JsonValue::Boolean(on), _) => format!("`{on}`"),
            (other, _) => other.kind().to_owned(),
        };
        let message = format!("{is} is not {}", kind(ty, self.api));
        let help = match (ty, &value.value) {
            (_, JsonValue::Null) if self.form.is_request() => {
                "leave it out: what is not given is not sent".to_owned()
            }
            (Type::String, JsonValue::Number(text)) => format!("write `\"{}\"`", excerpt(text)),
            (Type::Timestamp, _) => format!("write {}", timestamp::FORM),
            (Type::Integer | Type::Unsigned | Type::Float, JsonValue::String(text))
                if self.form.is_json() && Number::read(text).is_some() =>
            {
                format!("write `{}` without quotes", excerpt(text))
            }
            (Type::Boolean, JsonValue::String(text))
                if field.is_flag() && (text == "0" || text == "1") =>
            {
                format!("write `{text}` without quotes")
            }
            (Type::Boolean, _) if field.is_flag() => "a flag is `0` or `1` on the wire".to_owned(),
            (Type::Boolean, JsonValue::String(text) | JsonValue::Number(text))
                if text == "0" || text == "1" =>
            {
                "write `true` or `false`, or state `flag` in the table".to_owned()
            }
            (Type::Boolean, _) => "write `true` or `false`".to_owned(),
            (Type::Array(_), _) if self.form.is_json() => "write `[…]`".to_owned(),
            (Type::Array(_), _) => {
                format!("write `{}.{}=…` and so on", field.name.wire, field.first_index())
            }
            (Type::Named(_), JsonValue::String(_)) if self.form == Form::Query => {
                format!("its fields go as `{}name=…`", self.path)
            }
            _ => "change the example, or the type".to_owned(),
        };
        self.diagnostics
            .error(codes::EXAMPLE_VALUE, value.span, message)
            .related(field.name.span, format!("`{}` has its type here", field.name.wire))
            .help(help);
    }
}

/// The type that a row for such a value would most likely have.
fn likely_type(value: &Json) -> String {
    match &value.value {
        JsonValue::String(text) if timestamp::is_timestamp(text) => "Timestamp".to_owned(),
        JsonValue::Number(text) if text.parse::<i64>().is_ok() => "Integer".to_owned(),
        JsonValue::Number(_) => "Float".to_owned(),
        JsonValue::Boolean(_) => "Boolean".to_owned(),
        JsonValue::Object(_) => "[Name](#name)".to_owned(),
        JsonValue::Array(items) => {
            format!("Array of {}", items.first().map_or("String".to_owned(), likely_type))
        }
        JsonValue::String(_) | JsonValue::Null => "String".to_owned(),
    }
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
