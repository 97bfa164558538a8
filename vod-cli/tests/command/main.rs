//! The command as a user runs it: what it prints, how it exits, what it never shows.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod call_v2;
mod call_v3;
mod choice;
mod crash;
mod page_option;
mod run;
mod sandbox;
mod server;
mod signals;
mod source;
mod told;
mod upload;
mod verbose;
