//! Uploads of all kinds while VOD and COS fail in all the ways that they can. In a process of its
//! own, because what it takes up there is counted.
//!
//! `VOD_SOAK=3600` goes on for so many seconds; without it a few uploads are made. A failure tells
//! the seed of its round: `VOD_SOAK_SEED` begins with that one.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod draw;
mod errand;
mod fetch;
mod held;
mod judge;
mod round;
mod tally;

use std::time::{Duration, Instant};

use held::Held;
use round::Round;
use tally::Tally;

/// Rounds of a run that is not told how long it is.
const ROUNDS: u64 = 4;
/// How often a long run says how far it is.
const WORD: Duration = Duration::from_secs(60);

/// What a variable of the environment says, which is a number.
fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_nothing_is_lost_and_nothing_is_kept() {
    let time = told("VOD_SOAK").map(Duration::from_secs);
    // What runs in passing is the same each time.
    let seed = told("VOD_SOAK_SEED").unwrap_or_else(|| time.map_or(1, |_| fastrand::u64(..)));
    println!("VOD_SOAK_SEED={seed}");
    let (begun, mut word) = (Instant::now(), Instant::now());
    let (mut tally, mut held) = (Tally::default(), Held::default());
    for number in 0.. {
        if time.map_or(number == ROUNDS, |time| begun.elapsed() >= time) {
            break;
        }
        Round::run(seed.wrapping_add(number), time.is_some(), &mut tally).await;
        held.note().await;
        if time.is_some() && word.elapsed() >= WORD {
            word = Instant::now();
            println!("{} s: {tally}; {held}", begun.elapsed().as_secs());
        }
    }
    println!("{} s: {tally}; {held}", begun.elapsed().as_secs());
    tally.has_seen_enough();
    // A few rounds tell nothing of memory.
    if time.is_some() {
        held.is_flat();
    }
}
