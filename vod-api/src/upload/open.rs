//! An upload in parts that is open at COS, and is not forgotten there.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::cos::Place;

/// Parts at COS that make no object yet. Dropped, they are given up, where there is a runtime left
/// to do it, unless who goes on later needs them.
pub(super) struct Open {
    place: Arc<Place>,
    upload_id: String,
    closed: bool,
}

impl Open {
    pub(super) fn new(place: &Arc<Place>, upload_id: &str, is_kept: bool) -> Self {
        let (place, upload_id) = (Arc::clone(place), upload_id.to_owned());
        Self { place, upload_id, closed: is_kept }
    }

    /// They are an object now, or stay for who goes on.
    pub(super) fn close(mut self) {
        self.closed = true;
    }

    pub(super) async fn abort(mut self) {
        // Who is dropped meanwhile does it in passing.
        self.closed = false;
        give_up(&self.place, &self.upload_id).await;
        self.closed = true;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.closed
            && let Ok(runtime) = Handle::try_current()
        {
            let (place, upload_id) = (Arc::clone(&self.place), self.upload_id.clone());
            runtime.spawn(async move { give_up(&place, &upload_id).await });
        }
    }
}

pub(super) async fn give_up(place: &Place, upload_id: &str) {
    if let Err(error) = place.abort(upload_id).await {
        tracing::warn!(error = %error.short(), "the parts at COS could not be given up");
    }
}
