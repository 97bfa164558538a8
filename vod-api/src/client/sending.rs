//! A call that is set up, or under way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::exchange::Limits;
use crate::error::Error;

type Exchange<'a, R> = Pin<Box<dyn Future<Output = Result<R, Error>> + Send + 'a>>;

/// A call: await it for the response. Dropping it cancels it.
///
/// ```
/// # async fn run(client: &vod_api::v3::Client) -> Result<(), vod_api::Error> {
/// use std::time::Duration;
///
/// let call = client.describe_media_infos().file_ids(["5285485491730284163"]).send();
/// let found = call.deadline(Duration::from_secs(3)).await?;
/// # let _ = found;
/// # Ok(())
/// # }
/// ```
///
/// It names the response alone and not the builder it came from, so that a forgotten parameter is
/// one compile error and not one more for each use of the future.
#[must_use = "nothing is sent until it is awaited"]
pub struct Sending<'a, R> {
    limits: Limits,
    begin: Option<Box<dyn FnOnce(Limits) -> Exchange<'a, R> + Send + 'a>>,
    under_way: Option<Exchange<'a, R>>,
}

impl<'a, R> Sending<'a, R> {
    pub(crate) fn new(begin: impl FnOnce(Limits) -> Exchange<'a, R> + Send + 'a) -> Self {
        Self { limits: Limits::default(), begin: Some(Box::new(begin)), under_way: None }
    }

    /// How long this call may take from its first poll on, waiting and repeating included, in place
    /// of [`Builder::deadline`](crate::Builder::deadline).
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.limits.deadline = Some(limit);
        self
    }

    /// How long each try of this call may take, in place of
    /// [`Builder::attempt_timeout`](crate::Builder::attempt_timeout) and of what its page says.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.limits.attempt = Some(limit);
        self
    }

    /// How often this call is sent at most, in place of [`Retry::attempts`](crate::Retry::attempts).
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.limits.attempts = Some(attempts);
        self
    }
}

impl<R> Future for Sending<'_, R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(begin) = self.begin.take() {
            self.under_way = Some(begin(self.limits));
        }
        match &mut self.under_way {
            Some(exchange) => exchange.as_mut().poll(context),
            // There is nothing to begin only once it has begun.
            None => Poll::Pending,
        }
    }
}
