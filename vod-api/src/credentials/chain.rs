//! Several sources, one after the other.

use std::fmt;

use super::{
    CredentialError, CredentialFault, CredentialFuture, CredentialProvider, Environment, Profile,
};

/// The first of several providers that has a credential.
///
/// ```
/// use vod_api::{Chain, Credential, Environment, Profile};
///
/// let chain = Chain::new()
///     .then("environment", Environment::new())
///     .then("profile", Profile::named("media"))
///     .then("spare", Credential::new("AKID", "key"));
/// assert_eq!(format!("{chain:?}"), r#"Chain(["environment", "profile", "spare"])"#);
/// ```
///
/// They are asked in the order given, each time anew. One that has none
/// ([`CredentialFault::Absent`]) leaves it to the next; any other fault ends the chain, because
/// the next would sign as somebody else. An error says what each of them said.
#[derive(Default)]
pub struct Chain(Vec<(String, Box<dyn CredentialProvider>)>);

impl Chain {
    /// Nobody is asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whom to ask next, by a name for errors.
    #[must_use]
    pub fn then(mut self, name: impl Into<String>, provider: impl CredentialProvider) -> Self {
        self.0.push((name.into(), Box::new(provider)));
        self
    }
}

impl CredentialProvider for Chain {
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin(async {
            let mut said = Vec::new();
            for (name, provider) in &self.0 {
                let CredentialError { fault, what } = match provider.provide().await {
                    Ok(credential) => return Ok(credential),
                    Err(error) => error,
                };
                said.push(format!("\n  {name}: {what}"));
                if fault != CredentialFault::Absent {
                    let what = format!("no credential to be used:{}", said.concat());
                    return Err(CredentialError::new(fault, what));
                }
            }
            let all = if said.is_empty() { " nobody was asked".to_owned() } else { said.concat() };
            Err(CredentialError::absent(format!("no credential anywhere:{all}")))
        })
    }
}

/// Shows whom it asks.
impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&String> = self.0.iter().map(|(name, _)| name).collect();
        f.debug_tuple("Chain").field(&names).finish()
    }
}

/// What a program takes that shall run anywhere: the environment, a profile, the instance's role.
///
/// ```
/// let chain = vod_api::default_chain();
/// assert!(format!("{chain:?}").starts_with(r#"Chain(["environment", "profile""#));
/// ```
///
/// The order is that of the vendor's SDKs. The role of an instance takes the feature `reqwest`; off
/// an instance of CVM it costs about a second at most to find that there is none.
#[must_use]
pub fn default_chain() -> Chain {
    let chain =
        Chain::new().then("environment", Environment::new()).then("profile", Profile::new());
    #[cfg(feature = "reqwest")]
    let chain = chain.then("instance", super::InstanceRole::new());
    chain
}
