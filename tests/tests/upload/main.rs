//! The leg of an upload to COS: in parts, over faults, after a crash.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test has nothing to handle")]

mod bench;
mod control;
mod faults;
mod parts;
mod resume;
mod sources;
mod website;
