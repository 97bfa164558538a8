//! What the two generations of the API have in common for an upload: a request that reserves
//! places, the places, and a confirmation.

use std::sync::Arc;

use super::Uploaded;
use super::cos::{Bucket, Key, Place};
use super::media::Media;
use super::{v2, v3};
use crate::client::{Prepared, Runtime};
use crate::credential::Credential;
use crate::error::{Error, Unreadable};
use crate::json;
use crate::protocol::v2::Stamp;
use crate::response::Problem;
use crate::secret::Secret;

/// The request that reserves the places of an upload, in the words of its generation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Apply {
    /// API 2.0.
    V2(crate::v2::ApplyUpload),
    /// API 3.0.
    V3(Box<crate::v3::ApplyUpload>),
}

impl Apply {
    /// Validates and signs it; nothing is sent.
    pub fn prepare(&self, runtime: &Runtime, stamp: Stamp) -> Result<Prepared, Error> {
        match self {
            Self::V2(request) => runtime.prepare(request, stamp),
            Self::V3(request) => runtime.prepare(&**request, stamp),
        }
    }

    pub(super) fn generation(&self) -> Generation {
        match self {
            Self::V2(_) => Generation::V2,
            Self::V3(_) => Generation::V3,
        }
    }

    /// What is asked for, so that one request can be told from another.
    pub(super) fn text(&self) -> String {
        match self {
            Self::V2(request) => json::of_request(request),
            Self::V3(request) => json::of_request(&**request),
        }
    }

    pub(super) async fn reserve(self, runtime: &Runtime) -> Result<Reserved, Error> {
        match self {
            Self::V2(request) => v2::reserve(runtime, request).await,
            Self::V3(request) => v3::reserve(runtime, *request).await,
        }
    }
}

/// What is told of an upload beside its files.
#[derive(Default)]
pub(super) struct Told {
    pub(super) name: Option<String>,
    pub(super) procedure: Option<String>,
    pub(super) sub_app_id: Option<u64>,
}

/// Which generation an upload goes by.
#[derive(Clone, Copy)]
pub(super) enum Generation {
    V2,
    V3,
}

impl Generation {
    pub(super) fn apply(self, told: Told, video: &Media, cover: Option<&Media>) -> Apply {
        match self {
            Self::V2 => Apply::V2(v2::apply(told, video, cover)),
            Self::V3 => Apply::V3(Box::new(v3::apply(told, video, cover))),
        }
    }
}

/// Places in COS, and what it takes to fill and to confirm them.
pub(super) struct Reserved {
    pub(super) bucket: Bucket,
    pub(super) video: Key,
    pub(super) cover: Option<Key>,
    pub(super) session: Secret,
    /// A key pair for these places alone; without one the client's own signs.
    pub(super) certificate: Option<Certificate>,
    pub(super) commit: Commit,
}

impl Reserved {
    /// The place of a key.
    pub(super) fn place(&self, runtime: &Runtime, key: &Key) -> Arc<Place> {
        let (certificate, session) = (self.certificate.clone(), self.session.clone());
        Arc::new(Place::new(runtime, &self.bucket, key.clone(), certificate, session))
    }
}

/// A temporary key pair.
#[derive(Clone)]
pub(super) struct Certificate {
    pub(super) credential: Credential,
    /// Unix seconds.
    pub(super) expires: u64,
}

/// How the upload is confirmed.
#[derive(Clone, Copy)]
pub(super) struct Commit {
    pub(super) generation: Generation,
    pub(super) sub_app_id: Option<u64>,
}

impl Commit {
    pub(super) async fn send(self, runtime: &Runtime, session: Secret) -> Result<Uploaded, Error> {
        match self.generation {
            Generation::V2 => v2::commit(runtime, session, self.sub_app_id).await,
            Generation::V3 => v3::commit(runtime, session, self.sub_app_id).await,
        }
    }
}

/// A confirmation that came, whole or in part. One that has an id is never lost.
pub(super) fn whole_or_part<R: Clone + 'static>(
    answer: Result<R, Error>,
    has_id: impl FnOnce(&R) -> bool,
) -> Result<(R, Vec<String>), Error> {
    match answer {
        Ok(response) => Ok((response, Vec::new())),
        Err(error) => match error.partial::<R>() {
            Some(partial) if has_id(partial) => Ok((partial.clone(), vec![error.to_string()])),
            _ => Err(error),
        },
    }
}

/// A field of the answer to `ApplyUpload` that leads nowhere.
pub(super) fn unusable(field: &str, what: &str) -> Error {
    let problem = Problem { field: field.to_owned(), what: what.to_owned() };
    Error::Unreadable(Box::new(Unreadable::new("ApplyUpload", 200, vec![problem])))
}
