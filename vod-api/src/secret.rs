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

const HIDDEN: &[u8] = b"[redacted]";

/// Shorter ones hide nothing worth hiding and would take words apart: they must stand alone.
const SHORT: usize = 6;

/// Who echoes may cut: so many bytes of a secret are one.
const TELLING: usize = 16;

/// A text of somebody else's with every secret in it hidden, however it is written there: as it
/// is, percent-encoded once or twice, or escaped as in JSON or XML.
pub(crate) fn scrubbed<'s>(text: String, secrets: impl IntoIterator<Item = &'s Secret>) -> String {
    let secrets = secrets.into_iter().map(|secret| secret.expose().as_bytes());
    secrets.filter(|secret| !secret.is_empty()).fold(text, without)
}

fn without(text: String, secret: &[u8]) -> String {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let mut shown = Vec::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let alone = |length: usize| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            !is_letter(before) && !is_letter(rest.get(length))
        };
        match length_of(secret, rest).filter(|&length| secret.len() >= SHORT || alone(length)) {
            Some(length) => {
                shown.extend_from_slice(bytes.get(kept..at).unwrap_or_default());
                shown.extend_from_slice(HIDDEN);
                at += length;
                kept = at;
            }
            None => at += 1,
        }
    }
    if kept == 0 {
        return text;
    }
    shown.extend_from_slice(bytes.get(kept..).unwrap_or_default());
    String::from_utf8_lossy(&shown).into_owned()
}

/// How many bytes the secret, or a telling part of it, takes at the start of a text.
fn length_of(secret: &[u8], text: &[u8]) -> Option<usize> {
    if text.starts_with(secret) {
        return Some(secret.len());
    }
    let (mut length, mut read) = (0, 0);
    for byte in secret {
        let Some(more) = text.get(length..).and_then(|rest| written(*byte, rest)) else { break };
        length += more;
        read += 1;
    }
    (read == secret.len() || read >= TELLING).then_some(length)
}

/// How many bytes one byte takes at the start of a text, in whatever way it is written.
fn written(byte: u8, text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    if matches!(first, b'%' | b'\\' | b'&' | b'+') {
        let hex = |digits: &[u8]| {
            let digits = std::str::from_utf8(digits.get(..2)?).ok()?;
            u8::from_str_radix(digits, 16).ok()
        };
        for start in [&b"%25"[..], b"%", b"\\u00"] {
            if text.strip_prefix(start).and_then(hex) == Some(byte) {
                return Some(start.len() + 2);
            }
        }
        let name: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\'' => b"&apos;",
            b' ' => b"+",
            _ => b"",
        };
        if !name.is_empty() && text.starts_with(name) {
            return Some(name.len());
        }
        if first == b'\\' && text.get(1) == Some(&byte) {
            return Some(2);
        }
    }
    (first == byte).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str, secrets: &[&str]) -> String {
        let secrets: Vec<Secret> = secrets.iter().copied().map(Secret::from).collect();
        scrubbed(text.to_owned(), &secrets)
    }

    #[test]
    fn a_secret_is_hidden_however_it_is_written() {
        let secret = "+/a&b \"=";
        for written in [
            "+/a&b \"=",
            "%2B%2Fa%26b%20%22%3D",
            "%2b%2fa%26b+%22%3d",
            "%252B%252Fa%2526b%2520%2522%253D",
            "+/a&amp;b &quot;=",
            "+\\/a\\u0026b \\\"\\u003d",
        ] {
            let text = format!("k={written}&é{written}");
            assert_eq!(hidden(&text, &[secret]), "k=[redacted]&é[redacted]", "{written}");
        }
        assert_eq!(hidden("a%25%25b%", &["%25%25b", "none such"]), "a[redacted]%");
    }

    #[test]
    fn a_cut_secret_is_hidden_and_a_short_one_leaves_words_alone() {
        let token = "0123456789abcdef0123456789abcdef";
        assert_eq!(hidden("Token=0123456789abcdef012...", &[token]), "Token=[redacted]...");
        assert_eq!(hidden("Token=0123456789ab...", &[token]), "Token=0123456789ab...");
        assert_eq!(hidden("a key: a, k=a", &["a", ""]), "[redacted] key: [redacted], k=[redacted]");
        assert_eq!(hidden("nothing here", &["abcdefgh"]), "nothing here");
    }
}
