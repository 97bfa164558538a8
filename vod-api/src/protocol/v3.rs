//! API 3.0: a JSON body signed with TC3-HMAC-SHA256, headers beside it.
//!
//! The body is written once and hashed as it is. What a day's requests share is made once a day and
//! shared by them; of its own a signed request has its body and its signature, and the texts around
//! them are put together when they are asked for. A client signs `content-type` and `host`, as the
//! vendor's SDKs do.

mod tc3;

use std::borrow::Cow;
use std::sync::Arc;

use http::Uri;

use crate::credential::Credential;
use crate::json;
use crate::protocol::{Kept, Signature};
use crate::request::Params;
use crate::secret::Secret;
use tc3::{Hash, Head, SECONDS_OF_DAY, Scheduled};

const CONTENT_TYPE: &str = "application/json";

/// Signs the requests of a client. Clones of the client share it, and with it the day.
pub(crate) struct Signer {
    day: Kept<Day>,
    common: Arc<Common>,
}

/// Headers that a client sends with every request.
struct Common {
    language: Option<String>,
    region: Option<String>,
}

/// A request that is to be signed.
pub(crate) struct Call<'a> {
    pub(crate) credential: &'a Credential,
    /// Where it goes: scheme and host, with its port when one is named. Nothing behind that counts.
    pub(crate) address: &'a str,
    /// Where its page says that it goes, which names the service.
    pub(crate) endpoint: &'a str,
    pub(crate) action: Cow<'static, str>,
    pub(crate) version: Cow<'static, str>,
    /// Unix seconds.
    pub(crate) timestamp: u64,
}

/// A signed request.
pub(crate) struct Signed {
    day: Arc<Day>,
    action: Cow<'static, str>,
    version: Cow<'static, str>,
    timestamp: u64,
    body: String,
    /// Of the canonical request.
    hash: Hash,
    signature: Signature,
}

impl Signer {
    pub(crate) fn new(language: Option<String>, region: Option<String>) -> Self {
        Self { day: Kept::default(), common: Arc::new(Common { language, region }) }
    }

    #[inline]
    pub(crate) fn sign(&self, call: Call<'_>, request: &dyn Params) -> Signed {
        let number = call.timestamp / SECONDS_OF_DAY;
        // The clients that share a signer may call several services in turn.
        let fits = |day: &Day| {
            day.number == number
                && day.address == call.address
                && day.endpoint == call.endpoint
                && day.credential.is_same(call.credential)
        };
        let day = || Day::new(&call, number, &self.common);
        let day = self.day.with(fits, day, Arc::clone);
        let body = json::of_request(request);
        let (hash, signature) = day.scheduled.sign(call.timestamp, &body);
        let Call { action, version, timestamp, .. } = call;
        Signed { day, action, version, timestamp, body, hash, signature }
    }
}

impl Signed {
    pub(crate) fn url(&self) -> &str {
        &self.day.url
    }

    pub(crate) fn uri(&self) -> Option<&Uri> {
        self.day.uri.as_ref()
    }

    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    pub(crate) fn into_body(self) -> String {
        self.body
    }

    pub(crate) fn string_to_sign(&self) -> String {
        self.day.scheduled.string_to_sign(self.timestamp, &self.hash)
    }

    pub(crate) fn signature(&self) -> &Signature {
        &self.signature
    }

    pub(crate) fn headers(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let day = &*self.day;
        let mut headers: Vec<(_, Cow<'_, str>)> = vec![
            ("content-type", CONTENT_TYPE.into()),
            ("authorization", day.scheduled.authorization(&self.signature).into()),
            ("x-tc-action", (*self.action).into()),
            ("x-tc-version", (*self.version).into()),
            ("x-tc-timestamp", self.timestamp.to_string().into()),
        ];
        let own = [
            ("x-tc-language", day.common.language.as_deref()),
            ("x-tc-region", day.common.region.as_deref()),
            ("x-tc-token", day.credential.token().map(Secret::expose)),
        ];
        headers.extend(own.into_iter().filter_map(|(name, value)| Some((name, value?.into()))));
        headers
    }
}

/// What is the same for all requests of one day to one place by one key pair.
struct Day {
    /// Days since 1970-01-01.
    number: u64,
    address: String,
    endpoint: String,
    credential: Credential,
    common: Arc<Common>,
    url: String,
    /// None of what is no address.
    uri: Option<Uri>,
    scheduled: Scheduled,
}

impl Day {
    fn new(call: &Call<'_>, number: u64, common: &Arc<Common>) -> Self {
        let Call { credential, address, endpoint, .. } = *call;
        let (scheme, host) = parted(address);
        let headers = [("content-type", CONTENT_TYPE), ("host", host)];
        let url = format!("{scheme}{host}/");
        let head = Head { method: "POST", query: "", headers: &headers };
        Self {
            number,
            address: address.to_owned(),
            endpoint: endpoint.to_owned(),
            credential: credential.clone(),
            common: Arc::clone(common),
            uri: url.parse().ok(),
            url,
            scheduled: Scheduled::new(credential, service(endpoint), number, &head),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::service;

    #[test]
    fn a_service_is_the_first_word_of_its_host() {
        for address in ["https://vod.tencentcloudapi.com", "http://vod:80/x", "vod/x.y"] {
            assert_eq!(service(address), "vod", "{address}");
        }
    }
}
