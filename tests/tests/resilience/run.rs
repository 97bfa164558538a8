//! A sandbox, a client of it, and what is between them.

use std::time::Duration;

use vod_api::{Builder, Credential, Retry, v3};
use vod_sandbox::Sandbox;

use crate::relay::Relay;

pub(crate) const CLIP: &str = "media/clip.mp4";

pub(crate) struct Run {
    pub(crate) sandbox: Sandbox,
    /// What hears the client's requests to VOD; those to COS pass it by.
    pub(crate) relay: Relay,
}

impl Run {
    /// A sandbox that misbehaves so.
    pub(crate) async fn new(faults: &[&str]) -> Self {
        let sandbox = Sandbox::builder().rate_limits(false).start().await.unwrap();
        let relay = Relay::to(&sandbox).await;
        let run = Self { sandbox, relay };
        run.set(faults);
        run
    }

    pub(crate) fn set(&self, faults: &[&str]) {
        self.sandbox.set_faults(faults.iter().map(|fault| fault.parse().unwrap()));
    }

    pub(crate) fn builder(&self) -> Builder<v3::Client> {
        v3::Client::builder()
            .credential(known(&self.sandbox))
            .endpoint(self.relay.url())
            .cos_endpoint(self.sandbox.url())
            .rate_limits(false)
            .retry(quick())
    }

    pub(crate) fn client(&self) -> v3::Client {
        self.builder().build().unwrap()
    }

    /// How often an Action was asked for, as the sandbox counts.
    pub(crate) fn count(&self, action: &str) -> u64 {
        self.sandbox.counts().by_action.get(action).copied().unwrap_or_default()
    }
}

/// The pair that a sandbox knows.
pub(crate) fn known(sandbox: &Sandbox) -> Credential {
    Credential::new(sandbox.secret_id(), sandbox.secret_key())
}

/// As often as ever, and at once.
pub(crate) fn quick() -> Retry {
    Retry::default().backoff(Duration::from_millis(1), Duration::from_millis(2))
}

/// What would hang ends here.
pub(crate) async fn ended<T>(job: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(120), job).await.unwrap()
}
