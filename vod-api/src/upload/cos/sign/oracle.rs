//! Our signatures beside those of another implementation, reqsign of the Apache Software Foundation.

use std::iter::repeat_with;
use std::time::Duration;

use fastrand::Rng;
use percent_encoding::utf8_percent_encode;
use reqsign_core::{Context, SignRequest as _};
use reqsign_tencent_cos::RequestSigner;

use super::tests::borrowed;
use super::{Covered, RESERVED, authorization};
use crate::credential::Credential;
use crate::upload::cos::Key;

const REQUESTS: usize = 2000;
const METHODS: [&str; 5] = ["GET", "PUT", "POST", "HEAD", "DELETE"];
/// What a key is made of: what is encoded, what is not, and what others encode and COS does not.
const OF_KEYS: &[char] = &[
    'a', 'Z', '0', '-', '.', '_', '~', '/', ' ', '+', '%', '&', '=', '?', '#', ';', ':', '@', '!',
    '$', '*', '\'', '(', ')', '[', ']', '"', '<', '>', '\\', '^', '`', '{', '|', '}', 'é', '字',
    '节', '🎬', '\u{301}',
];
/// What a name of a header or a parameter is made of.
const OF_NAMES: &[char] = &['a', 'B', 'c', 'X', 'z', '0', '9', '-'];

/// A request, and who signs it.
#[derive(Debug)]
struct Request {
    method: &'static str,
    key: Key,
    parameters: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    pair: (String, String, Option<String>),
}

/// So many characters of these at most, and so many at least.
fn text(rng: &mut Rng, of: &[char], least: usize, most: usize) -> String {
    let length = rng.usize(least..=most);
    repeat_with(|| of[rng.usize(0..of.len())]).take(length).collect()
}

fn pairs(rng: &mut Rng, values: &[char]) -> Vec<(String, String)> {
    let count = rng.usize(0..5);
    let pair = |rng: &mut Rng| (text(rng, OF_NAMES, 1, 12), text(rng, values, 0, 12));
    (0..count).map(|_| pair(rng)).collect()
}

impl Request {
    fn of(rng: &mut Rng) -> Self {
        let key = loop {
            // One that is no path of an object is never signed.
            if let Ok(key) = Key::of("key", &text(rng, OF_KEYS, 1, 40)) {
                break key;
            }
        };
        let visible: Vec<char> = (' '..='~').collect();
        let mut headers = pairs(rng, &visible);
        headers.push(("Host".to_owned(), "bucket-1.cos.ap-guangzhou.myqcloud.com".to_owned()));
        // A header that is given twice is another matter.
        headers.sort_by_key(|(name, _)| name.to_ascii_lowercase());
        headers.dedup_by_key(|(name, _)| name.to_ascii_lowercase());
        let word = |rng: &mut Rng| text(rng, &['A', 'k', '3', 'x'], 16, 36);
        let token = rng.bool().then(|| text(rng, &['t', '+', '/', '='], 1, 200));
        Self {
            method: METHODS[rng.usize(0..METHODS.len())],
            key,
            parameters: pairs(rng, OF_KEYS),
            headers,
            pair: (word(rng), word(rng), token),
        }
    }

    /// As it is sent.
    fn parts(&self) -> http::request::Parts {
        let encoded = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
        let query: Vec<String> = self
            .parameters
            .iter()
            .map(|(name, value)| match &**value {
                "" => encoded(name),
                value => format!("{}={}", encoded(name), encoded(value)),
            })
            .collect();
        let uri = format!("https://bucket-1.cos.example{}?{}", self.key.encoded, query.join("&"));
        let mut request = http::Request::builder().method(self.method).uri(uri);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.body(()).unwrap().into_parts().0
    }

    /// What the other one makes of it: in a header, or in the query and good for so long.
    fn theirs(&self, span: Option<Duration>) -> String {
        let (id, key, token) = self.pair.clone();
        let credential = reqsign_tencent_cos::Credential {
            secret_id: id,
            secret_key: key,
            security_token: token,
            expires_in: None,
        };
        let mut parts = self.parts();
        let (signer, context) = (RequestSigner::new(), Context::new());
        let signing = signer.sign_request(&context, &mut parts, Some(&credential), span);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(signing).unwrap();
        if span.is_none() {
            return parts.headers["authorization"].to_str().unwrap().to_owned();
        }
        let query = parts.uri.query().unwrap();
        let part = &query[query.find("q-sign-algorithm=").unwrap()..];
        part.split("&x-cos-security-token=").next().unwrap().to_owned()
    }

    /// What we make of it, for the same time.
    fn ours(&self, theirs: &str) -> String {
        let (from, until) = field(theirs, "q-sign-time").split_once(';').unwrap();
        let (id, key, token) = &self.pair;
        let mut credential = Credential::new(id.clone(), key.clone());
        if let Some(token) = token {
            credential = credential.with_token(token.clone());
        }
        let (parameters, headers) = (borrowed(&self.parameters), borrowed(&self.headers));
        authorization(
            &credential,
            &Covered {
                method: self.method,
                path: self.key.path(),
                parameters: &parameters,
                headers: &headers,
                valid: (from.parse().unwrap(), until.parse().unwrap()),
            },
        )
    }
}

/// A field of an authorization.
fn field<'a>(authorization: &'a str, name: &str) -> &'a str {
    let mut fields = authorization.split('&').filter_map(|field| field.split_once('='));
    fields.find(|(at, _)| *at == name).unwrap().1
}

#[test]
fn random_requests_are_signed_alike() {
    let mut rng = Rng::with_seed(7778);
    for _ in 0..REQUESTS {
        let request = Request::of(&mut rng);
        let span = rng.bool().then(|| Duration::from_secs(rng.u64(1..100_000)));
        let theirs = request.theirs(span);
        assert_eq!(request.ours(&theirs), theirs, "{request:?}");
    }
}

/// The one difference: a parameter's name is made small before it is encoded there, and after it
/// here, as the vendor's SDKs do. No request of ours has a name that is encoded.
#[test]
fn a_name_that_is_encoded_is_small_here_and_not_there() {
    let mut request = Request::of(&mut Rng::with_seed(1));
    request.parameters = vec![("É".to_owned(), String::new())];
    let theirs = request.theirs(None);
    let ours = request.ours(&theirs);
    assert_eq!(field(&theirs, "q-url-param-list"), "%C3%A9");
    assert_eq!(field(&ours, "q-url-param-list"), "%c3%89");
    for same in ["q-sign-algorithm", "q-ak", "q-sign-time", "q-key-time", "q-header-list"] {
        assert_eq!(field(&ours, same), field(&theirs, same));
    }
}
