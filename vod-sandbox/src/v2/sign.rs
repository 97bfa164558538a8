//! Checks signature v1: `Base64(HMAC(key, METHOD + host + path + "?" + sorted parameters))`.
//!
//! Written apart from the client's signer on purpose, so that one bug cannot hide in both.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use crate::form::Parameters;

/// In which order names with `_`, which are signed with `.`, are put: clients disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Replace, then sort: what the vendor documents.
    AsSigned,
    /// Sort, then replace: what several of the vendor's own clients do.
    AsSent,
}

/// What an HMAC runs over: every parameter but `Signature`, names with `.` for `_`, raw values.
pub(crate) fn string_to_sign(
    method: &str,
    host: &str,
    path: &str,
    parameters: &Parameters,
    order: Order,
) -> String {
    let mut pairs: Vec<(String, &str)> = parameters
        .iter()
        .filter(|(name, _)| name.as_str() != "Signature")
        .map(|(name, value)| {
            let name = if order == Order::AsSigned { name.replace('_', ".") } else { name.clone() };
            (name, value.as_str())
        })
        .collect();
    pairs.sort();
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={value}", name.replace('_', "."))).collect();
    format!("{method}{host}{path}?{}", pairs.join("&"))
}

/// Whether `signature` is right for `text`. Only the exact word `HmacSHA256` selects SHA-256.
pub(crate) fn verify(key: &str, method: Option<&str>, text: &str, signature: &str) -> bool {
    let Ok(signature) = STANDARD.decode(signature) else { return false };
    if method == Some("HmacSHA256") {
        fits::<Hmac<Sha256>>(key, text, &signature)
    } else {
        fits::<Hmac<Sha1>>(key, text, &signature)
    }
}

/// `verify_slice` takes the same time wherever the two differ.
fn fits<M: Mac + KeyInit>(key: &str, text: &str, signature: &[u8]) -> bool {
    let Ok(mac) = <M as KeyInit>::new_from_slice(key.as_bytes()) else { return false };
    mac.chain_update(text.as_bytes()).verify_slice(signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published vectors, one a line: algorithm, method, host, path, key, signature, parameters.
    const VECTORS: &str = include_str!("../../tests/vectors/v1.tsv");

    #[test]
    fn published_vectors_verify_and_their_altered_copies_do_not() {
        let mut seen = 0;
        for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [algorithm, method, host, path, key, signature, parameters @ ..] = &cells[..]
            else {
                panic!("{line}")
            };
            let parameters: Parameters = parameters
                .iter()
                .map(|pair| pair.split_once('=').unwrap())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            let text = string_to_sign(method, host, path, &parameters, Order::AsSigned);
            assert!(verify(key, Some(algorithm), &text, signature), "{text}");
            assert!(!verify(key, Some(algorithm), &format!("{text}0"), signature), "{text}");
            assert!(!verify("another key", Some(algorithm), &text, signature), "{text}");
            seen += 1;
        }
        assert_eq!(seen, 15);
    }

    #[test]
    fn underscores_are_signed_as_dots_in_either_order() {
        let parameters: Parameters =
            [("a_b", "1"), ("a.c", "2"), ("aZ", "3")].map(|(n, v)| (n.into(), v.into())).into();
        let text = |order| string_to_sign("GET", "h", "/", &parameters, order);
        assert_eq!(text(Order::AsSigned), "GETh/?a.b=1&a.c=2&aZ=3");
        assert_eq!(text(Order::AsSent), "GETh/?a.c=2&aZ=3&a.b=1");
    }
}
