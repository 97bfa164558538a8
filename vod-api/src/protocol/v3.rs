//! API 3.0: a JSON body signed with TC3-HMAC-SHA256, headers beside it.
//!
//! The body is written once and hashed as it is; the key is scheduled once a day. A client signs
//! `content-type` and `host`, as the vendor's SDKs do. Rules: vendor document 213/30654.

use std::sync::{Arc, RwLock};

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::credential::Credential;
use crate::json;
use crate::keyed::keyed;
use crate::request::Params;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
pub(crate) const CONTENT_TYPE: &str = "application/json";

/// Signs the requests of a client. Clones of the client share it, and with it the day's key.
#[derive(Default)]
pub(crate) struct Signer {
    day: RwLock<Option<Arc<Day>>>,
}

/// What holds for all requests of one day to one service.
struct Day {
    /// Days since 1970-01-01.
    number: u64,
    service: String,
    /// `2019-02-25/cvm/tc3_request`.
    scope: String,
    /// The signing key, scheduled.
    key: Hmac<Sha256>,
}

/// A request that is to be signed.
pub(crate) struct Call<'a> {
    pub(crate) credential: &'a Credential,
    pub(crate) method: &'a str,
    /// The query, percent-encoded and without its `?`.
    pub(crate) query: &'a str,
    /// The headers that are signed: their names in byte order, names and values in small letters.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The service by its short name, such as `vod`.
    pub(crate) service: &'a str,
    /// Unix seconds.
    pub(crate) timestamp: u64,
    /// The body as it goes out.
    pub(crate) body: &'a str,
}

/// What signing gives.
pub(crate) struct Signed {
    pub(crate) string_to_sign: String,
    pub(crate) signature: String,
    /// The header that carries it.
    pub(crate) authorization: String,
}

/// The body of a request.
pub(crate) fn body(request: &dyn Params) -> String {
    json::of_request(request)
}

impl Signer {
    pub(crate) fn sign(&self, call: &Call<'_>) -> Signed {
        let mut text = String::with_capacity(384);
        canonical(call, &mut text);
        let hash = hex(&Sha256::digest(&text));
        // The same memory does for the text that is signed, which is shorter.
        text.clear();
        let mut number = itoa::Buffer::new();
        let day = self.day(call);
        for part in [ALGORITHM, "\n", number.format(call.timestamp), "\n", &day.scope, "\n"] {
            text.push_str(part);
        }
        push(&mut text, &hash);
        let signature = hex(&day.key.clone().chain_update(&text).finalize().into_bytes());
        let mut authorization = String::with_capacity(256);
        let id = call.credential.secret_id();
        for part in [ALGORITHM, " Credential=", id, "/", &day.scope, ", SignedHeaders="] {
            authorization.push_str(part);
        }
        names(call.headers, &mut authorization);
        authorization.push_str(", Signature=");
        push(&mut authorization, &signature);
        let signature = String::from_utf8_lossy(&signature).into_owned();
        Signed { string_to_sign: text, signature, authorization }
    }

    /// The day of a call, kept for the next one.
    fn day(&self, call: &Call<'_>) -> Arc<Day> {
        let number = call.timestamp / 86_400;
        // The clients that share a signer may call several services in turn.
        let fits = |day: &&Arc<Day>| day.number == number && day.service == call.service;
        if let Some(day) = self.day.read().ok().as_deref().and_then(Option::as_ref).filter(fits) {
            return Arc::clone(day);
        }
        let day = Arc::new(Day::new(call, number));
        // A lock that a panic has poisoned holds nothing of worth.
        if let Ok(mut kept) = self.day.write() {
            *kept = Some(Arc::clone(&day));
        }
        day
    }
}

impl Day {
    fn new(call: &Call<'_>, number: u64) -> Self {
        let (date, service) = (date(number), call.service);
        let [_, _, signing] = keys(call.credential, &date, service);
        let scope = format!("{date}/{service}/tc3_request");
        Self { number, service: service.to_owned(), scope, key: keyed(&signing) }
    }
}

/// The keys of a date, of a service on that date, and the one that signs.
fn keys(credential: &Credential, date: &str, service: &str) -> [[u8; 32]; 3] {
    let mac = |key: &[u8], text: &str| {
        keyed::<Hmac<Sha256>>(key).chain_update(text).finalize().into_bytes().into()
    };
    let start = zeroize::Zeroizing::new(format!("TC3{}", credential.secret_key().expose()));
    let of_date: [u8; 32] = mac(start.as_bytes(), date);
    let of_service: [u8; 32] = mac(&of_date, service);
    [of_date, of_service, mac(&of_service, "tc3_request")]
}

/// The canonical request. Everything is called at the root.
fn canonical(call: &Call<'_>, text: &mut String) {
    for part in [call.method, "\n/\n", call.query, "\n"] {
        text.push_str(part);
    }
    for (name, value) in call.headers {
        for part in [name, ":", value, "\n"] {
            text.push_str(part);
        }
    }
    text.push('\n');
    names(call.headers, text);
    text.push('\n');
    push(text, &hex(&Sha256::digest(call.body)));
}

/// The names of the headers that are signed.
fn names(headers: &[(&str, &str)], text: &mut String) {
    for (at, (name, _)) in headers.iter().enumerate() {
        if at > 0 {
            text.push(';');
        }
        text.push_str(name);
    }
}

/// The service that a host serves, by its short name: `vod` of `vod.tencentcloudapi.com`.
pub(crate) fn service(address: &str) -> &str {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    host.split(['.', ':', '/']).next().unwrap_or(host)
}

/// A day in UTC as `2019-02-25`, by the rule of the Gregorian calendar for whole eras of 400 years.
fn date(day: u64) -> String {
    let shifted = day + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Years begin in March, so that the leap day is their last.
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn hex(bytes: &[u8]) -> [u8; 64] {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let mut hex = [b'0'; 64];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(bytes) {
        for (digit, half) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *digit = DIGITS.get(usize::from(half)).copied().unwrap_or_default();
        }
    }
    hex
}

fn push(text: &mut String, hex: &[u8]) {
    text.push_str(std::str::from_utf8(hex).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    fn vectors() -> Vec<Json> {
        serde_json::from_str(include_str!("../../../tests/vectors/tc3.json")).unwrap()
    }

    /// Hands a vector's parts to a check.
    fn with(vector: &Json, check: impl FnOnce(&Call<'_>)) {
        let text = |name: &str| vector[name].as_str().unwrap();
        // The JSON reader keeps names in byte order, as the document asks.
        let headers = vector["headers"].as_object().unwrap().iter();
        let headers: Vec<(&str, &str)> =
            headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
        check(&Call {
            credential: &Credential::new(text("secretId"), text("secretKey")),
            method: text("method"),
            query: text("query"),
            headers: &headers,
            service: text("service"),
            timestamp: vector["timestamp"].as_u64().unwrap(),
            body: text("payload"),
        });
    }

    #[test]
    fn every_published_request_has_its_published_signature() {
        let vectors = vectors();
        assert_eq!(vectors.len(), 4);
        for vector in &vectors {
            with(vector, |call| {
                let mut request = String::new();
                canonical(call, &mut request);
                assert_eq!(request.lines().last(), vector["payloadHash"].as_str());
                // A signer belongs to one key pair, so each vector has one of its own.
                let signed = Signer::default().sign(call);
                let hash = signed.string_to_sign.lines().last();
                assert_eq!(hash, vector["canonicalHash"].as_str());
                assert_eq!(signed.signature, vector["signature"], "{vector}");
                let end = format!("Signature={}", signed.signature);
                assert!(signed.authorization.ends_with(&end), "{}", signed.authorization);
                let names: Vec<&str> = call.headers.iter().map(|(name, _)| *name).collect();
                let signs = format!("SignedHeaders={},", names.join(";"));
                assert!(signed.authorization.contains(&signs), "{}", signed.authorization);
            });
        }
    }

    #[test]
    fn the_published_keys_are_reached_one_by_one() {
        let mut seen = 0;
        for vector in vectors().iter().filter(|vector| vector["secretDate"].is_string()) {
            with(vector, |call| {
                let published = ["secretDate", "secretService", "secretSigning"];
                let date = date(call.timestamp / 86_400);
                for (key, name) in keys(call.credential, &date, call.service).iter().zip(published)
                {
                    assert_eq!(String::from_utf8_lossy(&hex(key)), vector[name].as_str().unwrap());
                    seen += 1;
                }
            });
        }
        assert_eq!(seen, 3);
    }

    #[test]
    fn days_have_the_dates_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_735_689_599, "2024-12-31"),
            (1_735_689_600, "2025-01-01"),
            (4_107_542_399, "2100-02-28"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(date(seconds / 86_400), expected);
        }
    }

    #[test]
    fn a_service_is_the_first_word_of_its_host() {
        for address in ["https://vod.tencentcloudapi.com", "vod", "http://vod:80/x", "vod/x.y"] {
            assert_eq!(service(address), "vod", "{address}");
        }
    }
}
