//! Who signs.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::credentials::Environment;
use crate::secret::Secret;

/// A key pair, and the token that goes with a temporary one.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use vod_api::Credential;
///
/// let credential = Credential::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "the secret key");
/// assert!(!format!("{credential:?}").contains("the secret key"));
///
/// // One of your own vault's, which is good for an hour.
/// let lent = Credential::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "the secret key")
///     .with_token("its token")
///     .with_expiry(SystemTime::now() + Duration::from_secs(3600))
///     .with_origin("lent by our vault");
/// assert_eq!(lent.origin(), Some("lent by our vault"));
/// ```
///
/// Key pairs are made in the console of Tencent Cloud, under access management. Two credentials are
/// equal when they sign alike: where they come from and how long they are good does not count.
/// A clone shares the text of the first, which is overwritten when the last is dropped.
///
/// What fetches one anew when it expires is a [`CredentialProvider`](crate::CredentialProvider).
#[derive(Clone)]
pub struct Credential(Arc<Pair>);

#[derive(Clone)]
struct Pair {
    secret_id: String,
    secret_key: Secret,
    token: Option<Secret>,
    expires: Option<SystemTime>,
    origin: Option<Arc<str>>,
}

impl Credential {
    /// A key pair.
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<Secret>) -> Self {
        let (secret_id, secret_key) = (secret_id.into(), secret_key.into());
        Self(Arc::new(Pair { secret_id, secret_key, token: None, expires: None, origin: None }))
    }

    /// The token of a temporary key pair.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<Secret>) -> Self {
        Arc::make_mut(&mut self.0).token = Some(token.into());
        self
    }

    /// When it is good no longer.
    #[must_use]
    pub fn with_expiry(mut self, expires: SystemTime) -> Self {
        Arc::make_mut(&mut self.0).expires = Some(expires);
        self
    }

    /// Where it comes from, in words that `Debug` and errors show: `from the environment`.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<Arc<str>>) -> Self {
        Arc::make_mut(&mut self.0).origin = Some(origin.into());
        self
    }

    /// From `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, when set,
    /// `TENCENTCLOUD_TOKEN`; an error names the variable that is missing.
    pub fn from_env() -> Result<Self, crate::Error> {
        Environment::new()
            .read()
            .map_err(|error| crate::Error::config(crate::ConfigFault::Credential, error.what))
    }

    /// Names the key pair; not a secret.
    pub fn secret_id(&self) -> &str {
        &self.0.secret_id
    }

    /// When it is good no longer; `None` where nothing says that it ever ends.
    pub fn expires(&self) -> Option<SystemTime> {
        self.0.expires
    }

    /// Where it comes from, such as `from the environment`; `None` of one that was made by hand.
    pub fn origin(&self) -> Option<&str> {
        self.0.origin.as_deref()
    }

    pub(crate) fn secret_key(&self) -> &Secret {
        &self.0.secret_key
    }

    /// What of it must not be shown.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        std::iter::once(&self.0.secret_key).chain(&self.0.token)
    }

    pub(crate) fn token(&self) -> Option<&Secret> {
        self.0.token.as_ref()
    }

    /// Whether this is the other one or a clone of it, which is quicker told than equality.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl PartialEq for Credential {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (&*self.0, &*other.0);
        one.secret_id == other.secret_id
            && one.secret_key == other.secret_key
            && one.token == other.token
    }
}

impl Eq for Credential {}

/// Shows the SecretId and where it comes from, no key and no token.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Pair { secret_id, secret_key, token, expires, origin } = &*self.0;
        f.debug_struct("Credential")
            .field("secret_id", secret_id)
            .field("secret_key", secret_key)
            .field("token", token)
            .field("expires", expires)
            .field("origin", origin)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn two_that_sign_alike_are_equal_wherever_they_come_from() {
        let pair = || Credential::new("AKID", "a key");
        let later = SystemTime::UNIX_EPOCH + Duration::from_secs(60);
        assert_eq!(pair(), pair().with_origin("from a drawer").with_expiry(later));
        assert_ne!(pair(), pair().with_token("a token"));
        assert_ne!(pair(), Credential::new("AKID", "another"));
        assert_ne!(pair(), Credential::new("another", "a key"));
    }

    #[test]
    fn debug_tells_the_origin_and_no_secret() {
        let pair = Credential::new("AKIDshown", "a hidden key").with_token("a hidden token");
        let shown = format!("{:?}", pair.with_origin("from a drawer"));
        assert!(shown.contains("AKIDshown") && shown.contains("from a drawer"), "{shown}");
        assert!(!shown.contains("hidden"), "{shown}");
    }
}
