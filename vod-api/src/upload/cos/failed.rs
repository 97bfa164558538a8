//! A request to COS that failed, and whether it is sent again.

use std::time::{Duration, SystemTime};

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

use crate::client::Settings;
use crate::error::Error;

/// So many times as often as a call a request is repeated at most: there are many more of them.
const ATTEMPTS: u32 = 4;
/// Limits of the waits in between, of which each takes a random part. All together they bridge ten
/// seconds or so.
const SHORTEST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_secs(5);

/// A request that failed.
pub(in crate::upload) struct Failed {
    pub(in crate::upload) error: Error,
    /// Whether it may succeed when it is sent again.
    pub(super) again: bool,
    /// Whether there is too much at once, and fewer would fare better.
    pub(in crate::upload) crowded: bool,
    /// How far the time that was signed was ahead of this machine's, and the server's time.
    pub(super) dated: Option<(i64, SystemTime)>,
}

impl Failed {
    pub(super) fn once_more(error: Error, crowded: bool) -> Self {
        Self { error, again: true, crowded, dated: None }
    }

    /// Whether COS cannot be reached or is in trouble, which passes: what it has that is not what was
    /// sent does not.
    fn is_outage(&self) -> bool {
        self.again && !matches!(self.error.code(), Some("CrcMismatch" | "UnexpectedAnswer"))
    }

    /// Whether the server knows nothing of the upload.
    pub(in crate::upload) fn is_no_such_upload(&self) -> bool {
        self.error.code() == Some("NoSuchUpload")
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, again: false, crowded: false, dated: None }
    }
}

/// The tries of one request.
pub(in crate::upload) struct Repeat {
    limits: ExponentialBackoff,
    left: u32,
    corrected: bool,
}

impl Repeat {
    pub(in crate::upload) fn new(settings: &Settings) -> Self {
        let limits = ExponentialBuilder::new().with_factor(2.0).without_max_times();
        let limits = limits.with_min_delay(SHORTEST).with_max_delay(LONGEST).build();
        Self {
            limits,
            left: settings.attempts().saturating_sub(1).saturating_mul(ATTEMPTS),
            corrected: false,
        }
    }

    /// How long to wait before it is sent again, or the error that it ends with. An outage is waited for
    /// by who is `patient`, however often.
    pub(in crate::upload) fn wait(
        &mut self,
        settings: &Settings,
        failed: Failed,
        patient: bool,
    ) -> Result<Duration, Error> {
        let patient = patient && settings.attempts() > 1 && failed.is_outage();
        let Failed { error, again, dated, .. } = failed;
        if let Some((ahead, server)) = dated
            && error.code() == Some("RequestTimeTooSkewed")
            && !std::mem::replace(&mut self.corrected, true)
            && let Some(seconds) = settings.clock.correct(ahead, server)
        {
            tracing::warn!(seconds, "this machine's clock is not that of COS");
            return Ok(Duration::ZERO);
        }
        if !again || self.left == 0 && !patient {
            return Err(error);
        }
        self.left = self.left.saturating_sub(1);
        let wait = self.limits.next().unwrap_or(LONGEST).mul_f64(fastrand::f64());
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(wait_ms, error = %error.short(), "sending to COS again");
        Ok(wait)
    }

    /// Waits until it is time to send it again, or gives the error that it ends with.
    pub(in crate::upload) async fn after(
        &mut self,
        settings: &Settings,
        failed: Failed,
    ) -> Result<(), Error> {
        tokio::time::sleep(self.wait(settings, failed, false)?).await;
        Ok(())
    }
}
