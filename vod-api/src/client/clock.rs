//! The time that requests are signed with: this machine's, or the server's once they have differed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::protocol::v2::Stamp;

/// A difference that a slow answer and a date of whole seconds can make.
const NOTHING: u64 = 5;

/// A machine's clock, and by how many seconds the server's is ahead of it.
#[derive(Debug, Default)]
pub(crate) struct Clock(AtomicI64);

impl Clock {
    /// Seconds that are added to this machine's clock.
    pub(crate) fn ahead(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// The server's time, as far as it is known.
    pub(crate) fn now(&self) -> SystemTime {
        let (now, by) = (SystemTime::now(), Duration::from_secs(self.ahead().unsigned_abs()));
        let time = if self.ahead() < 0 { now.checked_sub(by) } else { now.checked_add(by) };
        time.unwrap_or(now)
    }

    /// A stamp by the server's clock, as far as it is known.
    pub(crate) fn stamp(&self) -> Stamp {
        let stamp = Stamp::now();
        Stamp { timestamp: stamp.timestamp.saturating_add_signed(self.ahead()), ..stamp }
    }

    /// Takes the server's time, after it refused what was signed `ahead` of this machine's clock;
    /// says how far ahead the server is, unless the time of the request was right.
    pub(crate) fn correct(&self, ahead: i64, server: SystemTime) -> Option<i64> {
        let seconds = |time: SystemTime| {
            let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        };
        let found = seconds(server).saturating_sub(seconds(SystemTime::now()));
        if found.abs_diff(ahead) <= NOTHING {
            return None;
        }
        self.0.store(found, Ordering::Relaxed);
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_right_by_more_than_a_slow_answer() {
        let clock = Clock::default();
        let server = |ahead: i64| {
            let (now, by) = (SystemTime::now(), Duration::from_secs(ahead.unsigned_abs()));
            if ahead < 0 { now - by } else { now + by }
        };
        let near = |found: Option<i64>, expected: i64| {
            found.is_some_and(|found| found.abs_diff(expected) < 3)
        };
        assert_eq!(clock.correct(0, server(3)), None);
        assert_eq!(clock.ahead(), 0);
        assert!(near(clock.correct(0, server(-86_400)), -86_400));
        assert!(clock.stamp().timestamp.abs_diff(Stamp::now().timestamp - 86_400) < 3);
        // Another call that was signed before the correction is told of it too.
        assert!(near(clock.correct(0, server(-86_400)), -86_400));
        assert_eq!(clock.correct(clock.ahead(), server(-86_400)), None);
        assert!(near(clock.correct(clock.ahead(), server(600)), 600));
    }
}
