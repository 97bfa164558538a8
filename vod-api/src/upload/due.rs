//! Whether an upload is done before the key pair expires that VOD lent for it.

use std::time::Duration;

use tokio::time::Instant;

/// So long an upload goes on before its speed says when it is done: at first buffers take bytes at
/// once, and there are fewer connections.
const SETTLED: Duration = Duration::from_secs(5);

/// When an upload has to be done.
pub(super) struct Due {
    began: Instant,
    expires: Option<Instant>,
    /// No more bytes a second go out.
    bandwidth: Option<u64>,
    warned: bool,
}

impl Due {
    pub(super) fn new(bandwidth: Option<u64>) -> Self {
        Self { began: Instant::now(), expires: None, bandwidth, warned: false }
    }

    /// Bytes go out from now on, until a key pair expires if it does.
    pub(super) fn begins(&mut self, left: Option<Duration>) {
        let now = Instant::now();
        *self = Self {
            expires: left.and_then(|left| now.checked_add(left)),
            ..Self::new(self.bandwidth)
        };
    }

    /// By how much what is left takes longer than the key pair is good, by what was sent so far.
    /// The first time it is a warning.
    #[allow(clippy::cast_precision_loss, reason = "a guess at the time that is left")]
    pub(super) fn overdue(&mut self, sent: u64, left: u64) -> Option<Duration> {
        let expires = self.expires?;
        let took = self.began.elapsed();
        let measured = (took >= SETTLED).then(|| sent as f64 / took.as_secs_f64());
        let speed = match (measured, self.bandwidth) {
            (Some(measured), Some(most)) => measured.min(most as f64),
            (Some(speed), None) => speed,
            (None, most) => most? as f64,
        };
        let takes = Duration::try_from_secs_f64(left as f64 / speed).unwrap_or(Duration::MAX);
        let over = takes.checked_sub(expires.saturating_duration_since(Instant::now()))?;
        let over = (left > 0 && !over.is_zero()).then_some(over)?;
        if !std::mem::replace(&mut self.warned, true) {
            tracing::warn!(?over, "at this speed the upload outlasts the key pair lent for it");
        }
        Some(over)
    }
}
