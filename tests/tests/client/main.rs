//! What a client does when the network, the clock or the quota does not do its part: the requests
//! it makes, when it makes them, and what its errors say.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test has nothing to handle")]
#![allow(clippy::unnecessary_wraps, reason = "the lines of a script are all of one type")]

mod clock;
mod endpoints;
mod keys;
mod limits;
mod rate;
mod retry;
mod script;
mod trace;
