//! How often what happened.

use std::fmt;

use vod_api::Error;

use crate::errand::Outcome;

#[derive(Default)]
pub(crate) struct Tally {
    rounds: u64,
    uploads: u64,
    faults: u64,
    done: u64,
    /// Of these, those that ended badly before.
    gone_on: u64,
    failed: u64,
    unknown: u64,
    cancelled: u64,
    dropped: u64,
}

impl Tally {
    pub(crate) fn faults(&mut self, faults: u64) {
        self.rounds += 1;
        self.faults += faults;
    }

    /// Counts what an upload came to, time after time.
    pub(crate) fn outcomes(&mut self, outcomes: &[Outcome]) {
        self.uploads += 1;
        for outcome in outcomes {
            *match outcome {
                Outcome::Done(_) => &mut self.done,
                Outcome::Dropped => &mut self.dropped,
                Outcome::Failed(Error::Cancelled) => &mut self.cancelled,
                Outcome::Failed(error) if error.is_outcome_unknown() => &mut self.unknown,
                Outcome::Failed(_) => &mut self.failed,
            } += 1;
        }
        let well = matches!(outcomes.last(), Some(Outcome::Done(_)));
        self.gone_on += u64::from(well && outcomes.len() > 1);
    }

    /// Whether it was any trial at all.
    pub(crate) fn has_seen_enough(&self) {
        assert!(self.faults > 0, "{self}");
        assert!(self.done > self.uploads / 2, "{self}");
        assert!(self.failed + self.unknown > 0, "{self}");
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rounds, uploads, faults, done, gone_on, failed, unknown, cancelled, dropped } =
            self;
        write!(
            f,
            "{rounds} rounds, {uploads} uploads, {faults} faults: {done} done, {gone_on} of them \
             by going on; {failed} failed, {unknown} with an outcome that nobody knows; \
             {cancelled} cancelled, {dropped} dropped"
        )
    }
}
