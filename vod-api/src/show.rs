//! What requests and answers have by their tables and not by derives: how they are shown, and
//! whether two are the same. A derive for each struct would cost its users' compilers a third more.

use std::fmt;

use crate::request::{Field, Params};
use crate::response::{FieldShape, Record};
use crate::value::{List, Value};

/// Shows what was given, under its name on the wire; a secret as `[redacted]`.
pub fn debug(name: &str, params: &dyn Params, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    show(name, Struct::Request(params), f)
}

/// Shows what came, under its name on the wire; a secret as `[redacted]`.
pub fn debug_answer(name: &str, record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    show(name, Struct::Answer(record), f)
}

/// Whether every value of two requests of one type is the same.
pub fn equal(one: &dyn Params, other: &dyn Params) -> bool {
    alike(Struct::Request(one), Struct::Request(other))
}

/// Whether every value of two answers of one type is the same.
pub fn equal_answers(one: &dyn Record, other: &dyn Record) -> bool {
    alike(Struct::Answer(one), Struct::Answer(other))
}

#[derive(Clone, Copy)]
enum Struct<'a> {
    Request(&'a dyn Params),
    Answer(&'a dyn Record),
}

impl<'a> Struct<'a> {
    fn names(self) -> Box<dyn Iterator<Item = &'static str>> {
        match self {
            Self::Request(params) => Box::new(params.table().fields.iter().map(Field::name)),
            Self::Answer(record) => Box::new(record.shape().iter().map(FieldShape::name)),
        }
    }

    fn value(self, field: usize) -> Value<'a> {
        match self {
            Self::Request(params) => params.value(field),
            Self::Answer(record) => record.value(field),
        }
    }
}

fn show(name: &str, what: Struct<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (at, name) in what.names().enumerate() {
        let value = what.value(at);
        if !matches!(value, Value::Absent) {
            shown.field(name, &Shown(value));
        }
    }
    match what.value(usize::MAX) {
        Value::Extra(extra) if !extra.is_empty() => shown.field("extra", extra).finish(),
        Value::Unknown(unknown) if !unknown.is_empty() => shown.field("unknown", unknown).finish(),
        _ => shown.finish(),
    }
}

fn alike(one: Struct<'_>, other: Struct<'_>) -> bool {
    let fields = 0..one.names().count();
    fields.chain([usize::MAX]).all(|at| same(one.value(at), other.value(at)))
}

struct Shown<'a>(Value<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Absent => f.write_str("None"),
            Value::Text(text) => text.fmt(f),
            Value::Secret(_) => f.write_str("[redacted]"),
            Value::Integer(number) => number.fmt(f),
            Value::Unsigned(number) => number.fmt(f),
            Value::Float(number) => number.fmt(f),
            Value::Boolean(on) => on.fmt(f),
            Value::Json(json) => json.fmt(f),
            Value::Record(inner) => debug("", inner, f),
            Value::Answer(inner) => debug_answer("", inner, f),
            Value::List(list) => {
                let items = (0..list.len()).map(|at| Shown(list.item(at)));
                f.debug_list().entries(items).finish()
            }
            Value::Extra(extra) => extra.fmt(f),
            Value::Unknown(unknown) => unknown.fmt(f),
        }
    }
}

fn same(one: Value<'_>, other: Value<'_>) -> bool {
    match (one, other) {
        (Value::Absent, Value::Absent) => true,
        (Value::Text(one), Value::Text(other)) | (Value::Secret(one), Value::Secret(other)) => {
            one == other
        }
        (Value::Integer(one), Value::Integer(other)) => one == other,
        (Value::Unsigned(one), Value::Unsigned(other)) => one == other,
        // As `PartialEq` of floats has it: not a number is no number's equal.
        #[allow(clippy::float_cmp)]
        (Value::Float(one), Value::Float(other)) => one == other,
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Json(one), Value::Json(other)) => one == other,
        (Value::Record(one), Value::Record(other)) => equal(one, other),
        (Value::Answer(one), Value::Answer(other)) => equal_answers(one, other),
        (Value::List(one), Value::List(other)) => lists(one, other),
        (Value::Extra(one), Value::Extra(other)) => one == other,
        (Value::Unknown(one), Value::Unknown(other)) => one == other,
        _ => false,
    }
}

fn lists(one: &dyn List, other: &dyn List) -> bool {
    one.len() == other.len() && (0..one.len()).all(|at| same(one.item(at), other.item(at)))
}

#[cfg(test)]
mod tests {
    use crate::v2::{ApplyUpload, CommitUpload};

    #[test]
    fn a_request_shows_what_was_given_and_no_secret() {
        let request = ApplyUpload::builder().video_type("mp4").video_size(7).build();
        assert_eq!(format!("{request:?}"), r#"ApplyUpload { videoType: "mp4", videoSize: 7 }"#);
        let commit = CommitUpload::builder().vod_session_key("hush").extra("a", "b").build();
        assert_eq!(
            format!("{commit:?}"),
            r#"CommitUpload { vodSessionKey: [redacted], extra: {"a"} }"#
        );
    }

    #[test]
    fn requests_are_the_same_when_every_value_is() {
        let request = || ApplyUpload::builder().video_type("mp4");
        assert_eq!(request().build(), request().build());
        assert_ne!(request().build(), request().video_size(1).build());
        assert_ne!(request().build(), request().extra("a", "b").build());
        assert_ne!(
            CommitUpload::builder().vod_session_key("a").build(),
            CommitUpload::builder().vod_session_key("b").build()
        );
    }
}
