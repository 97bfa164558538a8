//! What differs between the generations of the API: how a request is signed, how an answer is
//! wrapped. One module each.

mod kept;
mod signature;
pub mod v2;
pub mod v3;

use kept::Kept;
pub(crate) use signature::Signature;

/// A generation of the API, as the index page of a service names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// API 2.0: parameters in a query or a form, signature v1, a flat answer.
    V2,
    /// API 3.0: a JSON body, TC3-HMAC-SHA256, an answer within `Response`.
    V3 {
        /// The version that every request names, such as `2018-07-17`.
        version: &'static str,
    },
}
