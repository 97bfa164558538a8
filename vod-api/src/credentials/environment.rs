//! A key pair in environment variables.

use std::fmt;
use std::future::ready;

use super::error::pair;
use super::{CredentialError, CredentialFuture, CredentialProvider};
use crate::credential::Credential;

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKEN: &str = "TENCENTCLOUD_TOKEN";

/// Reads a variable of the environment, or of what stands in for it.
type Read = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The key pair in `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and `TENCENTCLOUD_TOKEN`.
///
/// ```
/// use vod_api::Environment;
///
/// let keys = Environment::reading(|name| match name {
///     "TENCENTCLOUD_SECRET_ID" => Some("AKID".to_owned()),
///     "TENCENTCLOUD_SECRET_KEY" => Some("key".to_owned()),
///     _ => None,
/// });
/// assert_eq!(keys.read()?.origin(), Some("from the environment"));
/// # Ok::<(), vod_api::CredentialError>(())
/// ```
///
/// An empty variable counts as not set. Without either of the first two there is no credential
/// ([`CredentialFault::Absent`](crate::CredentialFault::Absent)); half a pair is an error that ends
/// a chain. The token goes with a temporary pair, of which nothing says when it expires. Names: as
/// the vendor's SDKs and command line read them.
pub struct Environment(Read);

impl Environment {
    /// Of this process.
    pub fn new() -> Self {
        Self::reading(|name| std::env::var(name).ok())
    }

    /// Of a function that stands in for the environment.
    pub fn reading(read: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Box::new(read))
    }

    /// What it is now.
    pub fn read(&self) -> Result<Credential, CredentialError> {
        let get = |name: &str| (self.0)(name).filter(|value| !value.is_empty());
        let missing = |name| format!("no key pair: the environment variable {name} is not set");
        let (id, key) = match (get(ID), get(KEY)) {
            (Some(id), Some(key)) => (id, key),
            (None, None) => {
                let what = format!("{}; set {ID} and {KEY}", missing(ID));
                return Err(CredentialError::absent(what));
            }
            (id, _) => {
                let (there, gone) = if id.is_some() { (ID, KEY) } else { (KEY, ID) };
                let what = format!("{}, but {there} is; set both", missing(gone));
                return Err(CredentialError::unusable(what));
            }
        };
        let credential = pair([(id, ID), (key, KEY)])?.with_origin("from the environment");
        Ok(match get(TOKEN) {
            Some(token) => credential.with_token(token),
            None => credential,
        })
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialProvider for Environment {
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin(ready(self.read()))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Environment").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::CredentialFault;

    fn of(set: &'static [(&str, &str)]) -> Result<Credential, CredentialError> {
        let read = |name: &str| {
            let found = set.iter().find(|(given, _)| *given == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Environment::reading(read).read()
    }

    #[test]
    fn a_pair_and_its_token_are_read() {
        let pair = of(&[(ID, "AKID"), (KEY, "key")]).unwrap();
        assert_eq!(pair, Credential::new("AKID", "key"));
        assert_eq!(pair.origin(), Some("from the environment"));
        let temporary = of(&[(ID, "AKID"), (KEY, "key"), (TOKEN, "token")]).unwrap();
        assert_eq!(temporary, Credential::new("AKID", "key").with_token("token"));
        assert_eq!(of(&[(ID, "AKID"), (KEY, "key"), (TOKEN, "")]).unwrap(), pair, "empty is unset");
    }

    #[test]
    fn what_is_missing_is_named_and_half_a_pair_is_no_absence() {
        let none = of(&[(TOKEN, "hidden")]).unwrap_err();
        assert_eq!(none.fault, CredentialFault::Absent);
        assert!(none.what.contains(ID) && none.what.contains(KEY), "{none}");
        for (there, gone) in [(ID, KEY), (KEY, ID)] {
            let half: &'static [(&str, &str)] =
                if there == ID { &[(ID, "hidden")] } else { &[(KEY, "hidden"), (ID, "")] };
            let half = of(half).unwrap_err();
            assert_eq!(half.fault, CredentialFault::Unusable);
            assert!(half.what.contains(&format!("variable {gone} is not set")), "{half}");
            assert!(!half.what.contains("hidden"), "{half}");
        }
    }

    #[test]
    fn a_key_with_a_line_end_is_told_and_not_shown() {
        let error = of(&[(ID, "AKID"), (KEY, "hidden\n")]).unwrap_err();
        assert_eq!(error.fault, CredentialFault::Unusable);
        assert!(error.what.contains(KEY) && !error.what.contains("hidden"), "{error}");
    }
}
