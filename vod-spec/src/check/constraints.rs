//! That each constraint fits the type of its field and the constraints beside it.

use std::collections::HashSet;

use super::Doubt;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, Body, Field, Number, Rule, RuleAt, Type};
use crate::nearest::nearest;

/// Checks the constraints of every table.
pub(super) fn check(api: &Api, doubt: &Doubt, diagnostics: &mut Diagnostics) {
    for action in &api.actions {
        table(&action.request, api, doubt, diagnostics);
        table(&action.response, api, doubt, diagnostics);
    }
    for definition in &api.types {
        if let Body::Struct(fields) = &definition.body {
            table(fields, api, doubt, diagnostics);
        }
    }
}

fn table(fields: &[Field], api: &Api, doubt: &Doubt, diagnostics: &mut Diagnostics) {
    let siblings: HashSet<&str> = fields.iter().map(|field| field.name.wire.as_str()).collect();
    for field in fields {
        for at in &field.rules {
            if !doubt.types.contains(&field.name.span)
                && let Some(help) = misplaced(&at.rule, &field.ty, api)
            {
                let message = format!("`{}` does not fit {}", at.rule, kind(&field.ty, api));
                diagnostics.error(codes::MISPLACED_CONSTRAINT, at.span, message).help(help);
            }
            match &at.rule {
                Rule::Needs(name) if !doubt.rows && !siblings.contains(name.as_str()) => {
                    let names = siblings.iter().copied();
                    let message = format!("`{name}` is not in this table");
                    let error = diagnostics.error(codes::NEEDS_UNKNOWN, at.span, message);
                    if let Some(near) = nearest(name, names) {
                        error.help(format!("did you mean `needs {near}`?"));
                    }
                }
                Rule::Needs(name) if *name == field.name.wire => {
                    diagnostics
                        .error(codes::NEEDS_UNKNOWN, at.span, "a parameter cannot need itself")
                        .help("leave this constraint out");
                }
                Rule::Default(value) => default(value, at, field, diagnostics),
                _ => {}
            }
        }
    }
}

/// How to mend a rule that the type cannot have.
fn misplaced(rule: &Rule, ty: &Type, api: &Api) -> Option<&'static str> {
    let array = matches!(ty, Type::Array(_));
    let mut item = ty;
    while let Type::Array(inner) = item {
        item = inner;
    }
    let is_enum = matches!(item, Type::Named(at)
        if api.types.get(*at).is_some_and(|one| matches!(one.body, Body::Enum(_))));
    let text = matches!(item, Type::String) || is_enum;
    let whole = matches!(item, Type::Integer | Type::Unsigned);
    let number = whole || matches!(item, Type::Float);
    let (fits, help) = match rule {
        Rule::NotEmpty => (text || array, "`not empty` is for text and arrays"),
        Rule::Bytes(_) | Rule::Chars(_) => (text, "a length is for text; a number takes `1..=64`"),
        Rule::Items(_) => (array, "`items` counts the items of an array"),
        Rule::Within(_) => (number, "a range is for numbers; text takes `1..=64 bytes` or `chars`"),
        Rule::OneOf(_) | Rule::Known(_) => {
            (text || whole, "a list of values is for text and numbers")
        }
        Rule::From(_) => (array, "`from` is the index of an array's first item"),
        Rule::Flag => (matches!(item, Type::Boolean), "`flag` is for `Boolean`"),
        Rule::UnixSeconds => (whole, "`unix seconds` is for `Integer` and `Unsigned`"),
        Rule::Secret => (matches!(item, Type::String), "`secret` is for `String`"),
        Rule::Needs(_) | Rule::Default(_) => (true, ""),
    };
    (!fits).then_some(help)
}

/// A type in words, with its article.
pub(super) fn kind(ty: &Type, api: &Api) -> String {
    match ty {
        Type::String => "a `String`".to_owned(),
        Type::Integer => "an `Integer`".to_owned(),
        Type::Unsigned => "an `Unsigned`".to_owned(),
        Type::Float => "a `Float`".to_owned(),
        Type::Boolean => "a `Boolean`".to_owned(),
        Type::Timestamp => "a `Timestamp`".to_owned(),
        Type::Object => "an `Object`".to_owned(),
        Type::Array(_) => "an array".to_owned(),
        Type::Named(at) => {
            let name = api.types.get(*at).map_or("", |one| one.name.wire.as_str());
            format!("a `{name}`")
        }
    }
}

fn default(value: &str, at: &RuleAt, field: &Field, diagnostics: &mut Diagnostics) {
    let number = Number::read(value);
    let fits = match &field.ty {
        Type::Integer => value.parse::<i64>().is_ok(),
        Type::Unsigned => value.parse::<u64>().is_ok(),
        Type::Float => number.is_some(),
        Type::Boolean => ["true", "false", "0", "1"].contains(&value),
        _ => true,
    };
    if !fits {
        let message = format!("the default `{value}` is not of the field's type");
        diagnostics.error(codes::BAD_DEFAULT, at.span, message).help("write a value of the type");
        return;
    }
    let numeric = matches!(field.ty, Type::Integer | Type::Unsigned | Type::Float);
    for beside in &field.rules {
        let broken = match number {
            Some(number) if numeric => beside.rule.broken_by_number(number),
            _ => beside.rule.broken_by_text(value),
        };
        if broken {
            diagnostics
                .error(
                    codes::BAD_DEFAULT,
                    at.span,
                    format!("the default `{value}` breaks `{}`", beside.rule),
                )
                .related(beside.span, "the rule")
                .help("change the default or the rule");
        }
    }
}
