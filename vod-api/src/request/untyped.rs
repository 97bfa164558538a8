//! A request without a type, for any Action that has a name.

use super::{Extra, Table, Tabled};
use crate::address::Address;
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
///
/// [`Untyped::new`] is an Action of API 2.0, [`Untyped::v3`] one of API 3.0:
///
/// ```
/// use vod_api::Untyped;
///
/// let ids = serde_json::json!(["5285485491730284163"]);
/// let request = Untyped::v3("DescribeMediaInfos", "2018-07-17").json("FileIds", ids);
/// assert_eq!(request.name(), "DescribeMediaInfos");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untyped {
    name: String,
    /// Of API 3.0 alone.
    version: Option<String>,
    endpoint: Option<Address>,
    params: Extra,
}

impl Untyped {
    /// A request to the Action of this name of API 2.0.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), version: None, endpoint: None, params: Extra::default() }
    }

    /// A request to the Action of this name and version of API 3.0.
    pub fn v3(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self { version: Some(version.into()), ..Self::new(name) }
    }

    /// Sends it to a service other than VOD: its address, as `https://sts.tencentcloudapi.com`. The
    /// host's first word names the service that a signature of API 3.0 is for. An endpoint of the
    /// client's own goes before it, but the signature stays that service's.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(Address::new(endpoint));
        self
    }

    /// Adds a parameter by its full name on the wire, such as `tags.0`.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.set(name, value);
        self
    }

    /// Adds a parameter that is any JSON, for API 3.0.
    #[must_use]
    pub fn json(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.params.set_json(name, value);
        self
    }

    /// Adds a parameter whose value must not be shown: it goes by POST unless the client says
    /// otherwise, and no error shows it.
    #[must_use]
    pub fn secret(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.params.set_secret(name, value);
        self
    }

    /// Keeps a text out of whatever is shown: a secret that stands inside a parameter given as
    /// JSON.
    ///
    /// ```
    /// use vod_api::Untyped;
    ///
    /// let source = serde_json::json!({ "Url": "https://example.com/a", "Password": "sesame" });
    /// let request =
    ///     Untyped::v3("PullFrom", "2018-07-17").json("Source", source).hide("sesame");
    /// assert!(!format!("{request:?}").contains("sesame"));
    /// ```
    #[must_use]
    pub fn hide(mut self, secret: impl Into<Secret>) -> Self {
        self.params.hide(secret);
        self
    }

    /// The Action's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is sent, when that is not VOD.
    pub(crate) fn own_endpoint(&self) -> Option<&str> {
        self.endpoint.as_ref().map(Address::as_str)
    }

    /// The version of API 3.0 that it is for.
    pub(crate) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
}

impl Tabled for Untyped {
    const TABLE: &'static Table =
        &Table { fields: &[], order: "\u{e000}\u{e001}\u{e002}\u{e003}\u{e004}\u{e005}\u{e006}" };

    fn value(&self, _: usize) -> Value<'_> {
        Value::Extra(&self.params)
    }
}
