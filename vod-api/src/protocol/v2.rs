//! API 2.0: signature v1 over the parameters, the envelope around the answer.
//!
//! A request becomes its string to sign and its query (or form) in one walk: each pair goes raw
//! to the one and percent-encoded to the other. Rules of the signature: vendor document 213/6984.

use std::fmt::Display;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::Sha256;

use crate::credential::Credential;
use crate::keyed::keyed;
use crate::protocol::{Kept, Signature};
use crate::request::{Common, Params, Visit, walk};
use crate::secret::Secret;

/// The hash that signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignatureMethod {
    /// HMAC with SHA-1: what the server takes when nothing else is said.
    HmacSha1,
    /// HMAC with SHA-256.
    #[default]
    HmacSha256,
}

impl SignatureMethod {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }
}

/// Whether parameters travel in the address or in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// In the query string.
    Get,
    /// In a form.
    Post,
}

impl Method {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// The nonce and the time of one signature.
///
/// The server refuses a nonce that it has seen, and a time that is five minutes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// A positive number, used once.
    pub nonce: u64,
    /// Unix seconds.
    pub timestamp: u64,
}

impl Stamp {
    /// A random nonce, and the time of this machine's clock.
    pub fn now() -> Self {
        let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        // The vendor's Java SDK stays below 2^31 and is served; so do we.
        Self { nonce: fastrand::u64(1..1 << 31), timestamp: since.as_secs() }
    }
}

/// Signs the requests of a client. Clones of the client share it.
pub(crate) struct Signer {
    method: SignatureMethod,
    region: Option<String>,
    keyed: Kept<Keyed>,
}

/// A key with its schedule done: signing clones the state and hashes the text, nothing more.
struct Keyed {
    credential: Credential,
    key: Key,
    fixed: Fixed,
}

/// What a client says of itself in every request, ready in both texts.
#[derive(Default)]
struct Fixed {
    region: Option<Pair>,
    secret_id: Option<Pair>,
    method: Option<Pair>,
}

/// One parameter as it is signed, with its `&`, and as it travels where that differs.
struct Pair {
    raw: String,
    encoded: Option<String>,
}

impl Pair {
    fn new(which: Common, value: &str) -> Self {
        let pair = |value: &dyn Display| format!("{}={value}&", which.name());
        let encoded = (!is_unreserved(value)).then(|| pair(&utf8_percent_encode(value, RESERVED)));
        Self { raw: pair(&value), encoded }
    }
}

enum Key {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
}

/// Where a request goes and how.
pub(crate) struct Target<'a> {
    pub(crate) method: Method,
    /// Scheme, host and path: `https://vod.api.qcloud.com/v2/index.php`.
    pub(crate) address: &'a str,
}

impl Target<'_> {
    /// Host (with its port, if one is named) and path, as they are signed.
    fn signed(&self) -> &str {
        let rest = self.address.strip_prefix("https://");
        rest.or_else(|| self.address.strip_prefix("http://")).unwrap_or(self.address)
    }
}

/// Both texts of a usual request fit; a longer one grows.
const ROOM: usize = 1024;

/// What signing gives: two texts and the signature.
pub(crate) struct Signed {
    pub(crate) string_to_sign: String,
    /// For GET the whole address, for POST the form.
    pub(crate) encoded: String,
    pub(crate) signature: Signature,
}

impl Signer {
    pub(crate) fn new(method: SignatureMethod, region: Option<String>) -> Self {
        Self { method, region, keyed: Kept::default() }
    }

    pub(crate) fn sign(
        &self,
        credential: &Credential,
        action: &str,
        request: &dyn Params,
        target: &Target<'_>,
        stamp: Stamp,
    ) -> Signed {
        let fits = |keyed: &Keyed| keyed.credential.is_same(credential);
        let keyed = || Keyed::new(credential, self.method, self.region.as_deref());
        self.keyed.with(fits, keyed, |keyed| keyed.sign(action, request, target, stamp))
    }
}

impl Keyed {
    fn new(credential: &Credential, method: SignatureMethod, region: Option<&str>) -> Self {
        let secret = credential.secret_key().expose().as_bytes();
        let key = match method {
            SignatureMethod::HmacSha1 => Key::Sha1(keyed(secret)),
            SignatureMethod::HmacSha256 => Key::Sha256(keyed(secret)),
        };
        let fixed = Fixed {
            region: region.map(|region| Pair::new(Common::Region, region)),
            secret_id: Some(Pair::new(Common::SecretId, credential.secret_id())),
            method: Some(Pair::new(Common::SignatureMethod, method.name())),
        };
        Self { credential: credential.clone(), key, fixed }
    }

    fn sign(
        &self,
        action: &str,
        request: &dyn Params,
        target: &Target<'_>,
        stamp: Stamp,
    ) -> Signed {
        let Target { method, address } = *target;
        let (texts, token) = (Texts::with_capacity(ROOM), self.credential.token());
        let mut both = Both { texts, fixed: &self.fixed, token, action, stamp };
        let texts = &mut both.texts;
        for part in [method.name(), target.signed(), "?"] {
            texts.raw.push_str(part);
        }
        texts.copied = texts.raw.len();
        if method == Method::Get {
            texts.encoded.push_str(address);
            texts.encoded.push('?');
        }
        walk(request, &mut both);
        both.texts.follow();
        let Texts { raw: mut string_to_sign, mut encoded, .. } = both.texts;
        // The form goes on with the signature, the text that is signed does not.
        string_to_sign.pop();
        let signature = self.key.sign(&string_to_sign);
        encoded.push_str("Signature=");
        encoded.extend(percent_encoded(signature.as_str()));
        Signed { string_to_sign, encoded, signature }
    }
}

impl Key {
    fn sign(&self, text: &str) -> Signature {
        let text = text.as_bytes();
        Signature::written(|base64| {
            let written = match self {
                Self::Sha1(key) => {
                    let hash = key.clone().chain_update(text).finalize().into_bytes();
                    STANDARD.encode_slice(hash, base64)
                }
                Self::Sha256(key) => {
                    let hash = key.clone().chain_update(text).finalize().into_bytes();
                    STANDARD.encode_slice(hash, base64)
                }
            };
            written.unwrap_or(0)
        })
    }
}

/// The text to sign and the one that travels; each pair ends with its `&`.
///
/// They are the same but where a value must be encoded, so the first is written out and the
/// second follows in long stretches.
#[derive(Default)]
struct Texts {
    raw: String,
    encoded: String,
    /// So much of `raw` is in `encoded`, or was never to be.
    copied: usize,
}

impl Texts {
    /// A key and a value that are never encoded.
    #[inline]
    fn plain(&mut self, key: &str, value: &str) {
        self.raw.push_str(key);
        self.raw.push_str(value);
        self.raw.push('&');
    }

    #[inline]
    fn pair(&mut self, key: &str, value: &str) {
        if is_unreserved(value) {
            return self.plain(key, value);
        }
        self.raw.push_str(key);
        self.follow();
        self.encoded.extend(percent_encoded(value));
        self.raw.push_str(value);
        self.copied = self.raw.len();
        self.raw.push('&');
    }

    fn free(&mut self, name: &str, value: &str) {
        self.follow();
        self.encoded.extend(percent_encoded(name));
        self.raw.push_str(name);
        self.copied = self.raw.len();
        self.pair("=", value);
    }

    #[inline]
    fn ready(&mut self, pair: Option<&Pair>) {
        let Some(Pair { raw, encoded }) = pair else { return };
        if let Some(encoded) = encoded {
            self.follow();
            self.encoded.push_str(encoded);
        }
        self.raw.push_str(raw);
        if encoded.is_some() {
            self.copied = self.raw.len();
        }
    }

    fn with_capacity(bytes: usize) -> Self {
        let text = || String::with_capacity(bytes);
        Self { raw: text(), encoded: text(), copied: 0 }
    }

    /// Brings the encoded text up to the raw one.
    fn follow(&mut self) {
        self.encoded.push_str(self.raw.get(self.copied..).unwrap_or_default());
        self.copied = self.raw.len();
    }
}

/// Writes both texts in one walk.
struct Both<'b> {
    texts: Texts,
    fixed: &'b Fixed,
    token: Option<&'b Secret>,
    action: &'b str,
    stamp: Stamp,
}

impl Visit for Both<'_> {
    #[inline]
    fn common(&mut self, which: Common) {
        let (texts, stamp) = (&mut self.texts, self.stamp);
        match which {
            Common::Action => {
                texts.pair("Action=", self.action);
            }
            Common::Nonce => {
                texts.plain("Nonce=", itoa::Buffer::new().format(stamp.nonce));
            }
            Common::Region => texts.ready(self.fixed.region.as_ref()),
            Common::SecretId => texts.ready(self.fixed.secret_id.as_ref()),
            Common::SignatureMethod => texts.ready(self.fixed.method.as_ref()),
            Common::Timestamp => {
                texts.plain("Timestamp=", itoa::Buffer::new().format(stamp.timestamp));
            }
            Common::Token => {
                if let Some(token) = self.token {
                    texts.pair("Token=", token.expose());
                }
            }
        }
    }

    #[inline]
    fn pair(&mut self, key: &str, value: &str) {
        self.texts.pair(key, value);
    }

    #[inline]
    fn plain(&mut self, key: &str, value: &str) {
        self.texts.plain(key, value);
    }

    fn free(&mut self, name: &str, value: &str) {
        self.texts.free(name, value);
    }
}

/// Everything but what RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether encoding leaves the text as it is.
fn is_unreserved(text: &str) -> bool {
    const LEFT: [bool; 256] = {
        let mut left = [false; 256];
        // No other byte stays, and a loop in a constant counts by hand.
        let mut byte = b'-';
        while byte <= b'~' {
            left[byte as usize] =
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
            byte += 1;
        }
        left
    };
    text.bytes().fold(true, |all, byte| all & LEFT[usize::from(byte)])
}

pub(crate) fn percent_encoded(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;
    use crate::request::Untyped;

    struct Vector {
        json: Json,
        params: Vec<(String, String)>,
    }

    impl Vector {
        fn text(&self, name: &str) -> &str {
            self.json[name].as_str().unwrap()
        }

        fn param(&self, name: &str) -> Option<&str> {
            let found = self.params.iter().find(|(param, _)| param == name);
            found.map(|(_, value)| value.as_str())
        }

        fn key(&self) -> Key {
            let secret = self.text("secretKey").as_bytes();
            match self.text("alg") {
                "HmacSHA256" => Key::Sha256(keyed(secret)),
                _ => Key::Sha1(keyed(secret)),
            }
        }
    }

    fn vectors() -> Vec<Vector> {
        let json: Json =
            serde_json::from_str(include_str!("../../../tests/vectors/v1.json")).unwrap();
        let vector = |json: &Json| {
            let params = json["params"].as_array().unwrap().iter();
            let text = |json: &Json| json.as_str().unwrap().to_owned();
            let params = params.map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
            Vector { json: json.clone(), params }
        };
        json.as_array().unwrap().iter().map(vector).collect()
    }

    #[test]
    fn what_is_not_encoded_is_what_the_encoder_leaves() {
        for c in (0..=0x7f_u8).map(char::from).chain(['\u{80}', '视', '\u{10ffff}']) {
            let text = c.to_string();
            let encoded: String = percent_encoded(&text).collect();
            assert_eq!(is_unreserved(&text), encoded == text, "{c:?}");
        }
    }

    #[test]
    fn every_published_string_has_its_published_signature() {
        let vectors = vectors();
        assert_eq!(vectors.len(), 20);
        for vector in &vectors {
            let signature = vector.key().sign(vector.text("stringToSign"));
            assert_eq!(signature.as_str(), vector.text("signature"));
        }
    }

    #[test]
    fn sorted_vectors_are_walked_to_their_string() {
        let sorted = |vector: &Vector| vector.json["sorted"] == true;
        let vectors: Vec<Vector> = vectors().into_iter().filter(sorted).collect();
        assert_eq!(vectors.len(), 15);
        for vector in &vectors {
            let is_common = |name: &str| Common::ALL.iter().any(|common| common.name() == name);
            let own = vector.params.iter().filter(|(name, _)| !is_common(name));
            let request =
                own.fold(Untyped::new("any"), |request, (name, value)| request.param(name, value));
            // What the vector does not send, ours does not either.
            let fixed = |which: Common| Some(Pair::new(which, vector.param(which.name())?));
            let number = |which: Common| vector.param(which.name()).unwrap().parse().unwrap();
            let token = vector.param("Token").map(Secret::from);
            let mut both = Both {
                texts: Texts::default(),
                fixed: &Fixed {
                    region: fixed(Common::Region),
                    secret_id: fixed(Common::SecretId),
                    method: fixed(Common::SignatureMethod),
                },
                token: token.as_ref(),
                action: vector.param("Action").unwrap(),
                stamp: Stamp { nonce: number(Common::Nonce), timestamp: number(Common::Timestamp) },
            };
            walk(&request, &mut both);
            let raw = both.texts.raw.strip_suffix('&').unwrap();
            let start = ["method", "host", "path"].map(|name| vector.text(name)).concat();
            assert_eq!(format!("{start}?{raw}"), vector.text("stringToSign"));
        }
    }
}
