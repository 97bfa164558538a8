//! Many calls at once while everything goes wrong now and then. In a process of its own, because
//! what it takes up there is counted.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod calls;
mod honest;
mod memory;

use tokio::sync::Mutex;

/// Held by the test that runs.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());
