//! Where key pairs come from: the environment, a file, the instance, a role, or what a user brings.
//!
//! A provider is asked for a credential and says in one sentence why it has none. It keeps nothing
//! and knows no clock; [`Cached`] does that, around any of them.

#[cfg(feature = "sts")]
mod assume_role;
mod cached;
mod chain;
mod environment;
mod error;
#[cfg(feature = "reqwest")]
mod instance;
mod profile;
mod provider;
mod turn;

#[cfg(feature = "sts")]
pub use assume_role::AssumeRole;
pub use cached::Cached;
pub use chain::{Chain, default_chain};
pub use environment::Environment;
pub use error::{CredentialError, CredentialFault};
#[cfg(feature = "reqwest")]
pub use instance::InstanceRole;
pub use profile::Profile;
pub use provider::{CredentialFuture, CredentialProvider, ProvideWith, provide_with};
