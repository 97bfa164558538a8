//! Uploads in parts: opened, filled, aborted. [`complete`](super::complete) ends them well.

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response, StatusCode};

use super::object::receipt;
use super::receive::receive;
use super::xml::{Refusal, document};
use crate::fault::Twist;
use crate::form::Parameters;
use crate::state::State;
use crate::store::Name;

/// The highest number a part may have.
const LAST: u16 = 10_000;

/// Which upload a request means.
pub(super) fn name((bucket, key): (&str, &str), query: &Parameters) -> Result<Name, Refusal> {
    let id = query.get("uploadId").ok_or_else(|| argument("a part needs an uploadId"))?;
    Ok(Name { bucket: bucket.to_owned(), key: key.to_owned(), id: id.clone() })
}

/// Opens an upload.
pub(super) fn initiate(
    state: &State,
    (bucket, key): (&str, &str),
    headers: &HeaderMap,
) -> Response<Body> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.map(str::to_owned);
    let name = state.store.multiparts.open(bucket, key, content_type, state.now());
    document("InitiateMultipartUploadResult", |result| {
        result.text("Bucket", bucket);
        result.text("Key", key);
        result.text("UploadId", &name.id);
    })
}

/// Stores the body as a part, in place of an older one of its number.
pub(super) async fn put(
    state: &State,
    name: &Name,
    query: &Parameters,
    headers: &HeaderMap,
    body: &mut Body,
    twist: Twist<'_>,
) -> Result<Response<Body>, Refusal> {
    let number = query.get("partNumber").and_then(|text| text.parse().ok());
    let number = number.filter(|number| (1..=LAST).contains(number));
    let number = number.ok_or_else(|| argument("partNumber is a number from 1 to 10000"))?;
    let multiparts = &state.store.multiparts;
    multiparts.look(name, |_| ()).ok_or_else(absent)?;
    let piece = receive(state.store.begin_part(), headers, body).await?;
    let mut response = Response::new(Body::empty());
    receipt(&mut response, &piece.etag, piece.crc, twist);
    if twist == Twist::Lose {
        return Ok(response);
    }
    // The upload may have ended while the body was on its way.
    if multiparts.put(name, number, piece, state.now()) { Ok(response) } else { Err(absent()) }
}

/// Forgets an upload and its parts.
pub(super) fn abort(state: &State, name: &Name) -> Result<Response<Body>, Refusal> {
    if !state.store.multiparts.abort(name) {
        return Err(absent());
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// The refusal of an upload that is not open: it never was, or is complete or aborted.
pub(super) fn absent() -> Refusal {
    let message = "The specified multipart upload does not exist. The upload ID might be invalid, \
                   or the multipart upload might have been aborted or completed.";
    Refusal::new(StatusCode::NOT_FOUND, "NoSuchUpload", message)
}

pub(super) fn argument(message: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "InvalidArgument", message)
}
