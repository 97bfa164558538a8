//! A value of a request or an answer, as the runtime reads it.

use crate::request::{Extra, Params};
use crate::response::{Record, Unknown};
use crate::secret::Secret;

/// A borrowed value.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// Not given: neither sent nor signed.
    Absent,
    /// Text.
    Text(&'a str),
    /// Text that is never shown.
    Secret(&'a str),
    /// A signed number.
    Integer(i64),
    /// An unsigned number.
    Unsigned(u64),
    /// A number with a fraction.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// Any JSON, as text on the wire of API 2.0.
    Json(&'a serde_json::Value),
    /// A struct.
    Record(&'a dyn Params),
    /// A struct that only answers bring: nothing of a request.
    Answer(&'a dyn Record),
    /// An array.
    List(&'a dyn List),
    /// All that the page of a request does not know. No field has this value.
    Extra(&'a Extra),
    /// All that the page of an answer does not list. No field has this value.
    Unknown(&'a Unknown),
}

/// An array of values.
pub trait List: Send + Sync {
    /// How many there are.
    fn len(&self) -> usize;
    /// One of them; [`Value::Absent`] past the end.
    fn item(&self, index: usize) -> Value<'_>;
}

/// A Rust type that a field can have.
pub trait Encode: Send + Sync {
    /// Its value.
    fn encode(&self) -> Value<'_>;
}

impl Encode for String {
    fn encode(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Encode for Secret {
    fn encode(&self) -> Value<'_> {
        Value::Secret(self.expose())
    }
}

impl Encode for i64 {
    fn encode(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}

impl Encode for u64 {
    fn encode(&self) -> Value<'_> {
        Value::Unsigned(*self)
    }
}

impl Encode for f64 {
    fn encode(&self) -> Value<'_> {
        Value::Float(*self)
    }
}

impl Encode for bool {
    fn encode(&self) -> Value<'_> {
        Value::Boolean(*self)
    }
}

impl Encode for serde_json::Value {
    fn encode(&self) -> Value<'_> {
        Value::Json(self)
    }
}

impl<T: Encode> Encode for Option<T> {
    // Inlined, it would stand once more in every `match` of every Action.
    #[inline(never)]
    fn encode(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, Encode::encode)
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self) -> Value<'_> {
        (**self).encode()
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: Encode> List for Vec<T> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn item(&self, index: usize) -> Value<'_> {
        self.get(index).map_or(Value::Absent, Encode::encode)
    }
}

/// The value of a `flag`: a boolean that travels as 1 and 0.
#[must_use]
pub fn flag(value: Option<bool>) -> Value<'static> {
    value.map_or(Value::Absent, |on| Value::Unsigned(u64::from(on)))
}
