//! How a client is set up.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "reqwest")]
use super::connections::Connections;
use super::{Endpoint, Runtime, Settings, is_loopback};
use crate::credential::Credential;
use crate::error::{ConfigFault, Error};
use crate::mock::Mock;
use crate::protocol::v2::{self, Method, SignatureMethod};
use crate::protocol::v3;
use crate::transport::Transport;

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
    language: Option<String>,
    endpoint: Option<String>,
    cos_endpoint: Option<String>,
    signature_method: SignatureMethod,
    method: Option<Method>,
    timeout: Duration,
    #[cfg(feature = "reqwest")]
    http: Option<reqwest::Client>,
    transport: Option<Box<dyn Transport>>,
    mock: Option<Mock>,
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
            language: None,
            endpoint: None,
            cos_endpoint: None,
            signature_method: SignatureMethod::default(),
            method: None,
            timeout: Duration::from_secs(30),
            #[cfg(feature = "reqwest")]
            http: None,
            transport: None,
            mock: None,
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

    /// The region of the calls. VOD works without it.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The language of VOD's messages in API 3.0: `zh-CN` or `en-US`.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// Where every Action is called, instead of where its page says. For API 3.0, whose addresses
    /// have no path, scheme and host count; for API 2.0 its own path stands in for none.
    ///
    /// The vendor's root domains are reached by it: `https://vod.tencentcloudapi.com` goes by
    /// `https://vod.intl.tencentcloudapi.com` or by the name of a region's own host too.
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

    /// The hash that signs in API 2.0; `HmacSHA256` unless told.
    #[must_use]
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.signature_method = method;
        self
    }

    /// GET or POST for every call of API 2.0. Unless told, a call goes by POST when a parameter is secret,
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

    /// What carries requests in place of reqwest. The leg of an upload to COS streams its files and
    /// stays with reqwest.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// A reqwest client of your own, for a proxy, certificates or connection pooling. Have it
    /// follow no redirects: a signature is good for one address.
    ///
    /// The client's own goes by the proxy that the environment names (`HTTPS_PROXY` and its kin),
    /// but never to an endpoint on this machine.
    #[cfg(feature = "reqwest")]
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
        let looked_at = |endpoint: Option<&String>| {
            endpoint.map(|endpoint| address(endpoint, allowed)).transpose()
        };
        let endpoint = looked_at(self.endpoint.as_ref())?;
        let cos_endpoint = looked_at(self.cos_endpoint.as_ref())?;
        let credential = self.credential.clone().ok_or_else(|| {
            Error::config(
                ConfigFault::Credential,
                "no key pair: give the builder a credential, such as Credential::from_env()?",
            )
        })?;
        if credential.secret_id().is_empty() || credential.secret_key().expose().is_empty() {
            let what = "the key pair's id or key is empty";
            return Err(Error::config(ConfigFault::Credential, what));
        }
        Ok(C::from(self.into_runtime(credential, endpoint, cos_endpoint)))
    }
}

impl<C> Builder<C> {
    /// With what was looked at.
    fn into_runtime(
        self,
        credential: Credential,
        endpoint: Option<String>,
        cos_endpoint: Option<String>,
    ) -> Runtime {
        Runtime(Arc::new(Settings {
            #[cfg(feature = "reqwest")]
            connections: {
                let plain = |address: &Option<String>| {
                    address.as_ref().is_some_and(|address| address.starts_with("http://"))
                };
                Connections::new(self.http, !(plain(&endpoint) && plain(&cos_endpoint)))
            },
            transport: self.transport,
            mock: self.mock,
            v2: v2::Signer::new(self.signature_method, self.region.clone()),
            v3: v3::Signer::new(self.language, self.region),
            credential,
            endpoint: endpoint.map(|endpoint| Endpoint::of(&endpoint)),
            cos_endpoint,
            method: self.method,
            timeout: self.timeout,
        }))
    }
}

impl Runtime {
    /// One that asks a mock.
    pub(crate) fn mocked(credential: Credential, mock: Mock) -> Self {
        let builder = Builder::<Self> { mock: Some(mock), ..Builder::new() };
        builder.into_runtime(credential, None, None)
    }
}

impl Endpoint {
    /// Of an address that was looked at: scheme, host and path.
    fn of(address: &str) -> Self {
        let after = address.find("://").map_or(0, |at| at + 3);
        let path = address.get(after..).and_then(|rest| rest.find('/')).map(|at| after + at);
        let (host, path) = address.split_at(path.unwrap_or(address.len()));
        let path = if matches!(path, "" | "/") { "/v2/index.php" } else { path };
        Self { v2: format!("{host}{path}"), v3: host.to_owned() }
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
        return Err(bad("needs a scheme and a host, like https://vod.tencentcloudapi.com"));
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
    // The host is signed as it is sent: in small letters, without the port that the scheme implies.
    let host = authority.as_str().to_ascii_lowercase();
    let implied = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(implied).unwrap_or(&host);
    Ok(format!("{scheme}://{host}{}", uri.path()))
}
