//! Secrets that are unmistakable, and the search for any part of one, however it is written.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// So many characters of a secret in a row are found.
const PART: usize = 12;
/// The same of bytes that are written as numbers, of which a few may come by chance.
const LISTED: usize = 32;

/// A text that nobody writes by chance, with characters in it that are written differently in an
/// address, in JSON and in a form.
pub(crate) fn random() -> String {
    let part = || format!("{:016x}", RandomState::new().build_hasher().finish());
    let [a, b, c] = [part(), part(), part()];
    format!("{a}/{b}+{}={}", &c[..8], &c[8..])
}

/// Texts, and where in them a secret was found.
#[derive(Default)]
pub(crate) struct Hunt {
    known: BTreeSet<String>,
    parts: HashMap<Vec<u8>, String>,
}

impl Hunt {
    /// Looks for this secret from now on.
    pub(crate) fn add(&mut self, name: &str, secret: &str) {
        assert!(secret.len() >= PART, "`{name}` is too short to be looked for");
        if !self.known.insert(secret.to_owned()) {
            return;
        }
        for (form, written, length) in forms(secret) {
            for part in written.as_bytes().windows(length) {
                self.parts.entry(part.to_vec()).or_insert_with(|| format!("{name}, {form}"));
            }
        }
    }

    /// Whose part stands in a text, and what stands around it.
    pub(crate) fn find(&self, text: &[u8]) -> Option<String> {
        [PART, LISTED].into_iter().find_map(|length| {
            text.windows(length).enumerate().find_map(|(at, part)| {
                let whose = self.parts.get(part)?;
                let around = at.saturating_sub(200)..(at + length + 100).min(text.len());
                Some(format!("{whose}:\n…{}…", String::from_utf8_lossy(&text[around])))
            })
        })
    }
}

/// A secret as it is written in many places.
fn forms(secret: &str) -> Vec<(&'static str, String, usize)> {
    let escaped = |escape: fn(char) -> String| {
        let plain = |c: char| c.is_ascii_alphanumeric();
        secret.chars().map(|c| if plain(c) { c.to_string() } else { escape(c) }).collect::<String>()
    };
    let listed: Vec<String> = secret.bytes().map(|byte| byte.to_string()).collect();
    let hex: Vec<String> = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        ("as it is", secret.to_owned(), PART),
        ("percent-encoded", escaped(|c| format!("%{:02X}", u32::from(c))), PART),
        ("percent-encoded in small letters", escaped(|c| format!("%{:02x}", u32::from(c))), PART),
        ("percent-encoded twice", escaped(|c| format!("%25{:02X}", u32::from(c))), PART),
        ("as JSON has it", escaped(|c| format!("\\u{:04x}", u32::from(c))), PART),
        ("as JSON may have it", escaped(|c| format!("\\{c}")), PART),
        ("in hexadecimal", hex.concat(), LISTED),
        ("as a list of bytes", listed.join(", "), LISTED),
    ];
    // Where a group of three bytes begins depends on what comes before the secret.
    for before in 0..3 {
        let bytes = [&b"\0\0"[..before], secret.as_bytes()].concat();
        let own = |text: String| text[before + 1..text.len() - 2].to_owned();
        forms.push(("in Base64", own(STANDARD_NO_PAD.encode(&bytes)), PART));
        forms.push(("in Base64 of addresses", own(URL_SAFE_NO_PAD.encode(&bytes)), PART));
    }
    forms
}

/// What every test of this process looks for.
pub(crate) fn all() -> MutexGuard<'static, Hunt> {
    static ALL: LazyLock<Mutex<Hunt>> = LazyLock::new(Mutex::default);
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new secret, which is looked for from now on.
pub(crate) fn secret(name: &str) -> String {
    let secret = random();
    all().add(name, &secret);
    secret
}

#[test]
fn a_part_of_a_secret_is_found_however_it_is_written() {
    let mut hunt = Hunt::default();
    let secret = random();
    hunt.add("it", &secret);
    let mut texts: Vec<String> = forms(&secret).into_iter().map(|form| form.1).collect();
    texts.push(secret[5..5 + PART].to_owned());
    texts.push(format!("{:?}", secret.as_bytes()));
    for before in ["", "a", "ab", "abc:"] {
        texts.push(STANDARD_NO_PAD.encode(format!("{before}{secret}:")));
    }
    for text in texts {
        assert!(hunt.find(format!("some {text} text").as_bytes()).is_some(), "{text} of {secret}");
    }
    assert_eq!(hunt.find(&[secret.as_bytes()[..PART - 1].to_vec(), b" ".to_vec()].concat()), None);
    assert_eq!(hunt.find(random().as_bytes()), None);
}
