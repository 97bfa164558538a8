//! An upload in parts that is open at COS, and is not forgotten there.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::timeout;

use super::cos::Place;

/// Whether an upload is remembered, so that another one can go on with its parts.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<AtomicBool>);

impl Kept {
    pub(super) fn set(&self, is: bool) {
        self.0.store(is, Ordering::Relaxed);
    }

    pub(super) fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Parts at COS that make no object yet. Dropped, they are given up, where there is a runtime left
/// to do it, unless they are kept for who goes on later.
pub(super) struct Open {
    place: Arc<Place>,
    upload_id: String,
    kept: Kept,
    closed: bool,
}

/// Nobody waits longer than so for parts to be given up: what cannot be reached now is not soon.
const PATIENCE: Duration = Duration::from_secs(5);

impl Open {
    pub(super) fn new(place: &Arc<Place>, upload_id: &str, kept: Kept) -> Self {
        let (place, upload_id) = (Arc::clone(place), upload_id.to_owned());
        Self { place, upload_id, kept, closed: false }
    }

    /// They are an object now.
    pub(super) fn close(mut self) {
        self.closed = true;
    }

    /// Gives them up; what takes too long goes on in passing.
    pub(super) async fn abort(mut self) {
        self.kept = Kept::default();
        if timeout(PATIENCE, give_up(&self.place, &self.upload_id)).await.is_ok() {
            self.closed = true;
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.closed
            && !self.kept.is()
            && let Ok(runtime) = Handle::try_current()
        {
            let (place, upload_id) = (Arc::clone(&self.place), self.upload_id.clone());
            runtime.spawn(async move { give_up(&place, &upload_id).await });
        }
    }
}

async fn give_up(place: &Place, upload_id: &str) {
    if let Err(error) = place.abort(upload_id).await {
        tracing::warn!(error = %error.short(), "the parts at COS could not be given up");
    }
}
