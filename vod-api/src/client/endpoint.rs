//! Where requests go: an address that was looked at, and the ones that stand in for it.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::address::shown;
use crate::error::{ConfigFault, Error};
use crate::protocol::Protocol;

/// Where every Action is called: in place of its page's address, and when that cannot be reached.
///
/// A client stays with the one that it reached last.
#[derive(Default)]
pub(crate) struct Endpoints {
    /// In place of the page's address.
    own: Option<Endpoint>,
    others: Vec<Endpoint>,
    /// How often one was given up for the next.
    turns: AtomicUsize,
}

impl Endpoints {
    pub(super) fn new(own: Option<Endpoint>, others: Vec<Endpoint>) -> Self {
        Self { own, others, turns: AtomicUsize::new(0) }
    }

    /// The one in place of the pages', if there is one.
    #[cfg(feature = "reqwest")]
    pub(super) fn own(&self) -> &str {
        self.own.as_ref().map_or("", |own| &own.v3)
    }

    /// Whose turn it is.
    pub(super) fn turn(&self) -> usize {
        self.turns.load(Ordering::Relaxed)
    }

    /// Gives up the one whose turn it was; whether there is another. Of calls that find the same
    /// one out of reach, one moves on for all.
    pub(super) fn turn_from(&self, turn: usize) -> bool {
        let next = turn.wrapping_add(1);
        let _ = self.turns.compare_exchange(turn, next, Ordering::Relaxed, Ordering::Relaxed);
        !self.others.is_empty()
    }

    /// The address at a turn, of a page that has this one.
    #[inline]
    pub(super) fn at<'a>(&'a self, turn: usize, of_page: &'a str, protocol: Protocol) -> &'a str {
        let other = match self.others.len() {
            0 => None,
            others => (turn % (others + 1)).checked_sub(1).and_then(|at| self.others.get(at)),
        };
        match (other.or(self.own.as_ref()), protocol) {
            (None, _) => of_page,
            (Some(endpoint), Protocol::V2) => &endpoint.v2,
            (Some(endpoint), Protocol::V3 { .. }) => &endpoint.v3,
        }
    }
}

/// An address, for each generation of the API.
pub(crate) struct Endpoint {
    v2: String,
    v3: String,
}

impl Endpoint {
    /// Of an address that was looked at: scheme, host and path.
    pub(super) fn of(address: &str) -> Self {
        let after = address.find("://").map_or(0, |at| at + 3);
        let path = address.get(after..).and_then(|rest| rest.find('/')).map(|at| after + at);
        let (host, path) = address.split_at(path.unwrap_or(address.len()));
        let path = if matches!(path, "" | "/") { "/v2/index.php" } else { path };
        Self { v2: format!("{host}{path}"), v3: host.to_owned() }
    }
}

/// An endpoint as it is called and signed: scheme, host and path.
pub(super) fn address(endpoint: &str, plain_http: bool) -> Result<String, Error> {
    let faulty = |fault, why: &str| {
        Error::config(fault, format!("the endpoint `{}` {why}", shown(endpoint)))
    };
    let bad = |why: &str| faulty(ConfigFault::Endpoint, why);
    let uri: http::Uri =
        endpoint.parse().map_err(|error| bad(&format!("is no address: {error}")))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(bad("needs a scheme and a host, like https://vod.tencentcloudapi.com"));
    };
    if authority.as_str().contains('@') {
        let what = "an endpoint must not hold a user name or a password";
        return Err(Error::config(ConfigFault::Endpoint, what));
    }
    if uri.query().is_some() {
        return Err(bad("must not have a query"));
    }
    match scheme {
        "https" => {}
        "http" if plain_http || is_loopback(authority.host()) => {}
        "http" => return Err(faulty(ConfigFault::PlainHttp, "is plain http to another machine")),
        _ => return Err(bad("is neither https nor http")),
    }
    // The host is signed as it is sent: in small letters, without the port that the scheme implies.
    let host = authority.as_str().to_ascii_lowercase();
    let implied = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(implied).unwrap_or(&host);
    Ok(format!("{scheme}://{host}{}", uri.path()))
}

/// Whether a host, without its port, is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
