//! Whether a value is what a table says it is: names, presence, types, rules.

use std::collections::{HashMap, HashSet};

use super::Doubt;
use super::constraints::kind;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::json::{Json, JsonValue};
use crate::model::{Api, Body, Field, Number, Rule, Type};
use crate::nearest::nearest;
use crate::source::{Span, Spanned};

/// On which side of a call the value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A v2 request: every leaf is text, arrays have their indices as names.
    Query,
    /// An answer.
    Json,
}

pub(super) struct Values<'a> {
    pub(super) api: &'a Api,
    pub(super) doubt: &'a Doubt,
    pub(super) form: Form,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Values<'_> {
    /// Checks an object against the table of its fields; `at` is told where something lacks.
    pub(super) fn record(
        &mut self,
        fields: &[Field],
        entries: &[(Spanned<String>, Json)],
        at: Span,
    ) {
        let known: HashMap<&str, &Field> =
            fields.iter().map(|field| (field.name.wire.as_str(), field)).collect();
        let mut given: HashSet<&str> = HashSet::new();
        for (name, value) in entries {
            let Some(field) = known.get(name.value.as_str()) else {
                if self.doubt.rows {
                    continue;
                }
                let message = format!("`{}` is in no table of this page", name.value);
                let near = nearest(&name.value, known.keys().copied());
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "add a row for it, or leave it out of the example".to_owned(),
                };
                self.diagnostics.error(codes::EXAMPLE_UNKNOWN, name.span, message).help(help);
                continue;
            };
            if value.value == JsonValue::Null && !field.always {
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
                self.value(field, &field.ty, value);
            }
        }
        self.missing(fields, &given, at);
    }

    fn missing(&mut self, fields: &[Field], given: &HashSet<&str>, at: Span) {
        for field in fields {
            let name = field.name.wire.as_str();
            let (must, why, help) = match self.form {
                Form::Query => (field.required, "required here", format!("add `{name}=…`")),
                Form::Json => (field.always, "always there", format!("add `\"{name}\": …`")),
            };
            if must && !given.contains(name) {
                self.diagnostics
                    .error(codes::EXAMPLE_MISSING, at, format!("the example lacks `{name}`"))
                    .related(field.name.span, why)
                    .help(help);
            }
            if self.form == Form::Json || !given.contains(name) {
                continue;
            }
            for rule in &field.rules {
                if let Rule::Needs(other) = &rule.rule
                    && !given.contains(other.as_str())
                {
                    let message = format!("the example has `{name}` and lacks `{other}`");
                    self.diagnostics
                        .error(codes::EXAMPLE_MISSING, at, message)
                        .related(rule.span, "needed here")
                        .help(format!("add `{other}=…`"));
                }
            }
        }
    }

    // Types of finite depth bound the recursion, and values: the JSON reader's and the names' own.
    fn value(&mut self, field: &Field, ty: &Type, value: &Json) {
        match (ty, &value.value, self.form) {
            (Type::Array(item), JsonValue::Array(items), Form::Json) => {
                self.count(field, items.len(), value.span);
                for one in items {
                    self.value(field, item, one);
                }
            }
            (Type::Array(item), JsonValue::Object(items), Form::Query) => {
                self.count(field, items.len(), value.span);
                self.indices(field, items);
                for (_, one) in items {
                    self.value(field, item, one);
                }
            }
            (Type::Named(at), inner, _) => {
                let Some(definition) = self.api.types.get(*at) else { return };
                match (&definition.body, inner) {
                    (Body::Struct(fields), JsonValue::Object(entries)) => {
                        self.record(fields, entries, value.span.at_start());
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
                    .related(rule.span, "the rule");
            }
        }
    }

    fn indices(&mut self, field: &Field, items: &[(Spanned<String>, Json)]) {
        let first = field.first_index() as usize;
        for (name, _) in items {
            let index = name.value.parse::<usize>().ok();
            let canonical = index.is_some_and(|index| index.to_string() == name.value);
            let within = index.is_some_and(|index| index >= first && index - first < items.len());
            if !canonical || !within {
                let message = format!("`{}` is not an index of `{}`", name.value, field.name.wire);
                self.diagnostics
                    .error(codes::EXAMPLE_VALUE, name.span, message)
                    .related(field.name.span, "the array")
                    .help(format!("items are counted from `{}.{first}` on", field.name.wire));
                return;
            }
        }
    }

    fn scalar(&mut self, field: &Field, ty: &Type, value: &Json) {
        let (text, quoted) = match &value.value {
            JsonValue::String(text) => (text.as_str(), true),
            JsonValue::Number(text) => (text.as_str(), false),
            JsonValue::Boolean(true) => ("true", false),
            JsonValue::Boolean(false) => ("false", false),
            _ if *ty == Type::Object && self.form == Form::Json => return,
            _ => return self.mistyped(field, ty, value),
        };
        let flag = field.is_flag();
        let is_text = matches!(ty, Type::String | Type::Timestamp);
        let bool_json = matches!(value.value, JsonValue::Boolean(_));
        let fits = match (ty, self.form) {
            (Type::Object, _) => true,
            (Type::String | Type::Timestamp, _) => quoted,
            (Type::Boolean, _) if flag => text == "0" || text == "1",
            (Type::Boolean, Form::Query) => text == "true" || text == "false",
            (Type::Boolean, Form::Json) => bool_json,
            (_, Form::Json) if quoted || bool_json => false,
            (Type::Integer, _) => text.parse::<i64>().is_ok(),
            (Type::Unsigned, _) => text.parse::<u64>().is_ok(),
            _ => Number::read(text).is_some(),
        };
        if !fits {
            return self.mistyped(field, ty, value);
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
                let message = format!("`{}` breaks `{}`", excerpt(text), rule.rule);
                self.diagnostics
                    .error(codes::EXAMPLE_VALUE, value.span, message)
                    .related(rule.span, "the rule");
            }
        }
    }

    fn mistyped(&mut self, field: &Field, ty: &Type, value: &Json) {
        let is = match (&value.value, self.form) {
            (JsonValue::String(text), Form::Query) => format!("`{}`", excerpt(text)),
            (other, Form::Json) => other.kind().to_owned(),
            _ => "a nested parameter".to_owned(),
        };
        let message = format!("{is} is not {}", kind(ty, self.api));
        self.diagnostics
            .error(codes::EXAMPLE_VALUE, value.span, message)
            .related(field.name.span, format!("`{}` has its type here", field.name.wire))
            .help("change the example or the type");
    }
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
