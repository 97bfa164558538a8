//! Which server is called, and with whose keys.

use std::path::Path;
use std::time::Duration;

use vod_api::{
    Builder, Credential, CredentialFault, CredentialProvider, Environment, Error, Method, Profile,
    Runtime, default_chain,
};
use vod_sandbox::Sandbox;
use vod_spec::protocol::Protocol;

use crate::args::{EMBEDDED, Target};
use crate::output::{self, Failure};

const OF_SANDBOX: &str = "of the sandbox";

/// What every client shares, and the sandbox that lives as long as it does.
pub(crate) struct Connection {
    pub(crate) runtime: Runtime,
    _sandbox: Option<Sandbox>,
}

/// Whatever came of it, it is told what it took.
impl Drop for Connection {
    fn drop(&mut self) {
        let counters = self.runtime.counters();
        tracing::info!(
            calls = counters.calls,
            tries = counters.tries,
            retries = counters.retries,
            failures = counters.failures,
            waited_ms = u64::try_from(counters.waited.as_millis()).unwrap_or(u64::MAX),
            bytes_sent = counters.bytes_sent,
            bytes_received = counters.bytes_received,
            "calls of Actions in all"
        );
    }
}

/// How the calls are made, where the words or a page of the user's say so.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    pub(crate) method: Option<Method>,
    pub(crate) timeout: Option<Duration>,
    /// A page that an embedded sandbox has to serve.
    pub(crate) page: Option<&'a Path>,
}

impl Target {
    /// Refuses options that a generation of the API has no use for.
    pub(crate) fn fits(&self, protocol: Protocol) -> Result<(), Failure> {
        if self.language.is_some() && protocol == Protocol::V2 {
            let why = "--language is for API 3.0: leave it out, or give --api v3";
            return Err(Failure::usage(why));
        }
        Ok(())
    }

    /// Connects to what the words name.
    pub(crate) async fn connect(&self, manner: Manner<'_>) -> Result<Connection, Failure> {
        match self.sandbox.as_deref() {
            None => {
                let keys: Box<dyn CredentialProvider> = match &self.profile {
                    Some(profile) => Box::new(Profile::named(profile)),
                    None => Box::new(default_chain()),
                };
                let runtime = self.builder(manner).credentials(keys).build()?;
                // Before a file is looked at, or a bar drawn.
                runtime.ready().await?;
                Ok(Connection { runtime, _sandbox: None })
            }
            Some(EMBEDDED) => {
                let builder = Sandbox::builder();
                let builder = match manner.page {
                    Some(page) => builder.page(page),
                    None => builder,
                };
                let sandbox = builder.start().await;
                let sandbox = sandbox.map_err(|error| {
                    Failure::failed(format!("the sandbox cannot start: {error}"))
                })?;
                let credential = Credential::new(sandbox.secret_id(), sandbox.secret_key())
                    .with_origin(OF_SANDBOX);
                let builder = at(self.builder(manner), &sandbox.url());
                let runtime = builder.credential(told(credential)).build()?;
                Ok(Connection { runtime, _sandbox: Some(sandbox) })
            }
            Some(url) => Ok(Connection { runtime: self.running(url, manner)?, _sandbox: None }),
        }
    }

    /// What is never to send: without keys it signs with the sandbox's.
    pub(crate) fn offline(&self, manner: Manner<'_>) -> Result<Runtime, Failure> {
        let credential = match self.sandbox.as_deref() {
            None => self.at_hand()?,
            Some(EMBEDDED) => sandbox_pair(),
            Some(url) => return self.running(url, manner),
        };
        Ok(self.builder(manner).credential(told(credential)).build()?)
    }

    /// The keys that are on this machine. A dry run asks nobody for any.
    fn at_hand(&self) -> Result<Credential, Error> {
        let found = match &self.profile {
            Some(profile) => return Ok(Profile::named(profile).read()?),
            None => Environment::new().read().or_else(|error| match error.fault {
                CredentialFault::Absent => Profile::new().read(),
                _ => Err(error),
            }),
        };
        match found {
            Err(error) if error.fault == CredentialFault::Absent => {
                output::tell(
                    "note: no keys in the environment or a profile; signed with the sandbox's key pair",
                );
                Ok(sandbox_pair())
            }
            found => Ok(found?),
        }
    }

    /// Connects to a sandbox that runs elsewhere.
    fn running(&self, url: &str, manner: Manner<'_>) -> Result<Runtime, Failure> {
        let builder = at(self.builder(manner), url.trim_end_matches('/'));
        let runtime = builder.credential(told(sandbox_pair())).build();
        runtime.map_err(|error| match &error {
            Error::Config(config) => Failure::usage(format!(
                "--sandbox=URL: {}; give the address that `vod sandbox` prints",
                config.what
            )),
            _ => error.into(),
        })
    }

    fn builder(&self, manner: Manner<'_>) -> Builder<Runtime> {
        let mut builder = Builder::<Runtime>::new();
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        if let Some(language) = &self.language {
            builder = builder.language(language);
        }
        if let Some(method) = manner.method {
            builder = builder.method(method);
        }
        if let Some(timeout) = manner.timeout {
            builder = builder.attempt_timeout(timeout);
        }
        builder
    }
}

/// One address for both generations: each knows its own path below it.
fn at(builder: Builder<Runtime>, url: &str) -> Builder<Runtime> {
    builder.endpoint(url).cos_endpoint(url)
}

/// The key pair of a sandbox that runs elsewhere: the fixed one, or that of the environment.
fn sandbox_pair() -> Credential {
    let (id, key) = vod_sandbox::key_pair();
    Credential::new(id, key).with_origin(OF_SANDBOX)
}

/// A pair that is not fetched, which would be told by whoever fetches it.
fn told(pair: Credential) -> Credential {
    tracing::info!(secret_id = pair.secret_id(), origin = pair.origin(), "signing with a key pair");
    pair
}
