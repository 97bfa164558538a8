//! A call under way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::Answer;
use crate::error::Error;

type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

/// A call under way: await it for the response. Dropping it cancels it.
///
/// It names the response alone and not the builder it came from, so that a forgotten parameter is
/// one compile error and not one more for each use of the future.
#[must_use = "nothing is sent until it is awaited"]
pub struct Sending<'a, R> {
    exchange: Exchange<'a>,
    read: fn(Answer) -> Result<R, Error>,
}

impl<'a, R> Sending<'a, R> {
    pub(crate) fn new(exchange: Exchange<'a>, read: fn(Answer) -> Result<R, Error>) -> Self {
        Self { exchange, read }
    }
}

impl<R> Future for Sending<'_, R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.exchange.as_mut().poll(context))?;
        Poll::Ready((self.read)(answer))
    }
}
