//! What the sandbox remembers: its key pair, nonces, calls of late, open uploads and what was
//! lent for them or to roles, media files, requests seen.
//!
//! One lock around all that changes; it is never held across an await.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::certificate::Certificate;
use crate::fault::Faults;
use crate::limits::Calls;
use crate::media::Media;
use crate::pages::Pages;
use crate::store::Store;
use crate::upload::Upload;
use crate::{Counts, Link, Seen};

/// How far a Timestamp may be from the sandbox's clock, in seconds; nonces are kept as long.
pub(crate) const WINDOW: u64 = 300;
const NONCES_KEPT: usize = 100_000;
const REQUESTS_KEPT: usize = 10_000;

/// Everything a request may ask for.
pub(crate) struct State {
    pub(crate) url: String,
    /// The pair it was started with.
    pub(crate) secret_id: String,
    pub(crate) secret_key: String,
    pub(crate) manner: Manner,
    pub(crate) pages: Pages,
    pub(crate) store: Arc<Store>,
    /// Seconds added to the machine's clock.
    clock: AtomicI64,
    memory: Mutex<Memory>,
}

/// What can be set when a sandbox starts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// Seconds added to the machine's clock, at the start.
    pub(crate) clock: i64,
    /// Whether Actions are held to the rate limits of their pages.
    pub(crate) rate_limits: bool,
    /// How long the key pair of an upload is good.
    pub(crate) certificate_life: Duration,
    /// How long the key pair of a role is good, whatever was asked for.
    pub(crate) role_life: Option<Duration>,
    /// The line that it seems to be at the other end of.
    pub(crate) link: Option<Link>,
}

/// What changes while the sandbox runs.
#[derive(Default)]
pub(crate) struct Memory {
    nonces: Nonces,
    pub(crate) calls: Calls,
    /// Uploads opened and not yet committed, by session key.
    pub(crate) uploads: HashMap<String, Upload>,
    /// The pair that took the place of the first.
    pub(crate) rotated: Option<(String, String)>,
    /// Key pairs that were lent, by SecretId.
    pub(crate) certificates: HashMap<String, Certificate>,
    /// What VOD has taken over, by file id; anyone may fetch its files.
    pub(crate) media: BTreeMap<String, Media>,
    pub(crate) faults: Faults,
    pub(crate) counts: Counts,
    requests: VecDeque<Seen>,
}

impl State {
    pub(crate) fn new(
        url: String,
        (secret_id, secret_key): (String, String),
        manner: Manner,
        pages: Pages,
        store: Store,
    ) -> Self {
        let clock = AtomicI64::new(manner.clock);
        let (store, memory) = (Arc::new(store), Mutex::default());
        Self { url, secret_id, secret_key, manner, pages, store, clock, memory }
    }

    /// The sandbox's clock: the time since 1970-01-01 UTC.
    pub(crate) fn time(&self) -> Duration {
        let machine = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let clock = self.clock.load(Ordering::Relaxed);
        let shift = Duration::from_secs(clock.unsigned_abs());
        if clock < 0 { machine.saturating_sub(shift) } else { machine.saturating_add(shift) }
    }

    pub(crate) fn set_clock(&self, seconds: i64) {
        self.clock.store(seconds, Ordering::Relaxed);
    }

    /// The sandbox's clock, in Unix seconds.
    pub(crate) fn now(&self) -> u64 {
        self.time().as_secs()
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// Whether an open upload waits for this object.
    pub(crate) fn is_reserved(&self, key: &str) -> bool {
        self.uploads.values().any(|upload| upload.keys().any(|reserved| reserved == key))
    }

    /// Whether this is the key of a file that anyone may fetch.
    pub(crate) fn is_published(&self, key: &str) -> bool {
        self.media.values().any(|media| media.keys().any(|published| published == key))
    }

    /// Remembers a nonce; false when it was used with this timestamp before.
    pub(crate) fn use_nonce(&mut self, now: u64, timestamp: u64, nonce: u64) -> bool {
        self.nonces.use_once(now, timestamp, nonce)
    }

    /// Counts a connection and gives its number.
    pub(crate) fn connect(&mut self) -> u64 {
        self.counts.connections += 1;
        self.counts.connections
    }

    pub(crate) fn note(&mut self, seen: Seen) {
        self.counts.note(&seen);
        if self.requests.len() == REQUESTS_KEPT {
            self.requests.pop_front();
        }
        self.requests.push_back(seen);
    }

    pub(crate) fn requests(&self) -> Vec<Seen> {
        self.requests.iter().cloned().collect()
    }
}

/// The nonces of each timestamp inside the window.
#[derive(Default)]
struct Nonces {
    used: BTreeMap<u64, HashSet<u64>>,
    count: usize,
}

impl Nonces {
    fn use_once(&mut self, now: u64, timestamp: u64, nonce: u64) -> bool {
        while let Some((oldest, _)) = self.used.first_key_value() {
            // Older ones are refused by their timestamp; the bound only guards memory.
            if oldest.saturating_add(WINDOW) >= now && self.count < NONCES_KEPT {
                break;
            }
            let dropped = self.used.pop_first().map_or(0, |(_, nonces)| nonces.len());
            self.count -= dropped;
        }
        let fresh = self.used.entry(timestamp).or_default().insert(nonce);
        self.count += usize::from(fresh);
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_counts_once_for_each_timestamp_and_is_forgotten_after_the_window() {
        let mut nonces = Nonces::default();
        assert!(nonces.use_once(1000, 1000, 7));
        assert!(!nonces.use_once(1000, 1000, 7));
        assert!(nonces.use_once(1001, 1001, 7));
        assert!(nonces.use_once(2000, 2000, 7));
        assert_eq!(nonces.count, 1);
    }
}
