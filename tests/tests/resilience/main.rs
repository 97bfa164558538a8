//! A client and the sandbox over real sockets, while the sandbox, or what is between the two, does
//! not do its part: what is sent, what becomes of it, and what the errors say.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod certificates;
mod clock;
mod commit;
mod connections;
mod faults;
mod generation;
mod keys;
mod proxy;
mod relay;
mod run;
mod storage;
mod stub;
