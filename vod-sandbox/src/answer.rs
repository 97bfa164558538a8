//! Who answers which request, and whether a fault comes in between.

use axum::body::Body;
use http::header::{CONTENT_TYPE, DATE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;

use crate::arrival::{Arrival, Connection};
use crate::fault::{self, Asked, Cut, FaultError};
use crate::state::State;
use crate::{Seen, cos, form, media, roles, time, v2, v3};

/// Who answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    V3,
    V2,
    Cos,
    /// Files of committed uploads, by COS.
    Media,
    /// What an instance of CVM reads of itself.
    Metadata,
    /// Nobody else.
    Nowhere,
}

/// Answers what came on a connection, or cuts it.
pub(crate) async fn answer(
    state: &State,
    connection: &Connection,
    request: Request<Incoming>,
) -> Result<Response<Body>, Cut> {
    let (arrival, request) = Arrival::of(connection, request);
    let mut response = respond(state, arrival, request).await?;
    if let Some(link) = state.manner.link {
        tokio::time::sleep(link.latency).await;
    }
    if let Ok(date) = HeaderValue::from_str(&time::http(state.now())) {
        response.headers_mut().insert(DATE, date);
    }
    Ok(response)
}

async fn respond(
    state: &State,
    mut arrival: Arrival,
    request: Request<Body>,
) -> Result<Response<Body>, Cut> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let room = Room::of(&arrival.host, &request);
    let (request, action) = room.action(request).await;
    let at_cos = matches!(room, Room::Cos | Room::Media);
    let query = request.uri().query().unwrap_or("");
    let deed = at_cos.then(|| cos::Deed::of(&method, &form::read(query)));
    if at_cos {
        arrival.query = cos::told(query);
    }
    let asked = Asked { action: action.as_deref(), method: at_cos.then_some(&method) };
    let can = |fault: &fault::Fault| fault.can_strike(state, room, deed);
    let struck = state.memory().faults.strike(request.headers(), &asked, can);
    match struck {
        Err(error) => {
            let response = unreadable(&error);
            let code = response.status().as_u16().into();
            let seen = arrival.seen(method.as_str(), path);
            state.memory().note(Seen { action, code, ..seen });
            Ok(response)
        }
        Ok(None) => Ok(room.answer(state, &arrival, request).await),
        Ok(Some(fault)) => {
            arrival.fault = Some(fault.clone());
            fault::carry_out(state, &arrival, (room, action), &fault, request).await
        }
    }
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
        if roles::is_metadata(path) {
            return Self::Metadata;
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

    /// The Action that a request names, and the request as it was.
    async fn action(self, request: Request<Body>) -> (Request<Body>, Option<String>) {
        match self {
            Self::V3 => {
                let action = v3::action(&request);
                (request, action)
            }
            Self::V2 => v2::action(request).await,
            Self::Cos | Self::Media | Self::Metadata | Self::Nowhere => (request, None),
        }
    }

    /// The answer when nothing comes in between.
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
            Self::Metadata => roles::metadata(state, arrival, &request),
            Self::Nowhere => nowhere(),
        }
    }
}

/// The answer to what nobody else answers.
fn nowhere() -> Response<Body> {
    const TOLD: &str = "nothing lives here: API 3.0 is a POST with X-TC-Action to /, API 2.0 is \
                        at /v2/index.php\n";
    told(StatusCode::NOT_FOUND, TOLD.to_owned())
}

/// The answer to a request whose own fault is none.
fn unreadable(error: &FaultError) -> Response<Body> {
    told(StatusCode::BAD_REQUEST, format!("the header X-Sandbox-Fault: {error}\n"))
}

fn told(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    response
}
