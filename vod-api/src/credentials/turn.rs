//! Whose turn it is to fetch.
//!
//! With the feature `tokio`, one at a time. Without it there is no tokio to wait by: everyone has
//! a turn at once, and all fetch who need to.

#[cfg(feature = "tokio")]
mod waiting {
    use tokio::sync::{Mutex, MutexGuard};

    #[derive(Default)]
    pub(crate) struct Turns(Mutex<()>);

    /// It ends when it is dropped.
    pub(crate) struct Turn<'t>(#[allow(dead_code, reason = "held")] MutexGuard<'t, ()>);

    impl Turns {
        /// The turn, unless somebody has it.
        pub(crate) fn try_take(&self) -> Option<Turn<'_>> {
            self.0.try_lock().ok().map(Turn)
        }

        pub(crate) async fn take(&self) -> Turn<'_> {
            Turn(self.0.lock().await)
        }
    }
}

#[cfg(feature = "tokio")]
pub(super) use waiting::Turns;

#[cfg(not(feature = "tokio"))]
mod free {
    #[derive(Default)]
    pub(crate) struct Turns(());

    pub(crate) struct Turn;

    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "as where there are turns")]
    impl Turns {
        pub(crate) fn try_take(&self) -> Option<Turn> {
            Some(Turn)
        }

        pub(crate) fn take(&self) -> std::future::Ready<Turn> {
            std::future::ready(Turn)
        }
    }
}

#[cfg(not(feature = "tokio"))]
pub(super) use free::Turns;
