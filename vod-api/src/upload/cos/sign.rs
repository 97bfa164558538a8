//! The signature of COS's XML API.
//!
//! Rules and vectors: vendor document 436/7778. The path is signed decoded, header values are
//! signed percent-encoded, and only the headers named in `q-header-list` count.

#[cfg(test)]
mod oracle;

use hmac::{Hmac, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::{Digest as _, Sha1};

use crate::credential::Credential;
use crate::keyed::keyed;

/// Everything but what RFC 3986 calls unreserved.
pub(super) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a signature covers.
pub(super) struct Covered<'a> {
    pub(super) method: &'a str,
    /// The decoded path, with its leading slash.
    pub(super) path: &'a str,
    /// Query parameters, decoded.
    pub(super) parameters: &'a [(&'a str, &'a str)],
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// First and last Unix second in which the signature is good.
    pub(super) valid: (u64, u64),
}

/// The value of the `Authorization` header.
pub(super) fn authorization(credential: &Credential, covered: &Covered<'_>) -> String {
    let (from, until) = covered.valid;
    let time = format!("{from};{until}");
    let (parameter_names, parameters) = canonical(covered.parameters);
    let (header_names, headers) = canonical(covered.headers);
    let (method, path) = (covered.method.to_ascii_lowercase(), covered.path);
    let request = format!("{method}\n{path}\n{parameters}\n{headers}\n");
    let string_to_sign = format!("sha1\n{time}\n{}\n", hex(&Sha1::digest(request)));
    let key = hmac(credential.secret_key().expose().as_bytes(), &time);
    // The second key is the first signature's hex text, not its bytes.
    let signature = hmac(key.as_bytes(), &string_to_sign);
    let id = credential.secret_id();
    format!(
        "q-sign-algorithm=sha1&q-ak={id}&q-sign-time={time}&q-key-time={time}\
         &q-header-list={header_names}&q-url-param-list={parameter_names}&q-signature={signature}"
    )
}

/// The sorted names, joined by `;`, and the sorted pairs, joined by `&`.
fn canonical(pairs: &[(&str, &str)]) -> (String, String) {
    let encoded = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let mut pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(name, value)| (encoded(name).to_ascii_lowercase(), encoded(value)))
        .collect();
    pairs.sort();
    let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    let joined: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    (names.join(";"), joined.join("&"))
}

fn hmac(key: &[u8], text: &str) -> String {
    hex(&keyed::<Hmac<Sha1>>(key).chain_update(text).finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn the_vendors_vectors_are_reproduced() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../../tests/vectors/cos.json")).unwrap();
        let vectors = vectors.as_array().unwrap();
        assert_eq!(vectors.len(), 3);
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let pairs = |name: &str| -> Vec<(String, String)> {
                let pairs = vector[name].as_object().unwrap().iter();
                pairs.map(|(name, value)| (name.clone(), value.as_str().unwrap().into())).collect()
            };
            let (parameters, headers) = (pairs("params"), pairs("headers"));
            let (from, until) = text("keyTime").split_once(';').unwrap();
            let covered = Covered {
                method: text("method"),
                path: text("uri"),
                parameters: &borrowed(&parameters),
                headers: &borrowed(&headers),
                valid: (from.parse().unwrap(), until.parse().unwrap()),
            };
            let credential = Credential::new(text("secretId"), text("secretKey"));
            assert_eq!(authorization(&credential, &covered), text("authorization"));
        }
    }
}
