//! Holds bytes back so that no more than so many come in a second.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// How much of what it did not use a link may make up for: timers are late by about this.
const SLACK: Duration = Duration::from_millis(10);

/// A bucket of time: every byte takes its share, and who has none left waits.
pub(crate) struct Pace {
    bytes_per_second: u64,
    /// When all that came so far was due.
    due: Instant,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Pace {
    /// Of nothing a second it makes one byte.
    pub(crate) fn new(bytes_per_second: u64) -> Self {
        Self { bytes_per_second: bytes_per_second.max(1), due: Instant::now(), waiting: None }
    }

    /// Ready when more may come.
    pub(crate) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.due > Instant::now() {
            let due = self.due;
            let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep_until(due)));
            ready!(waiting.as_mut().poll(cx));
        }
        self.waiting = None;
        Poll::Ready(())
    }

    /// Counts what came.
    pub(crate) fn count(&mut self, bytes: usize) {
        let share = u128::from(bytes as u64) * 1_000_000_000 / u128::from(self.bytes_per_second);
        let share = Duration::from_nanos(u64::try_from(share).unwrap_or(u64::MAX));
        let now = Instant::now();
        let from = self.due.max(now.checked_sub(SLACK).unwrap_or(now));
        self.due = from.checked_add(share).unwrap_or(from);
    }

    /// How many bytes should come at a time: what comes in a hundredth of a second, within reason.
    pub(crate) fn portion(&self) -> usize {
        usize::try_from(self.bytes_per_second / 100).unwrap_or(usize::MAX).clamp(1 << 10, 256 << 10)
    }
}
