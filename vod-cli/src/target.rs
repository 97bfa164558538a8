//! Which server is called, and with whose keys.

use std::path::Path;
use std::time::Duration;

use vod_api::{Builder, Credential, Error, Method, Runtime};
use vod_sandbox::Sandbox;
use vod_spec::protocol::Protocol;

use crate::args::Target;
use crate::output::Failure;

/// What every client shares, and the sandbox that lives as long as it does.
pub(crate) struct Connection {
    pub(crate) runtime: Runtime,
    _sandbox: Option<Sandbox>,
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
            None => Ok(Connection {
                runtime: self.runtime(Credential::from_env()?, None, manner)?,
                _sandbox: None,
            }),
            Some("") => {
                let builder = Sandbox::builder();
                let builder = match manner.page {
                    Some(page) => builder.page(page),
                    None => builder,
                };
                let sandbox = builder.start().await;
                let sandbox = sandbox.map_err(|error| {
                    Failure::failed(format!("the sandbox cannot start: {error}"))
                })?;
                let credential = Credential::new(sandbox.secret_id(), sandbox.secret_key());
                let runtime = self.runtime(credential, Some(&sandbox.url()), manner)?;
                Ok(Connection { runtime, _sandbox: Some(sandbox) })
            }
            Some(url) => Ok(Connection { runtime: self.running(url, manner)?, _sandbox: None }),
        }
    }

    /// What is never to send: without keys it signs with the sandbox's.
    pub(crate) fn offline(&self, manner: Manner<'_>) -> Result<Runtime, Failure> {
        match self.sandbox.as_deref() {
            None => {
                let credential = Credential::from_env().unwrap_or_else(|_| {
                    eprintln!(
                        "note: no keys in the environment; signed with the sandbox's key pair"
                    );
                    sandbox_pair()
                });
                Ok(self.runtime(credential, None, manner)?)
            }
            Some("") => Ok(self.runtime(sandbox_pair(), None, manner)?),
            Some(url) => self.running(url, manner),
        }
    }

    /// Connects to a sandbox that runs elsewhere.
    fn running(&self, url: &str, manner: Manner<'_>) -> Result<Runtime, Failure> {
        let runtime = self.runtime(sandbox_pair(), Some(url.trim_end_matches('/')), manner);
        runtime.map_err(|error| match &error {
            Error::Config(config) => Failure::usage(format!(
                "--sandbox=URL: {}; give the address that `vod sandbox` prints",
                config.what
            )),
            _ => error.into(),
        })
    }

    fn runtime(
        &self,
        credential: Credential,
        sandbox: Option<&str>,
        manner: Manner<'_>,
    ) -> Result<Runtime, Error> {
        let mut builder = Builder::<Runtime>::new().credential(credential);
        if let Some(url) = sandbox {
            // One address for both generations: each knows its own path below it.
            builder = builder.endpoint(url).cos_endpoint(url);
        }
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
        builder.build()
    }
}

/// The key pair of a sandbox that runs elsewhere: the fixed one, or that of the environment.
fn sandbox_pair() -> Credential {
    let (id, key) = vod_sandbox::key_pair();
    Credential::new(id, key)
}
