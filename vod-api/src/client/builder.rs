//! How a client is set up.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "rustls")]
use super::connections::roots;
#[cfg(feature = "reqwest")]
use super::connections::{Connections, Setup};
use super::endpoint::{Endpoint, Endpoints, address};
#[cfg(feature = "reqwest")]
use super::proxy::Proxy;
use super::{Budget, Clock, Counting, Keys, RateLimits, Retry, Runtime, Settings};
use crate::address::shown;
use crate::credential::Credential;
use crate::credentials::CredentialProvider;
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
///     .deadline(Duration::from_secs(10))
///     .build()?;
/// # let _ = client;
/// # Ok::<(), vod_api::Error>(())
/// ```
///
/// Only the credential, or where it comes from, must be given. `build` names every setting that cannot be used.
pub struct Builder<C> {
    credential: Option<Credential>,
    provider: Option<Box<dyn CredentialProvider>>,
    region: Option<String>,
    language: Option<String>,
    endpoint: Option<String>,
    cos_endpoint: Option<String>,
    signature_method: SignatureMethod,
    method: Option<Method>,
    others: Vec<String>,
    deadline: Duration,
    attempt: Duration,
    retry: Retry,
    rate_limited: bool,
    #[cfg(feature = "reqwest")]
    setup: Setup,
    /// What cannot be used of it.
    #[cfg(feature = "reqwest")]
    refused: Option<Error>,
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
            provider: None,
            region: None,
            language: None,
            endpoint: None,
            cos_endpoint: None,
            signature_method: SignatureMethod::default(),
            method: None,
            others: Vec::new(),
            deadline: Duration::from_secs(60),
            attempt: Duration::from_secs(30),
            retry: Retry::default(),
            rate_limited: true,
            #[cfg(feature = "reqwest")]
            setup: Setup::default(),
            #[cfg(feature = "reqwest")]
            refused: None,
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
    /// Who signs. Required, or [`Builder::credentials`].
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credential = Some(credential);
        self.provider = None;
        self
    }

    /// Where the key pair that signs is fetched from: [`default_chain`](crate::default_chain), a
    /// profile, a role, a closure.
    ///
    /// ```
    /// use vod_api::{Chain, Environment, Profile, v3};
    ///
    /// let keys = Chain::new()
    ///     .then("environment", Environment::new())
    ///     .then("profile", Profile::named("media"));
    /// let client: v3::Client = v3::Client::builder().credentials(keys).build()?;
    /// # let _ = client;
    /// # Ok::<(), vod_api::Error>(())
    /// ```
    ///
    /// It is asked when the first request is signed, then shortly before a pair expires, and when
    /// the server does not know it any more: after a rotation a call goes on with the new one.
    #[must_use]
    pub fn credentials(mut self, provider: impl CredentialProvider) -> Self {
        self.credential = None;
        self.provider = Some(Box::new(provider));
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

    /// How long a call may take, all its tries and the waiting between them included; 60 s unless
    /// told. An upload's calls have it each, its leg to COS does not.
    #[must_use]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// How long one try may take, connection and answer included; 30 s unless told. A page may
    /// state its own.
    #[must_use]
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// What is sent again, when and how often; see [`Retry`].
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Whether calls wait so that no Action is called more often than its page allows: yes unless
    /// told. The client and its clones count together; what another process does is not known here.
    #[must_use]
    pub fn rate_limits(mut self, kept: bool) -> Self {
        self.rate_limited = kept;
        self
    }

    /// Where Actions are called when the endpoint cannot be reached, one after the other; a request
    /// is signed anew for each. The client stays with the one it has reached.
    ///
    /// For API 3.0 `https://vod.ap-guangzhou.tencentcloudapi.com` stands in for
    /// `https://vod.tencentcloudapi.com`, or the host of another region.
    #[must_use]
    pub fn alternatives<E: Into<String>>(mut self, endpoints: impl IntoIterator<Item = E>) -> Self {
        self.others = endpoints.into_iter().map(Into::into).collect();
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
        self.setup.own = Some(http);
        self
    }

    /// How long a connection may take until it stands; 10 s unless told.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.setup.connect = limit;
        self
    }

    /// How long nothing may move on a connection that stands, an upload's to COS included; 30 s
    /// unless told.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.setup.idle = limit;
        self
    }

    /// Goes by this proxy and no other: `http://proxy.example.com:3128`, with a name and a password
    /// before an `@` if it wants them; or `https://`. Another kind, such as SOCKS, takes a reqwest
    /// client of your own ([`Builder::http_client`]). Unless told, a client goes by the one that the
    /// environment names (`HTTPS_PROXY` and its kin), but never to this machine.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn proxy(mut self, address: &str) -> Self {
        if let Some(proxy) = Proxy::of(address) {
            self.setup.proxy = Some(proxy);
        } else {
            // What reqwest says has the address in it, and that may have a password.
            let what = "the proxy is no address like http://proxy.example.com:3128";
            self.refused = Some(Error::config(ConfigFault::Http, what));
        }
        self
    }

    /// Trusts the certificates of a PEM file too, beside those of the machine: of a proxy that
    /// looks into what goes through it.
    #[cfg(feature = "rustls")]
    #[must_use]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        match roots(pem.as_ref()) {
            Ok(roots) => self.setup.roots.extend(roots),
            Err(what) => self.refused = Some(Error::config(ConfigFault::Http, what)),
        }
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
    pub fn build(mut self) -> Result<C, Error> {
        #[cfg(feature = "reqwest")]
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let allowed = self.plain_http;
        let looked_at = |endpoint: Option<&String>| {
            endpoint.map(|endpoint| address(endpoint, allowed)).transpose()
        };
        let endpoint = looked_at(self.endpoint.as_ref())?;
        let cos_endpoint = looked_at(self.cos_endpoint.as_ref())?;
        let others = self.others.iter().map(|other| address(other, allowed));
        let others = others.collect::<Result<Vec<_>, _>>()?;
        let clock = Arc::new(Clock::default());
        let keys = match (self.credential.take(), self.provider.take()) {
            (Some(pair), _)
                if pair.secret_id().is_empty() || pair.secret_key().expose().is_empty() =>
            {
                let what = "the key pair's id or key is empty";
                return Err(Error::config(ConfigFault::Credential, what));
            }
            (Some(pair), _) => Keys::Given(pair),
            (None, Some(provider)) => Keys::fetched(provider, Arc::clone(&clock)),
            (None, None) => {
                let what = "no key pair: give the builder a credential, such as \
                            Credential::from_env()?, or where to fetch one, such as \
                            default_chain()";
                return Err(Error::config(ConfigFault::Credential, what));
            }
        };
        Ok(C::from(self.into_runtime(keys, clock, endpoint.as_deref(), &others, cos_endpoint)))
    }
}

impl<C> Builder<C> {
    /// With what was looked at.
    fn into_runtime(
        self,
        keys: Keys,
        clock: Arc<Clock>,
        endpoint: Option<&str>,
        others: &[String],
        cos_endpoint: Option<String>,
    ) -> Runtime {
        Runtime(Arc::new(Settings {
            #[cfg(feature = "reqwest")]
            connections: {
                let plain = |address: Option<&str>| {
                    address.is_some_and(|address| address.starts_with("http://"))
                };
                let secure = !(plain(endpoint) && plain(cos_endpoint.as_deref()))
                    || others.iter().any(|other| !plain(Some(other)))
                    || self.setup.proxy.as_ref().is_some_and(|proxy| proxy.secure);
                Connections::new(self.setup, secure)
            },
            transport: self.transport,
            mock: self.mock,
            v2: v2::Signer::new(self.signature_method, self.region.clone()),
            v3: v3::Signer::new(self.language, self.region),
            keys,
            endpoints: Endpoints::new(
                endpoint.map(Endpoint::of),
                others.iter().map(|other| Endpoint::of(other)).collect(),
            ),
            cos_endpoint,
            plain_http: self.plain_http,
            method: self.method,
            deadline: self.deadline,
            attempt: self.attempt,
            budget: Budget::of(&self.retry),
            retry: self.retry,
            rate_limited: self.rate_limited,
            rates: RateLimits::default(),
            clock,
            counting: Counting::default(),
        }))
    }
}

impl Runtime {
    /// One that asks a mock.
    pub(crate) fn mocked(credential: Credential, mock: Mock) -> Self {
        let builder = Builder::<Self> { mock: Some(mock), ..Builder::new() };
        builder.into_runtime(Keys::Given(credential), Arc::default(), None, &[], None)
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("credential", &self.credential)
            .field("endpoint", &self.endpoint.as_deref().map(shown))
            .finish_non_exhaustive()
    }
}
