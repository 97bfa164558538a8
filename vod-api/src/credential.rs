//! Who signs.

use std::fmt;
use std::sync::Arc;

use crate::secret::Secret;

/// A key pair, and the token that goes with a temporary one.
///
/// ```
/// use vod_api::Credential;
///
/// let credential = Credential::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "the secret key");
/// assert!(!format!("{credential:?}").contains("the secret key"));
/// ```
///
/// Key pairs are made in the console of Tencent Cloud, under access management.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(Arc<Pair>);

/// Shared by the clones of a credential.
#[derive(Clone, PartialEq, Eq)]
struct Pair {
    secret_id: String,
    secret_key: Secret,
    token: Option<Secret>,
}

impl Credential {
    /// A key pair.
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<Secret>) -> Self {
        let (secret_id, secret_key) = (secret_id.into(), secret_key.into());
        Self(Arc::new(Pair { secret_id, secret_key, token: None }))
    }

    /// The token of a temporary key pair.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<Secret>) -> Self {
        Arc::make_mut(&mut self.0).token = Some(token.into());
        self
    }

    /// From `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, when set,
    /// `TENCENTCLOUD_TOKEN`; an error names the variable that is missing.
    pub fn from_env() -> Result<Self, crate::Error> {
        let get = |name: &str| {
            std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
                let what = format!(
                    "no key pair: the environment variable {name} is not set; \
                     set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY"
                );
                crate::Error::config(crate::ConfigFault::Credential, what)
            })
        };
        let pair = Self::new(get("TENCENTCLOUD_SECRET_ID")?, get("TENCENTCLOUD_SECRET_KEY")?);
        Ok(match get("TENCENTCLOUD_TOKEN") {
            Ok(token) => pair.with_token(token),
            Err(_) => pair,
        })
    }

    /// Names the key pair; not a secret.
    pub fn secret_id(&self) -> &str {
        &self.0.secret_id
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

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("secret_id", &self.0.secret_id)
            .field("secret_key", &self.0.secret_key)
            .field("token", &self.0.token)
            .finish()
    }
}
