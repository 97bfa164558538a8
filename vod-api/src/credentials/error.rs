//! Why there is no credential.

use std::fmt;

use crate::credential::Credential;

/// Why a provider has no credential.
///
/// ```
/// use vod_api::{CredentialError, CredentialFault};
///
/// let error = CredentialError::new(CredentialFault::Absent, "the vault has no key for VOD");
/// assert_eq!(error.to_string(), "the vault has no key for VOD");
/// ```
///
/// It names the variable, the file with line and key, or the server, and never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialError {
    /// What kind of fault it is.
    pub fault: CredentialFault,
    /// What happened. It must not show a secret.
    pub what: String,
}

/// What kind of fault a source of credentials has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialFault {
    /// There is none here: variables are not set, a file is not there, a machine is no instance.
    /// A [`Chain`](crate::Chain) asks the next.
    Absent,
    /// There is one, or half of one, that cannot be used. A chain ends here: to go on would be to
    /// sign as somebody else.
    Unusable,
    /// Who lends it could not be asked, or could not answer; it may succeed later.
    Unreached,
}

impl CredentialError {
    /// A provider of your own says why it has none.
    pub fn new(fault: CredentialFault, what: impl Into<String>) -> Self {
        Self { fault, what: what.into() }
    }

    pub(super) fn absent(what: impl Into<String>) -> Self {
        Self::new(CredentialFault::Absent, what)
    }

    pub(super) fn unusable(what: impl Into<String>) -> Self {
        Self::new(CredentialFault::Unusable, what)
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for CredentialError {}

/// A pair of texts that somebody wrote down; `named` says where each stands.
pub(super) fn pair(
    [(id, id_named), (key, key_named)]: [(String, &str); 2],
) -> Result<Credential, CredentialError> {
    for (text, named) in [(&id, id_named), (&key, key_named)] {
        // A line's end that came along from a file is the usual case; the server would only say
        // that the signature does not fit.
        if text.trim() != text || text.contains(char::is_control) {
            let what = format!("{named} begins or ends with a blank, or has a line's end in it");
            return Err(CredentialError::unusable(what));
        }
    }
    Ok(Credential::new(id, key))
}
