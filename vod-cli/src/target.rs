//! Which server is called, and with whose keys.

use vod_api::{Credential, Method, v2};
use vod_sandbox::Sandbox;

use crate::args::{Api, Target};
use crate::output::Failure;

/// A client, and the sandbox that lives as long as it does.
pub(crate) struct Connection {
    pub(crate) client: v2::Client,
    _sandbox: Option<Sandbox>,
}

impl Target {
    /// A client for what the words name.
    pub(crate) async fn connect(&self, method: Option<Method>) -> Result<Connection, Failure> {
        let Api::V2 = self.api;
        match self.sandbox.as_deref() {
            None => Ok(Connection {
                client: client(Credential::from_env()?, None, method)?,
                _sandbox: None,
            }),
            Some("") => {
                let sandbox = Sandbox::start().await;
                let sandbox = sandbox.map_err(|error| {
                    Failure::failed(format!("the sandbox cannot start: {error}"))
                })?;
                let credential = Credential::new(sandbox.secret_id(), sandbox.secret_key());
                let client = client(credential, Some(&sandbox.url()), method)?;
                Ok(Connection { client, _sandbox: Some(sandbox) })
            }
            Some(url) => Ok(Connection {
                client: client(sandbox_pair(), Some(url.trim_end_matches('/')), method)?,
                _sandbox: None,
            }),
        }
    }

    /// A client that is never to send: without keys it signs with the sandbox's.
    pub(crate) fn offline(&self, method: Option<Method>) -> Result<v2::Client, Failure> {
        match self.sandbox.as_deref() {
            None => {
                let credential = Credential::from_env().unwrap_or_else(|_| {
                    eprintln!(
                        "note: no keys in the environment; signed with the sandbox's key pair"
                    );
                    sandbox_pair()
                });
                Ok(client(credential, None, method)?)
            }
            Some("") => Ok(client(sandbox_pair(), None, method)?),
            Some(url) => Ok(client(sandbox_pair(), Some(url.trim_end_matches('/')), method)?),
        }
    }
}

fn client(
    credential: Credential,
    sandbox: Option<&str>,
    method: Option<Method>,
) -> Result<v2::Client, vod_api::Error> {
    let mut builder = v2::Client::builder().credential(credential);
    if let Some(url) = sandbox {
        builder = builder.endpoint(format!("{url}/v2/index.php")).cos_endpoint(url);
    }
    if let Some(method) = method {
        builder = builder.method(method);
    }
    builder.build()
}

/// The key pair of a sandbox that runs elsewhere: the fixed one, or that of the environment.
fn sandbox_pair() -> Credential {
    let (id, key) = vod_sandbox::key_pair();
    Credential::new(id, key)
}
