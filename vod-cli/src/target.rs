//! Which server is called, and with whose keys.

use std::path::Path;
use std::time::Duration;

use vod_api::{Credential, Error, Method, v2};
use vod_sandbox::Sandbox;

use crate::args::{Api, Target};
use crate::output::Failure;

/// A client, and the sandbox that lives as long as it does.
pub(crate) struct Connection {
    pub(crate) client: v2::Client,
    _sandbox: Option<Sandbox>,
}

/// How the calls are made, where the words or a page of the user's say so.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    pub(crate) method: Option<Method>,
    /// A host of the Action's own.
    pub(crate) endpoint: Option<&'a str>,
    pub(crate) timeout: Option<Duration>,
    /// A page that an embedded sandbox has to serve.
    pub(crate) page: Option<&'a Path>,
}

impl Target {
    /// A client for what the words name.
    pub(crate) async fn connect(&self, manner: Manner<'_>) -> Result<Connection, Failure> {
        let Api::V2 = self.api;
        match self.sandbox.as_deref() {
            None => Ok(Connection {
                client: self.client(Credential::from_env()?, None, manner)?,
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
                let client = self.client(credential, Some(&sandbox.url()), manner)?;
                Ok(Connection { client, _sandbox: Some(sandbox) })
            }
            Some(url) => Ok(Connection { client: self.running(url, manner)?, _sandbox: None }),
        }
    }

    /// A client that is never to send: without keys it signs with the sandbox's.
    pub(crate) fn offline(&self, manner: Manner<'_>) -> Result<v2::Client, Failure> {
        match self.sandbox.as_deref() {
            None => {
                let credential = Credential::from_env().unwrap_or_else(|_| {
                    eprintln!(
                        "note: no keys in the environment; signed with the sandbox's key pair"
                    );
                    sandbox_pair()
                });
                Ok(self.client(credential, None, manner)?)
            }
            Some("") => Ok(self.client(sandbox_pair(), None, manner)?),
            Some(url) => self.running(url, manner),
        }
    }

    /// A client for a sandbox that runs elsewhere.
    fn running(&self, url: &str, manner: Manner<'_>) -> Result<v2::Client, Failure> {
        let client = self.client(sandbox_pair(), Some(url.trim_end_matches('/')), manner);
        client.map_err(|error| match &error {
            Error::Config(config) => Failure::usage(format!(
                "--sandbox=URL: {}; give the address that `vod sandbox` prints",
                config.what
            )),
            _ => error.into(),
        })
    }

    fn client(
        &self,
        credential: Credential,
        sandbox: Option<&str>,
        manner: Manner<'_>,
    ) -> Result<v2::Client, Error> {
        let mut builder = v2::Client::builder().credential(credential);
        if let Some(url) = sandbox {
            builder = builder.endpoint(format!("{url}/v2/index.php")).cos_endpoint(url);
        } else if let Some(endpoint) = manner.endpoint {
            builder = builder.endpoint(endpoint);
        }
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        if let Some(method) = manner.method {
            builder = builder.method(method);
        }
        if let Some(timeout) = manner.timeout {
            builder = builder.timeout(timeout);
        }
        builder.build()
    }
}

/// The key pair of a sandbox that runs elsewhere: the fixed one, or that of the environment.
fn sandbox_pair() -> Credential {
    let (id, key) = vod_sandbox::key_pair();
    Credential::new(id, key)
}
