//! Which fault strikes a request, if any does.

use std::collections::HashMap;

use fastrand::Rng;
use http::{HeaderMap, Method};

use super::target::Target;
use super::{Fault, FaultError, HEADER};

/// Faults that came by header are counted for so many texts.
const TEXTS_KEPT: usize = 1000;

/// What a fault is held against.
pub(crate) struct Asked<'a> {
    pub(crate) action: Option<&'a str>,
    /// Of a request to COS.
    pub(crate) method: Option<&'a Method>,
}

/// The faults of a sandbox, and those that requests brought.
#[derive(Default)]
pub(crate) struct Faults {
    own: Vec<Armed>,
    /// By their text.
    brought: HashMap<String, Armed>,
}

/// A fault and how far it is.
struct Armed {
    fault: Fault,
    /// The requests to its target.
    met: u64,
    chances: Rng,
}

impl Faults {
    /// Has these and no others from now on.
    pub(crate) fn set(&mut self, faults: Vec<Fault>) {
        self.own = faults.into_iter().map(Armed::new).collect();
        self.brought.clear();
    }

    /// The first fault that strikes this request. `can` says whether it could; the error is of a
    /// header that cannot be read.
    pub(crate) fn strike(
        &mut self,
        headers: &HeaderMap,
        asked: &Asked<'_>,
        can: impl Fn(&Fault) -> bool,
    ) -> Result<Option<Fault>, FaultError> {
        let strikes = |armed: &mut Armed| {
            let meant = armed.fault.target.is_of(asked) && can(&armed.fault);
            (meant && armed.meet()).then(|| armed.fault.clone())
        };
        if !headers.contains_key(HEADER) {
            return Ok(self.own.iter_mut().find_map(strikes));
        }
        let mut struck = None;
        for value in headers.get_all(HEADER) {
            let fault: Fault = String::from_utf8_lossy(value.as_bytes()).parse()?;
            if self.brought.len() >= TEXTS_KEPT {
                self.brought.clear();
            }
            let armed = self.brought.entry(fault.to_string()).or_insert_with(|| Armed::new(fault));
            struck = struck.or_else(|| strikes(armed));
        }
        Ok(struck)
    }
}

impl Armed {
    fn new(fault: Fault) -> Self {
        let chances = Rng::with_seed(fault.when.seed);
        Self { fault, met: 0, chances }
    }

    /// Counts a request to the target; whether it is struck.
    fn meet(&mut self) -> bool {
        self.met += 1;
        let when = &self.fault.when;
        let turn = self.met.saturating_sub(when.after);
        let its = turn > 0 && when.first.is_none_or(|first| turn <= first);
        its && turn.is_multiple_of(when.every) && self.chances.u8(0..100) < when.chance
    }
}

impl Target {
    fn is_of(&self, asked: &Asked<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Action(name) => asked.action == Some(name),
            Self::Cos(None) => asked.method.is_some(),
            Self::Cos(Some(wanted)) => asked.method.is_some_and(|method| method == wanted.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The turns, of twelve, at which a fault strikes.
    fn turns(text: &str) -> Vec<u64> {
        let mut armed = Armed::new(text.parse().unwrap());
        (1..=12).filter(|_| armed.meet()).collect()
    }

    #[test]
    fn when_narrows_which_requests_are_struck() {
        assert_eq!(turns("garbage"), (1..=12).collect::<Vec<_>>());
        assert_eq!(turns("garbage first=2"), [1, 2]);
        assert_eq!(turns("garbage after=10"), [11, 12]);
        assert_eq!(turns("garbage every=5"), [5, 10]);
        assert_eq!(turns("garbage after=3 first=2"), [4, 5]);
        assert_eq!(turns("garbage after=3 every=4"), [7, 11]);
        assert!(turns("garbage chance=0%").is_empty());
    }

    #[test]
    fn chances_come_in_the_same_series_for_one_seed() {
        let series = turns("garbage chance=50% seed=7");
        assert_eq!(turns("garbage chance=50% seed=7"), series);
        assert_ne!(turns("garbage chance=50% seed=8"), series);
        assert!((1..12).contains(&series.len()), "{series:?}");
    }

    #[test]
    fn the_first_fault_that_strikes_has_the_request() {
        let mut faults = Faults::default();
        let texts = ["A: status=501 first=1", "cos:PUT: status=502", "status=503 first=2"];
        faults.set(texts.iter().map(|text| text.parse().unwrap()).collect());
        let mut struck = |action, method: Option<Method>| {
            let asked = Asked { action, method: method.as_ref() };
            let struck = faults.strike(&HeaderMap::new(), &asked, |_| true).unwrap();
            struck.map(|fault| fault.to_string())
        };
        let all = Some("status=503, first=2".to_owned());
        assert_eq!(struck(Some("A"), None).as_deref(), Some("A: status=501, first=1"));
        assert_eq!(struck(Some("A"), None), all, "the first request did not count here");
        assert_eq!(struck(None, Some(Method::PUT)).as_deref(), Some("cos:PUT: status=502"));
        assert_eq!(struck(None, Some(Method::GET)), all);
        assert_eq!(struck(Some("B"), None), None);
    }
}
