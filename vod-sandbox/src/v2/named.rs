//! Which Action a request names, looked up before anyone answers.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::{Method, Request};
use http_body::Frame;

use super::LARGEST_FORM;
use crate::form;

/// The Action, and the request as it was: that of a POST stands in its form.
pub(crate) async fn action(request: Request<Body>) -> (Request<Body>, Option<String>) {
    if request.method() != Method::POST {
        let named = form::read(request.uri().query().unwrap_or("")).remove("Action");
        return (request, named);
    }
    let (parts, body) = request.into_parts();
    let (body, named) = match axum::body::to_bytes(body, LARGEST_FORM).await {
        Ok(form) => {
            let named = form::read(&String::from_utf8_lossy(&form)).remove("Action");
            (Body::from(form), named)
        }
        Err(_) => (Body::new(Broken), None),
    };
    (Request::from_parts(parts, body), named)
}

/// A form that was cut off, or is too long to be kept.
struct Broken;

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(Some(Err(io::ErrorKind::InvalidData.into())))
    }
}
