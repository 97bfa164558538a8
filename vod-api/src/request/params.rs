//! A request as a table and its values.
//!
//! The generated code of a request is one static [`Table`] and one `match` that hands out a value
//! by its place in it. Every loop over a request (validation, canonical order, JSON) is written
//! once, here in the runtime, over `dyn Params`.

use crate::secret::Secret;

/// A struct that a request is made of.
pub trait Params: Send + Sync {
    /// What the page says of its fields.
    fn table(&self) -> &'static Table;
    /// The value of a field, by its place in [`Table::fields`].
    fn value(&self, field: usize) -> Value<'_>;
    /// Parameters that the page does not know. Only an Action's own struct has them.
    fn extra(&self) -> Option<&super::Extra> {
        None
    }
}

/// What a page says of a struct's fields.
#[derive(Debug)]
pub struct Table {
    /// Fields in page order.
    pub fields: &'static [Field],
    /// Places in `fields`, and the protocol's own parameters, in byte order of the names.
    pub order: &'static [Step],
}

/// What a page says of one parameter.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// The name and a `=`.
    pub key: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// Whether its value must not be shown.
    pub secret: bool,
    /// The index of an array's first item on the wire.
    pub first: u32,
    /// What its value must fulfil.
    pub rules: &'static [super::Rule],
}

impl Field {
    /// A field that may be left out, by its key: the name and a `=`.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        let name = match key.split_at_checked(key.len().saturating_sub(1)) {
            Some((name, _)) => name,
            None => key,
        };
        Self { name, key, required: false, secret: false, first: 0, rules: &[] }
    }

    /// It must be given.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Its value must not be shown.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The index of an array's first item on the wire; 0 unless told.
    #[must_use]
    pub const fn first(mut self, first: u32) -> Self {
        self.first = first;
        self
    }

    /// What its value must fulfil.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [super::Rule]) -> Self {
        self.rules = rules;
        self
    }
}

/// One step of the canonical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A field of the table.
    Own(usize),
    /// A parameter that the protocol adds.
    Common(Common),
}

/// A parameter that API 2.0 adds to every request and signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Common {
    /// Name of the Action.
    Action,
    /// A number used once.
    Nonce,
    /// Region of the call.
    Region,
    /// Names the key pair.
    SecretId,
    /// Which hash signs.
    SignatureMethod,
    /// Unix seconds.
    Timestamp,
    /// Goes with a temporary key pair.
    Token,
}

impl Common {
    /// All of them, in byte order.
    pub const ALL: [Self; 7] = [
        Self::Action,
        Self::Nonce,
        Self::Region,
        Self::SecretId,
        Self::SignatureMethod,
        Self::Timestamp,
        Self::Token,
    ];

    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::Nonce => "Nonce",
            Self::Region => "Region",
            Self::SecretId => "SecretId",
            Self::SignatureMethod => "SignatureMethod",
            Self::Timestamp => "Timestamp",
            Self::Token => "Token",
        }
    }
}

/// A borrowed parameter value.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// Not given: neither sent nor signed.
    Absent,
    /// Text.
    Text(&'a str),
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
    /// An array.
    List(&'a dyn List),
}

/// An array of values.
pub trait List: Send + Sync {
    /// How many there are.
    fn len(&self) -> usize;
    /// One of them; [`Value::Absent`] past the end.
    fn item(&self, index: usize) -> Value<'_>;
}

/// A Rust type that a parameter can have.
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
        Value::Text(self.expose())
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

/// What a setter of an array was given.
pub fn list<T>(items: impl IntoIterator<Item: Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// The value of a `flag`: a boolean that travels as 1 and 0.
#[must_use]
pub fn flag(value: Option<bool>) -> Value<'static> {
    value.map_or(Value::Absent, |on| Value::Unsigned(u64::from(on)))
}
