//! What requests have by their tables and not by derives: how they are shown, and whether two are
//! the same.

use std::fmt;

use super::{Field, List, Params, Value};

/// Shows what was given, under its name on the wire; a secret as `[redacted]`.
pub fn debug(name: &str, params: &dyn Params, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (at, field) in params.table().fields.iter().enumerate() {
        let value = params.value(at);
        if !matches!(value, Value::Absent) {
            shown.field(field.name, &Shown { value, field });
        }
    }
    match params.extra() {
        Some(extra) if !extra.is_empty() => shown.field("extra", extra).finish(),
        _ => shown.finish(),
    }
}

/// Whether every value of two requests of one type is the same.
pub fn equal(one: &dyn Params, other: &dyn Params) -> bool {
    let fields = 0..one.table().fields.len();
    fields.into_iter().all(|at| same(one.value(at), other.value(at)))
        && one.extra() == other.extra()
}

struct Shown<'a> {
    value: Value<'a>,
    field: &'a Field,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::List(list) => {
                let items = (0..list.len()).map(|at| Shown { value: list.item(at), ..*self });
                f.debug_list().entries(items).finish()
            }
            Value::Record(inner) => debug("", inner, f),
            _ if self.field.secret => f.write_str("[redacted]"),
            Value::Absent => f.write_str("None"),
            Value::Text(text) => text.fmt(f),
            Value::Integer(number) => number.fmt(f),
            Value::Unsigned(number) => number.fmt(f),
            Value::Float(number) => number.fmt(f),
            Value::Boolean(on) => on.fmt(f),
            Value::Json(json) => json.fmt(f),
        }
    }
}

fn same(one: Value<'_>, other: Value<'_>) -> bool {
    match (one, other) {
        (Value::Absent, Value::Absent) => true,
        (Value::Text(one), Value::Text(other)) => one == other,
        (Value::Integer(one), Value::Integer(other)) => one == other,
        (Value::Unsigned(one), Value::Unsigned(other)) => one == other,
        // As `PartialEq` of floats has it: not a number is no number's equal.
        #[allow(clippy::float_cmp)]
        (Value::Float(one), Value::Float(other)) => one == other,
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Json(one), Value::Json(other)) => one == other,
        (Value::Record(one), Value::Record(other)) => equal(one, other),
        (Value::List(one), Value::List(other)) => lists(one, other),
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
