//! What is known of a request before anyone looks into it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, HttpBody};
use bytes::{Buf, Bytes};
use http::Request;
use http::header::HOST;
use http_body::{Frame, SizeHint};

use crate::Seen;
use crate::fault::Fault;
use crate::form::Parameters;
use crate::wire::Flushes;

/// A TCP connection that was accepted.
#[derive(Clone)]
pub(crate) struct Connection {
    /// The first one is 1.
    pub(crate) number: u64,
    pub(crate) flushes: Arc<Flushes>,
}

/// When and how a request came.
pub(crate) struct Arrival {
    pub(crate) host: String,
    pub(crate) connection: Connection,
    at: Instant,
    received: Arc<AtomicU64>,
    /// What its query asked of COS.
    pub(crate) query: Parameters,
    /// The fault that strikes it.
    pub(crate) fault: Option<Fault>,
}

impl Arrival {
    /// Takes a request as it comes; what is read of its body is counted from here on.
    pub(crate) fn of<B>(connection: &Connection, request: Request<B>) -> (Self, Request<Body>)
    where
        B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let arrival = Self {
            host: host.unwrap_or("").to_owned(),
            connection: connection.clone(),
            at: Instant::now(),
            received: Arc::default(),
            query: Parameters::new(),
            fault: None,
        };
        let received = Arc::clone(&arrival.received);
        (arrival, request.map(|body| Body::new(Counted { body, received })))
    }

    /// What is remembered of the request, once it is known what it asked for.
    pub(crate) fn seen(&self, method: impl Into<String>, path: impl Into<String>) -> Seen {
        Seen {
            method: method.into(),
            path: path.into(),
            action: None,
            parameters: self.query.clone(),
            code: 0,
            error: None,
            fault: self.fault.as_ref().map(Fault::to_string),
            arrived: self.at,
            connection: self.connection.number,
            received: self.received.load(Ordering::Relaxed),
            host: self.host.clone(),
        }
    }
}

/// A body of which is counted what was read.
struct Counted<B> {
    body: B,
    received: Arc<AtomicU64>,
}

impl<B: HttpBody<Data = Bytes> + Unpin> HttpBody for Counted<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let length = frame.data_ref().map_or(0, Buf::remaining);
            self.received.fetch_add(length as u64, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
