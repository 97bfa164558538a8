//! Parameters that no page knows.

use std::borrow::Cow;
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
/// Names are those of the wire. In API 2.0 nested ones are dotted (`tags.0`) and values are text; in
/// API 3.0 a name is a member of the body's object, and its value is a string unless it was
/// [set as JSON](Self::set_json). They are kept in byte order, the order in which API 2.0 signs. A
/// name that the page has is refused when the request is validated; in API 2.0 so is one of the
/// protocol's, and one with `_`, which the vendor's own SDKs sign in different orders.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Extra {
    free: BTreeMap<String, Free>,
    /// Secrets that stand inside values.
    hidden: Vec<Secret>,
}

#[derive(Clone, PartialEq, Eq)]
struct Free {
    value: Secret,
    /// Whether somebody has said so; until then the value travels as those of the page do.
    secret: bool,
    /// Whether the value is JSON, and not text that becomes a string of it.
    json: bool,
}

impl Extra {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { free: BTreeMap::new(), hidden: Vec::new() }
    }

    /// Adds a parameter, or replaces it.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let value = Secret::from(value.into());
        self.free.insert(name.into(), Free { value, secret: false, json: false });
    }

    /// Adds a parameter whose value must not be shown, or replaces it: it is kept out of
    /// addresses, and out of errors that echo it.
    pub fn set_secret(&mut self, name: impl Into<String>, value: impl Into<Secret>) {
        self.free.insert(name.into(), Free { value: value.into(), secret: true, json: false });
    }

    /// Adds a parameter that is any JSON, or replaces it. API 2.0 sends it as text.
    pub fn set_json(&mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) {
        let value = Secret::from(value.into().to_string());
        self.free.insert(name.into(), Free { value, secret: false, json: true });
    }

    /// Keeps a text out of errors that echo it: a secret that stands inside a value
    /// [set as JSON](Self::set_json).
    pub fn hide(&mut self, secret: impl Into<Secret>) {
        self.hidden.push(secret.into());
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.free.get(name).map(|free| free.value.expose())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.free.is_empty()
    }

    /// All of them, in byte order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.free.iter().map(|(name, free)| (name.as_str(), free.value.expose()))
    }

    /// All of them, each as a member of a JSON object.
    pub(crate) fn json(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.free.iter().map(|(name, free)| {
            let text = free.value.expose();
            if free.json {
                return (name.as_str(), Cow::Borrowed(text));
            }
            (name.as_str(), Cow::Owned(serde_json::Value::from(text).to_string()))
        })
    }

    /// The values that must not be shown.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        let whole = self.free.values().filter(|free| free.secret).map(|free| &free.value);
        whole.chain(&self.hidden).map(Secret::expose)
    }
}

/// Shows names only: nobody has said of every value whether it is secret.
impl std::fmt::Debug for Extra {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.free.keys()).finish()
    }
}
