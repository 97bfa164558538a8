//! The body of an object or of a part, taken whole or not at all.

use std::io;
use std::pin::Pin;

use axum::body::{Body, HttpBody};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::sigv4::Payload;
use super::xml::Refusal;
use crate::store::{Partial, Piece};

/// The most COS takes in one request: 5 GiB.
const LARGEST: u64 = 5 << 30;

/// Has the body gather in `partial`. MD5 is only made of one that came with Content-MD5: it costs
/// more than all else that is done here.
pub(super) async fn receive(
    partial: impl Future<Output = io::Result<Partial>>,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Piece, Refusal> {
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let bad = |code, message: &str| Refusal::new(StatusCode::BAD_REQUEST, code, message);
    let Some(length) = header("content-length").and_then(|text| text.parse::<u64>().ok()) else {
        let message = "a PUT needs a Content-Length";
        return Err(Refusal::new(StatusCode::LENGTH_REQUIRED, "MissingContentLength", message));
    };
    if length > LARGEST {
        return Err(bad("EntityTooLarge", "one request carries 5 GB at most"));
    }
    let announced = header("content-md5").map(|text| STANDARD.decode(text.trim()));
    let announced = announced.map(|decoded| decoded.ok().filter(|md5| md5.len() == 16));
    if announced == Some(None) {
        return Err(bad("InvalidDigest", "Content-MD5 is not the Base64 of an MD5"));
    }
    let announced = announced.flatten();
    let mut partial = partial.await.map_err(failed)?;
    if announced.is_some() {
        partial = partial.with_md5();
    }
    let mut payload = Payload::of(headers);
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        let cut = |_| bad("IncompleteBody", "the body ended before its Content-Length");
        if let Ok(block) = frame.map_err(cut)?.into_data() {
            payload.update(&block);
            partial.write(&block).await.map_err(failed)?;
        }
    }
    if partial.size() != length {
        return Err(bad("IncompleteBody", "the body is not as long as its Content-Length"));
    }
    if announced.as_deref() != partial.md5().as_ref().map(<[u8; 16]>::as_slice) {
        return Err(bad("BadDigest", "the body does not have the Content-MD5 announced"));
    }
    payload.check()?;
    partial.finish().await.map_err(failed)
}

/// What went wrong on the disk is the sandbox's own matter; its words may name paths.
#[allow(clippy::needless_pass_by_value)]
pub(super) fn failed(error: io::Error) -> Refusal {
    let message = format!("the sandbox's storage failed: {}", error.kind());
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", message)
}
