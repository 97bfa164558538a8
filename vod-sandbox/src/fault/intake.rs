//! Bodies of requests that are read slowly, or not for a while.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Sleep;

use crate::pace::Pace;

/// Reads no more of it than so many bytes a second.
pub(super) fn paced(body: Body, bytes_per_second: u64) -> Body {
    Body::new(Paced { body, pace: Pace::new(bytes_per_second) })
}

/// Stops reading it after so many bytes, for so long.
pub(super) fn stalled(body: Body, bytes: u64, time: Duration) -> Body {
    let stall = Stall::Before(bytes, time);
    Body::new(Stalled { body, stall, rest: Bytes::new() })
}

struct Paced {
    body: Body,
    pace: Pace,
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        ready!(self.pace.poll_ready(cx));
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        match &frame {
            Poll::Ready(Some(Ok(frame))) => {
                self.pace.count(frame.data_ref().map_or(0, Bytes::len));
            }
            Poll::Ready(_) => {}
            Poll::Pending => self.pace.dry(),
        }
        frame
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

struct Stalled {
    body: Body,
    stall: Stall,
    /// Taken from the body and not yet handed on.
    rest: Bytes,
}

enum Stall {
    /// After so many bytes more.
    Before(u64, Duration),
    Now(Pin<Box<Sleep>>),
    Over,
}

impl HttpBody for Stalled {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if let Stall::Before(0, time) = this.stall {
            this.stall = Stall::Now(Box::pin(tokio::time::sleep(time)));
        }
        if let Stall::Now(sleep) = &mut this.stall {
            ready!(sleep.as_mut().poll(cx));
            this.stall = Stall::Over;
        }
        if !this.rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut this.rest)))));
        }
        let frame = ready!(Pin::new(&mut this.body).poll_frame(cx));
        let mut data = match frame.map(|frame| frame.map(Frame::into_data)) {
            Some(Ok(Ok(data))) => data,
            Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        if let Stall::Before(left, _) = &mut this.stall {
            let now = usize::try_from(*left).unwrap_or(usize::MAX).min(data.len());
            this.rest = data.split_off(now);
            *left -= now as u64;
        }
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}
