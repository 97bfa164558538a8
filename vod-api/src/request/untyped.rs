//! A request without a type, for any Action that has a name.

use super::{Extra, Table, Tabled};
use crate::secret::Secret;
use crate::value::Value;

/// A request to an Action by its name, with parameters by theirs.
///
/// ```
/// use vod_api::Untyped;
///
/// let request = Untyped::new("UnlockClass").param("classId", "7").secret("key", "sesame");
/// assert_eq!(request.name(), "UnlockClass");
/// assert!(!format!("{request:?}").contains("sesame"));
/// ```
///
/// Nothing is checked but that names can be signed: prefer an Action drawn from a page. Without a
/// page it is the caller who says which values are [`secret`](Self::secret).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untyped {
    name: String,
    params: Extra,
}

impl Untyped {
    /// A request to the Action of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), params: Extra::default() }
    }

    /// Adds a parameter by its full name on the wire, such as `tags.0`.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.set(name, value);
        self
    }

    /// Adds a parameter whose value must not be shown: it goes by POST unless the client says
    /// otherwise, and no error shows it.
    #[must_use]
    pub fn secret(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.params.set_secret(name, value);
        self
    }

    /// The Action's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Tabled for Untyped {
    const TABLE: &'static Table =
        &Table { fields: &[], order: "\u{e000}\u{e001}\u{e002}\u{e003}\u{e004}\u{e005}\u{e006}" };

    fn value(&self, _: usize) -> Value<'_> {
        Value::Extra(&self.params)
    }
}
