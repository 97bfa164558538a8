//! How a client is set up.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::connections::{Connections, is_loopback};
use super::{Runtime, Settings};
use crate::credential::Credential;
use crate::error::{ConfigFault, Error};
use crate::protocol::v2::{Method, SignatureMethod, Signer};

/// Sets up a client.
///
/// ```
/// use std::time::Duration;
/// use vod_api::{Credential, SignatureMethod, v2};
///
/// let client = v2::Client::builder()
///     .credential(Credential::new("AKID", "key"))
///     .region("gz")
///     .signature_method(SignatureMethod::HmacSha1)
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # let _ = client;
/// # Ok::<(), vod_api::Error>(())
/// ```
///
/// Only the credential must be given. `build` names every setting that cannot be used.
pub struct Builder<C> {
    credential: Option<Credential>,
    region: Option<String>,
    endpoint: Option<String>,
    cos_endpoint: Option<String>,
    signature_method: SignatureMethod,
    method: Option<Method>,
    timeout: Duration,
    http: Option<reqwest::Client>,
    plain_http: bool,
    client: PhantomData<fn() -> C>,
}

impl<C> Builder<C> {
    /// Nothing is set yet: a generated client's `builder()` begins so.
    #[must_use]
    pub fn new() -> Self {
        Self {
            credential: None,
            region: None,
            endpoint: None,
            cos_endpoint: None,
            signature_method: SignatureMethod::default(),
            method: None,
            timeout: Duration::from_secs(30),
            http: None,
            plain_http: false,
            client: PhantomData,
        }
    }
}

impl<C> Default for Builder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: From<Runtime>> Builder<C> {
    /// Who signs. Required.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credential = Some(credential);
        self
    }

    /// The common parameter `Region`. VOD works without it.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Where every Action is called, instead of where its page says.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Where COS is reached, instead of at its buckets' own hosts. The bucket's host is still the
    /// one that is named in `Host` and signed.
    #[must_use]
    pub fn cos_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.cos_endpoint = Some(endpoint.into());
        self
    }

    /// The hash that signs; `HmacSHA256` unless told.
    #[must_use]
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.signature_method = method;
        self
    }

    /// GET or POST for every call. Unless told, a call goes by POST when a parameter is secret,
    /// the key pair is temporary or the query passes 2 KB, else by GET.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// How long one call may take, connection and answer included; 30 s unless told. A page may
    /// state its own. An upload's leg to COS has no such limit.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// A reqwest client of your own, for a proxy, certificates or connection pooling. Have it
    /// follow no redirects: a signature is good for one address.
    ///
    /// The client's own goes by the proxy that the environment names (`HTTPS_PROXY` and its kin),
    /// but never to an endpoint on this machine.
    #[must_use]
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Allows `http://` endpoints that are not on this machine. What is sent there can be read by
    /// anyone on the way.
    #[must_use]
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// The client.
    pub fn build(self) -> Result<C, Error> {
        let allowed = self.plain_http;
        let endpoint = self.endpoint.map(|endpoint| address(&endpoint, allowed)).transpose()?;
        let cos_endpoint = self.cos_endpoint.map(|cos| address(&cos, allowed)).transpose()?;
        let credential = self.credential.ok_or_else(|| {
            Error::config(
                ConfigFault::Credential,
                "no key pair: give the builder a credential, such as Credential::from_env()?",
            )
        })?;
        if credential.secret_id().is_empty() || credential.secret_key().expose().is_empty() {
            let what = "the key pair's id or key is empty";
            return Err(Error::config(ConfigFault::Credential, what));
        }
        let plain = |address: &Option<String>| {
            address.as_ref().is_some_and(|address| address.starts_with("http://"))
        };
        let secure = !(plain(&endpoint) && plain(&cos_endpoint));
        let connections = Connections::new(self.http, secure);
        let signer = Signer::new(credential, self.signature_method, self.region);
        let (method, timeout) = (self.method, self.timeout);
        let settings = Settings { connections, signer, endpoint, cos_endpoint, method, timeout };
        Ok(C::from(Runtime(Arc::new(settings))))
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("credential", &self.credential)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// An endpoint as it is called and signed: scheme, host and path.
fn address(endpoint: &str, plain_http: bool) -> Result<String, Error> {
    let faulty =
        |fault, why: &str| Error::config(fault, format!("the endpoint `{endpoint}` {why}"));
    let bad = |why: &str| faulty(ConfigFault::Endpoint, why);
    let uri: http::Uri =
        endpoint.parse().map_err(|error| bad(&format!("is no address: {error}")))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(bad("needs a scheme and a host, like https://vod.api.qcloud.com/v2/index.php"));
    };
    if authority.as_str().contains('@') {
        let what = "an endpoint must not hold a user name or a password";
        return Err(Error::config(ConfigFault::Endpoint, what));
    }
    if uri.query().is_some() {
        return Err(bad("must not have a query"));
    }
    match scheme {
        "https" => {}
        "http" if plain_http || is_loopback(authority.host()) => {}
        "http" => return Err(faulty(ConfigFault::PlainHttp, "is plain http to another machine")),
        _ => return Err(bad("is neither https nor http")),
    }
    Ok(format!("{scheme}://{authority}{}", uri.path()))
}
