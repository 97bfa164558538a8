//! The rate limits that pages state, kept on this side.
//!
//! A window slides over the latest calls of each Action: as many as the page allows go at once, and
//! the next one when the oldest of them is a window old. That is the strictest reading of a limit;
//! a leaky bucket would let nearly twice as many into one window.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::time::Instant;
use crate::action::ActionInfo;

/// The calls of a client and its clones, by Action.
#[derive(Debug, Default)]
pub(crate) struct RateLimits(Mutex<Windows>);

#[derive(Debug, Default)]
struct Windows {
    of: HashMap<(&'static str, &'static str), Window>,
    /// Until when nothing goes, because the server limits the account.
    held: Option<Instant>,
}

#[derive(Debug, Default)]
struct Window {
    /// When the latest calls go, oldest first; some are still to come.
    calls: VecDeque<Instant>,
    /// Until when none goes, because the server said so.
    held: Option<Instant>,
}

impl RateLimits {
    /// Takes the next place for a call and says how long it is until then. One that would be past
    /// `end` is not taken, and said as an error.
    pub(super) fn take(
        &self,
        info: &'static ActionInfo,
        now: Instant,
        end: Instant,
    ) -> Result<Duration, Duration> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = windows.held;
        let window = windows.of.entry(key(info)).or_default();
        let mut at = now;
        if let Some((calls, seconds)) = info.rate_limit {
            let calls = usize::try_from(calls).unwrap_or(usize::MAX).max(1);
            let per = Duration::from_secs(seconds);
            // The way there is not always as long: what goes a window later may be there sooner.
            let per = per + per / 50;
            while window.calls.len() > calls
                || window.calls.front().is_some_and(|call| *call + per <= now)
            {
                window.calls.pop_front();
            }
            if window.calls.len() == calls
                && let Some(oldest) = window.calls.front()
            {
                at = at.max(*oldest + per);
            }
        }
        at = [held, window.held].into_iter().flatten().fold(at, Instant::max);
        let wait = at.saturating_duration_since(now);
        if at >= end {
            return Err(wait);
        }
        if info.rate_limit.is_some() {
            window.calls.push_back(at);
        }
        Ok(wait)
    }

    /// Lets no call go for a while: of the Action, or of any when it is the account that is limited.
    pub(super) fn hold(&self, info: Option<&'static ActionInfo>, until: Instant) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = match info {
            Some(info) => &mut windows.of.entry(key(info)).or_default().held,
            None => &mut windows.held,
        };
        *held = Some(held.map_or(until, |held| held.max(until)));
    }
}

/// Two generations of an Action are two Actions.
fn key(info: &'static ActionInfo) -> (&'static str, &'static str) {
    (info.service.endpoint, info.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action as _;

    #[test]
    fn a_window_holds_as_many_calls_as_its_page_allows() {
        let (limits, start) = (RateLimits::default(), Instant::now());
        let end = start + Duration::from_secs(3600);
        let (apply, commit) = (crate::v2::ApplyUpload::INFO, crate::v2::CommitUpload::INFO);
        assert_eq!(apply.rate_limit, Some((100, 60)));
        for _ in 0..100 {
            assert_eq!(limits.take(apply, start, end), Ok(Duration::ZERO));
        }
        let window = Duration::from_millis(61_200);
        assert_eq!(limits.take(apply, start, start + window), Err(window), "not taken");
        assert_eq!(limits.take(apply, start, end), Ok(window));
        assert_eq!(limits.take(commit, start, end), Ok(Duration::ZERO), "each has its own");
        let later = start + window;
        for _ in 0..99 {
            assert_eq!(limits.take(apply, later, end), Ok(Duration::ZERO));
        }
        assert_eq!(limits.take(apply, later, end), Ok(window));
    }

    #[test]
    fn the_server_holds_an_action_or_all() {
        let (limits, start) = (RateLimits::default(), Instant::now());
        let (second, end) = (Duration::from_secs(1), start + Duration::from_secs(60));
        let (apply, commit) = (crate::v3::ApplyUpload::INFO, crate::v3::CommitUpload::INFO);
        limits.hold(Some(apply), start + second);
        assert_eq!(limits.take(apply, start, end), Ok(second));
        assert_eq!(limits.take(commit, start, end), Ok(Duration::ZERO));
        limits.hold(None, start + 2 * second);
        limits.hold(None, start + second);
        assert_eq!(limits.take(commit, start, end), Ok(2 * second), "the later one counts");
    }
}
