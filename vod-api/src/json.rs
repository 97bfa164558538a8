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
    for (at, field) in request.table().fields.iter().enumerate() {
        let value = request.value(at);
        if !matches!(value, Value::Absent) {
            member(field.name(), value, out);
        }
    }
    past(request.value(usize::MAX), out);
    out.push('}');
}

fn record(answer: &dyn Record, out: &mut String) {
    out.push('{');
    for (at, field) in answer.shape().iter().enumerate() {
        let value = answer.value(at);
        if !matches!(value, Value::Absent) {
            member(field.name(), value, out);
        }
    }
    past(answer.value(usize::MAX), out);
    out.push('}');
}

/// A field of a page, whose names have nothing to escape.
#[inline]
fn member(name: &str, value: Value<'_>, out: &mut String) {
    comma(out);
    out.push('"');
    out.push_str(name);
    out.push_str("\":");
    self::value(value, out);
}

/// What stands past the last field.
fn past(value: Value<'_>, out: &mut String) {
    match value {
        Value::Extra(extra) => {
            for (name, value) in extra.json() {
                free(name, &value, out);
            }
        }
        Value::Unknown(unknown) => {
            for (name, json) in unknown.iter() {
                free(name, json, out);
            }
        }
        _ => {}
    }
}

/// A member that no page knows.
fn free(name: &str, json: &str, out: &mut String) {
    comma(out);
    text(name, out);
    out.push(':');
    out.push_str(json);
}

/// Parts a member from the one before it: no value ends with what opens an object.
#[inline]
fn comma(out: &mut String) {
    if out.as_bytes().last() != Some(&b'{') {
        out.push(',');
    }
}

fn value(value: Value<'_>, out: &mut String) {
    let plain = |text: &str, out: &mut String| out.push_str(text);
    match value {
        Value::Absent | Value::Extra(_) | Value::Unknown(_) => plain("null", out),
        Value::Text(value) | Value::Secret(value) => text(value, out),
        Value::Integer(number) => plain(itoa::Buffer::new().format(number), out),
        Value::Unsigned(number) => plain(itoa::Buffer::new().format(number), out),
        Value::Float(number) => written(&number, out),
        Value::Boolean(on) => plain(if on { "true" } else { "false" }, out),
        Value::Json(json) => written(json, out),
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

/// Text in quotes.
#[inline]
pub(crate) fn text(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        written(text, out);
    }
}

/// Whether a text has nothing to escape, as most have: no byte below a space, no `"`, no `\`.
#[inline]
fn is_plain(text: &str) -> bool {
    const ESCAPED: [bool; 256] = {
        let mut escaped = [false; 256];
        let mut byte = 0;
        while byte < b' ' {
            escaped[byte as usize] = true;
            byte += 1;
        }
        escaped[b'"' as usize] = true;
        escaped[b'\\' as usize] = true;
        escaped
    };
    !text.bytes().fold(false, |any, byte| any | ESCAPED[usize::from(byte)])
}

/// What needs more than copying.
fn written<T: ?Sized + serde_core::Serialize>(value: &T, out: &mut String) {
    // A number that is none becomes `null`; the rules have told of it. Nothing else can fail.
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}
