//! Parameters that no page knows.

use std::collections::BTreeMap;

use crate::secret::Secret;

/// Free parameters of a request: sent and signed along with those of the page.
///
/// ```
/// use vod_api::v2::ApplyUpload;
///
/// let request = ApplyUpload::builder().video_type("mp4").extra("SubAppId", "1500001").build();
/// assert_eq!(request.extra.get("SubAppId"), Some("1500001"));
/// ```
///
/// Names are those of the wire, nested ones dotted (`tags.0`). They are kept in byte order, the
/// order in which API 2.0 signs. A name that the page or the protocol has, and a name with `_`,
/// which the vendor's own SDKs sign in different orders, is refused when the request is validated.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Extra(BTreeMap<String, Free>);

#[derive(Clone, PartialEq, Eq)]
struct Free {
    value: Secret,
    /// Whether somebody has said so; until then the value travels as those of the page do.
    secret: bool,
}

impl Extra {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds a parameter, or replaces it.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let value = Secret::from(value.into());
        self.0.insert(name.into(), Free { value, secret: false });
    }

    /// Adds a parameter whose value must not be shown, or replaces it: it is kept out of
    /// addresses, and out of errors that echo it.
    pub fn set_secret(&mut self, name: impl Into<String>, value: impl Into<Secret>) {
        self.0.insert(name.into(), Free { value: value.into(), secret: true });
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|free| free.value.expose())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in byte order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, free)| (name.as_str(), free.value.expose()))
    }

    /// The values that must not be shown.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.0.values().filter(|free| free.secret).map(|free| free.value.expose())
    }
}

/// Shows names only: nobody has said of every value whether it is secret.
impl std::fmt::Debug for Extra {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
