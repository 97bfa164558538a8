//! Who calls, and whether they may.
//!
//! The checks stand in one fixed order, and the first that fails answers.

use vod_spec::protocol::Protocol;

use super::Call;
use super::refusal::Refusal;
use super::sign::{self, Authorization};
use crate::certificate::Holder;
use crate::state::{State, WINDOW};
use crate::{form, time};

/// Places of a service's own hosts: `vod.PLACE.tencentcloudapi.com`.
const PLACES: [&str; 20] = [
    "intl",
    "ap-bangkok",
    "ap-beijing",
    "ap-chengdu",
    "ap-chongqing",
    "ap-guangzhou",
    "ap-hongkong",
    "ap-jakarta",
    "ap-mumbai",
    "ap-nanjing",
    "ap-seoul",
    "ap-shanghai",
    "ap-shanghai-fsi",
    "ap-shenzhen-fsi",
    "ap-singapore",
    "ap-tokyo",
    "eu-frankfurt",
    "na-ashburn",
    "na-siliconvalley",
    "sa-saopaulo",
];

/// Refuses a request that is not signed, not now, or not by a pair that may call.
pub(super) fn check(state: &State, host: &str, call: &Call) -> Result<(), Refusal> {
    let required = Protocol::V3.common_parameters().iter().filter(|common| common.required);
    let missing = required.map(|common| common.name).filter(|name| call.header(name).is_empty());
    let missing: Vec<String> =
        missing.map(|name| format!("the header `{name}` is required")).collect();
    if !missing.is_empty() {
        return Err(Refusal::new("MissingParameter", missing.join("; ")));
    }
    let header = call.header("Authorization");
    let authorization = Authorization::read(&header).map_err(|what| {
        let message = format!("the header `Authorization` cannot be read: {what}");
        Refusal::new("AuthFailure.InvalidAuthorization", message)
    })?;
    let pair = pair(state, authorization.secret_id, &call.header("X-TC-Token"))?;
    let written = call.header("X-TC-Timestamp");
    let timestamp: Option<u64> = written.parse().ok().filter(|_| !written.starts_with('+'));
    let timestamp = timestamp.ok_or_else(|| {
        Refusal::new("InvalidParameter", "the header `X-TC-Timestamp` must be Unix seconds")
    })?;
    let now = state.now();
    if timestamp.abs_diff(now) > WINDOW {
        let message = format!("X-TC-Timestamp is over {WINDOW} seconds from the server's {now}");
        return Err(Refusal::new("AuthFailure.SignatureExpire", message));
    }
    signature(state, host, call, &authorization, (timestamp, &written), &pair.key)?;
    if pair.only_uploads {
        let message = "the key pair of an upload writes its objects and calls no Action";
        return Err(Refusal::new("AuthFailure.UnauthorizedOperation", message));
    }
    Ok(())
}

/// A key that signs, and whether it is that of an upload.
struct Pair {
    key: String,
    only_uploads: bool,
}

fn pair(state: &State, secret_id: &str, token: &str) -> Result<Pair, Refusal> {
    let wrong = |message| Refusal::new("AuthFailure.TokenFailure", message);
    match Holder::of(state, secret_id) {
        None => Err(Refusal::new("AuthFailure.SecretIdNotFound", "no such SecretId")),
        Some(Holder::Account(_)) if !token.is_empty() => {
            Err(wrong("X-TC-Token goes with a temporary key pair, and this one is not"))
        }
        Some(Holder::Account(key)) => Ok(Pair { key, only_uploads: false }),
        Some(Holder::Lent(lent)) if lent.token != token => {
            Err(wrong("X-TC-Token is not that of the temporary key pair"))
        }
        Some(Holder::Lent(lent)) if lent.has_expired(state.now()) => {
            Err(wrong("the temporary key pair has expired"))
        }
        Some(Holder::Lent(lent)) => Ok(Pair { only_uploads: !lent.calls(), key: lent.secret_key }),
    }
}

/// Clients that are pointed here sign the host they connect to, or one of the service's own.
fn signature(
    state: &State,
    host: &str,
    call: &Call,
    authorization: &Authorization<'_>,
    (timestamp, written): (u64, &str),
    key: &str,
) -> Result<(), Refusal> {
    let (today, service) = (time::date(timestamp), authorization.service);
    let wanted = service_of(own_host(state, call));
    let wrong = if authorization.date != today {
        format!("`Credential` is of another date than X-TC-Timestamp, in UTC {today}")
    } else if service != wanted {
        format!("`Credential` is for `{service}`, not for `{wanted}`")
    } else {
        let hosts = std::iter::once(host.to_owned()).chain(own_hosts(state, call));
        for host in hosts {
            let canonical = canonical(call, authorization, &host, &call.query, |_| false);
            let text = authorization.string_to_sign(written, &canonical);
            if authorization.fits(key, &text) {
                return Ok(());
            }
        }
        "the signature does not fit the request and the key".to_owned()
    };
    // A string that is told has the hash of what was signed, and no secret but as a hash.
    let text = canonical(call, authorization, host, &call.query, |_| false);
    let text = authorization.string_to_sign(written, &text);
    let shown = canonical(call, authorization, host, &shown_query(state, call), is_secret);
    Err(Refusal::new("AuthFailure.SignatureFailure", wrong)
        .beside("canonicalRequest", shown)
        .beside("stringToSign", text))
}

fn canonical(
    call: &Call,
    authorization: &Authorization<'_>,
    host: &str,
    query: &str,
    hidden: fn(&str) -> bool,
) -> String {
    let headers = authorization.headers.iter().map(|name| {
        let value = match name.as_str() {
            "host" => host.to_owned(),
            name if hidden(name) => "[redacted]".to_owned(),
            name => call.header(name),
        };
        (name.as_str(), value)
    });
    sign::canonical_request(&call.method, query, &headers.collect::<Vec<_>>(), &call.body)
}

/// The host that an Action has when no sandbox stands in between.
fn own_host<'s>(state: &'s State, call: &Call) -> &'s str {
    let endpoint = state.pages.endpoint(Protocol::V3, &call.header("X-TC-Action"));
    endpoint.split('/').nth(2).unwrap_or("")
}

/// The short name of the service at a host: its first word.
fn service_of(host: &str) -> &str {
    host.split(['.', ':']).next().unwrap_or(host)
}

/// That host, and those of its places where it is one of the vendor's.
fn own_hosts(state: &State, call: &Call) -> impl Iterator<Item = String> {
    const DOMAIN: &str = ".tencentcloudapi.com";
    let own = own_host(state, call);
    let service = own.strip_suffix(DOMAIN).filter(|service| !service.contains('.'));
    let place = move |place| service.map(|service| format!("{service}.{place}{DOMAIN}"));
    std::iter::once(own.to_owned()).chain(PLACES.into_iter().filter_map(place))
}

/// Whether a header's value is shown nowhere.
fn is_secret(header: &str) -> bool {
    ["x-tc-token", "authorization", "cookie"].contains(&header)
}

/// The query as it was sent, without what is secret.
fn shown_query(state: &State, call: &Call) -> String {
    let action = call.header("X-TC-Action");
    let pairs = call.query.split('&').map(|pair| {
        let hides = |name: &String| state.pages.hides(Protocol::V3, &action, name);
        match pair.split_once('=') {
            Some((name, _)) if form::read(pair).keys().any(hides) => format!("{name}=[redacted]"),
            _ => pair.to_owned(),
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}
