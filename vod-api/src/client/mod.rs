//! The runtime behind every generated client: it prepares, sends and reads; none of it is
//! generic over Actions.

mod answer;
mod builder;
mod clock;
#[cfg(feature = "reqwest")]
pub(crate) mod connections;
mod counters;
mod endpoint;
mod exchange;
mod keys;
mod prepared;
#[cfg(feature = "reqwest")]
mod proxy;
mod rate;
mod retry;
mod sending;
mod time;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use builder::Builder;
pub use counters::Counters;
pub use prepared::Prepared;
pub use retry::Retry;
pub use sending::Sending;

use answer::{Answer, Hidden};
use clock::Clock;
use counters::Counting;
use endpoint::Endpoints;
use exchange::{Exchange, Limits, Read};
use keys::Keys;
use prepared::Signing;
use rate::RateLimits;
use retry::Budget;

use crate::Json;
use crate::action::{Action, ActionInfo};
use crate::error::Error;
use crate::mock::Mock;
use crate::protocol::v2::{self, Method, Stamp};
use crate::protocol::{Protocol, v3};
use crate::request::{Params, Untyped, check};
use crate::secret::Secret;
use crate::transport::Transport;

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
    pub(crate) keys: Keys,
    v2: v2::Signer,
    v3: v3::Signer,
    endpoints: Endpoints,
    #[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "the leg to COS reads it"))]
    pub(crate) cos_endpoint: Option<String>,
    plain_http: bool,
    method: Option<Method>,
    /// How long a call may take, and a try of it.
    deadline: Duration,
    attempt: Duration,
    retry: Retry,
    budget: Budget,
    /// Whether Actions are held to the rate limits of their pages.
    rate_limited: bool,
    rates: RateLimits,
    pub(crate) clock: Arc<Clock>,
    counting: Counting,
}

impl Settings {
    /// What is secret of the way that requests go.
    #[cfg(feature = "reqwest")]
    pub(crate) fn secrets(&self) -> &[Secret] {
        self.connections.secrets()
    }

    /// What is secret of the way that requests go.
    #[cfg(not(feature = "reqwest"))]
    #[allow(clippy::unused_self, reason = "with reqwest it is used")]
    pub(crate) fn secrets(&self) -> &[Secret] {
        &[]
    }

    /// The address that stands in for the pages', if one does.
    #[cfg(feature = "reqwest")]
    pub(crate) fn called(&self) -> &str {
        self.endpoints.own()
    }

    /// How often a request is sent at most.
    #[cfg(feature = "reqwest")]
    pub(crate) fn attempts(&self) -> u32 {
        self.retry.most()
    }

    /// What carries requests, and whether it is ours.
    fn transport(&self) -> (&dyn Transport, bool) {
        #[cfg(feature = "reqwest")]
        let ours = &self.connections;
        #[cfg(not(feature = "reqwest"))]
        let ours = &crate::transport::Nothing;
        self.transport.as_deref().map_or((ours, true), |own| (own, false))
    }
}

/// An Action that is called, with a page or by its name.
pub(crate) struct Called<'a> {
    action: &'a str,
    info: Option<&'static ActionInfo>,
    protocol: Protocol,
    /// Of API 3.0 alone.
    version: Option<Cow<'static, str>>,
    endpoint: Cow<'a, str>,
}

impl Called<'static> {
    fn with_page(info: &'static ActionInfo) -> Self {
        let service = info.service;
        let version = match service.protocol {
            Protocol::V2 => None,
            Protocol::V3 { version } => Some(info.version.unwrap_or(version).into()),
        };
        let endpoint = info.endpoint.unwrap_or(service.endpoint).into();
        Self { action: info.name, info: Some(info), protocol: service.protocol, version, endpoint }
    }
}

impl<'a> Called<'a> {
    /// By the request's own address, which is looked at first.
    fn by_name(request: &'a Untyped, plain_http: bool) -> Result<Self, Error> {
        let service =
            if request.version().is_some() { &crate::v3::SERVICE } else { &crate::v2::SERVICE };
        let endpoint = match request.own_endpoint() {
            Some(endpoint) => endpoint::address(endpoint, plain_http)?.into(),
            None => service.endpoint.into(),
        };
        Ok(Self {
            action: request.name(),
            info: None,
            protocol: service.protocol,
            version: request.version().map(|version| version.to_owned().into()),
            endpoint,
        })
    }
}

impl Runtime {
    #[cfg(feature = "reqwest")]
    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    /// Validates and signs a request; nothing is sent.
    pub fn prepare<A: Action>(&self, request: &A, stamp: Stamp) -> Result<Prepared, Error> {
        self.checked(&Called::with_page(A::INFO), request, stamp)
    }

    /// Like [`Runtime::prepare`], by this machine's clock or the server's where they have differed.
    pub fn prepare_now<A: Action>(&self, request: &A) -> Result<Prepared, Error> {
        self.prepare(request, self.0.clock.stamp())
    }

    /// Like [`Runtime::prepare`], of a request that was validated before.
    pub(crate) fn signed<A: Action>(&self, request: &A, stamp: Stamp) -> Result<Prepared, Error> {
        self.sign(&Called::with_page(A::INFO), request, stamp)
    }

    /// Like [`Runtime::prepare`], for an Action by name.
    pub fn prepare_untyped(&self, request: &Untyped, stamp: Stamp) -> Result<Prepared, Error> {
        self.checked(&Called::by_name(request, self.0.plain_http)?, request, stamp)
    }

    fn checked(
        &self,
        called: &Called<'_>,
        request: &dyn Params,
        stamp: Stamp,
    ) -> Result<Prepared, Error> {
        check(called.action, called.protocol, request)?;
        self.sign(called, request, stamp)
    }

    #[inline]
    fn sign(
        &self,
        called: &Called<'_>,
        request: &dyn Params,
        stamp: Stamp,
    ) -> Result<Prepared, Error> {
        let (credential, turn) = (&self.0.keys.known()?, self.0.endpoints.turn());
        Ok(prepared::sign(&self.0, called, request, Signing { credential, turn, stamp }))
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
        let credential = self.0.keys.known().ok();
        let hidden = Hidden {
            request,
            credential: credential.as_deref(),
            signature: "",
            way: self.0.secrets(),
        };
        Answer::new(&Called::with_page(A::INFO), status, body.into(), &hidden)?.into_response()
    }

    /// Sends a request to an Action by name; gives the whole answer, envelope and all.
    ///
    /// A refusal is [`Error::Refused`], without a meaning: there is no page to take it from. Nor is
    /// there one to say that it may be repeated: it is sent again only when it was refused as one
    /// too many, or cannot have reached the server.
    pub fn send_untyped<'a>(&'a self, request: &'a Untyped) -> Sending<'a, Json> {
        Sending::new(move |limits| {
            Box::pin(async move {
                let called = Called::by_name(request, self.0.plain_http)?;
                let mut json = Json::Null;
                let read: &mut Read<'_> = &mut |answer| {
                    json = answer.into_json()?;
                    Ok(())
                };
                self.exchange(&called, request, limits, read).await?;
                Ok(json)
            })
        })
    }

    /// Sends a request; the answer can be awaited.
    pub fn send<A: Action>(&self, request: A) -> Sending<'_, A::Response> {
        Sending::new(move |limits| {
            Box::pin(async move {
                let mut response = A::Response::default();
                let read: &mut Read<'_> = &mut |answer| {
                    response = answer.into_response()?;
                    Ok(())
                };
                self.exchange(&Called::with_page(A::INFO), &request, limits, read).await?;
                Ok(response)
            })
        })
    }

    async fn exchange(
        &self,
        called: &Called<'_>,
        request: &dyn Params,
        limits: Limits,
        read: &mut Read<'_>,
    ) -> Result<(), Error> {
        Exchange::new(&self.0, called, request, limits).run(read).await
    }

    /// Fetches the key pair where that has not been done: for who wants to know early whether there
    /// is one, or signs without sending. A client that was given a pair has it.
    pub async fn ready(&self) -> Result<(), Error> {
        self.0.keys.get().await.map(drop)
    }

    /// What the client and its clones have done so far.
    pub fn counters(&self) -> Counters {
        self.0.counting.read()
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").field("keys", &self.0.keys).finish_non_exhaustive()
    }
}
