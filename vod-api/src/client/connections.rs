//! The connections of a client, opened when they are first needed.
//!
//! Signing offline needs none, and a machine without certificates can do that too.

use std::sync::OnceLock;
use std::time::Duration;

use crate::error::Error;

/// A reqwest client, the user's or ours.
pub(crate) struct Connections {
    http: OnceLock<reqwest::Client>,
    /// Whether ours is to speak TLS at all: one that never does needs no certificates, and bare
    /// machines have none.
    secure: bool,
}

impl Connections {
    pub(super) fn new(own: Option<reqwest::Client>, secure: bool) -> Self {
        Self { http: own.map_or_else(OnceLock::new, OnceLock::from), secure }
    }

    /// The client. Two callers may start one each at the same time; one of the two is kept.
    pub(crate) fn http(&self) -> Result<&reqwest::Client, Error> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        let started = start(self.secure)?;
        Ok(self.http.get_or_init(|| started))
    }
}

fn start(secure: bool) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10));
    tls(builder, secure).build().map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        Error::config(format!("the HTTP client cannot start{}", cause.unwrap_or_default()))
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
