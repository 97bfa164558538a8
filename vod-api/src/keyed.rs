//! HMAC with its key scheduled.

use hmac::KeyInit;

/// An HMAC over a key of any length.
pub(crate) fn keyed<M: KeyInit>(key: &[u8]) -> M {
    // HMAC hashes keys that are too long and pads those that are too short, so the second way is
    // never gone; it stands in for a panic.
    M::new_from_slice(key).unwrap_or_else(|_| M::new(&hmac::digest::Key::<M>::default()))
}
