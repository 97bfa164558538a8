//! Whose key pair signs.

use std::fmt;
use std::sync::Arc;

use super::clock::Clock;
use crate::credential::Credential;
use crate::credentials::{Cached, CredentialProvider};
use crate::error::{ConfigFault, Error};

/// Where a client's key pair comes from, and the one that is good now.
pub(crate) struct Keys(Cached<Box<dyn CredentialProvider>>);

impl Keys {
    /// A pair that stays.
    pub(super) fn fixed(credential: Credential) -> Self {
        Self(Cached::fixed(credential))
    }

    /// A pair that is fetched, and fetched anew before it expires by the server's clock.
    pub(super) fn fetched(provider: Box<dyn CredentialProvider>, clock: Arc<Clock>) -> Self {
        Self(Cached::with_clock(provider, move || clock.now()))
    }

    /// The pair that is good now.
    pub(crate) async fn get(&self) -> Result<Credential, Error> {
        Ok(self.0.provide().await?)
    }

    /// The pair that is good now, if there is one without fetching it.
    pub(super) fn known(&self) -> Result<Credential, Error> {
        self.0.current().ok_or_else(|| {
            let what = "no key pair has been fetched yet, or the last one has expired: call \
                        `runtime().ready().await` before signing without sending";
            Error::config(ConfigFault::Credential, what)
        })
    }

    /// Fetches another pair in place of one that the server refused; whether there is another.
    pub(super) async fn renew(&self, refused: &Credential) -> bool {
        self.0.invalidate(refused);
        // Why there is none is told by whoever needs one next.
        self.0.provide().await.is_ok_and(|credential| credential != *refused)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
