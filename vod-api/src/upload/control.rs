//! What holds an upload up: who pauses it, who ends it, and the bandwidth that it is given.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::progress::Sent;
use crate::error::Error;

/// Pauses an upload, lets it go on, or ends it, from anywhere.
///
/// ```no_run
/// # async fn run(client: vod_api::v3::Client) -> Result<(), vod_api::Error> {
/// use vod_api::Control;
///
/// let control = Control::new();
/// let upload = client.upload("holiday.mp4").control(&control).send();
/// // Elsewhere, by a clone: control.pause(), control.resume(), control.cancel().
/// let uploaded = upload.await?;
/// # let _ = uploaded;
/// # Ok(())
/// # }
/// ```
///
/// Paused, no further byte is read; requests that are under way wait with their connections. An
/// upload that is cancelled ends with [`Error::Cancelled`](crate::Error::Cancelled), after COS was
/// told to give its parts up, or keeps them to go on with
/// ([`Upload::resume_in`](crate::Upload::resume_in)). A confirmation that is under way is not
/// cancelled: it may be done. To drop the future is quicker, and gives parts that are not kept up in
/// passing.
#[derive(Debug, Clone)]
pub struct Control(Arc<watch::Sender<State>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Running,
    Paused,
    Cancelled,
}

impl Control {
    /// Of an upload that runs.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::default()))
    }

    /// Lets nothing more be sent for now.
    pub fn pause(&self) {
        self.set(State::Paused);
    }

    /// Lets it go on.
    pub fn resume(&self) {
        self.set(State::Running);
    }

    /// Ends it; there is no way back.
    pub fn cancel(&self) {
        self.set(State::Cancelled);
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow() == State::Cancelled
    }

    fn set(&self, state: State) {
        self.0.send_if_modified(|now| {
            let changes = *now != state && *now != State::Cancelled;
            if changes {
                *now = state;
            }
            changes
        });
    }

    /// Does a job unless it is cancelled meanwhile.
    pub(super) async fn unless_cancelled<T>(
        &self,
        job: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let mut state = self.0.subscribe();
        // The sender is here: it cannot be gone.
        let mut cancelled = pin!(state.wait_for(|state| *state == State::Cancelled));
        let mut job = pin!(job);
        poll_fn(|context| {
            if cancelled.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(Error::Cancelled));
            }
            job.as_mut().poll(context)
        })
        .await
    }
}

impl Default for Control {
    fn default() -> Self {
        Self::new()
    }
}

/// What bytes pass on their way to a connection.
#[derive(Clone)]
pub(super) struct Valve {
    control: Control,
    bandwidth: Option<Arc<Bandwidth>>,
    sent: Sent,
}

impl Valve {
    pub(super) fn control(&self) -> &Control {
        &self.control
    }

    pub(super) fn new(control: Control, bandwidth: Option<u64>, sent: Sent) -> Self {
        let bandwidth = bandwidth.map(|bytes| Arc::new(Bandwidth::of(bytes)));
        Self { control, bandwidth, sent }
    }

    /// Waits until it is not paused.
    pub(super) async fn open(&self) {
        let mut state = self.control.0.subscribe();
        if *state.borrow() == State::Paused {
            let _hold = self.sent.hold();
            let _ = state.wait_for(|state| *state != State::Paused).await;
        }
    }

    /// Waits until so many bytes may go.
    pub(super) async fn pass(&self, bytes: usize) {
        self.open().await;
        if let Some(bandwidth) = &self.bandwidth {
            let at = bandwidth.slot(bytes);
            if at > Instant::now() {
                let _hold = self.sent.hold();
                sleep_until(at).await;
            }
        }
    }
}

/// Bytes a second, over all connections.
struct Bandwidth {
    bytes: u64,
    /// When the next byte may go.
    next: Mutex<Option<Instant>>,
}

impl Bandwidth {
    fn of(bytes: u64) -> Self {
        Self { bytes: bytes.max(1), next: Mutex::default() }
    }

    /// When so many bytes may go; the time that they take is theirs.
    fn slot(&self, bytes: usize) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let at = next.map_or(now, |next| next.max(now));
        #[allow(
            clippy::cast_precision_loss,
            reason = "a block is short, and a rate no exact thing"
        )]
        let takes = Duration::try_from_secs_f64(bytes as f64 / self.bytes as f64);
        *next = Some(at + takes.unwrap_or_default());
        at
    }
}
