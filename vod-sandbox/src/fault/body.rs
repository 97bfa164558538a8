//! Bodies that come slowly, or not to their end.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Response, StatusCode};
use http_body::{Frame, SizeHint};
use tokio::time::Sleep;

use crate::wire::Flushes;

/// Reads so much of a request's body, or all there is.
pub(super) async fn read(mut body: Body, bytes: u64) {
    let mut left = bytes;
    while left > 0 {
        let frame = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await;
        let Some(Ok(frame)) = frame else { return };
        left = left.saturating_sub(frame.data_ref().map_or(0, |data| data.len() as u64));
    }
}

/// Waits for what is still done while an answer is sent: one whose length nobody knows yet.
pub(super) async fn finish(response: Response<Body>) {
    if length(&response).is_none() {
        read(response.into_body(), u64::MAX).await;
    }
}

/// The answer up to so many bytes of its body, never all of them. None if it has no body.
pub(super) fn short(
    response: Response<Body>,
    bytes: u64,
    flushes: &Arc<Flushes>,
) -> Option<Response<Body>> {
    let length = length(&response)?;
    let left = bytes.min(length.checked_sub(1)?);
    Some(promise(response, length, left, flushes))
}

/// The answer with a Content-Length that is so much too long.
pub(super) fn overstated(
    response: Response<Body>,
    more: u64,
    flushes: &Arc<Flushes>,
) -> Response<Body> {
    // An answer to HEAD announces what it does not send, and 204 may not announce anything.
    let silent = response.body().is_end_stream() && response.headers().contains_key(CONTENT_LENGTH);
    let silent = silent || response.status() == StatusCode::NO_CONTENT;
    match length(&response) {
        Some(length) if !silent => promise(response, length.saturating_add(more), length, flushes),
        _ => response,
    }
}

/// How long the body is that will be sent; none if nobody knows.
fn length(response: &Response<Body>) -> Option<u64> {
    if response.body().is_end_stream() {
        return Some(0);
    }
    let announced = response.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    announced.and_then(|text| text.parse().ok()).or(response.body().size_hint().exact())
}

/// Announces a length and fails after fewer bytes.
fn promise(
    response: Response<Body>,
    length: u64,
    left: u64,
    flushes: &Arc<Flushes>,
) -> Response<Body> {
    let flushes = Arc::clone(flushes);
    let mut response =
        response.map(|body| Body::new(Short { body, length, left, flushes, last: None }));
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    response
}

/// A body that fails once it has sent what it sends.
struct Short {
    body: Body,
    /// What it says of its length.
    length: u64,
    left: u64,
    flushes: Arc<Flushes>,
    /// The flushes before its end was found.
    last: Option<u64>,
}

impl HttpBody for Short {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.last.is_none() && self.left > 0 {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            if let Some(Ok(Ok(mut data))) = frame.map(|frame| frame.map(Frame::into_data)) {
                data.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
                self.left -= data.len() as u64;
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
        }
        let flushes = Arc::clone(&self.flushes);
        let last = *self.last.get_or_insert_with(|| flushes.count());
        ready!(flushes.poll_after(last, cx));
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// The answer with a body that comes so many bytes at a time.
pub(super) fn slow(response: Response<Body>, bytes: u64, pause: Duration) -> Response<Body> {
    let block = usize::try_from(bytes).unwrap_or(usize::MAX);
    response.map(|body| Body::new(Slow { body, block, pause, rest: Bytes::new(), sleep: None }))
}

/// A body that pauses after every block.
struct Slow {
    body: Body,
    block: usize,
    pause: Duration,
    /// Taken from the body and not yet sent.
    rest: Bytes,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Slow {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(sleep) = &mut self.sleep {
            ready!(sleep.as_mut().poll(cx));
            self.sleep = None;
        }
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(frame) => return Poll::Ready(Some(Ok(frame))),
                },
                ended => return Poll::Ready(ended),
            }
        }
        let length = self.block.min(self.rest.len());
        let block = self.rest.split_to(length);
        self.sleep = Some(Box::pin(tokio::time::sleep(self.pause)));
        Poll::Ready(Some(Ok(Frame::data(block))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let hint = self.body.size_hint();
        match hint.exact() {
            Some(exact) => SizeHint::with_exact(exact + self.rest.len() as u64),
            None => hint,
        }
    }
}
