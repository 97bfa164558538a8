//! How many connections an upload uses: more as long as more carry more, fewer when the server has
//! too many.
//!
//! What connections carry is told by the parts that came through, from their first byte to COS's
//! answer. Bytes that were handed to the network tell less: buffers on the way take millions of them
//! at once.

use std::time::Duration;

use tokio::time::Instant;

/// How many to begin with.
const FIRST: usize = 16;
/// More connections are worth it when they carry so much more.
const GAIN: f64 = 1.1;
/// The server has too many when it has so large a share of requests wait, or leaves them.
const CROWD: f64 = 0.25;
/// What the latest request counts for in that share.
const LATEST: f64 = 1.0 / 16.0;
/// So long a number is kept that was found good, or left after the server had too many.
const REST: Duration = Duration::from_secs(4);

/// Finds how many connections fill the line.
pub(super) struct Pace {
    most: usize,
    now: usize,
    /// Since when there are so many.
    since: Instant,
    /// Parts that began since then and came through, and what each carried, bytes a second.
    parts: usize,
    carried: f64,
    /// How many fewer there were before, and what they carried all together.
    before: Option<(usize, f64)>,
    /// The share of requests of late that the server had too many of.
    refused: f64,
    /// Until when nothing is tried.
    resting: Option<Instant>,
}

impl Pace {
    pub(super) fn new(most: usize, at: Instant) -> Self {
        let now = FIRST.min(most.max(1));
        Self {
            most: most.max(1),
            now,
            since: at,
            parts: 0,
            carried: 0.0,
            before: None,
            refused: 0.0,
            resting: None,
        }
    }

    pub(super) fn connections(&self) -> usize {
        self.now
    }

    /// A part of so many bytes came through, from its beginning to its end.
    pub(super) fn part(&mut self, bytes: u64, began: Instant, ended: Instant) {
        self.refused -= self.refused * LATEST;
        // It shared the line with another number of others.
        if began < self.since {
            return;
        }
        #[allow(clippy::cast_precision_loss, reason = "rates are compared, not counted")]
        let rate = bytes as f64 / ended.saturating_duration_since(began).as_secs_f64().max(1e-6);
        self.parts += 1;
        self.carried += rate;
        let told = self.parts >= (self.now / 2).max(1);
        if !told || self.resting.is_some_and(|until| ended < until) {
            return;
        }
        #[allow(clippy::cast_precision_loss, reason = "there are no millions of connections")]
        let all = self.carried / self.parts as f64 * self.now as f64;
        let fewer = self.before.take();
        match fewer {
            // They carry no more: the fewer do.
            Some((fewer, carried)) if all < carried * GAIN => self.stay(fewer, ended),
            _ if self.now < self.most => {
                self.before = Some((self.now, all));
                self.resting = None;
                self.set((self.now * 2).min(self.most), ended);
            }
            _ => self.stay(self.now, ended),
        }
    }

    /// A request that the server had too many of, or let wait for too long.
    ///
    /// One in a while is sent again and else does nothing: fewer connections would carry less, and
    /// be refused as often.
    pub(super) fn crowded(&mut self, at: Instant) {
        self.refused += (1.0 - self.refused) * LATEST;
        // Of many that are told at once, those before the last change count once.
        let is_told_anew = self.resting.is_none_or(|until| until < at + REST - REST / 8);
        if self.refused > CROWD && is_told_anew {
            self.refused = 0.0;
            self.before = None;
            self.stay((self.now / 2).max(1), at);
        }
    }

    fn stay(&mut self, connections: usize, at: Instant) {
        self.resting = Some(at + REST);
        self.set(connections, at);
    }

    fn set(&mut self, connections: usize, at: Instant) {
        (self.now, self.since) = (connections, at);
        (self.parts, self.carried) = (0, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: u64 = 8 << 20;

    /// How many connections there are after each round of parts, on a line that carries what `line`
    /// says of a number of them.
    #[allow(clippy::cast_precision_loss)]
    fn used(most: usize, rounds: usize, line: impl Fn(usize) -> f64) -> Vec<usize> {
        let mut at = Instant::now();
        let mut pace = Pace::new(most, at);
        (0..rounds)
            .map(|_| {
                let count = pace.connections();
                let takes = PART as f64 * count as f64 / line(count);
                let ended = at + Duration::from_secs_f64(takes);
                (0..count).for_each(|_| pace.part(PART, at, ended));
                at = ended;
                pace.connections()
            })
            .collect()
    }

    #[test]
    #[allow(clippy::cast_precision_loss)]
    fn it_grows_while_that_carries_more() {
        let far = |count: usize| 60e6 * count as f64;
        assert_eq!(used(64, 4, far), [32, 64, 64, 64]);
        assert_eq!(used(20, 3, far), [20, 20, 20]);
        assert_eq!(used(1, 2, far), [1, 1]);
        // A line that 32 connections fill, and one that a single one does.
        assert_eq!(used(128, 4, |count| 60e6 * count.min(32) as f64), [32, 64, 32, 32]);
        assert_eq!(used(32, 3, |_| 1e9), [32, 16, 16]);
    }

    #[test]
    fn a_part_that_began_before_tells_nothing() {
        let at = Instant::now();
        let mut pace = Pace::new(64, at);
        let (second, late) = (Duration::from_secs(1), Duration::from_secs(9));
        (0..8).for_each(|_| pace.part(PART, at, at + second));
        assert_eq!(pace.connections(), 32);
        // The others of the first round and more, which would tell of a slower line.
        (0..16).for_each(|_| pace.part(PART, at, at + late));
        assert_eq!(pace.connections(), 32);
    }

    #[test]
    fn it_halves_once_when_the_server_has_too_many() {
        let at = Instant::now();
        let mut pace = Pace::new(32, at);
        (0..9).for_each(|_| pace.crowded(at));
        assert_eq!(pace.connections(), 8);
        (0..8).for_each(|_| pace.part(PART, at, at + Duration::from_millis(1)));
        assert_eq!(pace.connections(), 8, "it rests");
        let later = at + REST;
        (0..4).for_each(|_| pace.part(PART, later, later + Duration::from_millis(1)));
        assert_eq!(pace.connections(), 16);
        for time in (0..5).flat_map(|time| [time; 8]) {
            pace.crowded(later + REST * time);
        }
        assert_eq!(pace.connections(), 1, "never none");
    }

    #[test]
    fn a_refusal_in_a_while_does_nothing() {
        let at = Instant::now();
        let mut pace = Pace::new(8, at);
        for time in 0..100 {
            pace.crowded(at + REST * time);
            (0..6).for_each(|_| pace.part(PART, at, at + REST * time));
        }
        assert_eq!(pace.connections(), 8);
    }
}
