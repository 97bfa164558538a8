//! The packages as their users get them: unpacked far from this tree, in a checkout without
//! symlinks, and with pages of a user's own that change.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod crates;
mod nested;
mod rebuild;
mod without_links;
