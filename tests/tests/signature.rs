//! The published vectors of signature v1, signed as a user signs: by a client set up for them.
//!
//! A client always says how it signs and in which order is no choice of its user, so it can make
//! ten of the twenty. The signer's own tests hold all of them.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed test is a panic")]

use serde_json::Value;
use vod_api::{Credential, Method, Prepared, SignatureMethod, Stamp, Untyped, v2};

/// What the client adds on its own; everything else a vector holds goes in by its name.
const COMMON: [&str; 6] = ["Action", "Nonce", "Region", "SecretId", "SignatureMethod", "Timestamp"];

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../vectors/v1.json")).unwrap()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

/// Names and values; the order they stand in is left to the client.
fn params(vector: &Value) -> Vec<(&str, &str)> {
    let pairs = vector["params"].as_array().unwrap().iter();
    pairs.map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap())).collect()
}

fn param<'a>(vector: &'a Value, name: &str) -> Option<&'a str> {
    params(vector).into_iter().find(|(param, _)| *param == name).map(|(_, value)| value)
}

/// Whether it is in byte order and names the hash that it is signed with.
fn is_for_a_client(vector: &Value) -> bool {
    vector["sorted"] == true && param(vector, "SignatureMethod") == Some(text(vector, "alg"))
}

fn signed(vector: &Value) -> Prepared {
    let given = |name: &str| param(vector, name).unwrap();
    let credential = Credential::new(given("SecretId"), text(vector, "secretKey"));
    let client = v2::Client::builder()
        .credential(credential)
        .endpoint(format!("https://{}{}", text(vector, "host"), text(vector, "path")))
        .method(if text(vector, "method") == "POST" { Method::Post } else { Method::Get })
        .signature_method(if text(vector, "alg") == "HmacSHA256" {
            SignatureMethod::HmacSha256
        } else {
            SignatureMethod::HmacSha1
        });
    let client = match param(vector, "Region") {
        Some(region) => client.region(region),
        None => client,
    };
    let own = params(vector).into_iter().filter(|(name, _)| !COMMON.contains(name)).rev();
    let request = own
        .fold(Untyped::new(given("Action")), |request, (name, value)| request.param(name, value));
    let number = |name: &str| given(name).parse().unwrap();
    let stamp = Stamp { nonce: number("Nonce"), timestamp: number("Timestamp") };
    client.build().unwrap().runtime().prepare_untyped(&request, stamp).unwrap()
}

#[test]
fn a_client_gives_the_published_string_and_signature() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 20);
    let mut seen = Vec::new();
    for vector in vectors.iter().filter(|vector| is_for_a_client(vector)) {
        let prepared = signed(vector);
        assert_eq!(prepared.string_to_sign(), text(vector, "stringToSign"));
        assert_eq!(prepared.signature(), text(vector, "signature"), "{vector}");
        assert_eq!(prepared.method(), text(vector, "method"));
        seen.push((text(vector, "method"), text(vector, "alg")));
    }
    // Both methods with both hashes, and none left out by a mistake of this test.
    for (method, hash) in
        [("GET", "HmacSHA1"), ("GET", "HmacSHA256"), ("POST", "HmacSHA1"), ("POST", "HmacSHA256")]
    {
        assert!(seen.contains(&(method, hash)), "{method} {hash}");
    }
    assert_eq!(seen.len(), 10);
}

#[test]
fn another_key_nonce_or_value_gives_another_signature() {
    let vectors = vectors();
    let vector = vectors.iter().find(|vector| is_for_a_client(vector)).unwrap();
    let published = text(vector, "signature");
    let mut altered = vec![vector.clone()];
    altered[0]["secretKey"] = "another key".into();
    for at in 0..params(vector).len() {
        let name = params(vector)[at].0;
        // The two hashes have vectors of their own.
        if name != "SignatureMethod" {
            let mut copy = vector.clone();
            copy["params"][at][1] = "7".into();
            altered.push(copy);
        }
    }
    for copy in &altered {
        assert_ne!(signed(copy).signature(), published, "{copy}");
    }
}
