//! No secret is shown: not by what is logged at any level by any crate, by an error, a `Debug` or a
//! panic, and not in a file. What may show one is said in `SECURITY.md`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod errors;
mod examples;
mod files;
mod heard;
mod hunt;
mod journeys;
mod panics;
mod quoting;
mod shown;
mod wire;

use std::fmt::{Debug, Write as _};

use vod_api::{Builder, Credential, Error, Runtime, v3};
use vod_sandbox::Sandbox;

const CLIP: &str = "media/clip.mp4";
const COVER: &str = "media/cover.jpg";

/// What can be shown of a thing.
fn debug(thing: &dyn Debug) -> String {
    format!("{thing:?}\n{thing:#?}\n")
}

/// What can be shown of an error.
fn error(error: &Error) -> String {
    let mut shown = format!("{error}\n{}\n{}", error.next_step(), debug(error));
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        write!(shown, "{error}\n{}", debug(&error)).unwrap();
        cause = error.source();
    }
    for told in [error.code(), error.request_id()] {
        writeln!(shown, "{told:?}").unwrap();
    }
    shown
}

/// A sandbox with keys of its own, behind a relay.
struct Place {
    sandbox: Sandbox,
    relay: wire::Relay,
    credential: Credential,
}

impl Place {
    async fn new() -> Self {
        Self::of(Sandbox::builder()).await
    }

    async fn of(builder: vod_sandbox::Builder) -> Self {
        heard::listen();
        let (id, key) = ("AKIDthatmaybeshown", hunt::secret("secret key"));
        let builder = builder.credential(id, &*key).rate_limits(false);
        let mut shown = debug(&builder);
        let sandbox = builder.start().await.unwrap();
        shown += &debug(&sandbox);
        heard::assert_silent(&shown);
        let relay = wire::Relay::to(&sandbox.url());
        Self { sandbox, relay, credential: Credential::new(id, key) }
    }

    fn builder(&self) -> Builder<v3::Client> {
        let url = self.relay.url();
        v3::Client::builder().endpoint(url).cos_endpoint(url).rate_limits(false)
    }

    fn client(&self) -> v3::Client {
        self.builder().credential(self.credential.clone()).build().unwrap()
    }

    /// Looks for secrets in what was shown, said and seen.
    #[track_caller]
    fn assert_silent(&self, runtime: &Runtime, mut shown: String) {
        assert!(self.relay.passed().contains("HTTP/1.1 "), "nothing was sent");
        for thing in [&self.sandbox as &dyn Debug, &self.sandbox.counts(), runtime] {
            shown += &debug(thing);
        }
        for seen in self.sandbox.requests() {
            shown += &debug(&seen);
        }
        heard::assert_silent(&shown);
    }
}
