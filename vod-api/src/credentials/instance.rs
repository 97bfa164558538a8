//! The role of the instance that a program runs on.

use std::time::{Duration, SystemTime};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::StatusCode;
use serde_json::{Map, Value};

use super::{CredentialError, CredentialFault, CredentialFuture, CredentialProvider};
use crate::address::{Address, shown};
use crate::client::connections::{bare, failure};
use crate::credential::Credential;

const ENDPOINT: &str = "http://metadata.tencentyun.com";
const PATH: &str = "/latest/meta-data/cam/security-credentials/";
/// Metadata is next door: what takes longer is not there.
const PATIENCE: Duration = Duration::from_secs(1);
/// No answer is read past this.
const LARGEST: usize = 64 << 10;

/// What stands in a path as it is.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'@');

/// The temporary key pair of the role that is bound to an instance of CVM.
///
/// ```no_run
/// use vod_api::{CredentialProvider, InstanceRole};
///
/// # async fn run() -> Result<(), vod_api::CredentialError> {
/// let lent = InstanceRole::new().provide().await?;
/// println!("{:?} until {:?}", lent.origin(), lent.expires());
/// # Ok(())
/// # }
/// ```
///
/// It asks the instance's metadata, at `http://metadata.tencentyun.com`, for the role's name and
/// then for its pair, as the vendor's SDKs do; by no proxy. Each answer has a second. Where there is
/// no metadata, or no role is bound, there is no credential
/// ([`CredentialFault::Absent`]). With the feature `reqwest`.
#[derive(Debug, Clone)]
pub struct InstanceRole {
    endpoint: Address,
    role: Option<String>,
}

impl InstanceRole {
    /// The role that the metadata names.
    #[must_use]
    pub fn new() -> Self {
        Self { endpoint: Address::new(ENDPOINT), role: None }
    }

    /// The role of this name, without asking for it.
    #[must_use]
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// Where metadata is, in place of `http://metadata.tencentyun.com`. The path below it stays.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Address::new(endpoint);
        self
    }

    async fn fetch(&self) -> Result<Credential, CredentialError> {
        let metadata = Metadata::new(self.endpoint.as_str())?;
        let role = match &self.role {
            Some(role) => role.clone(),
            None => metadata.role().await?,
        };
        let path = utf8_percent_encode(&role, PLAIN).to_string();
        let text = metadata.read(&path).await?.ok_or_else(|| {
            CredentialError::unusable(format!("{}: no role `{role}`", metadata.name()))
        })?;
        let what = |what: &str| {
            let name = metadata.name();
            CredentialError::unusable(format!("{name}: what it has of the role `{role}` {what}"))
        };
        // The text holds the key: nothing of it is told.
        let Ok(Value::Object(fields)) = serde_json::from_str(text.expose()) else {
            return Err(what("is no JSON object"));
        };
        match field(&fields, "Code") {
            Ok("Success") => {}
            _ => return Err(what("is not a success by its `Code`")),
        }
        let needed = |name| field(&fields, name).map_err(|name| what(&format!("lacks `{name}`")));
        let pair = Credential::new(needed("TmpSecretId")?, needed("TmpSecretKey")?);
        let expires = fields.get("ExpiredTime").and_then(Value::as_u64);
        let expires = expires.ok_or_else(|| what("lacks `ExpiredTime`"))?;
        let expires = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(expires));
        let pair = pair
            .with_token(needed("Token")?)
            .with_origin(format!("lent by the role `{role}` of this instance"));
        Ok(match expires {
            Some(expires) => pair.with_expiry(expires),
            None => pair,
        })
    }
}

impl Default for InstanceRole {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialProvider for InstanceRole {
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin(self.fetch())
    }
}

/// A text member that is not empty, else its name.
fn field<'f>(fields: &'f Map<String, Value>, name: &'static str) -> Result<&'f str, &'static str> {
    fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).ok_or(name)
}

/// What answers on an instance.
struct Metadata<'a> {
    endpoint: &'a str,
    http: reqwest::Client,
}

impl<'a> Metadata<'a> {
    fn new(endpoint: &'a str) -> Result<Self, CredentialError> {
        let http = bare(PATIENCE).map_err(|error| CredentialError::unusable(error.to_string()))?;
        Ok(Self { endpoint: endpoint.trim_end_matches('/'), http })
    }

    fn name(&self) -> String {
        format!("the metadata at {}", shown(self.endpoint))
    }

    /// The name of the role that is bound to the instance.
    async fn role(&self) -> Result<String, CredentialError> {
        let names = self.read("").await?;
        let names = names.as_ref().map_or("", |names| names.expose());
        let name = names.lines().map(str::trim).find(|name| !name.is_empty());
        name.map(str::to_owned).ok_or_else(|| {
            CredentialError::absent(format!("{}: no role is bound to this instance", self.name()))
        })
    }

    /// None when there is no such thing.
    async fn read(&self, below: &str) -> Result<Option<crate::Secret>, CredentialError> {
        let lost = |error: reqwest::Error| {
            let (nobody, what) = (error.is_connect() || error.is_timeout(), failure(error).what);
            if nobody {
                let what = format!("nobody answers as {} ({what})", self.name());
                return CredentialError::absent(format!("{what}: this is no instance of CVM"));
            }
            let what = format!("{} cannot be read: {what}", self.name());
            CredentialError::new(CredentialFault::Unreached, what)
        };
        let address = format!("{}{PATH}{below}", self.endpoint);
        let mut answer = self.http.get(address).send().await.map_err(lost)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            status => {
                let what = format!("{} answers with HTTP {}", self.name(), status.as_u16());
                return Err(CredentialError::new(CredentialFault::Unreached, what));
            }
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > LARGEST {
                let what = format!("{} says more than {LARGEST} bytes", self.name());
                return Err(CredentialError::unusable(what));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Some(String::from_utf8_lossy(&body).into_owned().into()))
    }
}
