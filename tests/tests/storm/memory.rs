//! What a process keeps of a storm that is over.

use crate::ONE_AT_A_TIME;
use crate::calls::Storm;

/// After so many requests the sandbox remembers no more of them than before.
const WARM: u64 = 11_000;
const CALLS: u64 = 3000;
const STORMS: u64 = 3;
/// What is kept of a call would be less than this, were anything: a request and an answer are more.
const KEPT: u64 = 1024;

/// The bytes that the process has in memory, where the system tells.
fn resident() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = told.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

#[tokio::test(flavor = "multi_thread")]
async fn storm_after_storm_leaves_nothing_behind() {
    let _turn = ONE_AT_A_TIME.lock().await;
    if resident().is_none() {
        return;
    }
    let storm = Storm::new().await;
    storm.rage(WARM).await;
    let before = resident().unwrap();
    for _ in 0..STORMS {
        storm.rage(CALLS).await;
    }
    let grown = resident().unwrap().saturating_sub(before);
    assert!(grown < STORMS * CALLS * KEPT, "{grown} bytes more than the {before} before");
}
