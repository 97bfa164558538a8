//! API 2.0: signature v1 over the parameters, the envelope around the answer.
//!
//! A request becomes its string to sign and its query (or form) in one walk: each pair goes raw
//! to the one and percent-encoded to the other. Rules of the signature: vendor document 213/6984.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::Sha256;

use crate::credential::Credential;
use crate::keyed::keyed;
use crate::request::{Common, Params, Value, Visit, walk};

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

/// A key with its schedule done: signing clones the state and hashes the text, nothing more.
#[derive(Clone)]
pub(crate) struct Signer {
    credential: Credential,
    key: Key,
    region: Option<String>,
}

#[derive(Clone)]
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

/// What signing gives: two texts and the signature.
pub(crate) struct Signed {
    pub(crate) string_to_sign: String,
    /// For GET the whole address, for POST the form.
    pub(crate) encoded: String,
    pub(crate) signature: Signature,
}

impl Signer {
    pub(crate) fn new(
        credential: Credential,
        method: SignatureMethod,
        region: Option<String>,
    ) -> Self {
        let secret = credential.secret_key().expose().as_bytes();
        let key = match method {
            SignatureMethod::HmacSha1 => Key::Sha1(keyed(secret)),
            SignatureMethod::HmacSha256 => Key::Sha256(keyed(secret)),
        };
        Self { credential, key, region }
    }

    pub(crate) fn credential(&self) -> &Credential {
        &self.credential
    }

    pub(crate) fn sign(
        &self,
        action: &str,
        request: &dyn Params,
        target: &Target<'_>,
        stamp: Stamp,
    ) -> Signed {
        // Both texts of a usual request fit; a longer one grows.
        const ROOM: usize = 1024;
        let mut string_to_sign = String::with_capacity(ROOM);
        string_to_sign.push_str(target.method.name());
        string_to_sign.push_str(target.signed());
        string_to_sign.push('?');
        let mut encoded = String::with_capacity(ROOM);
        if target.method == Method::Get {
            encoded.push_str(target.address);
            encoded.push('?');
        }
        let common = |which| match which {
            Common::Action => Value::Text(action),
            Common::Nonce => Value::Unsigned(stamp.nonce),
            Common::Timestamp => Value::Unsigned(stamp.timestamp),
            Common::Region => self.region.as_deref().map_or(Value::Absent, Value::Text),
            Common::SecretId => Value::Text(self.credential.secret_id()),
            Common::SignatureMethod => Value::Text(self.key.method().name()),
            Common::Token => {
                self.credential.token().map_or(Value::Absent, |token| Value::Text(token.expose()))
            }
        };
        let mut both = Both { raw: &mut string_to_sign, encoded: &mut encoded };
        walk(request, common, &mut both);
        // The form goes on with the signature, the text that is signed does not.
        string_to_sign.pop();
        let signature = self.key.sign(&string_to_sign);
        encoded.push_str("Signature=");
        encoded.extend(percent_encoded(signature.as_str()));
        Signed { string_to_sign, encoded, signature }
    }
}

/// A signature in Base64: 28 characters of SHA-1 or 44 of SHA-256, without an allocation.
#[derive(Clone, Copy)]
pub(crate) struct Signature {
    base64: [u8; 44],
    length: usize,
}

impl Signature {
    pub(crate) fn as_str(&self) -> &str {
        let bytes = self.base64.get(..self.length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl Key {
    fn method(&self) -> SignatureMethod {
        match self {
            Self::Sha1(_) => SignatureMethod::HmacSha1,
            Self::Sha256(_) => SignatureMethod::HmacSha256,
        }
    }

    fn sign(&self, text: &str) -> Signature {
        let mut base64 = [0; 44];
        let text = text.as_bytes();
        let written = match self {
            Self::Sha1(key) => {
                let hash = key.clone().chain_update(text).finalize().into_bytes();
                STANDARD.encode_slice(hash, &mut base64)
            }
            Self::Sha256(key) => {
                let hash = key.clone().chain_update(text).finalize().into_bytes();
                STANDARD.encode_slice(hash, &mut base64)
            }
        };
        Signature { base64, length: written.unwrap_or(0) }
    }
}

/// The two texts; each pair ends with its `&`.
struct Both<'b> {
    raw: &'b mut String,
    encoded: &'b mut String,
}

impl Visit for Both<'_> {
    #[inline]
    fn pair(&mut self, name: &str, value: &str) {
        for text in [&mut *self.raw, &mut *self.encoded] {
            text.push_str(name);
            text.push('=');
        }
        self.value(value);
    }

    fn free(&mut self, name: &str, value: &str) {
        self.raw.push_str(name);
        self.raw.push('=');
        self.encoded.extend(percent_encoded(name));
        self.encoded.push('=');
        self.value(value);
    }
}

impl Both<'_> {
    #[inline]
    fn value(&mut self, value: &str) {
        self.raw.push_str(value);
        self.raw.push('&');
        self.encoded.extend(percent_encoded(value));
        self.encoded.push('&');
    }
}

/// Everything but what RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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
            let common =
                |which: Common| vector.param(which.name()).map_or(Value::Absent, Value::Text);
            let (mut raw, mut encoded) = (String::new(), String::new());
            walk(&request, common, &mut Both { raw: &mut raw, encoded: &mut encoded });
            raw.pop();
            let start = ["method", "host", "path"].map(|name| vector.text(name)).concat();
            assert_eq!(format!("{start}?{raw}"), vector.text("stringToSign"));
        }
    }
}
