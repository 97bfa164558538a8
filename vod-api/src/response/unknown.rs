//! Response fields that no page lists.

use std::fmt;

/// Fields that came with an answer and that its page does not list.
///
/// VOD adds fields to its answers; none of them is lost and none of them fails the decoding.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Unknown(Vec<(Box<str>, Box<str>)>);

impl Unknown {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<serde_json::Value> {
        let (_, json) = self.0.iter().find(|(field, _)| &**field == name)?;
        serde_json::from_str(json).ok()
    }

    /// Names of the fields, as they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values, each as JSON.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, json)| (&**name, &**json))
    }

    pub(super) fn keep(&mut self, name: &str, json: &str) {
        self.0.push((name.into(), json.into()));
    }
}

/// Shows names only: nobody has said which of the values are secret.
impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
