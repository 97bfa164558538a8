//! Who answers which request.

use axum::body::Body;
use http::header::DATE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;

use crate::arrival::Arrival;
use crate::state::State;
use crate::{cos, media, time, v2, v3};

/// Who answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    V3,
    V2,
    Cos,
    /// Files of committed uploads, by COS.
    Media,
    /// Nobody else.
    Nowhere,
}

/// Answers what came on a connection.
pub(crate) async fn answer(
    state: &State,
    connection: u64,
    request: Request<Incoming>,
) -> Response<Body> {
    let (arrival, request) = Arrival::of(connection, request);
    let room = Room::of(&arrival.host, &request);
    let mut response = room.answer(state, &arrival, request).await;
    if let Ok(date) = HeaderValue::from_str(&time::http(state.now())) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

impl Room {
    fn of(host: &str, request: &Request<Body>) -> Self {
        let path = request.uri().path();
        if v3::is_named(request) {
            return Self::V3;
        }
        if cos::bucket_of_host(host).is_some() {
            return Self::Cos;
        }
        if path == v2::PATH {
            return Self::V2;
        }
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if reads && path.starts_with(media::PATH) {
            return Self::Media;
        }
        if v3::is_meant(request) {
            return Self::V3;
        }
        if path.len() <= 1 { Self::Nowhere } else { Self::Cos }
    }

    pub(crate) async fn answer(
        self,
        state: &State,
        arrival: &Arrival,
        request: Request<Body>,
    ) -> Response<Body> {
        match self {
            Self::V3 => v3::answer(state, arrival, request).await,
            Self::V2 => v2::answer(state, arrival, request).await,
            Self::Cos => cos::answer(state, arrival, request).await,
            Self::Media => cos::publish(state, arrival, request).await,
            Self::Nowhere => nowhere(),
        }
    }
}

/// The answer to what nobody else answers.
fn nowhere() -> Response<Body> {
    const TOLD: &str = "nothing lives here: API 3.0 is a POST with X-TC-Action to /, API 2.0 is \
                        at /v2/index.php\n";
    let mut response = Response::new(Body::from(TOLD));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
