//! That each constraint fits the type of its field and the constraints beside it.

use std::collections::HashSet;

use super::Doubt;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, Body, Field, Number, Rule, RuleAt, Type};
use crate::protocol::Protocol;
use crate::timestamp;

/// Checks the constraints of every table.
pub(super) fn check(api: &Api, doubt: &Doubt, diagnostics: &mut Diagnostics) {
    for (at, action) in api.actions.iter().enumerate() {
        let request = (Side::Request, !doubt.requests.contains(&at));
        let response = (Side::Response, !doubt.responses.contains(&at));
        table(&action.request, request, api, doubt, diagnostics);
        table(&action.response, response, api, doubt, diagnostics);
    }
    for (at, definition) in api.types.iter().enumerate() {
        if let Body::Struct(fields) = &definition.body {
            let answers = definition.in_response && !definition.in_request;
            let side = if answers { Side::Response } else { Side::Request };
            table(fields, (side, !doubt.structs.contains(&at)), api, doubt, diagnostics);
        }
    }
}

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Requests, and perhaps answers too.
    Request,
    /// Answers alone.
    Response,
}

/// `whole` tells whether every row of the table is known.
fn table(
    fields: &[Field],
    (side, whole): (Side, bool),
    api: &Api,
    doubt: &Doubt,
    diagnostics: &mut Diagnostics,
) {
    let siblings: HashSet<&str> = fields.iter().map(|field| field.name.wire.as_str()).collect();
    for field in fields {
        let certain = !doubt.types.contains(&field.name.span);
        for at in &field.rules {
            if certain && let Some(help) = misplaced(&at.rule, &field.ty, api) {
                // On an array most rules mean each item.
                let of = if matches!(at.rule, Rule::Within(_) | Rule::OneOf(_) | Rule::Known(_)) {
                    innermost(&field.ty)
                } else {
                    &field.ty
                };
                let message = format!("`{}` does not fit {}", at.rule, kind(of, api));
                diagnostics.error(codes::MISPLACED_CONSTRAINT, at.span, message).help(help);
            }
            if side == Side::Response && matches!(at.rule, Rule::Needs(_) | Rule::From(_)) {
                let message = format!("`{}` says nothing of an answer", at.rule);
                diagnostics
                    .error(codes::MISPLACED_CONSTRAINT, at.span, message)
                    .help("leave it out: it is a rule of requests");
                continue;
            }
            if api.protocol == Protocol::V3 && matches!(at.rule, Rule::From(_)) {
                let message = format!("`{}` says nothing in {}", at.rule, api.protocol.name());
                diagnostics
                    .error(codes::MISPLACED_CONSTRAINT, at.span, message)
                    .help("leave it out: items of a JSON array have no index on the wire");
            }
            if certain && let Some((wrong, help)) = untyped(&at.rule, innermost(&field.ty)) {
                diagnostics.error(codes::MISPLACED_CONSTRAINT, at.span, wrong).help(help);
            }
            if let Rule::OneOf(values) = &at.rule {
                let broken = |beside: &&RuleAt| {
                    values.iter().find(|value| {
                        let number = Number::read(value)
                            .is_some_and(|number| beside.rule.broken_by_number(number));
                        let text = matches!(innermost(&field.ty), Type::String)
                            && beside.rule.broken_by_text(value);
                        number || text
                    })
                };
                let others =
                    field.rules.iter().filter(|beside| !matches!(beside.rule, Rule::OneOf(_)));
                for beside in others {
                    let Some(value) = broken(&beside) else { continue };
                    diagnostics
                        .error(
                            codes::MISPLACED_CONSTRAINT,
                            at.span,
                            format!("`{value}` of this list breaks `{}`", beside.rule),
                        )
                        .related(beside.span, "the other rule")
                        .help("a list says all: leave the other rule out, or mend the list");
                }
            }
            match &at.rule {
                Rule::Needs(name) if *name == field.name.wire => {
                    diagnostics
                        .error(codes::NEEDS_UNKNOWN, at.span, "a parameter cannot need itself")
                        .help("leave this constraint out");
                }
                Rule::Needs(name) if whole && !siblings.contains(name.as_str()) => {
                    let names = fields.iter().map(|field| field.name.wire.as_str());
                    let help = match diagnostics.nearest(name, names) {
                        Some(near) => format!("did you mean `needs {near}`?"),
                        None => format!("add a row for `{name}`, or leave the constraint out"),
                    };
                    let message = format!("`{name}` is not in this table");
                    diagnostics.error(codes::NEEDS_UNKNOWN, at.span, message).help(help);
                }
                Rule::Default(value) if certain => default(value, at, field, diagnostics),
                _ => {}
            }
        }
    }
}

/// How to mend a rule that the type cannot have.
fn misplaced(rule: &Rule, ty: &Type, api: &Api) -> Option<String> {
    let array = matches!(ty, Type::Array(_));
    let item = innermost(ty);
    let is_enum = matches!(item, Type::Named(at)
        if api.types.get(*at).is_some_and(|one| matches!(one.body, Body::Enum(_))));
    let text = matches!(item, Type::String) || is_enum;
    let whole = matches!(item, Type::Integer | Type::Unsigned);
    let number = whole || matches!(item, Type::Float);
    let (fits, help) = match rule {
        Rule::NotEmpty => (text || array, "`not empty` is for text and arrays"),
        Rule::Bytes(_) | Rule::Chars(_) => (text, "a length is for text; a number takes `1..=64`"),
        Rule::Items(_) => (array, "`items` counts the items of an array"),
        Rule::Within(_) if text => {
            let length = format!("text takes a length: write `{rule} bytes` or `{rule} chars`");
            let count = format!("; for the count of items write `{rule} items`");
            return Some(if array { length + &count } else { length });
        }
        Rule::Within(_) => (number, "a range is for numbers"),
        Rule::OneOf(_) | Rule::Known(_) => {
            (text || whole, "a list of values is for text and whole numbers")
        }
        Rule::From(_) => (array, "`from` is the index of an array's first item"),
        Rule::Flag => (
            matches!(item, Type::Boolean),
            "let the type be `Boolean`: a flag is one that travels as 0 and 1",
        ),
        Rule::UnixSeconds => (whole, "`unix seconds` is for `Integer` and `Unsigned`"),
        Rule::Secret => (matches!(item, Type::String), "`secret` is for `String`"),
        Rule::Needs(_) | Rule::Default(_) => (true, ""),
    };
    (!fits).then(|| help.to_owned())
}

/// A value or an end of a range that the type cannot hold, and what to do.
fn untyped(rule: &Rule, ty: &Type) -> Option<(String, String)> {
    let (name, least, most) = match ty {
        Type::Integer => ("an `Integer`", i128::from(i64::MIN), i128::from(i64::MAX)),
        Type::Unsigned => ("an `Unsigned`", 0, i128::from(u64::MAX)),
        _ => return None,
    };
    let fits = |number: Number| matches!(number, Number::Integer(n) if (least..=most).contains(&n));
    let wrong = match rule {
        Rule::OneOf(values) | Rule::Known(values) => {
            values.iter().find(|value| !Number::read(value).is_some_and(fits)).cloned()
        }
        Rule::Within(ranges) => {
            let ends = ranges.iter().flat_map(|range| [range.min, range.max]).flatten();
            ends.into_iter().find(|end| !fits(*end)).map(|end| end.to_string())
        }
        _ => None,
    }?;
    let help = format!("{name} is a whole number of {least}..={most}");
    Some((format!("`{wrong}` is not {name}"), help))
}

fn innermost(ty: &Type) -> &Type {
    if let Type::Array(item) = ty { innermost(item) } else { ty }
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
            let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
            format!("{article} `{name}`")
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
        Type::Timestamp => timestamp::is_timestamp(value),
        Type::Array(_) | Type::Object => return,
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
