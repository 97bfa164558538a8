//! What a client has done so far, in numbers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a client and its clones have done so far: [`Runtime::counters`](crate::Runtime::counters).
///
/// ```
/// use vod_api::{Credential, v3};
///
/// let client = v3::Client::new(Credential::new("AKID", "key"))?;
/// assert_eq!(client.runtime().counters().tries, 0);
/// # Ok::<(), vod_api::Error>(())
/// ```
///
/// Calls of Actions count, an upload's leg to COS does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Counters {
    /// Calls that were begun.
    pub calls: u64,
    /// Requests that were handed to the transport, the first of each call among them.
    pub tries: u64,
    /// Requests that repeated one that had failed.
    pub retries: u64,
    /// Calls that ended with an error.
    pub failures: u64,
    /// Times that a call waited, to try again or for its rate limit.
    pub waits: u64,
    /// How long they waited, all together.
    pub waited: Duration,
    /// Bytes of bodies and queries that were sent.
    pub bytes_sent: u64,
    /// Bytes of bodies that came back.
    pub bytes_received: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counting {
    calls: AtomicU64,
    tries: AtomicU64,
    retries: AtomicU64,
    failures: AtomicU64,
    waits: AtomicU64,
    waited_micros: AtomicU64,
    bytes_sent: AtomicU64,
    bytes_received: AtomicU64,
}

impl Counting {
    pub(super) fn call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn failure(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    /// A request of so many bytes, and whether it repeats another.
    pub(super) fn try_of(&self, bytes: usize, repeats: bool) {
        self.tries.fetch_add(1, Ordering::Relaxed);
        self.retries.fetch_add(u64::from(repeats), Ordering::Relaxed);
        self.bytes_sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn received(&self, bytes: usize) {
        self.bytes_received.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn wait(&self, time: Duration) {
        self.waits.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.waited_micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Counters {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counters {
            calls: of(&self.calls),
            tries: of(&self.tries),
            retries: of(&self.retries),
            failures: of(&self.failures),
            waits: of(&self.waits),
            waited: Duration::from_micros(of(&self.waited_micros)),
            bytes_sent: of(&self.bytes_sent),
            bytes_received: of(&self.bytes_received),
        }
    }
}
