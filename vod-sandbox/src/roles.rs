//! Key pairs of roles: what STS lends by AssumeRole, and what an instance of CVM finds in its
//! metadata.

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::arrival::Arrival;
use crate::certificate::{Certificate, LIFE, Purpose};
use crate::state::State;
use crate::{Seen, time};

/// Where an instance finds the name of its role, and below it the role's key pair.
pub(crate) const PATH: &str = "/latest/meta-data/cam/security-credentials";
/// The role of the instance that a sandbox stands for.
const ROLE: &str = "vod-sandbox";

/// Lends a pair that may do what the account may, so long as asked unless the sandbox was told.
pub(crate) fn lend(state: &State, seconds: Option<u64>) -> Certificate {
    let told = state.manner.role_life.map(|life| life.as_secs());
    let life = told.or(seconds).unwrap_or(LIFE.as_secs());
    let lent = Certificate::lend(state.now().saturating_add(life), Purpose::Role);
    state.memory().certificates.insert(lent.secret_id.clone(), lent.clone());
    lent
}

/// What AssumeRole answers.
pub(crate) fn assumed(lent: &Certificate) -> Value {
    json!({
        "Credentials": {
            "Token": lent.token,
            "TmpSecretId": lent.secret_id,
            "TmpSecretKey": lent.secret_key,
        },
        "ExpiredTime": lent.expires,
        "Expiration": time::iso(lent.expires),
    })
}

/// Whether a path is the metadata's.
pub(crate) fn is_metadata(path: &str) -> bool {
    path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Answers a request for metadata and notes it; nobody signs it, whoever is on the machine may ask.
pub(crate) fn metadata(
    state: &State,
    arrival: &Arrival,
    request: &Request<Body>,
) -> Response<Body> {
    let path = request.uri().path();
    let name = path.strip_prefix(PATH).unwrap_or("").trim_matches('/');
    let (status, kind, body) = match (request.method(), name) {
        (&Method::GET, "") => (StatusCode::OK, "text/plain", ROLE.to_owned()),
        (&Method::GET, ROLE) => (StatusCode::OK, "application/json", of_role(state).to_string()),
        (&Method::GET, _) => (StatusCode::NOT_FOUND, "text/plain", "no such role\n".to_owned()),
        _ => (StatusCode::METHOD_NOT_ALLOWED, "text/plain", "metadata is read\n".to_owned()),
    };
    let seen = arrival.seen(request.method().as_str(), path);
    state.memory().note(Seen { code: i64::from(status.as_u16()), ..seen });
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The members are beside each other here, and `Code` says whether there are any.
fn of_role(state: &State) -> Value {
    let lent = lend(state, None);
    json!({
        "TmpSecretId": lent.secret_id,
        "TmpSecretKey": lent.secret_key,
        "ExpiredTime": lent.expires,
        "Expiration": time::iso(lent.expires),
        "Token": lent.token,
        "Code": "Success",
    })
}
