//! How many connections an upload uses: more as long as more carry more, fewer when the server has
//! too many.

use std::time::Duration;

use tokio::time::Instant;

/// How many to begin with.
const FIRST: usize = 4;
/// So long at least bytes are counted before another number is tried.
const WINDOW: Duration = Duration::from_millis(60);
/// More connections are worth it when they carry so much more.
const GAIN: f64 = 1.1;
/// So long a number is kept that was found good, or left after the server had too many.
const REST: Duration = Duration::from_secs(4);

/// Finds how many connections fill the line.
pub(super) struct Pace {
    most: usize,
    now: usize,
    /// What fewer connections carried, and how many they were.
    before: Option<(usize, f64)>,
    since: Instant,
    bytes: u64,
    /// Until when nothing is tried.
    resting: Option<Instant>,
}

impl Pace {
    pub(super) fn new(most: usize, at: Instant, bytes: u64) -> Self {
        let most = most.max(1);
        Self { most, now: FIRST.min(most), before: None, since: at, bytes, resting: None }
    }

    pub(super) fn connections(&self) -> usize {
        self.now
    }

    /// Looks at how many bytes were sent, all in all.
    pub(super) fn sample(&mut self, at: Instant, bytes: u64) {
        let time = at.saturating_duration_since(self.since);
        if time < WINDOW {
            return;
        }
        #[allow(clippy::cast_precision_loss, reason = "rates are compared, not counted")]
        let rate = bytes.saturating_sub(self.bytes) as f64 / time.as_secs_f64();
        (self.since, self.bytes) = (at, bytes);
        if let Some(until) = self.resting {
            if at < until {
                return;
            }
            self.resting = None;
        }
        match self.before {
            Some((fewer, carried)) if rate < carried * GAIN => {
                // They carried no more: the fewer do.
                self.now = fewer;
                self.before = None;
                self.rest(at);
            }
            _ if self.now < self.most => {
                self.before = Some((self.now, rate));
                self.now = (self.now * 2).min(self.most);
            }
            _ => {
                self.before = None;
                self.rest(at);
            }
        }
    }

    /// The server has too many, or lets them wait.
    pub(super) fn crowded(&mut self, at: Instant) {
        // Of many that are told at once, one counts.
        if self.resting.is_none_or(|until| until < at + REST - REST / 8) {
            self.now = (self.now / 2).max(1);
            self.before = None;
            self.rest(at);
        }
    }

    fn rest(&mut self, at: Instant) {
        self.resting = Some(at + REST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many connections are used after each of so many windows, on a line that carries what
    /// `rate` says of a number of them.
    fn used(most: usize, windows: usize, rate: impl Fn(usize) -> f64) -> Vec<usize> {
        let mut at = Instant::now();
        let mut pace = Pace::new(most, at, 0);
        let mut bytes = 0.0;
        (0..windows)
            .map(|_| {
                at += WINDOW;
                bytes += rate(pace.connections()) * WINDOW.as_secs_f64();
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                pace.sample(at, bytes as u64);
                pace.connections()
            })
            .collect()
    }

    #[test]
    #[allow(clippy::cast_precision_loss)]
    fn it_grows_while_that_carries_more() {
        assert_eq!(used(32, 5, |count| 60e6 * count as f64), [8, 16, 32, 32, 32]);
        assert_eq!(used(20, 4, |count| 60e6 * count as f64), [8, 16, 20, 20]);
        assert_eq!(used(1, 2, |count| 60e6 * count as f64), [1, 1]);
        // A line that eight connections fill.
        let full = |count: usize| 60e6 * count.min(8) as f64;
        assert_eq!(used(32, 4, full), [8, 16, 8, 8]);
        // One that a single connection fills.
        assert_eq!(used(32, 3, |_| 1e9), [8, 4, 4]);
    }

    #[test]
    fn it_halves_once_when_the_server_has_too_many() {
        let at = Instant::now();
        let mut pace = Pace::new(32, at, 0);
        for _ in 0..5 {
            pace.crowded(at);
        }
        assert_eq!(pace.connections(), 2);
        pace.sample(at + WINDOW, 1_000_000);
        assert_eq!(pace.connections(), 2, "it rests");
        let later = at + REST + WINDOW;
        pace.sample(later, 2_000_000);
        assert_eq!(pace.connections(), 4);
        pace.crowded(later);
        pace.crowded(later + REST);
        pace.crowded(later + REST * 2);
        assert_eq!(pace.connections(), 1, "never none");
    }
}
