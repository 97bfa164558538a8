//! Requests and answers as JSON, by their tables.
//!
//! Fields stand in the order of the page, those that are absent are left out, and what no page
//! knows comes last.

use crate::request::Params;
use crate::response::Record;
use crate::value::{List, Value};

/// A request's body.
pub(crate) fn of_request(request: &dyn Params) -> String {
    let mut out = Vec::with_capacity(512);
    params(request, &mut out);
    finished(out)
}

/// An answer's own fields.
pub(crate) fn of_answer(answer: &dyn Record) -> String {
    let mut out = Vec::with_capacity(512);
    record(answer, &mut out);
    finished(out)
}

fn params(request: &dyn Params, out: &mut Vec<u8>) {
    out.push(b'{');
    for (at, field) in request.table().fields.iter().enumerate() {
        let value = request.value(at);
        if !matches!(value, Value::Absent) {
            member(field.name(), value, out);
        }
    }
    past(request.value(usize::MAX), out);
    out.push(b'}');
}

fn record(answer: &dyn Record, out: &mut Vec<u8>) {
    out.push(b'{');
    for (at, field) in answer.shape().iter().enumerate() {
        let value = answer.value(at);
        if !matches!(value, Value::Absent) {
            member(field.name(), value, out);
        }
    }
    past(answer.value(usize::MAX), out);
    out.push(b'}');
}

/// A field of a page, whose names have nothing to escape.
fn member(name: &str, value: Value<'_>, out: &mut Vec<u8>) {
    comma(out);
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
    self::value(value, out);
}

/// What stands past the last field.
fn past(value: Value<'_>, out: &mut Vec<u8>) {
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
fn free(name: &str, json: &str, out: &mut Vec<u8>) {
    comma(out);
    text(name, out);
    out.push(b':');
    out.extend_from_slice(json.as_bytes());
}

/// Parts a member from the one before it: no value ends with what opens an object.
fn comma(out: &mut Vec<u8>) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
}

fn value(value: Value<'_>, out: &mut Vec<u8>) {
    let plain = |text: &str, out: &mut Vec<u8>| out.extend_from_slice(text.as_bytes());
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

fn list(items: &dyn List, out: &mut Vec<u8>) {
    out.push(b'[');
    for at in 0..items.len() {
        if at > 0 {
            out.push(b',');
        }
        value(items.item(at), out);
    }
    out.push(b']');
}

/// Text in quotes.
pub(crate) fn text(text: &str, out: &mut Vec<u8>) {
    if is_plain(text) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        written(text, out);
    }
}

/// Whether a text has nothing to escape, as most have: no byte below a space, no `"`, no `\`.
fn is_plain(text: &str) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // Eight bytes at once: one that is less than `least` leaves its highest bit.
    let less = |eight: u64, least: u64| eight.wrapping_sub(ONES * least) & !eight & (ONES << 7);
    let is = |eight: u64, byte: u8| less(eight ^ (ONES * u64::from(byte)), 1);
    let escapes = |bytes: [u8; 8]| {
        let eight = u64::from_le_bytes(bytes);
        less(eight, u64::from(b' ')) | is(eight, b'"') | is(eight, b'\\')
    };
    let (eights, rest) = text.as_bytes().as_chunks();
    let mut last = [b' '; 8];
    for (place, byte) in last.iter_mut().zip(rest) {
        *place = *byte;
    }
    eights.iter().fold(escapes(last), |any, eight| any | escapes(*eight)) == 0
}

/// What needs more than copying.
fn written<T: ?Sized + serde_core::Serialize>(value: &T, out: &mut Vec<u8>) {
    // A number that is none becomes `null`; the rules have told of it. Nothing else can fail: the
    // texts are UTF-8, and memory takes them.
    let _ = serde_json::to_writer(out, value);
}

fn finished(out: Vec<u8>) -> String {
    String::from_utf8(out).unwrap_or_default()
}
