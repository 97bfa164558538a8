//! Holds bytes back so that no more than so many come in a second.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// A bucket of time: every byte takes its share, and who has none left waits. A wait that was longer
/// than needed is made up for, time in which nothing came is not.
pub(crate) struct Pace {
    bytes_per_second: u64,
    /// When all that came so far was due.
    due: Instant,
    /// Whether there was nothing more to come since.
    is_dry: bool,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Pace {
    /// Of nothing a second it makes one byte.
    pub(crate) fn new(bytes_per_second: u64) -> Self {
        let bytes_per_second = bytes_per_second.max(1);
        Self { bytes_per_second, due: Instant::now(), is_dry: true, waiting: None }
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
        let from = if self.is_dry { self.due.max(now) } else { self.due };
        self.due = from.checked_add(share).unwrap_or(now);
        self.is_dry = false;
    }

    /// Notes that nothing is there that could come.
    pub(crate) fn dry(&mut self) {
        self.is_dry = true;
    }

    /// How many bytes should come at a time: what comes in a hundredth of a second, within reason.
    pub(crate) fn portion(&self) -> usize {
        usize::try_from(self.bytes_per_second / 100).unwrap_or(usize::MAX).clamp(1 << 10, 256 << 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long from now all that came was due.
    fn ahead(pace: &Pace) -> Duration {
        pace.due.saturating_duration_since(Instant::now())
    }

    #[test]
    fn every_byte_takes_its_share_and_only_a_late_wait_is_made_up_for() {
        let mut pace = Pace::new(1);
        pace.count(10);
        let share = 5..=10;
        assert!(share.contains(&ahead(&pace).as_secs()));
        // As if ten seconds had gone by since the share was used up.
        let late = |pace: &mut Pace| {
            pace.due = Instant::now().checked_sub(Duration::from_secs(10)).unwrap();
        };
        late(&mut pace);
        pace.count(10);
        assert_eq!(ahead(&pace), Duration::ZERO);
        late(&mut pace);
        pace.dry();
        pace.count(10);
        assert!(share.contains(&ahead(&pace).as_secs()));
    }
}
