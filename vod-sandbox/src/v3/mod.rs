//! VOD API 3.0: an Action named in a header, parameters as JSON, everything inside `Response`.

mod actions;
mod authorize;
mod media;
mod parameters;
mod query;
mod refusal;
mod sign;

use axum::body::Body;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, Request, Response};
use serde_json::{Map, Value};
use vod_spec::model::{Action, Api};
use vod_spec::nearest;
use vod_spec::protocol::Protocol;

use crate::arrival::Arrival;
use crate::form::Parameters;
use crate::state::State;
use crate::{Seen, limits};
use refusal::Refusal;

/// The version of pages that state none.
const VERSION: &str = "2018-07-17";
/// The most bytes a body may have.
const LARGEST_BODY: usize = 10 << 20;
/// The code of a refusal among [`Seen`]: the codes themselves are words.
pub(crate) const REFUSED: i64 = -1;

/// A request, with all that a signature may cover.
struct Call {
    method: String,
    /// As it was sent.
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    /// A header's value, empty where it was not sent. Names count in any case.
    fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).map_or(&b""[..], HeaderValue::as_bytes);
        String::from_utf8_lossy(value).trim().to_owned()
    }

    fn content_type(&self) -> String {
        let header = self.header(CONTENT_TYPE.as_str());
        header.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
    }
}

/// Whether a request can be for nobody else.
pub(crate) fn is_named(request: &Request<Body>) -> bool {
    request.uri().path().len() <= 1 && request.headers().contains_key("x-tc-action")
}

/// Whether a request to no other place looks like one of API 3.0 that lacks the name of an Action.
pub(crate) fn is_meant(request: &Request<Body>) -> bool {
    let signed = request.headers().get(http::header::AUTHORIZATION);
    let signed = signed.is_some_and(|value| value.as_bytes().starts_with(b"TC3-"));
    let by_query = request.uri().query().is_some_and(|query| query.contains("Action="));
    request.uri().path().len() <= 1 && (request.method() == Method::POST || signed || by_query)
}

/// The Action that a request names.
pub(crate) fn action(request: &Request<Body>) -> Option<String> {
    let named = request.headers().get("x-tc-action").and_then(|value| value.to_str().ok());
    named.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Answers a request to the API and notes it.
pub(crate) async fn answer(
    state: &State,
    arrival: &Arrival,
    request: Request<Body>,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let mut call = Call {
        method: parts.method.to_string(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        headers: parts.headers,
        body: Bytes::new(),
    };
    let answer = if let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await {
        call.body = body;
        handle(state, &arrival.host, &call)
    } else {
        let message = "the body was cut off or is over 10 MiB";
        Err(Refusal::new("RequestSizeLimitExceeded", message))
    };
    state.memory().note(seen(state, arrival, call, &answer));
    reply(&answer)
}

/// A refusal by this code, whatever was asked for.
pub(crate) fn refuse(code: &str, message: &str) -> Response<Body> {
    reply(&Err(Refusal::new(code, message)))
}

fn reply(answer: &Result<Map<String, Value>, Refusal>) -> Response<Body> {
    let body = refusal::envelope(answer, &refusal::request_id());
    let mut response = Response::new(Body::from(body.to_string()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn handle(state: &State, host: &str, call: &Call) -> Result<Map<String, Value>, Refusal> {
    well_formed(call)?;
    authorize::check(state, host, call)?;
    let (api, action) = find(state, call)?;
    limits::hold(state, Protocol::V3, action)
        .map_err(|message| Refusal::new("RequestLimitExceeded", message))?;
    let parameters = parameters::read(call, api, action)?;
    parameters::check(api, action, &parameters)?;
    actions::run(state, action, &parameters)
}

/// Refuses what is no request of this generation.
fn well_formed(call: &Call) -> Result<(), Refusal> {
    let wanted = match call.method.as_str() {
        "POST" => "application/json",
        "GET" => "application/x-www-form-urlencoded",
        method => {
            let message = format!("the API takes POST and GET, not {method}");
            return Err(Refusal::new("UnsupportedMethod", message));
        }
    };
    let named = !call.header("X-TC-Action").is_empty() || !call.header("Authorization").is_empty();
    if !named && (call.query.contains("Action=") || call.content_type().contains("form")) {
        let message = "the sandbox takes API 3.0 signed with TC3-HMAC-SHA256 alone: the Action \
                       stands in the header X-TC-Action and the signature in Authorization";
        return Err(Refusal::new("InvalidParameter", message));
    }
    // What else is missing is told with it.
    if named && call.content_type() != wanted && !call.header(CONTENT_TYPE.as_str()).is_empty() {
        let message = format!("a {} carries Content-Type {wanted}", call.method);
        return Err(Refusal::new("InvalidParameter", message));
    }
    Ok(())
}

/// The Action that is called, in the version that is named.
fn find<'s>(state: &'s State, call: &Call) -> Result<(&'s Api, &'s Action), Refusal> {
    let (name, version) = (call.header("X-TC-Action"), call.header("X-TC-Version"));
    let Some((api, action)) = state.pages.find(Protocol::V3, &name) else {
        let near = nearest(&name, state.pages.names(Protocol::V3));
        let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let known = state.pages.names(Protocol::V3).collect::<Vec<_>>().join(", ");
        let message = format!(
            "no page describes `{name}`; {near}a sandbox can be given pages. Known: {known}"
        );
        return Err(Refusal::new("InvalidAction", message));
    };
    let own = action.facts.version.as_ref().or(api.version.as_ref());
    let own = own.map_or(VERSION, String::as_str);
    if version != own {
        let message = format!("`{name}` is of version {own}, not of the X-TC-Version {version}");
        return Err(Refusal::new("NoSuchVersion", message));
    }
    Ok((api, action))
}

fn seen(
    state: &State,
    arrival: &Arrival,
    call: Call,
    answer: &Result<Map<String, Value>, Refusal>,
) -> Seen {
    let action = Some(call.header("X-TC-Action")).filter(|name| !name.is_empty());
    let own = parameters::flat(&call, state, action.as_deref().unwrap_or(""));
    let secret = ["Authorization", "X-TC-Token"];
    let common = Protocol::V3.common_parameters().iter().map(|common| common.name);
    let common = common.filter(|name| !secret.contains(name));
    let common = common.map(|name| (name.to_owned(), call.header(name)));
    let parameters: Parameters = common.filter(|(_, value)| !value.is_empty()).chain(own).collect();
    let error = match answer {
        // An example may refuse too.
        Ok(fields) => fields.get("Error").and_then(|error| error.get("Code")?.as_str()),
        Err(refusal) => Some(refusal.code.as_str()),
    };
    Seen {
        code: if error.is_some() { REFUSED } else { 0 },
        error: error.map(str::to_owned),
        action,
        parameters,
        ..arrival.seen(call.method, "/")
    }
}
