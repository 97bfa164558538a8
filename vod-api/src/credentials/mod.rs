//! Where key pairs come from: the environment, a file, or what a user brings.
//!
//! A provider is asked for a credential and says in one sentence why it has none. It keeps nothing
//! and knows no clock; [`Cached`] does that, around any of them.

mod cached;
mod chain;
mod environment;
mod error;
mod profile;
mod provider;
mod turn;

pub use cached::Cached;
pub use chain::{Chain, default_chain};
pub use environment::Environment;
pub use error::{CredentialError, CredentialFault};
pub use profile::Profile;
pub use provider::{CredentialFuture, CredentialProvider, ProvideWith, provide_with};
