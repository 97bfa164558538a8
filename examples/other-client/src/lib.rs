//! VOD by way of ureq: vod-api signs the request and reads the answer, ureq carries both. The same
//! few lines do for any HTTP library that speaks in types of the `http` crate.

use std::fmt;
use std::time::Duration;

use ureq::Agent;
use vod_api::{Action, v3};

/// No answer is read past this.
const LARGEST_ANSWER: u64 = 8 << 20;

/// A client whose requests ureq carries.
pub struct OtherClient {
    vod: v3::Client,
    agent: Agent,
}

impl OtherClient {
    /// Of a client that knows keys and endpoint.
    pub fn new(vod: v3::Client) -> Self {
        let config = Agent::config_builder()
            // The body says why VOD refused, whatever the status.
            .http_status_as_error(false)
            // A signature is good for one address.
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            // Straight to the sandbox. Without this line it goes by the environment's proxy.
            .proxy(None);
        Self { vod, agent: config.build().into() }
    }

    /// Sends a request of any Action and gives its response.
    pub fn send<A: Action>(&self, request: &A) -> Result<A::Response, Failure> {
        let signed = self.vod.sign(request)?;
        let (head, mut body) = self.agent.run(signed.map(Vec::from))?.into_parts();
        let body = body.with_config().limit(LARGEST_ANSWER).read_to_vec()?;
        let answer = ureq::http::Response::from_parts(head, body);
        Ok(self.vod.read(request, answer)?)
    }
}

/// Why there is no response.
#[derive(Debug)]
pub enum Failure {
    /// VOD refused, the answer cannot be read, or the request breaks its page's rules.
    Vod(vod_api::Error),
    /// No whole answer came.
    Http(ureq::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vod(error) => error.fmt(f),
            Self::Http(error) => write!(f, "no answer: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<vod_api::Error> for Failure {
    fn from(error: vod_api::Error) -> Self {
        Self::Vod(error)
    }
}

impl From<ureq::Error> for Failure {
    fn from(error: ureq::Error) -> Self {
        Self::Http(error)
    }
}
