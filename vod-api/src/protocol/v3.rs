//! API 3.0: a JSON body signed with TC3-HMAC-SHA256, headers beside it.
//!
//! The body is written once and hashed as it is; what a day's requests share is made once a day.
//! A client signs `content-type` and `host`, as the vendor's SDKs do. Rules: vendor document
//! 213/30654.

use std::sync::RwLock;

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::credential::Credential;
use crate::json;
use crate::keyed::keyed;
use crate::protocol::Signature;
use crate::request::Params;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const SECONDS_OF_DAY: u64 = 86_400;
pub(crate) const CONTENT_TYPE: &str = "application/json";

/// Signs the requests of a client. Clones of the client share it, and with it the day.
#[derive(Default)]
pub(crate) struct Signer {
    day: RwLock<Option<Day>>,
}

/// A request that is to be signed.
pub(crate) struct Call<'a> {
    pub(crate) credential: &'a Credential,
    /// Where it goes: scheme and host, with its port when one is named. Nothing behind that counts.
    pub(crate) address: &'a str,
    /// Where its page says that it goes, which names the service.
    pub(crate) endpoint: &'a str,
    /// Unix seconds.
    pub(crate) timestamp: u64,
    /// The body as it goes out.
    pub(crate) body: &'a str,
}

/// What signing gives.
pub(crate) struct Signed {
    pub(crate) url: String,
    pub(crate) string_to_sign: String,
    pub(crate) signature: Signature,
    /// The header that carries it.
    pub(crate) authorization: String,
}

/// The body of a request.
pub(crate) fn body(request: &dyn Params) -> String {
    json::of_request(request)
}

impl Signer {
    pub(crate) fn sign(&self, call: &Call<'_>) -> Signed {
        let number = call.timestamp / SECONDS_OF_DAY;
        // The clients that share a signer may call several services in turn.
        let fits = |day: &&Day| {
            day.number == number && day.address == call.address && day.endpoint == call.endpoint
        };
        if let Ok(kept) = self.day.read()
            && let Some(day) = kept.as_ref().filter(fits)
        {
            return day.sign(call);
        }
        let day = Day::new(call, number);
        let signed = day.sign(call);
        // A lock that a panic has poisoned holds nothing of worth.
        if let Ok(mut kept) = self.day.write() {
            *kept = Some(day);
        }
        signed
    }
}

/// What is the same for all requests of one day to one place.
struct Day {
    /// Days since 1970-01-01.
    number: u64,
    address: String,
    endpoint: String,
    url: String,
    scheduled: Scheduled,
}

impl Day {
    fn new(call: &Call<'_>, number: u64) -> Self {
        let Call { credential, address, endpoint, .. } = *call;
        let (scheme, host) = parted(address);
        let headers = [("content-type", CONTENT_TYPE), ("host", host)];
        let head = Head { method: "POST", query: "", headers: &headers };
        Self {
            number,
            address: address.to_owned(),
            endpoint: endpoint.to_owned(),
            url: format!("{scheme}{host}/"),
            scheduled: Scheduled::new(credential, service(endpoint), number, &head),
        }
    }

    fn sign(&self, call: &Call<'_>) -> Signed {
        let (string_to_sign, signature) = self.scheduled.sign(call.timestamp, call.body);
        let mut authorization = String::with_capacity(256);
        authorization.push_str(&self.scheduled.authorization);
        authorization.push_str(signature.as_str());
        Signed { url: self.url.clone(), string_to_sign, signature, authorization }
    }
}

/// What of a canonical request comes before the hash of its body. Everything is called at the root.
struct Head<'a> {
    method: &'a str,
    /// Percent-encoded, without a `?`.
    query: &'a str,
    /// Those that are signed: names in byte order, names and values in small letters.
    headers: &'a [(&'a str, &'a str)],
}

impl Head<'_> {
    fn text(&self) -> String {
        let lines = self.headers.iter().map(|(name, value)| format!("{name}:{value}\n"));
        let lines: String = lines.collect();
        format!("{}\n/\n{}\n{lines}\n{}\n", self.method, self.query, self.names())
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        names.join(";")
    }
}

/// All that signing needs to know beside the time and the body.
struct Scheduled {
    /// The hash of the canonical request, as far as its head reaches.
    head: Sha256,
    /// The signing key.
    key: Hmac<Sha256>,
    /// What is signed, between the time and the hash: `\n2019-02-25/cvm/tc3_request\n`.
    scope: String,
    /// The header, up to the signature.
    authorization: String,
}

impl Scheduled {
    fn new(credential: &Credential, service: &str, number: u64, head: &Head<'_>) -> Self {
        let date = date(number);
        let [_, _, signing] = keys(credential, &date, service);
        let scope = format!("{date}/{service}/tc3_request");
        let (id, names) = (credential.secret_id(), head.names());
        Self {
            head: Sha256::new_with_prefix(head.text()),
            key: keyed(&signing),
            authorization: format!(
                "{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature="
            ),
            scope: format!("\n{scope}\n"),
        }
    }

    /// The text that is signed, and its signature.
    fn sign(&self, timestamp: u64, body: &str) -> (String, Signature) {
        let hash = self.head.clone().chain_update(body_hash(body).as_str()).finalize();
        let hash = Signature::hex(&hash.into());
        let mut number = itoa::Buffer::new();
        let mut text = String::with_capacity(160);
        for part in [ALGORITHM, "\n", number.format(timestamp), &self.scope, hash.as_str()] {
            text.push_str(part);
        }
        let signature = self.key.clone().chain_update(&text).finalize().into_bytes();
        (text, Signature::hex(&signature.into()))
    }
}

/// The last line of a canonical request.
fn body_hash(body: &str) -> Signature {
    Signature::hex(&Sha256::digest(body).into())
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

/// The service that an address serves, by its short name: `vod` of `vod.tencentcloudapi.com`.
fn service(address: &str) -> &str {
    let (_, host) = parted(address);
    host.split(['.', ':']).next().unwrap_or(host)
}

/// Scheme and host of an address, the host with its port when one is named.
fn parted(address: &str) -> (&str, &str) {
    let host = address.find("://").map_or(0, |at| at + "://".len());
    let (scheme, rest) = address.split_at(host);
    (scheme, rest.split(['/', '?']).next().unwrap_or(rest))
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

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    fn vectors() -> Vec<Vector> {
        let json: Vec<Json> =
            serde_json::from_str(include_str!("../../../tests/vectors/tc3.json")).unwrap();
        json.into_iter().map(Vector).collect()
    }

    struct Vector(Json);

    impl Vector {
        fn text(&self, name: &str) -> &str {
            self.0[name].as_str().unwrap()
        }

        fn credential(&self) -> Credential {
            Credential::new(self.text("secretId"), self.text("secretKey"))
        }

        fn timestamp(&self) -> u64 {
            self.0["timestamp"].as_u64().unwrap()
        }

        fn signed(&self) -> (String, Signature, String) {
            // The JSON reader keeps names in byte order, as the document asks.
            let headers = self.0["headers"].as_object().unwrap().iter();
            let headers: Vec<(&str, &str)> =
                headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
            let (method, query) = (self.text("method"), self.text("query"));
            let head = Head { method, query, headers: &headers };
            let number = self.timestamp() / SECONDS_OF_DAY;
            let scheduled = Scheduled::new(&self.credential(), self.text("service"), number, &head);
            let (text, signature) = scheduled.sign(self.timestamp(), self.text("payload"));
            (text, signature, scheduled.authorization)
        }
    }

    #[test]
    fn every_published_request_has_its_published_signature() {
        let vectors = vectors();
        assert_eq!(vectors.len(), 4);
        for vector in &vectors {
            let (text, signature, authorization) = vector.signed();
            assert_eq!(body_hash(vector.text("payload")).as_str(), vector.text("payloadHash"));
            assert_eq!(text.lines().last(), Some(vector.text("canonicalHash")));
            assert_eq!(signature.as_str(), vector.text("signature"), "{}", vector.0);
            let names: Vec<&String> = vector.0["headers"].as_object().unwrap().keys().collect();
            for name in names {
                assert!(authorization.contains(name), "{authorization} signs {name}");
            }
        }
    }

    #[test]
    fn the_published_keys_are_reached_one_by_one() {
        let vectors = vectors().into_iter();
        let published: Vec<Vector> =
            vectors.filter(|vector| vector.0["secretDate"].is_string()).collect();
        assert_eq!(published.len(), 1);
        for vector in &published {
            let date = date(vector.timestamp() / SECONDS_OF_DAY);
            let keys = keys(&vector.credential(), &date, vector.text("service"));
            for (key, name) in keys.iter().zip(["secretDate", "secretService", "secretSigning"]) {
                assert_eq!(Signature::hex(key).as_str(), vector.text(name), "{name}");
            }
        }
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
            assert_eq!(date(seconds / SECONDS_OF_DAY), expected);
        }
    }

    #[test]
    fn a_service_is_the_first_word_of_its_host() {
        for address in ["https://vod.tencentcloudapi.com", "http://vod:80/x", "vod/x.y"] {
            assert_eq!(service(address), "vod", "{address}");
        }
    }
}
