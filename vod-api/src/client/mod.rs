//! The runtime behind every generated client: it prepares, sends and reads; none of it is
//! generic over Actions.

mod answer;
mod builder;
#[cfg(feature = "reqwest")]
pub(crate) mod connections;
mod prepared;
mod sending;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use answer::Answer;
pub use builder::Builder;
pub use prepared::Prepared;
pub use sending::Sending;

use crate::Json;
use crate::action::{Action, ActionInfo};
use crate::credential::Credential;
use crate::error::Error;
use crate::mock::Mock;
use crate::protocol::v2::{self, Method, Stamp};
use crate::protocol::{Protocol, v3};
use crate::request::{Params, Untyped, check, secrets};
use crate::secret::{Secret, scrubbed};
use crate::transport::{Transport, TransportError};

/// What the generated clients share: connections, keys, settings. Cheap to clone.
#[derive(Clone)]
pub struct Runtime(Arc<Settings>);

pub(crate) struct Settings {
    /// What carries requests, where a user brought it.
    pub(crate) transport: Option<Box<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    pub(crate) connections: connections::Connections,
    /// What answers in the network's place.
    pub(crate) mock: Option<Mock>,
    pub(crate) credential: Credential,
    pub(crate) v2: v2::Signer,
    pub(crate) v3: v3::Signer,
    pub(crate) endpoint: Option<Endpoint>,
    #[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "the leg to COS reads it"))]
    pub(crate) cos_endpoint: Option<String>,
    pub(crate) method: Option<Method>,
    pub(crate) timeout: Duration,
}

/// Where every Action is called in place of its page's address, for each generation.
pub(crate) struct Endpoint {
    pub(crate) v2: String,
    pub(crate) v3: String,
}

/// An Action that is called, with a page or by its name.
pub(crate) struct Called<'a> {
    action: &'a str,
    info: Option<&'static ActionInfo>,
    protocol: Protocol,
    /// Of API 3.0 alone.
    version: Option<Cow<'static, str>>,
    endpoint: &'a str,
}

impl Called<'static> {
    fn with_page(info: &'static ActionInfo) -> Self {
        let service = info.service;
        let version = match service.protocol {
            Protocol::V2 => None,
            Protocol::V3 { version } => Some(info.version.unwrap_or(version).into()),
        };
        let endpoint = info.endpoint.unwrap_or(service.endpoint);
        Self { action: info.name, info: Some(info), protocol: service.protocol, version, endpoint }
    }
}

impl<'a> Called<'a> {
    fn by_name(request: &'a Untyped) -> Self {
        let service =
            if request.version().is_some() { &crate::v3::SERVICE } else { &crate::v2::SERVICE };
        Self {
            action: request.name(),
            info: None,
            protocol: service.protocol,
            version: request.version().map(|version| version.to_owned().into()),
            endpoint: service.endpoint,
        }
    }
}

impl Runtime {
    #[cfg(feature = "reqwest")]
    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    /// Validates and signs a request; nothing is sent.
    pub fn prepare<A: Action>(&self, request: &A, stamp: Stamp) -> Result<Prepared, Error> {
        prepared::prepare(&self.0, &Called::with_page(A::INFO), request, stamp)
    }

    /// Like [`Runtime::prepare`], of a request that was validated before.
    pub(crate) fn signed<A: Action>(&self, request: &A, stamp: Stamp) -> Prepared {
        prepared::sign(&self.0, &Called::with_page(A::INFO), request, stamp)
    }

    /// Like [`Runtime::prepare`], for an Action by name.
    pub fn prepare_untyped(&self, request: &Untyped, stamp: Stamp) -> Result<Prepared, Error> {
        prepared::prepare(&self.0, &Called::by_name(request), request, stamp)
    }

    /// Reads the answer to a request that was [prepared](Self::prepare) and carried by other means.
    ///
    /// A client's own `read` takes an answer of the `http` crate's.
    ///
    /// ```
    /// use vod_api::{Credential, v3};
    ///
    /// let client = v3::Client::new(Credential::new("AKID", "key"))?;
    /// let request = v3::DeleteMedia::builder().file_id("5285485491730284163").build();
    /// let answer = r#"{"Response": {"RequestId": "4c8f1b26-d7e3-4b90-8a45-6f708192ab3c"}}"#;
    /// let deleted = client.runtime().read(&request, 200, answer)?;
    /// assert!(deleted.unknown.is_empty());
    /// # Ok::<(), vod_api::Error>(())
    /// ```
    pub fn read<A: Action>(
        &self,
        request: &A,
        status: u16,
        body: impl Into<Vec<u8>>,
    ) -> Result<A::Response, Error> {
        let hidden = self.hidden(request);
        Answer::new(&Called::with_page(A::INFO), status, body.into(), hidden)?.into_response()
    }

    /// Sends a request to an Action by name; gives the whole answer, envelope and all.
    ///
    /// A refusal is [`Error::Refused`], without a meaning: there is no page to take it from.
    pub fn send_untyped<'a>(&'a self, request: &'a Untyped) -> Sending<'a, Json> {
        let exchange = async move { self.exchange(&Called::by_name(request), request).await };
        Sending::new(Box::pin(exchange), Answer::into_json)
    }

    /// Sends a request; the answer can be awaited.
    pub fn send<A: Action>(&self, request: A) -> Sending<'_, A::Response> {
        let exchange = async move { self.exchange(&Called::with_page(A::INFO), &request).await };
        Sending::new(Box::pin(exchange), Answer::into_response)
    }

    async fn exchange(&self, called: &Called<'_>, request: &dyn Params) -> Result<Answer, Error> {
        let Called { action, info, .. } = *called;
        if let Some(mock) = &self.0.mock {
            check(action, called.protocol, request)?;
            let body = mock.answer(action, called.protocol, request)?;
            return Answer::new(called, 200, body.into_bytes(), self.hidden(request));
        }
        let prepared = prepared::prepare(&self.0, called, request, Stamp::now())?;
        let timeout = info.and_then(|info| info.timeout).unwrap_or(self.0.timeout);
        let mut hidden = self.hidden(request);
        hidden.push(prepared.secret());
        let host = prepared.host().to_owned();
        tracing::debug!(action, host, method = prepared.method(), "sending");
        let answer = self.transport().send(prepared.into_http()?, timeout).await;
        let answer = answer.map_err(|TransportError { what, sent }| {
            // A user's transport may show more than it ought to.
            let what = scrubbed(what, &hidden);
            Error::transport(action, &host, TransportError { what, sent })
        })?;
        let (status, body) = (answer.status().as_u16(), answer.into_body());
        tracing::debug!(action, status, bytes = body.len(), "answered");
        Answer::new(called, status, body.into(), hidden)
    }

    /// What is sent and must not be shown: a server's message may echo it.
    fn hidden(&self, request: &dyn Params) -> Vec<Secret> {
        let of_request = secrets(request).into_iter().map(Secret::from);
        of_request.chain(self.0.credential.secrets().cloned()).collect()
    }

    fn transport(&self) -> &dyn Transport {
        #[cfg(feature = "reqwest")]
        let ours = &self.0.connections;
        #[cfg(not(feature = "reqwest"))]
        let ours = &crate::transport::Nothing;
        self.0.transport.as_deref().unwrap_or(ours)
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("secret_id", &self.0.credential.secret_id())
            .field("endpoint", &self.0.endpoint.as_ref().map(|endpoint| &endpoint.v2))
            .finish_non_exhaustive()
    }
}

/// Whether a host, without its port, is this machine.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
