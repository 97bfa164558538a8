//! Checks AWS Signature Version 4, which COS takes from SDKs of S3, in the header `Authorization`.
//!
//! Written by AWS's own pages. The body's SHA-256 is signed with the head, or `UNSIGNED-PAYLOAD` in
//! its place; chunks that are signed one by one are refused.

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, StatusCode};
use percent_encoding::utf8_percent_encode;
use sha2::{Digest, Sha256};

use super::sign::{KEPT, Signed};
use super::xml::Refusal;
use crate::form::Parameters;
use crate::hex::{hex, unhex};
use crate::time;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The last parts of a scope.
const SERVICE: &str = "s3";
const END: &str = "aws4_request";
const PAYLOAD: &str = "x-amz-content-sha256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
/// How far a time may be from the sandbox's clock, in seconds.
const WINDOW: u64 = 900;

/// Whether a request is signed so.
pub(super) fn is_meant(request: &Signed) -> bool {
    request.headers.get("authorization").is_some_and(|text| text.starts_with(ALGORITHM))
}

/// Refuses a request whose signature is of nobody's key, out of its time, or wrong. `query` has the
/// names as they were sent; `pair` tells of a SecretId who has it, and the key.
pub(super) fn check<C>(
    request: &Signed,
    query: &Parameters,
    now: u64,
    pair: impl FnOnce(&str) -> Result<(C, String), Refusal>,
) -> Result<C, Refusal> {
    let text = |name: &str| request.headers.get(name).map_or("", |value| value.trim());
    let parts = text("authorization").strip_prefix(ALGORITHM).unwrap_or("");
    let part = |name: &str| {
        let pairs = parts.split(',').filter_map(|part| part.trim().split_once('='));
        pairs.filter(|(given, _)| *given == name).map(|(_, value)| value).next().unwrap_or("")
    };
    let credential: Vec<&str> = part("Credential").split('/').collect();
    let [secret_id, date, region, SERVICE, END] = credential[..] else {
        return Err(malformed("Credential has the form SecretId/date/region/s3/aws4_request"));
    };
    let signed: Vec<&str> = part("SignedHeaders").split(';').collect();
    let has_to = |name: &str| name == "host" || name.starts_with("x-amz-");
    if let Some(name) =
        request.headers.keys().find(|name| has_to(name) && !signed.contains(&name.as_str()))
    {
        return Err(Refusal::denied(format!("the header {name} is not signed")));
    }
    let payload = text(PAYLOAD);
    if payload != UNSIGNED && hash(payload).is_none() {
        let message = "x-amz-content-sha256 is the SHA-256 of the body in hexadecimal, or \
                       UNSIGNED-PAYLOAD";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "InvalidArgument", message));
    }
    let stamp = text("x-amz-date");
    within(stamp, date, now)?;
    let (caller, secret_key) = pair(secret_id)?;
    let key = [date, region, SERVICE, END]
        .iter()
        .try_fold(format!("AWS4{secret_key}").into_bytes(), |key, part| {
            Some(hmac(&key, part)?.finalize().into_bytes().to_vec())
        })
        .unwrap_or_default();
    let given = unhex(part("Signature")).unwrap_or_default();
    let mut first = None;
    for host in &request.hosts {
        let canonical = canonical(request, query, &signed, host, payload);
        let hash = hex(&Sha256::digest(canonical.as_bytes()));
        let text = format!("{ALGORITHM}\n{stamp}\n{date}/{region}/{SERVICE}/{END}\n{hash}");
        // `verify_slice` takes the same time wherever two signatures differ.
        if hmac(&key, &text).is_some_and(|mac| mac.verify_slice(&given).is_ok()) {
            return Ok(caller);
        }
        first.get_or_insert((canonical, text));
    }
    let (canonical, text) = first.unwrap_or_default();
    let message = "the signature does not fit the request and the key";
    let refusal = Refusal::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", message);
    let details = vec![("StringToSign", text), ("CanonicalRequest", canonical)];
    Err(Refusal { details, ..refusal })
}

fn within(stamp: &str, date: &str, now: u64) -> Result<(), Refusal> {
    let part = |from, to| stamp.get(from..to).unwrap_or_default();
    let iso = [part(0, 4), "-", part(4, 6), "-", part(6, 11), ":", part(11, 13), ":", part(13, 16)];
    let at = time::unix(&iso.concat()).and_then(|seconds| u64::try_from(seconds).ok());
    match at {
        Some(_) if part(0, 8) != date => Err(malformed("the scope's date is not x-amz-date's")),
        Some(at) if at.abs_diff(now) > WINDOW => {
            let message = "the time that was signed is too far from the server's";
            Err(Refusal::new(StatusCode::FORBIDDEN, "RequestTimeTooSkewed", message))
        }
        Some(_) => Ok(()),
        None => Err(Refusal::denied("x-amz-date has the form 20130524T000000Z")),
    }
}

/// Method, path, query, the headers that are signed, their names, and what stands for the body.
fn canonical(
    request: &Signed,
    query: &Parameters,
    signed: &[&str],
    host: &str,
    payload: &str,
) -> String {
    let encode = |text: &str| utf8_percent_encode(text, KEPT).to_string();
    let path: Vec<String> = request.path.split('/').map(encode).collect();
    let mut pairs: Vec<_> = query.iter().map(|(n, v)| (encode(n), encode(v))).collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let lines = signed.iter().map(|name| {
        let value = request.headers.get(*name).map_or("", |value| value);
        let value = if *name == "host" { host } else { value };
        let words: Vec<&str> = value.split_ascii_whitespace().collect();
        format!("{name}:{}\n", words.join(" "))
    });
    let (path, query, lines) = (path.join("/"), pairs.join("&"), lines.collect::<String>());
    format!("{}\n{path}\n{query}\n{lines}\n{}\n{payload}", request.method, signed.join(";"))
}

/// The SHA-256 that a body has to have, by its head, and that of what has come so far.
pub(super) struct Payload(Option<(Vec<u8>, Sha256)>);

impl Payload {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let said = headers.get(PAYLOAD).and_then(|value| value.to_str().ok());
        Self(said.and_then(hash).map(|hash| (hash, Sha256::new())))
    }

    pub(super) fn update(&mut self, block: &[u8]) {
        if let Some((_, digest)) = &mut self.0 {
            digest.update(block);
        }
    }

    /// Refuses a body that was not the one that was signed.
    pub(super) fn check(self) -> Result<(), Refusal> {
        let is_right = self.0.is_none_or(|(said, digest)| said[..] == digest.finalize()[..]);
        if is_right {
            return Ok(());
        }
        let message = "the body does not have the x-amz-content-sha256 announced";
        Err(Refusal::new(StatusCode::BAD_REQUEST, "XAmzContentSHA256Mismatch", message))
    }
}

fn hash(text: &str) -> Option<Vec<u8>> {
    unhex(text).filter(|hash| hash.len() == 32)
}

fn malformed(message: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "AuthorizationHeaderMalformed", message)
}

/// None never comes: HMAC takes a key of any length.
fn hmac(key: &[u8], text: &str) -> Option<Hmac<Sha256>> {
    Some(Hmac::<Sha256>::new_from_slice(key).ok()?.chain_update(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2013-05-24T00:00:00Z.
    const NOW: u64 = 1_369_353_600;
    const KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// The requests of "Signature Calculations for the Authorization Header: Transferring Payload
    /// in a Single Chunk" in the API reference of Amazon S3.
    fn published() -> [(Signed, Parameters); 4] {
        let request = |method: &str, path: &str, query, more: &[(&str, &str)], signature| {
            let mut headers: Parameters = [
                ("host", "examplebucket.s3.amazonaws.com"),
                ("x-amz-date", "20130524T000000Z"),
                (PAYLOAD, EMPTY),
            ]
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
            let names: Vec<&str> = headers.keys().map(String::as_str).collect();
            let authorization = format!(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/\
                 aws4_request,SignedHeaders={},Signature={signature}",
                names.join(";")
            );
            headers.insert("authorization".to_owned(), authorization);
            let hosts = vec!["elsewhere".to_owned(), headers["host"].clone()];
            let (method, path) = (method.to_owned(), path.to_owned());
            let signed = Signed { method, path, headers, hosts, ..Signed::default() };
            (signed, crate::form::read(query))
        };
        let put = [
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            (PAYLOAD, "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
        ];
        [
            request(
                "GET",
                "/test.txt",
                "",
                &[("range", "bytes=0-9")],
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            ),
            request(
                "PUT",
                "/test$file.text",
                "",
                &put,
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            ),
            request(
                "GET",
                "/",
                "lifecycle",
                &[],
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            ),
            request(
                "GET",
                "/",
                "max-keys=2&prefix=J",
                &[],
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ]
    }

    fn code((request, query): &(Signed, Parameters), now: u64, key: &str) -> String {
        let pair = |id: &str| {
            (id == "AKIAIOSFODNN7EXAMPLE")
                .then(|| ((), key.to_owned()))
                .ok_or_else(|| Refusal::denied("nobody's"))
        };
        check(request, query, now, pair)
            .map_or_else(|refusal| refusal.code.into(), |()| String::new())
    }

    #[test]
    fn published_requests_verify_and_their_altered_copies_do_not() {
        for request in published() {
            assert!(is_meant(&request.0));
            assert_eq!(code(&request, NOW, KEY), "", "{request:?}");
            assert_eq!(code(&request, NOW, "another key"), "SignatureDoesNotMatch");
            let mut other = request;
            other.0.path.push('x');
            assert_eq!(code(&other, NOW, KEY), "SignatureDoesNotMatch");
        }
    }

    #[test]
    fn a_body_is_the_one_that_was_signed() {
        let code = |said: Option<&'static str>, body: &[u8]| {
            let said = said.map(|text| (PAYLOAD.parse().unwrap(), text.parse().unwrap()));
            let mut payload = Payload::of(&said.into_iter().collect());
            payload.update(body);
            payload.check().map_err(|refusal| refusal.code.into_owned())
        };
        for said in [None, Some(UNSIGNED), Some(EMPTY)] {
            assert_eq!(code(said, b""), Ok(()));
        }
        assert_eq!(code(Some(UNSIGNED), b"x"), Ok(()));
        assert_eq!(code(Some(EMPTY), b"x").unwrap_err(), "XAmzContentSHA256Mismatch");
    }

    #[test]
    fn each_refusal_has_its_code() {
        let altered = |name: &str, value: &str| {
            let [mut request, ..] = published();
            request.0.headers.insert(name.to_owned(), value.to_owned());
            code(&request, NOW, KEY)
        };
        let [request, ..] = published();
        assert_eq!(code(&request, NOW + WINDOW + 1, KEY), "RequestTimeTooSkewed");
        assert_eq!(altered("x-amz-date", "yesterday"), "AccessDenied");
        assert_eq!(altered("x-amz-date", "20130525T000000Z"), "AuthorizationHeaderMalformed");
        assert_eq!(altered("x-amz-acl", "private"), "AccessDenied");
        assert_eq!(altered(PAYLOAD, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), "InvalidArgument");
        assert_eq!(altered(PAYLOAD, UNSIGNED), "SignatureDoesNotMatch");
        assert_eq!(altered("authorization", ALGORITHM), "AuthorizationHeaderMalformed");
    }
}
