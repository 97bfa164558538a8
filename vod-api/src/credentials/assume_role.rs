//! A role that is assumed by way of STS.

use std::time::{Duration, SystemTime};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{CredentialError, CredentialFault, CredentialFuture, CredentialProvider};
use crate::address::Address;
use crate::credential::Credential;
use crate::error::{Error, Plain};
use crate::sts;

/// The region that the vendor's SDKs name to STS; one is as good as another.
const REGION: &str = "ap-guangzhou";
const TIMEOUT: Duration = Duration::from_secs(10);

/// What is left as it is in a policy.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A temporary key pair of a role, lent by STS to who may assume it.
///
/// ```
/// use std::time::Duration;
/// use vod_api::{AssumeRole, Profile};
///
/// let keys = AssumeRole::new(Profile::new(), "qcs::cam::uin/12345678:roleName/uploader")
///     .session_name("night-shift")
///     .duration(Duration::from_secs(1800));
/// # let _ = keys;
/// ```
///
/// The first argument provides the pair that asks; it is asked for itself each time, so a rotated
/// one is found. The pair that is lent is good for two hours unless told, which
/// [`Cached`](crate::Cached) makes an endless life of. What goes to STS is checked by the rules of
/// its page, [`sts::AssumeRole`](crate::sts::AssumeRole). A refusal is
/// [`CredentialFault::Unusable`], one that may end by itself and a missing answer
/// [`CredentialFault::Unreached`]. With the feature `sts`.
#[derive(Debug, Clone)]
pub struct AssumeRole<P> {
    base: P,
    role_arn: String,
    session_name: String,
    duration: Option<Duration>,
    external_id: Option<String>,
    policy: Option<String>,
    endpoint: Option<Address>,
    region: String,
}

impl<P: CredentialProvider> AssumeRole<P> {
    /// Of a role, such as `qcs::cam::uin/12345678:roleName/uploader`, assumed by who has that pair.
    pub fn new(base: P, role_arn: impl Into<String>) -> Self {
        Self {
            base,
            role_arn: role_arn.into(),
            session_name: "vod-api".to_owned(),
            duration: None,
            external_id: None,
            policy: None,
            endpoint: None,
            region: REGION.to_owned(),
        }
    }

    /// What the session is called in records; `vod-api` unless told.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = name.into();
        self
    }

    /// How long the pair is good, up to 12 hours. Parts of a second count for nothing.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// What the role's trust policy asks of a caller from another account.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Narrows what the pair may do: a policy of access management, in JSON. STS wants it
    /// percent-encoded, which is done here.
    #[must_use]
    pub fn policy(mut self, json: impl Into<String>) -> Self {
        self.policy = Some(json.into());
        self
    }

    /// Where STS is, in place of `https://sts.tencentcloudapi.com`.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(Address::new(endpoint));
        self
    }

    /// The region that is named to STS; `ap-guangzhou` unless told, as the vendor's SDKs have it.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    async fn fetch(&self) -> Result<Credential, CredentialError> {
        let role = &self.role_arn;
        let asking = self.base.provide().await.map_err(|CredentialError { fault, what }| {
            CredentialError::new(fault, format!("the role {role} cannot be asked for: {what}"))
        })?;
        let by = asking.origin().map(|origin| format!(" to the pair {origin}")).unwrap_or_default();
        let lent = self.ask(asking).await.map_err(|error| {
            let (fault, what) = told(&error);
            CredentialError::new(fault, format!("the role {role} is not lent{by}: {what}"))
        })?;
        let sts::AssumeRoleResponse { credentials, expired_time, .. } = lent;
        let pair = Credential::new(credentials.tmp_secret_id, credentials.tmp_secret_key)
            .with_token(credentials.token)
            .with_origin(format!("lent by the role {role}"));
        let expires = u64::try_from(expired_time).ok().map(Duration::from_secs);
        Ok(match expires.and_then(|expires| SystemTime::UNIX_EPOCH.checked_add(expires)) {
            Some(expires) => pair.with_expiry(expires),
            None => pair,
        })
    }

    async fn ask(&self, asking: Credential) -> Result<sts::AssumeRoleResponse, Error> {
        let mut client = sts::Client::builder().credential(asking).attempt_timeout(TIMEOUT);
        client = client.region(&self.region);
        if let Some(endpoint) = &self.endpoint {
            client = client.endpoint(endpoint.as_str());
        }
        let client = client.build()?;
        let mut request =
            client.assume_role().role_arn(&self.role_arn).role_session_name(&self.session_name);
        if let Some(duration) = self.duration {
            request = request.duration_seconds(duration.as_secs());
        }
        if let Some(id) = &self.external_id {
            request = request.external_id(id);
        }
        if let Some(policy) = &self.policy {
            request = request.policy(utf8_percent_encode(policy, PLAIN).to_string());
        }
        request.send().await
    }
}

impl<P: CredentialProvider> CredentialProvider for AssumeRole<P> {
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin(self.fetch())
    }
}

/// What a failure of the call is to whoever wanted a credential.
fn told(error: &Error) -> (CredentialFault, String) {
    let Error::Refused(refused) = error else {
        let fault = match error {
            // Asked twice, STS lends two pairs, and nobody is the worse for it.
            Error::Transport(_) => CredentialFault::Unreached,
            _ => CredentialFault::Unusable,
        };
        return (fault, error.to_string());
    };
    let fault = if refused.retry { CredentialFault::Unreached } else { CredentialFault::Unusable };
    let [code, message, id] =
        [&refused.code, &refused.message, &refused.request_id].map(|text| Plain(text));
    (fault, format!("STS refused: {code}: {message} (request {id})"))
}
