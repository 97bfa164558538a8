//! What signing keeps from one request to the next.

use std::sync::{Arc, RwLock};

/// The latest of something that costs more to make than to look up.
pub(super) struct Kept<T>(RwLock<Option<Arc<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<T> Kept<T> {
    /// Uses what is kept if it fits, else what is made, which is kept from now on.
    pub(super) fn with<R>(
        &self,
        fits: impl FnOnce(&T) -> bool,
        make: impl FnOnce() -> T,
        job: impl FnOnce(&Arc<T>) -> R,
    ) -> R {
        if let Ok(kept) = self.0.read()
            && let Some(kept) = kept.as_ref()
            && fits(kept)
        {
            return job(kept);
        }
        let new = Arc::new(make());
        let done = job(&new);
        // A lock that a panic has poisoned holds nothing of worth.
        if let Ok(mut kept) = self.0.write() {
            *kept = Some(new);
        }
        done
    }
}
