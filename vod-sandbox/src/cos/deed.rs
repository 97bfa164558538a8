//! What a request to COS wants done.

use http::Method;

use crate::form::Parameters;

/// An operation, by its method and what stands in its query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Put,
    Get,
    Delete,
    /// Opens an upload in parts.
    Initiate,
    PutPart,
    ListParts,
    /// Makes an object of parts.
    Complete,
    Abort,
    /// Lists the uploads of a bucket that are neither complete nor aborted.
    ListUploads,
    Unknown,
}

impl Deed {
    pub(crate) fn of(method: &Method, query: &Parameters) -> Self {
        let uploads = query.contains_key("uploads");
        let part = query.contains_key("partNumber");
        match (method, query.contains_key("uploadId")) {
            (&Method::PUT, upload) if upload || part => Self::PutPart,
            (&Method::PUT, _) => Self::Put,
            (&Method::GET, true) => Self::ListParts,
            (&Method::GET, false) if uploads => Self::ListUploads,
            (&Method::GET | &Method::HEAD, _) => Self::Get,
            (&Method::DELETE, true) => Self::Abort,
            (&Method::DELETE, false) => Self::Delete,
            (&Method::POST, true) => Self::Complete,
            (&Method::POST, false) if uploads => Self::Initiate,
            _ => Self::Unknown,
        }
    }
}
