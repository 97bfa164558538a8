//! The connections of a client, opened when they are first needed.
//!
//! Signing offline needs none, and a machine without certificates can do that too.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::Url;
#[cfg(feature = "rustls")]
use rustls::RootCertStore;
#[cfg(feature = "rustls")]
use rustls::pki_types::CertificateDer;
#[cfg(feature = "rustls")]
use rustls::pki_types::pem::PemObject as _;
use tokio::time;

use super::endpoint::is_loopback;
use super::proxy::Proxy;
use crate::HttpRequest;
use crate::error::{ConfigFault, Error};
use crate::secret::Secret;
use crate::transport::{Transport, TransportError, TransportFuture};

/// No answer is read past this.
const LARGEST_ANSWER: usize = 8 << 20;

/// How connections are made, where a user says so.
pub(super) struct Setup {
    /// A reqwest client of the user's, in place of ours.
    pub(super) own: Option<reqwest::Client>,
    pub(super) proxy: Option<Proxy>,
    /// Certificates that are trusted beside those of the machine.
    #[cfg(feature = "rustls")]
    pub(super) roots: Vec<reqwest::Certificate>,
    /// How long a connection may take until it stands.
    pub(super) connect: Duration,
    /// How long nothing may move on one that stands.
    pub(super) idle: Duration,
}

impl Default for Setup {
    fn default() -> Self {
        let (connect, idle) = (Duration::from_secs(10), Duration::from_secs(30));
        Self {
            own: None,
            proxy: None,
            #[cfg(feature = "rustls")]
            roots: Vec::new(),
            connect,
            idle,
        }
    }
}

/// A reqwest client of the user's, or ours.
pub(crate) struct Connections {
    setup: Setup,
    /// Ours to other machines, by way of the proxy that the environment names.
    far: OnceLock<reqwest::Client>,
    /// Ours to this machine. No proxy reaches a loopback that is not its own.
    near: OnceLock<reqwest::Client>,
    /// Whether ours are to speak TLS at all: one that never does needs no certificates, and bare
    /// machines have none.
    #[cfg_attr(not(feature = "rustls"), allow(dead_code, reason = "without TLS none does"))]
    secure: bool,
}

impl Connections {
    pub(super) fn new(setup: Setup, secure: bool) -> Self {
        Self { setup, far: OnceLock::new(), near: OnceLock::new(), secure }
    }

    /// What a proxy knows and nobody is to be told.
    pub(super) fn secrets(&self) -> &[Secret] {
        self.setup.proxy.as_ref().map_or(&[], |proxy| &proxy.secrets)
    }

    /// How long nothing may move.
    pub(crate) fn idle(&self) -> Duration {
        self.setup.idle
    }

    /// The client for an address. Two callers may start one each at the same time; one of the two
    /// is kept.
    pub(crate) fn to(&self, url: &Url) -> Result<&reqwest::Client, Error> {
        if let Some(own) = &self.setup.own {
            return Ok(own);
        }
        // A proxy of the user's own is gone by always, that of the environment only to other
        // machines.
        let near = self.setup.proxy.is_none() && url.host_str().is_some_and(is_loopback);
        let kept = if near { &self.near } else { &self.far };
        if let Some(http) = kept.get() {
            return Ok(http);
        }
        let started = self.start(near)?;
        Ok(kept.get_or_init(|| started))
    }

    /// A client for what is fetched from anywhere to be uploaded.
    pub(crate) fn fetching(&self, url: &Url) -> Result<reqwest::Client, Error> {
        if let Some(own) = &self.setup.own {
            return Ok(own.clone());
        }
        let near = self.setup.proxy.is_none() && url.host_str().is_some_and(is_loopback);
        let follow = reqwest::redirect::Policy::custom(|attempt| {
            let from = attempt.previous().last().map(Url::scheme);
            match (from, attempt.url().scheme()) {
                (Some("https"), "http") => attempt.error("it leads from https to http"),
                _ if attempt.previous().len() > 10 => attempt.error("it leads on and on"),
                _ => attempt.follow(),
            }
        });
        let secure = url.scheme() == "https" || !near || self.secure;
        started(self.tls(self.bare(near).redirect(follow), secure))
    }

    fn start(&self, near: bool) -> Result<reqwest::Client, Error> {
        let follow = reqwest::redirect::Policy::none();
        started(self.tls(self.bare(near).redirect(follow), self.secure))
    }

    fn bare(&self, near: bool) -> reqwest::ClientBuilder {
        let builder = reqwest::Client::builder().connect_timeout(self.setup.connect);
        match &self.setup.proxy {
            _ if near => builder.no_proxy(),
            Some(proxy) => builder.proxy(proxy.way.clone()),
            None => builder,
        }
    }

    #[cfg(feature = "rustls")]
    fn tls(&self, builder: reqwest::ClientBuilder, secure: bool) -> reqwest::ClientBuilder {
        // Without a provider of the program's own, ring is the process's. The result says that
        // there is one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        match (secure, &*self.setup.roots) {
            (false, _) => builder.tls_certs_only([]),
            (true, []) => builder,
            (true, roots) => builder.tls_certs_merge(roots.iter().cloned()),
        }
    }

    #[cfg(not(feature = "rustls"))]
    #[allow(clippy::unused_self, reason = "with TLS it is used")]
    fn tls(&self, builder: reqwest::ClientBuilder, _: bool) -> reqwest::ClientBuilder {
        builder
    }
}

impl Transport for Connections {
    fn send(&self, request: HttpRequest, timeout: Duration) -> TransportFuture<'_> {
        Box::pin(async move {
            let mut request = reqwest::Request::try_from(request).map_err(failure)?;
            *request.timeout_mut() = Some(timeout);
            let unsent = |error: Error| TransportError { what: error.to_string(), sent: false };
            let http = self.to(request.url()).map_err(unsent)?;
            let late = |error: reqwest::Error| {
                let (is_late, failed) = (error.is_timeout(), failure(error));
                // A connection that takes too long has a limit of its own.
                let what = format!("timed out after {timeout:?}");
                if is_late && failed.sent { TransportError { what, ..failed } } else { failed }
            };
            let mut response = http.execute(request).await.map_err(late)?;
            let mut body = BytesMut::new();
            let idle = self.idle();
            let silent = |_| {
                let what = format!("timed out: nothing came for {idle:?}");
                TransportError { what, sent: true }
            };
            while let Some(chunk) =
                time::timeout(idle, response.chunk()).await.map_err(silent)?.map_err(late)?
            {
                if body.len() + chunk.len() > LARGEST_ANSWER {
                    let what =
                        format!("the answer is longer than {LARGEST_ANSWER} bytes, not read on");
                    return Err(TransportError { what, sent: true });
                }
                body.extend_from_slice(&chunk);
            }
            let mut answer = http::Response::new(body.freeze());
            *answer.status_mut() = response.status();
            std::mem::swap(answer.headers_mut(), response.headers_mut());
            Ok(answer)
        })
    }
}

/// What reqwest says of a failure, without the address: the signature is in it.
pub(crate) fn failure(error: reqwest::Error) -> TransportError {
    // Only a connection that never stood is known to have carried nothing.
    let sent = !(error.is_connect() || error.is_builder());
    let timeout = error.is_timeout();
    let error = error.without_url();
    let mut what = if timeout { "timed out".to_owned() } else { error.to_string() };
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        what = format!("{what}: {error}");
        cause = error.source();
    }
    TransportError { what, sent }
}

/// The certificates of a PEM file, or what is wrong with it.
#[cfg(feature = "rustls")]
pub(super) fn roots(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, String> {
    let roots = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    let roots = roots.ok().filter(|roots| !roots.is_empty());
    let roots = roots.ok_or("the root certificates hold none in PEM's form")?;
    let unusable = |error: &dyn std::fmt::Display| {
        format!("one of the root certificates cannot be used: {error}")
    };
    let usable = |root: CertificateDer<'_>| {
        let usable = reqwest::Certificate::from_der(&root).map_err(|error| unusable(&error))?;
        RootCertStore::empty().add(root).map_err(|error| unusable(&error))?;
        Ok(usable)
    };
    roots.into_iter().map(usable).collect()
}

/// A client for what is next door to this machine: by no proxy, in the clear, and in no time.
pub(crate) fn bare(timeout: Duration) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(timeout);
    started(Connections::new(Setup::default(), false).tls(builder, false))
}

fn started(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        let what = format!("the HTTP client cannot start{}", cause.unwrap_or_default());
        Error::config(ConfigFault::Http, what)
    })
}
