//! Reads Tencent Cloud VOD's API pages.
//!
//! text -> blocks -> page -> [`model::Api`], with every mistake collected as a
//! [`diagnostic::Diagnostic`] that knows its place. Knows no Rust tokens and no network; even
//! files reach it through a function of the caller's.

mod block;
mod check;
pub mod codes;
mod constraint;
pub mod diagnostic;
mod errors;
mod facts;
mod fields;
mod generation;
mod index;
mod inline;
pub mod json;
mod meant;
mod meter;
pub mod model;
pub mod names;
mod nearest;
pub mod order;
mod page;
pub mod parameters;
mod piece;
pub mod protocol;
mod read;
mod resolve;
mod secrets;
pub mod source;
mod table;
mod timestamp;

pub use generation::protocol_of;
pub use nearest::nearest;
pub use read::{Reading, is_index, read, read_action, read_page, unlinked};
