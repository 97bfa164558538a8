//! A clock that is set by hand, and a source that counts how often it is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::credentials::{CredentialFault, provide_with};

const HOUR: u64 = 3600;

/// The time, how often the source was asked, and what it does.
#[derive(Default)]
struct World {
    now: AtomicU64,
    asked: AtomicU64,
    /// Whether it fails.
    broken: AtomicU64,
    /// Whether what it lends never ends.
    endless: AtomicU64,
}

impl World {
    fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.now.load(Ordering::Relaxed))
    }

    fn set(&self, seconds: u64) {
        self.now.store(seconds, Ordering::Relaxed);
    }

    fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Lends for an hour; the SecretId says how often it was asked.
    async fn lend(self: Arc<Self>) -> Result<Credential, CredentialError> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        // Whoever waits for this one gets a turn meanwhile.
        tokio::task::yield_now().await;
        if self.broken.load(Ordering::Relaxed) != 0 {
            return Err(CredentialError::new(
                CredentialFault::Unreached,
                format!("failure {number}"),
            ));
        }
        let pair = Credential::new(format!("AKID{number}"), "a hidden key");
        Ok(match self.endless.load(Ordering::Relaxed) {
            0 => pair.with_expiry(self.time() + Duration::from_secs(HOUR)),
            _ => pair,
        })
    }
}

fn start() -> (Arc<World>, Arc<Cached<impl CredentialProvider>>) {
    let world = Arc::new(World::default());
    let (lender, clock) = (Arc::clone(&world), Arc::clone(&world));
    let provider = provide_with(move || Arc::clone(&lender).lend());
    let cached = Cached::with_clock(provider, move || clock.time());
    (world, Arc::new(cached))
}

async fn id(cached: &Cached<impl CredentialProvider>) -> String {
    cached.provide().await.unwrap().secret_id().to_owned()
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(test);
}

#[cfg(feature = "tokio")]
async fn at_once(
    cached: &Arc<Cached<impl CredentialProvider>>,
    count: usize,
) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = (0..count)
        .map(|_| {
            let cached = Arc::clone(cached);
            tokio::spawn(async move { cached.provide().await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        let answer = task.await.unwrap();
        answers
            .push(answer.map(|one| one.secret_id().to_owned()).map_err(|error| error.to_string()));
    }
    answers
}

#[test]
fn a_credential_is_kept_until_five_minutes_before_its_end() {
    run(async {
        let (world, cached) = start();
        assert_eq!(cached.current(), None, "nothing is fetched before it is needed");
        assert_eq!(id(&cached).await, "AKID1");
        world.set(HOUR - 301);
        assert_eq!(id(&cached).await, "AKID1");
        world.set(HOUR - 300);
        assert_eq!(id(&cached).await, "AKID2");
        assert_eq!(world.asked(), 2);
    });
}

#[test]
fn a_short_life_is_renewed_in_its_last_tenth() {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let kept = Kept::new(Credential::new("AKID", "key").with_expiry(at(1100)), at(1000));
    assert!(kept.is_fresh(at(1089)) && !kept.is_fresh(at(1090)));
    assert!(kept.is_good(at(1099)) && !kept.is_good(at(1100)));
    let endless = Kept::new(Credential::new("AKID", "key"), at(1000));
    assert!(endless.is_fresh(at(u64::from(u32::MAX))));
}

#[cfg(feature = "tokio")]
#[test]
fn a_hundred_who_have_none_wait_for_one_fetch() {
    run(async {
        let (world, cached) = start();
        let answers = at_once(&cached, 100).await;
        assert!(answers.iter().all(|answer| answer.as_deref() == Ok("AKID1")), "{answers:?}");
        assert_eq!(world.asked(), 1);
    });
}

#[cfg(feature = "tokio")]
#[test]
fn while_one_renews_the_others_go_on_with_the_old_one() {
    run(async {
        let (world, cached) = start();
        id(&cached).await;
        world.set(HOUR - 60);
        let mut answers = at_once(&cached, 100).await;
        answers.sort();
        assert_eq!(answers[98].as_deref(), Ok("AKID1"));
        assert_eq!(answers[99].as_deref(), Ok("AKID2"), "the one who fetched");
        assert_eq!(world.asked(), 2);
    });
}

#[cfg(feature = "tokio")]
#[test]
fn a_failure_is_that_of_everyone_who_waited_and_of_nobody_later() {
    run(async {
        let (world, cached) = start();
        world.broken.store(1, Ordering::Relaxed);
        let answers = at_once(&cached, 100).await;
        let told = Err("failure 1".to_owned());
        assert!(answers.iter().all(|answer| *answer == told), "{answers:?}");
        world.broken.store(0, Ordering::Relaxed);
        assert_eq!(id(&cached).await, "AKID2");
    });
}

#[cfg(feature = "tokio")]
#[test]
fn a_fetch_that_is_dropped_leaves_its_turn_to_the_next() {
    run(async {
        let (world, cached) = start();
        let fetching = tokio::spawn({
            let cached = Arc::clone(&cached);
            async move { cached.provide().await }
        });
        tokio::task::yield_now().await;
        assert_eq!(world.asked(), 1, "it is under way");
        fetching.abort();
        assert!(fetching.await.unwrap_err().is_cancelled());
        assert_eq!(id(&cached).await, "AKID2");
    });
}

#[test]
fn a_renewal_that_fails_leaves_the_old_one_and_is_tried_again_after_a_pause() {
    run(async {
        let (world, cached) = start();
        id(&cached).await;
        world.broken.store(1, Ordering::Relaxed);
        world.set(HOUR - 300);
        assert_eq!(id(&cached).await, "AKID1");
        assert_eq!(world.asked(), 2);
        world.set(HOUR - 271);
        assert_eq!(id(&cached).await, "AKID1");
        assert_eq!(world.asked(), 2, "not yet");
        world.set(HOUR - 270);
        assert_eq!(id(&cached).await, "AKID1");
        assert_eq!(world.asked(), 3);
        world.set(HOUR - 5);
        assert_eq!(id(&cached).await, "AKID1", "the pause ends with the credential");
        world.set(HOUR);
        assert_eq!(cached.current(), None);
        assert_eq!(cached.provide().await.unwrap_err().what, "failure 5");
        world.broken.store(0, Ordering::Relaxed);
        assert_eq!(id(&cached).await, "AKID6");
    });
}

#[test]
fn what_the_server_refused_is_fetched_anew_and_nothing_else_is() {
    run(async {
        let (world, cached) = start();
        world.endless.store(1, Ordering::Relaxed);
        let first = cached.provide().await.unwrap();
        world.set(1000 * HOUR);
        assert_eq!(id(&cached).await, "AKID1", "nothing says that it ends");
        cached.invalidate(&first);
        assert_eq!(id(&cached).await, "AKID2");
        cached.invalidate(&first);
        assert_eq!(id(&cached).await, "AKID2", "the one that was refused is gone already");
        assert_eq!(world.asked(), 2);
    });
}

#[test]
fn one_that_has_expired_already_is_handed_out_and_not_kept() {
    run(async {
        let (past, world) = (SystemTime::UNIX_EPOCH, Arc::new(World::default()));
        let clock = Arc::clone(&world);
        world.set(HOUR);
        let pair = Credential::new("AKID", "key").with_expiry(past);
        let cached = Cached::with_clock(pair.clone(), move || clock.time());
        assert_eq!(cached.provide().await, Ok(pair), "the server says whether it is over");
        assert_eq!(cached.current(), None);
    });
}

#[test]
fn debug_shows_no_secret() {
    run(async {
        let (_, cached) = start();
        id(&cached).await;
        let shown = format!("{cached:?}");
        assert!(shown.contains("AKID1") && !shown.contains("hidden"), "{shown}");
    });
}
