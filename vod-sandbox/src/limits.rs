//! Rate limits: each Action's latest calls, held against what its page allows.
//!
//! A sliding window over the sandbox's own clock. A call counts once it is signed right, whatever
//! becomes of it; one that is refused for its rate does not, so that who waits gets in.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use vod_spec::model::{Action, RateLimit};
use vod_spec::protocol::Protocol;

use crate::state::State;

/// When each Action was called, oldest first, as far back as its limit looks.
#[derive(Debug, Default)]
pub(crate) struct Calls(HashMap<String, VecDeque<Duration>>);

impl Calls {
    /// Counts a call, or says how long it is until the next one is let in. `now` is the time since
    /// any fixed point.
    pub(crate) fn count(
        &mut self,
        action: &str,
        limit: RateLimit,
        now: Duration,
    ) -> Result<(), Duration> {
        let calls = self.0.entry(action.to_owned()).or_default();
        // A call that lies ahead is from before the clock was set back; nobody waits for it.
        let is_past = |call: &Duration| now.checked_sub(*call).is_none_or(|age| age >= limit.per);
        while calls.front().is_some_and(is_past) {
            calls.pop_front();
        }
        if calls.len() < usize::try_from(limit.calls).unwrap_or(usize::MAX) {
            calls.push_back(now);
            return Ok(());
        }
        let free = calls.front().map_or(limit.per, |first| *first + limit.per);
        Err(free.saturating_sub(now))
    }
}

/// Counts a call against the limit that its page states. Two generations of an Action are two
/// Actions. The error says why a call is refused.
pub(crate) fn hold(state: &State, protocol: Protocol, action: &Action) -> Result<(), String> {
    let Some(limit) = action.facts.rate_limit.filter(|_| state.manner.rate_limits) else {
        return Ok(());
    };
    let name = &action.name.wire;
    let counted = format!("{} {name}", protocol.name());
    state.memory().calls.count(&counted, limit, state.time()).map_err(|wait| {
        format!(
            "{name} is limited to {} by its page; the next call is let in after {:.1} s. \
             A sandbox can be started without rate limits",
            shown(limit),
            wait.as_secs_f64()
        )
    })
}

/// A limit as pages write it, such as `100/min`.
fn shown(limit: RateLimit) -> String {
    let RateLimit { calls, per } = limit;
    let units = [(1, "s"), (60, "min"), (3600, "h"), (86400, "d")];
    let unit = units.iter().find(|(seconds, _)| per == Duration::from_secs(*seconds));
    match unit {
        Some((_, unit)) => format!("{calls}/{unit}"),
        None => format!("{calls} in {per:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit { calls: 2, per: Duration::from_secs(60) };

    #[test]
    fn the_window_slides() {
        let mut calls = Calls::default();
        let mut call = |action, at| calls.count(action, LIMIT, Duration::from_secs(at));
        assert_eq!(call("A", 1000), Ok(()));
        assert_eq!(call("A", 1050), Ok(()));
        assert_eq!(call("A", 1059), Err(Duration::from_secs(1)));
        assert_eq!(call("B", 1059), Ok(()), "each Action has its own");
        assert_eq!(call("A", 1060), Ok(()), "what was refused did not count");
        assert_eq!(call("A", 1060), Err(Duration::from_secs(50)), "1050 and 1060 still do");
        assert_eq!(call("A", 400), Ok(()), "the clock was set back");
    }

    #[test]
    fn a_limit_reads_as_on_its_page() {
        assert_eq!(shown(LIMIT), "2/min");
        assert_eq!(shown(RateLimit { calls: 20, per: Duration::from_secs(1) }), "20/s");
    }
}
