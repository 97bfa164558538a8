//! COS: where an object goes, how a request is signed, and the few requests it takes.

mod body;
mod crc;
mod failed;
mod object;
mod parts;
mod place;
mod send;
mod sign;
mod xml;

pub(super) use body::{Feed, PartBody};
pub(super) use failed::{Failed, Repeat};
pub(super) use object::{ABSENT, Object};
pub(super) use parts::{Listed, Part};
pub(super) use place::{Bucket, Key, Place};
