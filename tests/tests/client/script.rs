//! A transport that answers by a script and remembers what it was given, and when.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;
use vod_api::{
    Builder, Credential, HttpRequest, HttpResponse, Transport, TransportError, TransportFuture, v2,
    v3,
};

/// An answer, or none.
pub(crate) type Line = Result<HttpResponse, TransportError>;

/// What answers a request.
type Player = Box<dyn Fn(usize, &HttpRequest) -> Line + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Script(Arc<Inner>);

struct Inner {
    start: Instant,
    player: Player,
    seen: Mutex<Vec<Seen>>,
}

/// A request as it was given to the transport.
#[derive(Clone)]
pub(crate) struct Seen {
    /// Since the script began.
    pub(crate) at: Duration,
    pub(crate) limit: Duration,
    pub(crate) request: HttpRequest,
}

impl Script {
    /// Answers each request by its number and what it holds.
    pub(crate) fn played(
        player: impl Fn(usize, &HttpRequest) -> Line + Send + Sync + 'static,
    ) -> Self {
        let (start, seen) = (Instant::now(), Mutex::default());
        Self(Arc::new(Inner { start, player: Box::new(player), seen }))
    }

    /// Answers line by line; the last one goes on for ever.
    pub(crate) fn of<const N: usize>(lines: [fn() -> Line; N]) -> Self {
        Self::played(move |at, _| lines[at.min(N - 1)]())
    }

    pub(crate) fn v2(&self) -> v2::Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn v3(&self) -> v3::Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder<C: From<vod_api::Runtime>>(&self) -> Builder<C> {
        Builder::new().credential(Credential::new("AKID", "a key")).transport(self.clone())
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.0.seen.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.seen.lock().unwrap().len()
    }

    /// When requests were made, since the script began.
    pub(crate) fn times(&self) -> Vec<Duration> {
        self.seen().iter().map(|seen| seen.at).collect()
    }
}

impl Seen {
    /// A parameter of API 2.0, from the address or the form.
    pub(crate) fn parameter(&self, name: &str) -> String {
        let body = std::str::from_utf8(self.request.body()).unwrap();
        let pairs = self.request.uri().query().unwrap_or(body).split('&');
        let mut named = pairs.filter_map(|pair| pair.split_once('=')).filter(|(n, _)| *n == name);
        named.next().unwrap().1.to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.request.headers()[name].to_str().unwrap()
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest, limit: Duration) -> TransportFuture<'_> {
        let mut seen = self.0.seen.lock().unwrap();
        let line = (self.0.player)(seen.len(), &request);
        seen.push(Seen { at: self.0.start.elapsed(), limit, request });
        Box::pin(async { line })
    }
}

pub(crate) fn status(status: u16, body: impl Into<String>) -> HttpResponse {
    let mut response = HttpResponse::new(body.into().into());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    response
}

pub(crate) fn with(mut response: HttpResponse, name: &'static str, value: &str) -> Line {
    response.headers_mut().insert(name, value.parse().unwrap());
    Ok(response)
}

/// A success of `DeleteMedia` in API 3.0.
pub(crate) fn deleted() -> Line {
    Ok(status(200, r#"{"Response": {"RequestId": "an-id"}}"#))
}

/// A success of `CommitUpload` in API 2.0.
pub(crate) fn committed() -> Line {
    Ok(status(200, r#"{"code": 0, "fileId": "7", "video": {"url": "u"}}"#))
}

/// A refusal of API 3.0.
pub(crate) fn refused(code: &str) -> HttpResponse {
    let error = format!(r#"{{"Code": "{code}", "Message": "no"}}"#);
    status(200, format!(r#"{{"Response": {{"Error": {error}, "RequestId": "an-id"}}}}"#))
}

/// A refusal of API 2.0.
pub(crate) fn refused_v2(code: u32) -> HttpResponse {
    status(200, format!(r#"{{"code": {code}, "message": "no", "codeDesc": ""}}"#))
}

/// The line is cut once the request is sent.
pub(crate) fn cut() -> Line {
    Err(TransportError { what: "the line is cut".to_owned(), sent: true })
}

/// No connection stands.
pub(crate) fn unreachable() -> Line {
    Err(TransportError { what: "out of reach".to_owned(), sent: false })
}
