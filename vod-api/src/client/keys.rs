//! Whose key pair signs.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::clock::Clock;
use crate::credential::Credential;
use crate::credentials::{Cached, CredentialProvider};
use crate::error::{ConfigFault, Error};

/// Where a client's key pair comes from, and the one that is good now.
pub(crate) enum Keys {
    /// It was given, and stays.
    Given(Credential),
    Fetched(Cached<Box<dyn CredentialProvider>>),
}

impl Keys {
    /// A pair that is fetched, and fetched anew before it expires by the server's clock.
    pub(super) fn fetched(provider: Box<dyn CredentialProvider>, clock: Arc<Clock>) -> Self {
        Self::Fetched(Cached::with_clock(provider, move || clock.now()))
    }

    /// The pair that is good now.
    pub(crate) async fn get(&self) -> Result<Credential, Error> {
        match self {
            Self::Given(pair) => Ok(pair.clone()),
            Self::Fetched(cached) => Ok(cached.provide().await?),
        }
    }

    /// The pair that is good now, if there is one without fetching it.
    #[inline]
    pub(super) fn known(&self) -> Result<Cow<'_, Credential>, Error> {
        let known = match self {
            Self::Given(pair) => Some(Cow::Borrowed(pair)),
            Self::Fetched(cached) => cached.current().map(Cow::Owned),
        };
        known.ok_or_else(|| {
            let what = "no key pair has been fetched yet, or the last one has expired: call \
                        `runtime().ready().await` before signing without sending";
            Error::config(ConfigFault::Credential, what)
        })
    }

    /// Fetches another pair in place of one that the server refused; whether there is another.
    pub(super) async fn renew(&self, refused: &Credential) -> bool {
        let Self::Fetched(cached) = self else { return false };
        cached.invalidate(refused);
        // Why there is none is told by whoever needs one next.
        cached.provide().await.is_ok_and(|credential| credential != *refused)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(pair) => pair.fmt(f),
            Self::Fetched(cached) => cached.fmt(f),
        }
    }
}
