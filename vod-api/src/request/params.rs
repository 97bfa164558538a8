//! A request as a table and its values.
//!
//! The generated code of a request is one static [`Table`] and one `match` that hands out a value
//! by its place in it. Every loop over a request (validation, canonical order, JSON) is written
//! once, here in the runtime, over `dyn Params`.

use super::{Extra, Rule};
use crate::value::Value;

/// A struct that a request is made of, as the runtime sees it.
pub trait Params: Send + Sync {
    /// What the page says of its fields.
    fn table(&self) -> &'static Table;
    /// The value of a field, by its place in [`Table::fields`].
    fn value(&self, field: usize) -> Value<'_>;

    /// Parameters that the page does not know. Only an Action's own struct has them.
    fn extra(&self) -> Option<&Extra> {
        if let Value::Extra(extra) = self.value(usize::MAX) { Some(extra) } else { None }
    }
}

/// A struct that a request is made of, as it is generated.
pub trait Tabled: Send + Sync {
    /// What the page says of its fields.
    const TABLE: &'static Table;
    /// The value of a field, by its place in [`Table::fields`]; past the last one
    /// [`Value::Extra`] in an Action's own struct, else [`Value::Absent`].
    fn value(&self, field: usize) -> Value<'_>;
}

impl<T: Tabled> Params for T {
    #[inline]
    fn table(&self) -> &'static Table {
        T::TABLE
    }

    #[inline]
    fn value(&self, field: usize) -> Value<'_> {
        Tabled::value(self, field)
    }
}

/// What a page says of a struct's fields.
#[derive(Debug)]
pub struct Table {
    /// Fields in page order.
    pub fields: &'static [Field],
    /// The order in which API 2.0 signs, fixed when the page was read: a character for each
    /// parameter, which is its place in `fields`, or from U+E000 on that of a `Common`.
    pub order: &'static str,
}

/// What a page says of one parameter: its key, which is its name on the wire (in API 2.0 with a `=`
/// behind it, ready to be written), and what is to be known of its value.
#[derive(Debug)]
pub enum Field {
    /// It must be given.
    Required(&'static str, &'static [Rule]),
    /// It may be left out.
    Optional(&'static str, &'static [Rule]),
}

impl Field {
    /// Its name on the wire, in API 2.0 with a `=` behind it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        let (Self::Required(key, _) | Self::Optional(key, _)) = self;
        key
    }

    /// Its name on the wire.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let key = self.key();
        key.strip_suffix('=').unwrap_or(key)
    }

    /// What is to be known of its value.
    #[must_use]
    pub const fn rules(&self) -> &'static [Rule] {
        let (Self::Required(_, rules) | Self::Optional(_, rules)) = self;
        rules
    }

    /// The index of an array's first item on the wire.
    #[must_use]
    pub fn first_index(&self) -> u32 {
        first_index(self.rules())
    }
}

/// The index of an array's first item, by the rules of its field.
pub(super) fn first_index(rules: &[Rule]) -> u32 {
    let from = |rule: &Rule| if let Rule::From(first) = rule { Some(*first) } else { None };
    rules.iter().find_map(from).unwrap_or(0)
}

impl Table {
    /// What comes one after the other in the order of the signature.
    #[inline]
    pub(super) fn steps(&self) -> impl Iterator<Item = Step> {
        self.order.chars().map(|mark| match Common::of_mark(mark) {
            Some(common) => Step::Common(common),
            None => Step::Own(u32::from(mark) as usize),
        })
    }
}

/// One step of the canonical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A field of the table, by its place.
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

    /// What stands for it in [`Table::order`]: one of Unicode's private characters, from U+E000 on
    /// in the order of [`Common::ALL`].
    fn of_mark(mark: char) -> Option<Self> {
        let place = u32::from(mark).checked_sub(0xe000)?;
        Self::ALL.get(place as usize).copied()
    }

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

/// What a setter of an array was given.
pub fn list<T>(items: impl IntoIterator<Item: Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}
