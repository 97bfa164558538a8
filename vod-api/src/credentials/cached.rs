//! A credential kept until shortly before it expires.
//!
//! The state is behind a lock that nobody holds while waiting; whose turn it is to fetch is behind
//! another, which is held all the while. The turn is over as well when its future is dropped.

use std::fmt;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use super::turn::Turns;
use super::{CredentialError, CredentialFuture, CredentialProvider};
use crate::credential::Credential;

/// A credential is fetched anew so long before it expires, or in the last tenth of its life.
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// So long a credential that is still good is used before a fetch that failed is tried again.
const PAUSE: Duration = Duration::from_secs(30);

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// Keeps what a provider hands out, and fetches it anew shortly before it expires.
///
/// ```
/// use vod_api::{Cached, Profile};
///
/// let keys = Cached::new(Profile::new());
/// assert_eq!(keys.current(), None, "nothing is fetched before it is needed");
/// ```
///
/// A client has one around its provider. A credential is fetched anew five minutes before it
/// expires, or in the last tenth of its life where that is less; one that says nothing of its end is
/// kept until the server refuses it ([`Cached::invalidate`]). One caller fetches, with the feature
/// `tokio`; the others go on with what is still good and wait where nothing is. A fetch that fails
/// while the old one is good is a warning (`tracing`), and is tried again after 30 s. Where it fails
/// and there is none, everyone who waited gets the error, and whoever comes next asks again.
pub struct Cached<P> {
    provider: P,
    state: RwLock<State>,
    turns: Turns,
    clock: Clock,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// How many fetches have ended, and why the last one failed if it did.
    ended: u64,
    failure: Option<CredentialError>,
}

struct Kept {
    credential: Credential,
    /// From when on it is fetched anew.
    stale: Option<SystemTime>,
}

impl Kept {
    fn new(credential: Credential, now: SystemTime) -> Self {
        let stale = credential.expires().map(|expires| {
            let life = expires.duration_since(now).unwrap_or_default();
            expires.checked_sub(MARGIN.min(life / 10)).unwrap_or(expires)
        });
        Self { credential, stale }
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        self.stale.is_none_or(|stale| now < stale)
    }

    fn is_good(&self, now: SystemTime) -> bool {
        self.credential.expires().is_none_or(|expires| now < expires)
    }
}

impl<P: CredentialProvider> Cached<P> {
    /// Around a provider, which is asked when a credential is first needed.
    pub fn new(provider: P) -> Self {
        Self::with_clock(provider, SystemTime::now)
    }

    /// With another clock than the machine's.
    pub(crate) fn with_clock(
        provider: P,
        clock: impl Fn() -> SystemTime + Send + Sync + 'static,
    ) -> Self {
        Self { provider, state: RwLock::default(), turns: Turns::default(), clock: Box::new(clock) }
    }

    /// What is kept and still good. Nothing is fetched.
    pub fn current(&self) -> Option<Credential> {
        let now = (self.clock)();
        let state = self.state();
        let kept = state.kept.as_ref().filter(|kept| kept.is_good(now));
        kept.map(|kept| kept.credential.clone())
    }

    /// Drops the credential that the server refused, so that the next caller fetches another.
    ///
    /// ```
    /// use vod_api::{Cached, Credential};
    ///
    /// # async fn run(keys: Cached<vod_api::Profile>) -> Result<(), vod_api::CredentialError> {
    /// use vod_api::CredentialProvider;
    ///
    /// let used = keys.provide().await?;
    /// // Here VOD answers that it knows no such SecretId: the pair was rotated.
    /// keys.invalidate(&used);
    /// let renewed = keys.provide().await?;
    /// # let _ = renewed;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// One that was fetched meanwhile stays. [`Error::is_credential`](crate::Error::is_credential)
    /// says which refusals call for it.
    pub fn invalidate(&self, used: &Credential) {
        self.state_mut().kept.take_if(|kept| kept.credential == *used);
    }

    async fn fetch(&self) -> Result<Credential, CredentialError> {
        let before = {
            let now = (self.clock)();
            let state = self.state();
            match &state.kept {
                Some(kept) if kept.is_fresh(now) => {
                    return Ok(kept.credential.clone());
                }
                _ => state.ended,
            }
        };
        // Held until the end.
        let _turn = match (self.turns.try_take(), self.current()) {
            (Some(turn), _) => turn,
            // Somebody else is fetching, and this one is good for a while.
            (None, Some(credential)) => return Ok(credential),
            (None, None) => self.turns.take().await,
        };
        {
            // Somebody has fetched meanwhile. What came of it is for everyone who waited.
            let state = self.state();
            if state.ended != before {
                if let Some(failure) = &state.failure {
                    return Err(failure.clone());
                }
                if let Some(kept) = &state.kept {
                    return Ok(kept.credential.clone());
                }
            }
        }
        let fetched = self.provider.provide().await;
        self.end(fetched)
    }

    /// Keeps what a fetch brought, or what it did not bring.
    fn end(
        &self,
        fetched: Result<Credential, CredentialError>,
    ) -> Result<Credential, CredentialError> {
        let now = (self.clock)();
        let mut state = self.state_mut();
        state.ended += 1;
        let error = match fetched {
            Ok(credential) => {
                let (secret_id, origin) = (credential.secret_id(), credential.origin());
                tracing::info!(secret_id, origin, "fetched a key pair");
                state.failure = None;
                state.kept = Some(Kept::new(credential.clone(), now));
                return Ok(credential);
            }
            Err(error) => error,
        };
        if let Some(kept) = state.kept.as_mut().filter(|kept| kept.is_good(now)) {
            tracing::warn!(%error, "the credential is not renewed; the old one is still good");
            let again = now.checked_add(PAUSE).unwrap_or(now);
            kept.stale = kept.credential.expires().map(|expires| expires.min(again));
            let credential = kept.credential.clone();
            state.failure = None;
            return Ok(credential);
        }
        state.failure = Some(error.clone());
        Err(error)
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P: CredentialProvider> CredentialProvider for Cached<P> {
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin(self.fetch())
    }
}

impl<P> fmt::Debug for Cached<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let kept = state.kept.as_ref().map(|kept| &kept.credential);
        f.debug_struct("Cached").field("kept", &kept).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
