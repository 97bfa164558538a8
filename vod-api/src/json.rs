//! Requests and answers as JSON, by their tables.
//!
//! Fields stand in the order of the page, those that are absent are left out, and what no page
//! knows comes last.

use crate::request::Params;
use crate::response::Record;
use crate::value::{List, Value};

/// A request's body.
pub(crate) fn of_request(request: &dyn Params) -> String {
    let mut out = String::with_capacity(512);
    params(request, &mut out);
    out
}

/// An answer's own fields.
pub(crate) fn of_answer(answer: &dyn Record) -> String {
    let mut out = String::with_capacity(512);
    record(answer, &mut out);
    out
}

fn params(request: &dyn Params, out: &mut String) {
    out.push('{');
    let mut first = true;
    for (at, field) in request.table().fields.iter().enumerate() {
        member(&mut first, field.name(), request.value(at), out);
    }
    past(&mut first, request.value(usize::MAX), out);
    out.push('}');
}

fn record(answer: &dyn Record, out: &mut String) {
    out.push('{');
    let mut first = true;
    for (at, field) in answer.shape().iter().enumerate() {
        member(&mut first, field.name(), answer.value(at), out);
    }
    past(&mut first, answer.value(usize::MAX), out);
    out.push('}');
}

fn member(first: &mut bool, name: &str, value: Value<'_>, out: &mut String) {
    if !matches!(value, Value::Absent) {
        key(first, name, out);
        self::value(value, out);
    }
}

/// What stands past the last field.
fn past(first: &mut bool, value: Value<'_>, out: &mut String) {
    match value {
        Value::Extra(extra) => {
            for (name, value) in extra.json() {
                key(first, name, out);
                out.push_str(&value);
            }
        }
        Value::Unknown(unknown) => {
            for (name, json) in unknown.iter() {
                key(first, name, out);
                out.push_str(json);
            }
        }
        _ => {}
    }
}

fn key(first: &mut bool, name: &str, out: &mut String) {
    if !std::mem::replace(first, false) {
        out.push(',');
    }
    text(name, out);
    out.push(':');
}

fn value(value: Value<'_>, out: &mut String) {
    match value {
        Value::Absent | Value::Extra(_) | Value::Unknown(_) => out.push_str("null"),
        Value::Text(value) | Value::Secret(value) => text(value, out),
        Value::Integer(number) => out.push_str(itoa::Buffer::new().format(number)),
        Value::Unsigned(number) => out.push_str(itoa::Buffer::new().format(number)),
        // JSON has no number that is none; the rules have told of it.
        Value::Float(number) => out.push_str(&serde_json::Value::from(number).to_string()),
        Value::Boolean(on) => out.push_str(if on { "true" } else { "false" }),
        Value::Json(json) => out.push_str(&json.to_string()),
        Value::Record(inner) => params(inner, out),
        Value::Answer(inner) => record(inner, out),
        Value::List(items) => list(items, out),
    }
}

fn list(items: &dyn List, out: &mut String) {
    out.push('[');
    for at in 0..items.len() {
        if at > 0 {
            out.push(',');
        }
        value(items.item(at), out);
    }
    out.push(']');
}

/// Text in quotes; most has nothing to escape.
pub(crate) fn text(text: &str, out: &mut String) {
    if text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        out.push_str(&serde_json::Value::from(text).to_string());
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}
