//! What is sent again, when, and how often.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

use crate::action::family;
use crate::error::Error;

/// How a client sends again what failed.
///
/// ```
/// use std::time::Duration;
/// use vod_api::{Credential, Retry, v3};
///
/// let retry = Retry::default().attempts(6).backoff(Duration::from_millis(50), Duration::from_secs(2));
/// let client: v3::Client =
///     v3::Client::builder().credential(Credential::new("AKID", "key")).retry(retry).build()?;
/// # let _ = client;
/// # Ok::<(), vod_api::Error>(())
/// ```
///
/// What is sent again is said by the pages: a code that they mark as one to retry, of an Action that
/// they call repeatable. A request that cannot have reached the server is sent again whatever it is,
/// and so is one that was refused because there were too many; a repeatable one also when no whole
/// answer came or something between here and VOD answered for it. Each try has its own nonce, time
/// and signature.
///
/// The wait before a try is a random part of a limit that begins at 0.1 s and doubles up to 5 s. What
/// the server says (`Retry-After`) goes before that. Retries are paid from a budget that all calls
/// of a client share: 100 at first, and one more for every ten calls that succeed, so that a server
/// in trouble is not sent much more than it would be without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    shortest: Duration,
    longest: Duration,
    budget: u32,
}

impl Default for Retry {
    fn default() -> Self {
        let (shortest, longest) = (Duration::from_millis(100), Duration::from_secs(5));
        Self { attempts: 4, shortest, longest, budget: 100 }
    }
}

impl Retry {
    /// Sends everything once.
    #[must_use]
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How often a request is sent at most, the first time included: 4 unless told. 0 is as 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The limit of the first wait, and of the longest: 0.1 s and 5 s unless told.
    #[must_use]
    pub fn backoff(mut self, shortest: Duration, longest: Duration) -> Self {
        (self.shortest, self.longest) = (shortest, longest.max(shortest));
        self
    }

    /// How many retries the client has to spend at first: 100 unless told. Every ten calls that
    /// succeed earn another one, up to as many.
    #[must_use]
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    pub(super) fn most(&self) -> u32 {
        self.attempts
    }

    /// The limits of the waits, one after the other.
    pub(super) fn limits(&self) -> ExponentialBackoff {
        let builder = ExponentialBuilder::new().with_factor(2.0).without_max_times();
        builder.with_min_delay(self.shortest).with_max_delay(self.longest).build()
    }
}

/// Retries that are left to spend, in tenths.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicU64,
    most: u64,
}

const RETRY: u64 = 10;

impl Budget {
    pub(super) fn of(retry: &Retry) -> Self {
        let most = u64::from(retry.budget) * RETRY;
        Self { left: AtomicU64::new(most), most }
    }

    /// Pays for a retry, if there is enough.
    pub(super) fn pay(&self) -> bool {
        let paid = |left: u64| left.checked_sub(RETRY);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, paid).is_ok()
    }

    /// Has earned the tenth part of a retry.
    pub(super) fn earn(&self) {
        let earned = |left: u64| (left < self.most).then_some(left + 1);
        // A full one stays as it is.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earned);
    }
}

/// What is to be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing: it would fail again.
    Stop,
    /// Nothing: it may have been carried out, and twice would do harm.
    Harm,
    /// To send it again after a wait.
    Again,
    /// To send it again after a longer wait: there were too many.
    Fewer,
}

/// What is to be done about a failure of an Action, by whether it may be repeated.
pub(super) fn next(error: &Error, repeatable: bool) -> Next {
    let again = if repeatable { Next::Again } else { Next::Harm };
    match error {
        Error::Transport(answer) if answer.sent => again,
        Error::Transport(_) => Next::Again,
        Error::Refused(refused) if is_limit(error) && refused.retry => Next::Fewer,
        Error::Refused(refused) if refused.retry => again,
        Error::Unreadable(unreadable) => match unreadable.status {
            429 => Next::Fewer,
            500 | 502..=504 => again,
            _ => Next::Stop,
        },
        _ => Next::Stop,
    }
}

/// Whether a request that failed so may have been carried out all the same.
pub(super) fn may_be_done(error: &Error) -> bool {
    let unsent = matches!(error, Error::Transport(answer) if !answer.sent);
    !unsent && next(error, true) == Next::Again
}

/// Whether there were too many requests.
fn is_limit(error: &Error) -> bool {
    error.v3_code().is_some_and(|code| family(code) == "RequestLimitExceeded")
}

/// Whether all Actions of the account, or of this address, are limited and not the one that was
/// called.
pub(super) fn is_limit_of_all(error: &Error) -> bool {
    is_limit(error) && error.v3_code() != Some("RequestLimitExceeded")
}

/// Whether the time that was signed is not the server's.
pub(super) fn is_of_another_time(error: &Error) -> bool {
    // API 2.0 has a code for a time that is off and for a nonce that was seen, and an older one.
    error.v3_code() == Some("AuthFailure.SignatureExpire")
        || matches!(error, Error::Refused(refused) if matches!(&*refused.code, "4500" | "4200"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_and_earned() {
        let budget = Budget::of(&Retry::default().budget(2));
        assert!(budget.pay() && budget.pay());
        assert!(!budget.pay());
        for _ in 0..9 {
            budget.earn();
        }
        assert!(!budget.pay(), "nine calls earn nothing");
        budget.earn();
        assert!(budget.pay());
        for _ in 0..100 {
            budget.earn();
        }
        assert!(budget.pay() && budget.pay() && !budget.pay(), "no more than at first");
    }

    #[test]
    fn limits_double_up_to_the_longest() {
        let retry = Retry::default().backoff(Duration::from_millis(100), Duration::from_secs(1));
        let limits: Vec<u128> = retry.limits().take(6).map(|limit| limit.as_millis()).collect();
        assert_eq!(limits, [100, 200, 400, 800, 1000, 1000]);
        let retry = Retry::default().backoff(Duration::from_secs(2), Duration::ZERO);
        assert_eq!(retry.limits().next(), Some(Duration::from_secs(2)));
    }
}
