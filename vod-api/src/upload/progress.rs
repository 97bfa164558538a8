//! How far an upload is, told to whoever watches, and not too often.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::due::Due;

/// So often at most an observer is called, but for a stage that begins.
pub(super) const PERIOD: Duration = Duration::from_millis(100);
/// So long it is told that the server had too many requests.
const SLOWED: Duration = Duration::from_secs(4);

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Bytes handed to the network, over video and cover. What has to be sent again is counted
    /// back first.
    pub sent: u64,
    /// Bytes there are to send, over video and cover; `None` as long as a stream goes on of which
    /// nobody knows how long it is.
    pub total: Option<u64>,
    /// Bytes a second, of late.
    pub speed: f64,
    /// How long the rest takes at that speed; `None` until there is one.
    pub eta: Option<Duration>,
    /// Connections that bytes move on.
    pub connections: usize,
    /// Requests to COS that were sent again so far.
    pub retries: u64,
    /// Whether it waits: it was paused, or is held to the bandwidth that it was given.
    pub held: bool,
    /// Whether COS said in the last seconds that it has too many requests, or let them wait.
    pub slowed: bool,
    /// Bytes of `sent` that COS has from an earlier upload, which this one goes on with.
    pub resumed: u64,
    /// Whether another upload of the file could go on from here: this one is remembered.
    pub resumable: bool,
    /// By how much it outlasts the key pair that VOD lent for it, at the speed that it has had so
    /// far or at its bandwidth. What was sent when the pair expires is lost; more bandwidth, or a
    /// smaller file, would do. `None` if it is going to be done in time, for all that is known.
    pub overdue: Option<Duration>,
}

/// A part of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// A place is being reserved, or one of an earlier upload looked at.
    Apply,
    /// The video is on its way.
    Video,
    /// The cover is on its way.
    Cover,
    /// The upload is being confirmed.
    Commit,
}

pub(super) type Observer = Arc<dyn Fn(Progress) + Send + Sync>;

/// Counts what was sent and tells whoever watches.
#[derive(Clone)]
pub(super) struct Sent(Arc<Inner>);

struct Inner {
    observer: Option<Observer>,
    count: AtomicU64,
    total: AtomicU64,
    /// How many of them go on, nobody knows how long.
    endless: AtomicUsize,
    connections: AtomicUsize,
    retries: AtomicU64,
    holds: AtomicUsize,
    resumed: AtomicU64,
    resumable: AtomicBool,
    /// Bytes a second of the part that came through last, by the connection it was on.
    part_speed: AtomicU64,
    told: Mutex<Told>,
}

struct Told {
    stage: Stage,
    at: Instant,
    count: u64,
    speed: f64,
    slowed: Option<Instant>,
    due: Due,
}

impl Sent {
    /// `bandwidth` is what goes out at most, bytes a second.
    pub(super) fn new(observer: Option<Observer>, bandwidth: Option<u64>) -> Self {
        let (at, due) = (Instant::now(), Due::new(bandwidth));
        let told = Told { stage: Stage::Apply, at, count: 0, speed: 0.0, slowed: None, due };
        Self(Arc::new(Inner {
            observer,
            count: AtomicU64::new(0),
            total: AtomicU64::new(0),
            endless: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            retries: AtomicU64::new(0),
            holds: AtomicUsize::new(0),
            resumed: AtomicU64::new(0),
            resumable: AtomicBool::new(false),
            part_speed: AtomicU64::new(0),
            told: Mutex::new(told),
        }))
    }

    pub(super) fn stage(&self, stage: Stage) {
        tracing::debug!(?stage, "upload");
        self.told().stage = stage;
        self.tell(true);
    }

    /// How long each is that is to be sent, as far as it is known.
    pub(super) fn of_all(&self, lengths: impl Iterator<Item = Option<u64>> + Clone) {
        self.0.total.store(lengths.clone().flatten().sum(), Ordering::Relaxed);
        self.0.endless.store(lengths.filter(Option::is_none).count(), Ordering::Relaxed);
    }

    /// One of those that nobody knew is so long.
    pub(super) fn ended(&self, length: u64) {
        self.0.total.fetch_add(length, Ordering::Relaxed);
        self.0.endless.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn total(&self) -> Option<u64> {
        let ends = self.0.endless.load(Ordering::Relaxed) == 0;
        ends.then(|| self.0.total.load(Ordering::Relaxed))
    }

    pub(super) fn count(&self) -> u64 {
        self.0.count.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: u64) {
        self.0.count.fetch_add(bytes, Ordering::Relaxed);
        self.tell(false);
    }

    /// So much was sent before, and is there.
    pub(super) fn resumed(&self, bytes: u64) {
        self.0.count.fetch_add(bytes, Ordering::Relaxed);
        self.0.resumed.fetch_add(bytes, Ordering::Relaxed);
        // It says nothing of the speed.
        self.told().count += bytes;
        self.tell(true);
    }

    /// Begins to count anew.
    pub(super) fn anew(&self) {
        self.0.count.store(0, Ordering::Relaxed);
        self.0.resumed.store(0, Ordering::Relaxed);
        self.told().count = 0;
    }

    /// Bytes go out from now on, until a key pair expires if it does.
    pub(super) fn begins(&self, left: Option<Duration>) {
        self.told().due.begins(left);
    }

    /// What was counted is not where it should be, and is sent again.
    pub(super) fn back(&self, bytes: u64) {
        let back = |count: u64| Some(count.saturating_sub(bytes));
        // The function always gives a value.
        let _ = self.0.count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, back);
    }

    /// A part came through.
    pub(super) fn came(&self, bytes: u64, took: Duration) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        let speed = bytes.saturating_mul(1000) / millis;
        self.0.part_speed.store(speed.max(1), Ordering::Relaxed);
    }

    /// How fast a connection is, bytes a second, once anything came through.
    pub(super) fn part_speed(&self) -> Option<u64> {
        Some(self.0.part_speed.load(Ordering::Relaxed)).filter(|speed| *speed > 0)
    }

    pub(super) fn connections(&self, count: usize) {
        self.0.connections.store(count, Ordering::Relaxed);
    }

    /// A request is sent again, and whether because the server has too many.
    pub(super) fn retry(&self, crowded: bool) {
        self.0.retries.fetch_add(1, Ordering::Relaxed);
        if crowded {
            self.told().slowed = Some(Instant::now());
        }
        self.tell(false);
    }

    /// Whether what was sent so far is remembered.
    pub(super) fn resumable(&self, is: bool) {
        if self.0.resumable.swap(is, Ordering::Relaxed) != is {
            self.tell(true);
        }
    }

    /// Is held from now on, until it is dropped.
    pub(super) fn hold(&self) -> Hold<'_> {
        self.0.holds.fetch_add(1, Ordering::Relaxed);
        self.tell(false);
        Hold(self)
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.0.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells what was counted since it was told last: it may be the last of it for a while.
    pub(super) fn catch_up(&self) {
        let told = self.told().count;
        if told != self.count() {
            self.tell(false);
        }
    }

    fn tell(&self, now: bool) {
        let (sent, total) = (self.count(), self.total());
        let mut told = self.told();
        let since = told.at.elapsed();
        if !now && since < PERIOD {
            return;
        }
        if since >= PERIOD {
            #[allow(clippy::cast_precision_loss, reason = "a speed need not be right to a byte")]
            let speed = sent.saturating_sub(told.count) as f64 / since.as_secs_f64();
            // A second or two count most.
            let part = (since.as_secs_f64() / 2.0).min(1.0);
            told.speed =
                if told.speed > 0.0 { told.speed + (speed - told.speed) * part } else { speed };
            (told.at, told.count) = (Instant::now(), sent);
        }
        let left = total.map(|total| total.saturating_sub(sent));
        let eta = left.filter(|_| told.speed >= 1.0);
        #[allow(clippy::cast_precision_loss, reason = "a guess at the time that is left")]
        let eta = eta.map(|left| Duration::try_from_secs_f64(left as f64 / told.speed).ok());
        let resumed = self.0.resumed.load(Ordering::Relaxed);
        let overdue = left.and_then(|left| told.due.overdue(sent.saturating_sub(resumed), left));
        let progress = Progress {
            stage: told.stage,
            sent,
            total,
            speed: told.speed,
            eta: eta.flatten(),
            connections: self.0.connections.load(Ordering::Relaxed),
            retries: self.0.retries.load(Ordering::Relaxed),
            held: self.0.holds.load(Ordering::Relaxed) > 0,
            slowed: told.slowed.is_some_and(|at| at.elapsed() < SLOWED),
            resumed,
            resumable: self.0.resumable.load(Ordering::Relaxed),
            overdue,
        };
        drop(told);
        if let Some(observer) = &self.0.observer {
            observer(progress);
        }
    }
}

/// An upload that is held while this lives.
pub(super) struct Hold<'s>(&'s Sent);

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        self.0.0.holds.fetch_sub(1, Ordering::Relaxed);
    }
}
