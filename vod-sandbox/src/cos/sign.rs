//! Checks COS's request signature (`q-sign-algorithm=sha1&…`), from the header or from the query.
//!
//! Written apart from the client's signer on purpose, so that one bug cannot hide in both.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use http::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::{Digest, Sha1};

use super::xml::Refusal;
use crate::hex::{hex, unhex};

/// What stays as it is in a text that is encoded as COS does it.
pub(super) const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The parts of a request that a signature may cover.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signed {
    pub(crate) method: String,
    /// Decoded, with its leading slash.
    pub(crate) path: String,
    /// Decoded; names in lower case.
    pub(crate) parameters: BTreeMap<String, String>,
    /// Names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// Every value of `host` that counts as right.
    pub(crate) hosts: Vec<String>,
}

/// An Authorization, taken apart.
struct Authorization<'a> {
    fields: BTreeMap<&'a str, &'a str>,
}

impl Authorization<'_> {
    fn get(&self, name: &str) -> &str {
        self.fields.get(name).copied().unwrap_or("")
    }

    fn list(&self, name: &str) -> Vec<String> {
        let names = self.get(name).split(';').filter(|name| !name.is_empty());
        names.map(str::to_ascii_lowercase).collect()
    }
}

/// Refuses a request whose signature is absent, of nobody's key, out of its time, or wrong. `pair`
/// tells of a SecretId who has it, and the key.
pub(crate) fn check<C>(
    request: &Signed,
    now: u64,
    pair: impl FnOnce(&str) -> Result<(C, String), Refusal>,
) -> Result<C, Refusal> {
    let header = request.headers.get("authorization").map(|value| value.trim());
    let fields = match header {
        Some(text) => text.split('&').filter_map(|pair| pair.split_once('=')).collect(),
        None => request.parameters.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect(),
    };
    let authorization = Authorization { fields };
    if authorization.get("q-sign-algorithm") != "sha1" {
        return Err(Refusal::denied("the request carries no signature of algorithm sha1"));
    }
    let (caller, secret_key) = pair(authorization.get("q-ak"))?;
    for name in ["q-sign-time", "q-key-time"] {
        within(authorization.get(name), now)?;
    }
    verify(request, &authorization, &secret_key)?;
    Ok(caller)
}

fn within(time: &str, now: u64) -> Result<(), Refusal> {
    let bounds = time.split_once(';');
    let bounds = bounds.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    let Some((start, end)): Option<(u64, u64)> = bounds else {
        return Err(Refusal::denied("q-sign-time and q-key-time are two Unix times, start;end"));
    };
    if now < start {
        let message = "the signature is not valid yet: the clocks differ";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "RequestTimeTooSkewed", message));
    }
    if now > end { Err(Refusal::denied("Request has expired")) } else { Ok(()) }
}

fn verify(
    request: &Signed,
    authorization: &Authorization<'_>,
    secret_key: &str,
) -> Result<(), Refusal> {
    let given = unhex(authorization.get("q-signature"));
    let sign_key = hmac(secret_key, authorization.get("q-key-time"));
    let sign_key = sign_key.map(|mac| hex(&mac.finalize().into_bytes()));
    let fits = |text: &str| {
        let mac = hmac(sign_key.as_deref()?, text)?;
        Some(mac.verify_slice(given.as_deref()?).is_ok())
    };
    let mut first = None;
    for host in &request.hosts {
        let format = format_string(request, authorization, host);
        let text = string_to_sign(authorization.get("q-sign-time"), &format);
        if fits(&text) == Some(true) {
            return Ok(());
        }
        first.get_or_insert((format, text));
    }
    let (format, text) = first.unwrap_or_default();
    let message = "the signature does not fit the request and the key";
    let refusal = Refusal::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", message);
    Err(Refusal { details: vec![("StringToSign", text), ("FormatString", format)], ..refusal })
}

/// Method, path, listed parameters, listed headers: what COS calls the format string.
fn format_string(request: &Signed, authorization: &Authorization<'_>, host: &str) -> String {
    let parameters = pairs(&authorization.list("q-url-param-list"), |name| {
        request.parameters.get(name).map(String::as_str)
    });
    let headers = pairs(&authorization.list("q-header-list"), |name| {
        if name == "host" { Some(host) } else { request.headers.get(name).map(String::as_str) }
    });
    let method = request.method.to_ascii_lowercase();
    format!("{method}\n{}\n{parameters}\n{headers}\n", request.path)
}

/// A name that is listed and not sent counts as empty, and so fits no honest signature.
fn pairs<'a>(listed: &[String], value: impl Fn(&str) -> Option<&'a str>) -> String {
    let encode = |text: &str| utf8_percent_encode(text, KEPT).to_string();
    let pair = |name: &String| {
        // A list names parameters as they are signed, which is encoded.
        let plain = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        let value = value(&plain).unwrap_or("");
        (encode(&plain).to_ascii_lowercase(), encode(value))
    };
    let mut pairs: Vec<(String, String)> = listed.iter().map(pair).collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn string_to_sign(time: &str, format: &str) -> String {
    format!("sha1\n{time}\n{}\n", hex(&Sha1::digest(format.as_bytes())))
}

/// None never comes: HMAC takes a key of any length.
fn hmac(key: &str, text: &str) -> Option<Hmac<Sha1>> {
    Some(Hmac::<Sha1>::new_from_slice(key.as_bytes()).ok()?.chain_update(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOC: (&str, &str) =
        ("AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q", "BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz");
    const DOC_HOST: &str = "examplebucket-1250000000.cos.ap-beijing.myqcloud.com";

    fn check(request: &Signed, now: u64, (id, key): (&str, &str)) -> Result<(), Refusal> {
        let nobody = || Refusal::denied("nobody's");
        super::check(request, now, |given| {
            (given == id).then(|| ((), key.to_owned())).ok_or_else(nobody)
        })
    }

    fn request(method: &str, path: &str, host: &str, headers: &[(&str, &str)]) -> Signed {
        Signed {
            method: method.into(),
            path: path.into(),
            hosts: vec!["elsewhere".into(), host.into()],
            headers: headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
            ..Signed::default()
        }
    }

    /// The documented upload.
    fn put() -> Signed {
        request(
            "PUT",
            "/exampleobject(腾讯云)",
            DOC_HOST,
            &[
                ("date", "Thu, 16 May 2019 06:45:51 GMT"),
                ("content-type", "text/plain"),
                ("content-length", "13"),
                ("content-md5", "mQ/fVh815F3k6TAUm8m0eg=="),
                ("x-cos-acl", "private"),
                ("x-cos-grant-read", "uin=\"100000000011\""),
                (
                    "authorization",
                    "q-sign-algorithm=sha1&q-ak=AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q&q-sign-time=1557989151;1557996351&q-key-time=1557989151;1557996351&q-header-list=content-length;content-md5;content-type;date;host;x-cos-acl;x-cos-grant-read&q-url-param-list=&q-signature=3b8851a11a569213c17ba8fa7dcf2abec6935172",
                ),
            ],
        )
    }

    #[test]
    fn the_documented_upload_verifies() {
        check(&put(), 1_557_989_151, DOC).unwrap();
    }

    #[test]
    fn the_documented_download_verifies_by_header_and_by_query() {
        let authorization = "q-sign-algorithm=sha1&q-ak=AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q&q-sign-time=1557989753;1557996953&q-key-time=1557989753;1557996953&q-header-list=date;host&q-url-param-list=response-cache-control;response-content-type&q-signature=01681b8c9d798a678e43b685a9f1bba0f6c0e012";
        let date = ("date", "Thu, 16 May 2019 06:55:53 GMT");
        let mut by_header = request("GET", "/exampleobject(腾讯云)", DOC_HOST, &[date]);
        by_header.parameters = crate::form::read(
            "response-content-type=application%2Foctet-stream&response-cache-control=max-age%3D600",
        );
        let mut by_query = by_header.clone();
        by_query.parameters.extend(crate::form::read(authorization));
        by_header.headers.insert("authorization".into(), authorization.into());
        check(&by_header, 1_557_989_753, DOC).unwrap();
        check(&by_query, 1_557_989_753, DOC).unwrap();
    }

    #[test]
    fn the_go_clients_vector_verifies() {
        let request = request(
            "PUT",
            "/testfile2",
            "testbucket-125000000.cos.ap-guangzhou.myqcloud.com",
            &[
                ("x-cos-content-sha1", "db8ac1c259eb89d4a131b253bacfca5f319d54f2"),
                ("x-cos-stroage-class", "nearline"),
                (
                    "authorization",
                    "q-sign-algorithm=sha1&q-ak=QmFzZTY0IGlzIGEgZ2VuZXJp&q-sign-time=1480932292;1481012292&q-key-time=1480932292;1481012292&q-header-list=host;x-cos-content-sha1;x-cos-stroage-class&q-url-param-list=&q-signature=ce4ac0ecbcdb30538b3fee0a97cc6389694ce53a",
                ),
            ],
        );
        let keys = ("QmFzZTY0IGlzIGEgZ2VuZXJp", "AKIDZfbOA78asKUYBcXFrJD0a1ICvR98JM");
        check(&request, 1_480_932_300, keys).unwrap();
    }

    #[test]
    fn each_refusal_has_its_code() {
        let code = |request: &Signed, now, keys| check(request, now, keys).unwrap_err().code;
        assert_eq!(code(&put(), 1_557_989_150, DOC), "RequestTimeTooSkewed");
        assert_eq!(code(&put(), 1_557_996_352, DOC), "AccessDenied");
        assert_eq!(code(&put(), 1_557_989_151, ("other", DOC.1)), "AccessDenied");
        assert_eq!(code(&put(), 1_557_989_151, (DOC.0, "other")), "SignatureDoesNotMatch");
        let mut altered = put();
        altered.headers.insert("content-length".into(), "14".into());
        let refusal = check(&altered, 1_557_989_151, DOC).unwrap_err();
        assert_eq!(refusal.code, "SignatureDoesNotMatch");
        assert!(refusal.details.iter().any(|(name, _)| *name == "StringToSign"));
        assert_eq!(code(&Signed::default(), 0, DOC), "AccessDenied");
    }
}
