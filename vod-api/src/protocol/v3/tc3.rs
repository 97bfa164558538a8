//! TC3-HMAC-SHA256 as such: keys, the hash of a canonical request, the signature.
//!
//! What a day's requests share is made once. Rules: vendor document 213/30654.

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::credential::Credential;
use crate::keyed::keyed;
use crate::protocol::Signature;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
/// What a string to sign begins with.
const START: &str = "TC3-HMAC-SHA256\n";
/// Of SHA-256.
pub(super) type Hash = [u8; 32];

pub(super) const SECONDS_OF_DAY: u64 = 86_400;

/// What of a canonical request comes before the hash of its body. Everything is called at the root.
pub(super) struct Head<'a> {
    pub(super) method: &'a str,
    /// Percent-encoded, without a `?`.
    pub(super) query: &'a str,
    /// Those that are signed: names in byte order, names and values in small letters.
    pub(super) headers: &'a [(&'a str, &'a str)],
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
pub(super) struct Scheduled {
    /// The hash of the canonical request, as far as its head reaches.
    head: Sha256,
    /// The signature, as far as what every text begins with.
    key: Hmac<Sha256>,
    /// What is signed, between the time and the hash: `\n2019-02-25/cvm/tc3_request\n`.
    scope: String,
    /// The header, up to the signature.
    authorization: String,
}

impl Scheduled {
    pub(super) fn new(
        credential: &Credential,
        service: &str,
        number: u64,
        head: &Head<'_>,
    ) -> Self {
        let date = date(number);
        let [_, _, signing] = keys(credential, &date, service);
        let scope = format!("{date}/{service}/tc3_request");
        let (id, names) = (credential.secret_id(), head.names());
        Self {
            head: Sha256::new_with_prefix(head.text()),
            key: keyed::<Hmac<Sha256>>(&signing).chain_update(START),
            authorization: format!(
                "{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature="
            ),
            scope: format!("\n{scope}\n"),
        }
    }

    /// The hash of the canonical request, and the signature.
    #[inline]
    pub(super) fn sign(&self, timestamp: u64, body: &str) -> (Hash, Signature) {
        let hash = self.head.clone().chain_update(body_hash(body).as_str()).finalize().into();
        let mut mac = self.key.clone();
        self.parts(timestamp, &hash, |part| mac.update(part.as_bytes()));
        (hash, Signature::hex(&mac.finalize().into_bytes().into()))
    }

    /// The text that is signed.
    pub(super) fn string_to_sign(&self, timestamp: u64, hash: &Hash) -> String {
        let mut text = String::with_capacity(160);
        text.push_str(START);
        self.parts(timestamp, hash, |part| text.push_str(part));
        text
    }

    /// What the text goes on with.
    #[inline]
    fn parts(&self, timestamp: u64, hash: &Hash, mut each: impl FnMut(&str)) {
        each(itoa::Buffer::new().format(timestamp));
        each(&self.scope);
        each(Signature::hex(hash).as_str());
    }

    /// The header that carries a signature.
    pub(super) fn authorization(&self, signature: &Signature) -> String {
        [&self.authorization, signature.as_str()].concat()
    }
}

/// The last line of a canonical request.
#[inline]
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
            serde_json::from_str(include_str!("../../../../tests/vectors/tc3.json")).unwrap();
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
            let (hash, signature) = scheduled.sign(self.timestamp(), self.text("payload"));
            let text = scheduled.string_to_sign(self.timestamp(), &hash);
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
}
