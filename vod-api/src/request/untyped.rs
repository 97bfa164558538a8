//! A request without a type, for any Action that has a name.

use super::{Common, Extra, Params, Step, Table, Value};

/// A request to an Action by its name, with parameters by theirs.
///
/// ```
/// use vod_api::Untyped;
///
/// let request = Untyped::new("DescribeClass").param("classId", "7");
/// assert_eq!(request.name(), "DescribeClass");
/// ```
///
/// Nothing is checked but that names can be signed: prefer an Action drawn from a page. Without a
/// page nobody knows which values are secret either: give the client [`crate::Method::Post`] where
/// one is, so that it is no part of an address.
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

    /// The Action's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Params for Untyped {
    fn table(&self) -> &'static Table {
        static TABLE: Table = Table {
            fields: &[],
            order: &[
                Step::Common(Common::Action),
                Step::Common(Common::Nonce),
                Step::Common(Common::Region),
                Step::Common(Common::SecretId),
                Step::Common(Common::SignatureMethod),
                Step::Common(Common::Timestamp),
                Step::Common(Common::Token),
            ],
        };
        &TABLE
    }

    fn value(&self, _: usize) -> Value<'_> {
        Value::Absent
    }

    fn extra(&self) -> Option<&Extra> {
        Some(&self.params)
    }
}
