//! Makes an object of parts: 200 is sent at once, white space while the parts are put together,
//! and at the end what became of it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Frame;
use tokio::task::JoinHandle;
use tokio::time::{Instant, Interval, interval_at};

use super::manifest::{self, Named};
use super::multipart::absent;
use super::object::checksum;
use super::receive::failed;
use super::sigv4::Payload;
use super::xml::{Refusal, element};
use crate::crc;
use crate::fault::Twist;
use crate::state::State;
use crate::store::{self, Multipart, Name};
use crate::upload::REGION;

/// The most that a list of parts may have, in bytes.
const LONGEST: usize = 4 << 20;
/// The least that a part has that is not the last one: 1 MiB.
const SMALLEST: u64 = 1 << 20;
/// How long nothing is sent while parts are put together.
const PAUSE: Duration = Duration::from_millis(100);

/// Completes an upload, if the body names its parts rightly.
pub(super) async fn complete(
    state: &State,
    name: Name,
    (headers, body): (&HeaderMap, &mut Body),
    request_id: &str,
    twist: Twist<'_>,
) -> Result<Response<Body>, Refusal> {
    let named = read(headers, body).await?;
    let uploads = &state.store.multiparts;
    let check = |upload: &Multipart| check(upload, &named);
    // One that is refused though nothing is wrong with it stays open.
    let (upload, crc) = if matches!(twist, Twist::LateRefuse { handled: false, .. }) {
        (None, uploads.look(&name, check).ok_or_else(absent)??)
    } else {
        let (upload, crc) = uploads.take(&name, check).ok_or_else(absent)??;
        (Some(upload), crc)
    };
    let refused = match twist {
        Twist::LateRefuse { code, .. } => Some(Refusal::told(code)),
        _ => None,
    };
    let numbers: Vec<u16> = named.iter().map(|part| part.number).collect();
    let etags = named.iter().map(|part| part.etag.as_str());
    let etag = twist.etag(&store::etag_of(etags)).into_owned();
    let (store, place) = (Arc::clone(&state.store), (name.bucket.clone(), name.key.clone()));
    let request_id = request_id.to_owned();
    // It goes on when the client has left.
    let task = tokio::task::spawn_blocking(move || {
        let kept = upload.map(|upload| store.complete(name, upload, &numbers).map_err(failed));
        match refused.or(kept.and_then(Result::err)) {
            Some(refusal) => refusal.bare(&format!("/{}", place.1), &request_id),
            None => told(&place.0, &place.1, &etag),
        }
    });
    let pulse = interval_at(Instant::now() + PAUSE, PAUSE);
    let mut response = Response::new(Body::new(Joining { task, pulse, sent: Sent::Nothing }));
    let xml = HeaderValue::from_static("application/xml");
    response.headers_mut().insert(CONTENT_TYPE, xml);
    checksum(&mut response, twist.crc(crc));
    Ok(response)
}

async fn read(headers: &HeaderMap, body: &mut Body) -> Result<Vec<Named>, Refusal> {
    let malformed = |message: &str| Refusal::new(StatusCode::BAD_REQUEST, "MalformedXML", message);
    let mut text = Vec::new();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| malformed("the body ended before its Content-Length"))?;
        text.extend_from_slice(frame.data_ref().map_or(&[], |data| data));
        if text.len() > LONGEST {
            return Err(malformed("the list of parts is too long"));
        }
    }
    let mut payload = Payload::of(headers);
    payload.update(&text);
    payload.check()?;
    let named = std::str::from_utf8(&text).ok().and_then(manifest::read);
    named.ok_or_else(|| malformed("the body is no CompleteMultipartUpload with its Parts"))
}

/// Whether the parts named are those that are there, from the first one without a gap. Gives the
/// CRC-64 of the object to be.
fn check(upload: &Multipart, named: &[Named]) -> Result<u64, Refusal> {
    let bad = |code, message: String| Err(Refusal::new(StatusCode::BAD_REQUEST, code, message));
    if !named.is_sorted_by(|one, next| one.number < next.number) {
        return bad("InvalidPartOrder", "the parts are not in ascending order".to_owned());
    }
    let mut crc = 0;
    for (Named { number, etag }, place) in named.iter().zip(1..) {
        let Some((piece, _)) = upload.parts.get(number).filter(|_| *number == place) else {
            return bad("InvalidPart", format!("part {place} is missing"));
        };
        if piece.etag != *etag {
            return bad("InvalidPart", format!("part {number} has another ETag"));
        }
        crc = crc::joined(crc, piece.crc, piece.size);
    }
    let sized = |part: &Named| upload.parts.get(&part.number).map_or(0, |(piece, _)| piece.size);
    let all_but_last = named.split_last().map_or(&[][..], |(_, before)| before);
    match all_but_last.iter().find(|part| sized(part) < SMALLEST) {
        Some(part) => bad("EntityTooSmall", format!("part {} is smaller than 1 MB", part.number)),
        None => Ok(crc),
    }
}

/// What is said of an object that was made.
fn told(bucket: &str, key: &str, etag: &str) -> String {
    element("CompleteMultipartUploadResult", |result| {
        let host = format!("{bucket}.cos.{REGION}.myqcloud.com");
        result.text("Location", &format!("http://{host}/{key}"));
        result.text("Bucket", bucket);
        result.text("Key", key);
        result.text("ETag", &format!("\"{etag}\""));
    })
}

/// White space at once and in between, then the text that the task comes to.
struct Joining {
    task: JoinHandle<String>,
    pulse: Interval,
    sent: Sent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Nothing,
    Space,
    All,
}

impl HttpBody for Joining {
    type Data = Bytes;
    type Error = tokio::task::JoinError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.sent == Sent::All {
            return Poll::Ready(None);
        }
        if self.sent == Sent::Nothing || self.pulse.poll_tick(cx).is_ready() {
            self.sent = Sent::Space;
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b" ")))));
        }
        let text = ready!(Pin::new(&mut self.task).poll(cx));
        self.sent = Sent::All;
        Poll::Ready(Some(text.map(|text| Frame::data(text.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.sent == Sent::All
    }
}
