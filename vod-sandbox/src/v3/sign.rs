//! Checks signature TC3-HMAC-SHA256.
//!
//! A canonical request is hashed into a string to sign, which is signed with a key derived from the
//! secret key, a date and a service. Written apart from the client's signer on purpose, so that one
//! bug cannot hide in both.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::hex::{hex, unhex};

pub(super) const ALGORITHM: &str = "TC3-HMAC-SHA256";
/// The last part of a scope.
const END: &str = "tc3_request";
/// Headers that every signature covers.
const COVERED: [&str; 2] = ["content-type", "host"];

/// The header `Authorization`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authorization<'a> {
    pub(super) secret_id: &'a str,
    pub(super) date: &'a str,
    pub(super) service: &'a str,
    /// In lower case and in order.
    pub(super) headers: Vec<String>,
    signature: Vec<u8>,
}

impl<'a> Authorization<'a> {
    /// The error says what is wrong with its form.
    pub(super) fn read(text: &'a str) -> Result<Self, String> {
        const FORM: &str = "`TC3-HMAC-SHA256 Credential=SecretId/date/vod/tc3_request, \
                            SignedHeaders=content-type;host, Signature=…`";
        let parts = text.strip_prefix(ALGORITHM).and_then(|rest| rest.strip_prefix(' '));
        let parts = parts.ok_or_else(|| format!("it has the form {FORM}"))?;
        let part = |name: &str| {
            let pairs = parts.split(',').filter_map(|part| part.trim().split_once('='));
            let found = pairs.filter(|(given, _)| *given == name).map(|(_, value)| value).next();
            found.ok_or_else(|| format!("it lacks `{name}=`; it has the form {FORM}"))
        };
        let credential: Vec<&str> = part("Credential")?.split('/').collect();
        let [secret_id, date, service, END] = credential[..] else {
            return Err(format!("`Credential` has the form `SecretId/date/vod/{END}`"));
        };
        let mut headers: Vec<String> =
            part("SignedHeaders")?.split(';').map(str::to_ascii_lowercase).collect();
        headers.sort();
        for name in COVERED {
            if !headers.iter().any(|header| header == name) {
                return Err(format!("`SignedHeaders` has to name `{name}`"));
            }
        }
        let signature = unhex(part("Signature")?).filter(|bytes| bytes.len() == 32);
        let signature =
            signature.ok_or("`Signature` is the hexadecimal text of 32 bytes".to_owned())?;
        Ok(Self { secret_id, date, service, headers, signature })
    }

    /// Whether the signature is that of this text. `verify_slice` takes the same time wherever two
    /// signatures differ.
    pub(super) fn fits(&self, secret_key: &str, text: &str) -> bool {
        let key = [self.date, self.service, END]
            .iter()
            .try_fold(format!("TC3{secret_key}").into_bytes(), |key, part| hmac(&key, part))
            .and_then(|key| Hmac::<Sha256>::new_from_slice(&key).ok());
        key.is_some_and(|key| {
            key.chain_update(text.as_bytes()).verify_slice(&self.signature).is_ok()
        })
    }

    /// What is signed at this time, of a request in its canonical form.
    pub(super) fn string_to_sign(&self, timestamp: &str, canonical: &str) -> String {
        let scope = format!("{}/{}/{END}", self.date, self.service);
        let hash = hex(&Sha256::digest(canonical.as_bytes()));
        format!("{ALGORITHM}\n{timestamp}\n{scope}\n{hash}")
    }
}

/// A request in its canonical form: method, path, query as it was sent, the headers that are
/// signed, their names, the hash of what is sent in the body.
pub(super) fn canonical_request(
    method: &str,
    query: &str,
    headers: &[(&str, String)],
    payload: &[u8],
) -> String {
    let lines = headers.iter().map(|(name, value)| {
        let value = value.trim().to_lowercase();
        [name, ":", &value, "\n"].concat()
    });
    let lines: String = lines.collect();
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let hash = hex(&Sha256::digest(payload));
    format!("{method}\n/\n{query}\n{lines}\n{}\n{hash}", names.join(";"))
}

/// None never comes: HMAC takes a key of any length.
fn hmac(key: &[u8], text: &str) -> Option<Vec<u8>> {
    let mac = Hmac::<Sha256>::new_from_slice(key).ok()?.chain_update(text.as_bytes());
    Some(mac.finalize().into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::time;

    #[test]
    fn published_vectors_verify_and_their_altered_copies_do_not() {
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/vectors/tc3.json")).unwrap();
        for vector in &vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let headers: Vec<(&str, String)> = vector["headers"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str().unwrap().to_owned()))
                .collect();
            let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
            let timestamp = vector["timestamp"].as_u64().unwrap();
            let authorization = format!(
                "TC3-HMAC-SHA256 Credential={}/{}/{}/tc3_request, SignedHeaders={}, Signature={}",
                text("secretId"),
                time::date(timestamp),
                text("service"),
                names.join(";"),
                text("signature")
            );
            let authorization = Authorization::read(&authorization).unwrap();
            let payload = text("payload").as_bytes();
            let canonical = canonical_request(text("method"), text("query"), &headers, payload);
            assert!(canonical.ends_with(text("payloadHash")), "{canonical}");
            assert_eq!(hex(&Sha256::digest(&canonical)), text("canonicalHash"), "{canonical}");
            let signed = authorization.string_to_sign(&timestamp.to_string(), &canonical);
            assert!(authorization.fits(text("secretKey"), &signed), "{signed}");
            assert!(!authorization.fits(text("secretKey"), &format!("{signed}0")));
            assert!(!authorization.fits("another key", &signed));
            let other = Authorization { date: "2019-02-26", ..authorization };
            assert!(!other.fits(text("secretKey"), &signed));
        }
        assert_eq!(vectors.len(), 4);
    }

    #[test]
    fn values_are_trimmed_and_in_lower_case() {
        let headers =
            [("content-type", "  Application/JSON ".to_owned()), ("host", "H".to_owned())];
        let canonical = canonical_request("POST", "", &headers, b"");
        assert!(canonical.starts_with("POST\n/\n\ncontent-type:application/json\nhost:h\n\n"));
    }

    #[test]
    fn a_header_of_another_form_is_told() {
        let right = format!(
            "TC3-HMAC-SHA256 Credential=I/2018-07-17/vod/tc3_request,SignedHeaders=Host;content-type,  \
             Signature={}",
            "0f".repeat(32)
        );
        let read = Authorization::read(&right).unwrap();
        assert_eq!(read.headers, ["content-type", "host"]);
        for (from, to, told) in [
            ("TC3-", "", "it has the form"),
            ("Credential", "Cred", "lacks `Credential=`"),
            ("/vod", "", "`SecretId/date/vod/tc3_request`"),
            ("tc3_request", "v3", "`SecretId/date/vod/tc3_request`"),
            ("Host;", "", "has to name `host`"),
            ("0f0f", "0f", "32 bytes"),
        ] {
            let error = Authorization::read(&right.replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(told), "{from}: {error}");
        }
    }
}
