//! Text that is never shown by accident.

use std::fmt;

use zeroize::Zeroize as _;

/// A secret: a key, a token, a session key.
///
/// ```
/// use vod_api::Secret;
///
/// let key = Secret::from("Gu5t9xGARNpq86cd98joQYCN3Cozk1qA");
/// assert_eq!(format!("{key:?}"), "[redacted]");
/// assert_eq!(key.expose().len(), 32);
/// ```
///
/// Its memory is overwritten when it is dropped.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// The text itself. Keep what you do with it short.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn text_mut(&mut self) -> &mut String {
        &mut self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Takes as long wherever the texts differ; only their lengths show.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A text of somebody else's with every secret in it hidden.
pub(crate) fn scrubbed<'s>(text: String, secrets: impl IntoIterator<Item = &'s str>) -> String {
    // Shorter ones would take words apart, and hide nothing worth hiding.
    const SHORTEST: usize = 6;
    let secrets = secrets.into_iter().filter(|secret| secret.len() >= SHORTEST);
    secrets.fold(text, |text, secret| text.replace(secret, "[redacted]"))
}
