//! Where key pairs come from: files as the vendor's tools write them, chains, the instance, roles.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod chain;
mod log;
mod profile;
