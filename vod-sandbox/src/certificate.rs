//! Key pairs that are lent for one upload.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::hex::hex;

/// How long a certificate is good unless a sandbox is told.
pub(crate) const LIFE: Duration = Duration::from_secs(2 * 60 * 60);

/// A temporary key pair and its token; may do what it wants with the objects of its upload.
#[derive(Clone)]
pub(crate) struct Certificate {
    pub(crate) secret_id: String,
    pub(crate) secret_key: String,
    pub(crate) token: String,
    /// The first Unix second at which it is good no longer.
    pub(crate) expires: u64,
    /// Keys of the objects, without the leading slash.
    pub(crate) objects: Vec<String>,
}

impl Certificate {
    /// A fresh one.
    pub(crate) fn lend(expires: u64, objects: Vec<String>) -> Self {
        let bytes = |count| std::iter::repeat_with(|| fastrand::u8(..)).take(count).collect();
        let (id, key, token): (Vec<u8>, Vec<u8>, Vec<u8>) = (bytes(16), bytes(16), bytes(120));
        Self {
            secret_id: format!("AKID{}", hex(&id)),
            secret_key: hex(&key),
            // Has `+`, `/` and `=` as the vendor's tokens do, so that it is sent as it is or fails.
            token: format!("{}+/==", STANDARD.encode(token)),
            expires,
            objects,
        }
    }

    /// Whether it is good no longer.
    pub(crate) fn has_expired(&self, now: u64) -> bool {
        now >= self.expires
    }

    /// Whether it may touch this object.
    pub(crate) fn covers(&self, key: &str) -> bool {
        self.objects.iter().any(|object| object == key)
    }
}
