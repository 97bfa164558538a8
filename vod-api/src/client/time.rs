//! Time as a client waits in it: tokio's, where the caller runs in a runtime of it.
//!
//! Without one there is nothing to wait by: a call is then one try, and as long as its transport
//! lets it be.

use std::future::Future;
#[cfg(not(feature = "tokio"))]
use std::time::Duration;

#[cfg(not(feature = "tokio"))]
pub(crate) use std::time::Instant;
#[cfg(feature = "tokio")]
pub(crate) use tokio::time::Instant;

/// Whether there is a clock to wait by.
#[cfg(feature = "tokio")]
pub(crate) fn can_wait() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Whether there is a clock to wait by.
#[cfg(not(feature = "tokio"))]
pub(crate) fn can_wait() -> bool {
    false
}

/// Waits.
#[cfg(feature = "tokio")]
pub(crate) use tokio::time::sleep;

/// Is never asked to wait.
#[cfg(not(feature = "tokio"))]
pub(crate) fn sleep(_: Duration) -> std::future::Ready<()> {
    std::future::ready(())
}

/// Does a job until a moment comes, where one is set; `None` when it came first.
pub(crate) async fn until<T>(end: Option<Instant>, job: impl Future<Output = T>) -> Option<T> {
    #[cfg(feature = "tokio")]
    if let Some(end) = end {
        return tokio::time::timeout_at(end, job).await.ok();
    }
    #[cfg(not(feature = "tokio"))]
    let _ = end;
    Some(job.await)
}
