//! The connections of a client, opened when they are first needed.
//!
//! Signing offline needs none, and a machine without certificates can do that too.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::Url;

use crate::error::{ConfigFault, Error};

/// A reqwest client of the user's, or ours.
pub(crate) struct Connections {
    own: Option<reqwest::Client>,
    /// Ours to other machines, by way of the proxy that the environment names.
    far: OnceLock<reqwest::Client>,
    /// Ours to this machine. No proxy reaches a loopback that is not its own.
    near: OnceLock<reqwest::Client>,
    /// Whether ours are to speak TLS at all: one that never does needs no certificates, and bare
    /// machines have none.
    secure: bool,
}

impl Connections {
    pub(super) fn new(own: Option<reqwest::Client>, secure: bool) -> Self {
        Self { own, far: OnceLock::new(), near: OnceLock::new(), secure }
    }

    /// The client for an address. Two callers may start one each at the same time; one of the two
    /// is kept.
    pub(crate) fn to(&self, url: &Url) -> Result<&reqwest::Client, Error> {
        if let Some(own) = &self.own {
            return Ok(own);
        }
        let near = url.host_str().is_some_and(is_loopback);
        let kept = if near { &self.near } else { &self.far };
        if let Some(http) = kept.get() {
            return Ok(http);
        }
        let started = start(self.secure, near)?;
        Ok(kept.get_or_init(|| started))
    }
}

/// Whether a host, without its port, is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn start(secure: bool, near: bool) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10));
    let builder = if near { builder.no_proxy() } else { builder };
    tls(builder, secure).build().map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        let what = format!("the HTTP client cannot start{}", cause.unwrap_or_default());
        Error::config(ConfigFault::Http, what)
    })
}

#[cfg(feature = "rustls")]
fn tls(builder: reqwest::ClientBuilder, secure: bool) -> reqwest::ClientBuilder {
    // Without a provider of the program's own, ring is the process's. The result says that there
    // is one already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    if secure { builder } else { builder.tls_certs_only([]) }
}

#[cfg(not(feature = "rustls"))]
fn tls(builder: reqwest::ClientBuilder, _: bool) -> reqwest::ClientBuilder {
    builder
}
