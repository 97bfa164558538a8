//! What hands out credentials.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use super::CredentialError;
use crate::credential::Credential;

/// Hands out the credential to sign with.
///
/// ```
/// use vod_api::{Credential, CredentialError, CredentialFault, CredentialFuture};
/// use vod_api::CredentialProvider;
///
/// struct Vault;
///
/// impl CredentialProvider for Vault {
///     fn provide(&self) -> CredentialFuture<'_> {
///         Box::pin(async {
///             let what = "the vault is sealed";
///             Err(CredentialError::new(CredentialFault::Unreached, what))
///         })
///     }
/// }
///
/// let any: Box<dyn CredentialProvider> = Box::new(Vault);
/// # let _ = any;
/// ```
///
/// It is asked whenever a credential is needed that is not there or no longer good, so it fetches
/// and keeps nothing: what goes around it, [`Cached`](crate::Cached), keeps what was fetched, asks
/// anew before it expires and never twice at a time. A [`Credential`] is a provider of itself; a
/// closure becomes one by [`provide_with`].
pub trait CredentialProvider: Send + Sync + 'static {
    /// Fetches a credential. The error must not show a secret.
    fn provide(&self) -> CredentialFuture<'_>;
}

/// A credential under way.
pub type CredentialFuture<'p> =
    Pin<Box<dyn Future<Output = Result<Credential, CredentialError>> + Send + 'p>>;

impl CredentialProvider for Credential {
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin(ready(Ok(self.clone())))
    }
}

impl<P: CredentialProvider + ?Sized> CredentialProvider for Box<P> {
    fn provide(&self) -> CredentialFuture<'_> {
        (**self).provide()
    }
}

impl<P: CredentialProvider + ?Sized> CredentialProvider for Arc<P> {
    fn provide(&self) -> CredentialFuture<'_> {
        (**self).provide()
    }
}

/// Makes a provider of an async closure.
///
/// ```
/// use vod_api::{Credential, CredentialError, provide_with};
///
/// let provider = provide_with(|| async {
///     // Here a vault is asked.
///     Ok::<_, CredentialError>(Credential::new("AKID", "key").with_origin("lent by our vault"))
/// });
/// # let _ = provider;
/// ```
///
/// The closure is called for every credential that is fetched.
pub fn provide_with<F, R>(fetch: F) -> ProvideWith<F>
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Credential, CredentialError>> + Send + 'static,
{
    ProvideWith(fetch)
}

/// A closure that provides credentials; see [`provide_with`].
#[derive(Clone)]
pub struct ProvideWith<F>(F);

impl<F, R> CredentialProvider for ProvideWith<F>
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Credential, CredentialError>> + Send + 'static,
{
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin((self.0)())
    }
}

impl<F> fmt::Debug for ProvideWith<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProvideWith").finish_non_exhaustive()
    }
}
