//! API 3.0: a JSON body signed with TC3-HMAC-SHA256, headers beside it.
//!
//! The body is written once and hashed as it is; the key is scheduled once a day. Signed are
//! `content-type` and `host`, as the vendor's SDKs sign them. Rules: vendor document 213/30654.

use std::sync::RwLock;

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
    day: RwLock<Option<Day>>,
}

/// What holds for all requests of one day to one service.
#[derive(Clone)]
struct Day {
    /// Days since 1970-01-01.
    number: u64,
    /// `2019-02-25/cvm/tc3_request`.
    scope: String,
    /// The signing key, scheduled.
    key: Hmac<Sha256>,
}

/// A request that is to be signed.
pub(crate) struct Call<'a> {
    pub(crate) credential: &'a Credential,
    /// The host that is called, with its port when one is named.
    pub(crate) host: &'a str,
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
        let Call { credential, host, timestamp, body, .. } = *call;
        let mut canonical = Sha256::new();
        for part in
            ["POST\n/\n\ncontent-type:", CONTENT_TYPE, "\nhost:", host, "\n\ncontent-type;host\n"]
        {
            canonical.update(part);
        }
        canonical.update(hex(&Sha256::digest(body)));
        let day = self.day(call);
        let mut string_to_sign = String::with_capacity(160);
        let mut number = itoa::Buffer::new();
        for part in [ALGORITHM, "\n", number.format(timestamp), "\n", &day.scope, "\n"] {
            string_to_sign.push_str(part);
        }
        push(&mut string_to_sign, &hex(&canonical.finalize()));
        let signature = hex(&day.key.chain_update(&string_to_sign).finalize().into_bytes());
        let mut authorization = String::with_capacity(256);
        for part in [
            ALGORITHM,
            " Credential=",
            credential.secret_id(),
            "/",
            &day.scope,
            ", SignedHeaders=content-type;host, Signature=",
        ] {
            authorization.push_str(part);
        }
        push(&mut authorization, &signature);
        let signature = String::from_utf8_lossy(&signature).into_owned();
        Signed { string_to_sign, signature, authorization }
    }

    /// The day of a call, kept for the next one.
    fn day(&self, call: &Call<'_>) -> Day {
        let number = call.timestamp / 86_400;
        // The clients that share a signer may call several services in turn.
        let fits = |day: &&Day| {
            let service = day.scope.split('/').nth(1);
            day.number == number && service == Some(call.service)
        };
        if let Some(day) = self.day.read().ok().as_deref().and_then(Option::as_ref).filter(fits) {
            return day.clone();
        }
        let day = Day::new(call, number);
        // A lock that a panic has poisoned holds nothing of worth.
        if let Ok(mut kept) = self.day.write() {
            *kept = Some(day.clone());
        }
        day
    }
}

impl Day {
    fn new(call: &Call<'_>, number: u64) -> Self {
        let date = date(number);
        let secret = call.credential.secret_key().expose();
        let mac = |key: &[u8], text: &str| {
            keyed::<Hmac<Sha256>>(key).chain_update(text).finalize().into_bytes()
        };
        let start = zeroize::Zeroizing::new(format!("TC3{secret}"));
        let key = mac(&mac(&mac(start.as_bytes(), &date), call.service), "tc3_request");
        let scope = format!("{date}/{}/tc3_request", call.service);
        Self { number, scope, key: keyed(&key) }
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
