//! What the benches measure alone: the signer without validation, the reader without a network.

use crate::action::Action;
use crate::client::{Prepared, Runtime};
use crate::credential::Credential;
use crate::error::Error;
use crate::protocol::Protocol;
use crate::protocol::v2::{Method, SignatureMethod, Signer, Stamp, Target};
use crate::response::{Record, read};

/// A signer with its key scheduled, outside a client.
pub struct Walk(Signer, Credential);

/// Schedules a key.
pub fn walk(credential: Credential, method: SignatureMethod) -> Walk {
    Walk(Signer::new(method, None), credential)
}

impl Walk {
    /// The string to sign, and the whole address of a GET.
    pub fn get<A: Action>(&self, request: &A, address: &str, stamp: Stamp) -> (String, String) {
        let target = Target { method: Method::Get, address };
        let signed = self.0.sign(&self.1, A::INFO.name, request, &target, stamp);
        (signed.string_to_sign, signed.encoded)
    }
}

/// Writes and signs a request, all but the validation.
pub fn sign<A: Action>(runtime: &Runtime, request: &A, stamp: Stamp) -> Result<Prepared, Error> {
    runtime.signed(request, stamp)
}

/// Fills a record; `None` for a refusal or an answer that is not as its page says.
pub fn decode<R: Record + Default>(json: &str) -> Option<R> {
    let mut record = R::default();
    let (envelope, problems) = read(json, Protocol::V2, &mut record);
    (problems.is_empty() && !envelope.is_refusal()).then_some(record)
}
