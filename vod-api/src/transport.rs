//! What carries a signed request: reqwest with the default features, or what a user brings.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use crate::HttpRequest;

/// Carries a signed request and brings the answer.
///
/// ```
/// use std::time::Duration;
/// use vod_api::{Credential, HttpRequest, Transport, TransportError, TransportFuture, v3};
///
/// struct Offline;
///
/// impl Transport for Offline {
///     fn send(&self, request: HttpRequest, _: Duration) -> TransportFuture<'_> {
///         let what = format!("{} is out of reach", request.uri().host().unwrap_or_default());
///         Box::pin(async move { Err(TransportError { what, sent: false }) })
///     }
/// }
///
/// let client: v3::Client =
///     v3::Client::builder().credential(Credential::new("AKID", "key")).transport(Offline).build()?;
/// # let _ = client;
/// # Ok::<(), vod_api::Error>(())
/// ```
///
/// The request is whole: method, address, headers and body are as they were signed, and nothing may
/// be changed. No redirect may be followed: a signature is good for one address. The whole exchange
/// ought to end within the time limit.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request once.
    fn send(&self, request: HttpRequest, timeout: Duration) -> TransportFuture<'_>;
}

/// An exchange under way.
pub type TransportFuture<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

/// Why no whole answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportError {
    /// What happened. It must not show the address: a signature may be in it.
    pub what: String,
    /// Whether the request may have reached the server.
    pub sent: bool,
}

impl std::fmt::Display for TransportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for TransportError {}

/// What carries nothing: there is no reqwest, and the user brought no transport.
#[cfg(not(feature = "reqwest"))]
pub(crate) struct Nothing;

#[cfg(not(feature = "reqwest"))]
impl Transport for Nothing {
    fn send(&self, _: HttpRequest, _: Duration) -> TransportFuture<'_> {
        let what = "nothing carries requests: give the builder a transport, switch the feature \
                    `reqwest` on, or sign, send and read by yourself"
            .to_owned();
        Box::pin(async { Err(TransportError { what, sent: false }) })
    }
}
