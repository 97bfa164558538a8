//! What a fault does to a request and its answer.

use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Method, Request, Response, StatusCode};

use super::body::{finish, overstated, read, short, slow};
use super::intake::{paced, stalled};
use super::{Effect, Fault};
use crate::Seen;
use crate::answer::Room;
use crate::arrival::Arrival;
use crate::cos::Deed;
use crate::state::State;
use crate::{cos, v2, v3};

/// What a body is that was to be JSON or XML.
const GARBAGE: &str = "%% neither JSON nor XML: the sandbox was told to answer with garbage %%\n";
/// What a refusal says.
pub(crate) const TOLD: &str = "the sandbox was told to refuse this request";

/// In place of an answer: the connection is closed.
#[derive(Debug)]
pub(crate) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut by a fault")
    }
}

impl std::error::Error for Cut {}

/// Answers a request as its fault will have it.
pub(crate) async fn carry_out(
    state: &State,
    arrival: &Arrival,
    (room, action): (Room, Option<String>),
    fault: &Fault,
    request: Request<Body>,
) -> Result<Response<Body>, Cut> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let note = |code: i64, error: Option<String>| {
        let seen = arrival.seen(method.as_str(), &path);
        state.memory().note(Seen { action: action.clone(), code, error, ..seen });
    };
    let flushes = &arrival.connection.flushes;
    let request = match fault.rate {
        Some(rate) => request.map(|body| paced(body, rate)),
        None => request,
    };
    let outcome = match &fault.effect {
        Effect::CutBefore(bytes) => {
            read(request.into_body(), *bytes).await;
            note(v3::REFUSED, None);
            Err(Cut)
        }
        effect if effect.replaces() => {
            let (response, code, error) = replacement(state, room, effect, (&method, &path));
            if fault.handled {
                finish(room.answer(state, arrival, request).await).await;
            } else {
                // A server that answers too early has a client that cannot hear it yet.
                read(request.into_body(), u64::MAX).await;
                note(code, error);
            }
            Ok(response)
        }
        effect => {
            let request = match effect {
                Effect::Stall { bytes, time } => request.map(|body| stalled(body, *bytes, *time)),
                _ => request,
            };
            let response = room.answer(state, arrival, request).await;
            match effect {
                Effect::CutAfter => {
                    finish(response).await;
                    Err(Cut)
                }
                Effect::CutBody(bytes) => short(response, *bytes, flushes).ok_or(Cut),
                Effect::SlowBody { bytes, pause } => Ok(slow(response, *bytes, *pause)),
                Effect::WrongLength(more) => Ok(overstated(response, *more, flushes)),
                _ => Ok(response),
            }
        }
    };
    tokio::time::sleep(fault.delay).await;
    outcome.map(|mut response| {
        if let Some(seconds) = fault.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    })
}

/// What is answered instead, and how it is remembered: its code, and that of API 3.0.
fn replacement(
    state: &State,
    room: Room,
    effect: &Effect,
    (method, path): (&Method, &str),
) -> (Response<Body>, i64, Option<String>) {
    match effect {
        Effect::Refuse { code, status } => {
            let code = said(state, room, code).unwrap_or(Cow::Borrowed(code));
            let (mut response, number, error) = match room {
                Room::V2 => {
                    (v2::refuse(state, &code, TOLD), code.parse().unwrap_or(v3::REFUSED), None)
                }
                Room::Cos | Room::Media => {
                    let response = cos::refuse(&code, method, path);
                    let status = response.status().as_u16().into();
                    (response, status, None)
                }
                Room::V3 | Room::Metadata | Room::Nowhere => {
                    (v3::refuse(&code, TOLD), v3::REFUSED, Some(code.into_owned()))
                }
            };
            if let Some(status) = status.and_then(|status| StatusCode::from_u16(status).ok()) {
                *response.status_mut() = status;
            }
            (response, number, error)
        }
        Effect::Status(status) => {
            let status = StatusCode::from_u16(*status).unwrap_or_default();
            (page(status), status.as_u16().into(), None)
        }
        _ => (Response::new(Body::from(GARBAGE)), 200, None),
    }
}

/// The page of a proxy that has no answer.
fn page(status: StatusCode) -> Response<Body> {
    let told = format!("{} {}", status.as_str(), status.canonical_reason().unwrap_or("Error"));
    let text = format!(
        "<html>\r\n<head><title>{told}</title></head>\r\n<body>\r\n<center><h1>{told}</h1></center>\r\n\
         <hr><center>sandbox</center>\r\n</body>\r\n</html>\r\n"
    );
    let bare = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let mut response = Response::new(if bare { Body::empty() } else { Body::from(text) });
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

impl Fault {
    /// Whether a request of this room can be struck: a code may have no form there, and not all that
    /// COS does has an object to be wrong about.
    pub(crate) fn can_strike(&self, state: &State, room: Room, deed: Option<Deed>) -> bool {
        let does = |deeds: &[Deed]| deed.is_some_and(|deed| deeds.contains(&deed));
        match &self.effect {
            Effect::WrongEtag | Effect::WrongCrc => {
                does(&[Deed::Put, Deed::PutPart, Deed::Complete, Deed::Get])
            }
            Effect::Lose => does(&[Deed::Put, Deed::PutPart]),
            Effect::LateRefuse(code) => {
                does(&[Deed::Complete]) && said(state, room, code).is_some()
            }
            Effect::Refuse { code, .. } => said(state, room, code).is_some(),
            _ => true,
        }
    }
}

/// How a room says a code: API 2.0 by a number, the others by a word.
fn said<'c>(state: &State, room: Room, code: &'c str) -> Option<Cow<'c, str>> {
    let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
    match room {
        Room::V2 if !is_number => v2::number(state, code).map(Cow::Owned),
        Room::V3 | Room::Nowhere if is_number => v2::word(state, code).map(Cow::Owned),
        Room::Cos | Room::Media if is_number => None,
        Room::Metadata => None,
        _ => Some(Cow::Borrowed(code)),
    }
}
