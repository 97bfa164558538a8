//! Key pairs that are lent, for one upload or to whoever assumes a role, and whose a SecretId is.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::hex::hex;
use crate::state::State;

/// How long a certificate is good unless a sandbox is told.
pub(crate) const LIFE: Duration = Duration::from_secs(2 * 60 * 60);

/// A temporary key pair and its token.
#[derive(Clone)]
pub(crate) struct Certificate {
    pub(crate) secret_id: String,
    pub(crate) secret_key: String,
    pub(crate) token: String,
    /// The first Unix second at which it is good no longer.
    pub(crate) expires: u64,
    purpose: Purpose,
}

/// What a pair was lent for.
#[derive(Clone)]
pub(crate) enum Purpose {
    /// It may do what it wants with these objects, whose keys are without the leading slash.
    Upload(Vec<String>),
    /// It may do what the account may.
    Role,
}

impl Certificate {
    /// A fresh one.
    pub(crate) fn lend(expires: u64, purpose: Purpose) -> Self {
        let bytes = |count| std::iter::repeat_with(|| fastrand::u8(..)).take(count).collect();
        let (id, key, token): (Vec<u8>, Vec<u8>, Vec<u8>) = (bytes(16), bytes(16), bytes(120));
        Self {
            secret_id: format!("AKID{}", hex(&id)),
            secret_key: hex(&key),
            // Has `+`, `/` and `=` as the vendor's tokens do, so that it is sent as it is or fails.
            token: format!("{}+/==", STANDARD.encode(token)),
            expires,
            purpose,
        }
    }

    /// Whether it is good no longer.
    pub(crate) fn has_expired(&self, now: u64) -> bool {
        now >= self.expires
    }

    /// Whether it may touch this object.
    pub(crate) fn covers(&self, key: &str) -> bool {
        match &self.purpose {
            Purpose::Upload(objects) => objects.iter().any(|object| object == key),
            Purpose::Role => true,
        }
    }

    /// Whether it may call Actions.
    pub(crate) fn calls(&self) -> bool {
        matches!(self.purpose, Purpose::Role)
    }
}

/// Whose a SecretId is.
pub(crate) enum Holder {
    /// The account's, with the key that signs.
    Account(String),
    /// That of a pair that was lent, whether or not it has expired.
    Lent(Certificate),
}

impl Holder {
    /// None where there is no such SecretId, or no longer.
    pub(crate) fn of(state: &State, secret_id: &str) -> Option<Self> {
        let memory = state.memory();
        let (id, key) = match &memory.rotated {
            Some((id, key)) => (id, key),
            None => (&state.secret_id, &state.secret_key),
        };
        if id == secret_id {
            return Some(Self::Account(key.clone()));
        }
        memory.certificates.get(secret_id).cloned().map(Self::Lent)
    }

    pub(crate) fn secret_key(&self) -> &str {
        match self {
            Self::Account(key) => key,
            Self::Lent(lent) => &lent.secret_key,
        }
    }
}
