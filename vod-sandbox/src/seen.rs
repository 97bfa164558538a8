//! What a test may ask about afterwards.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::{cos, roles, v2};

/// A request that came; holds no secret and no signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// `GET`, `PUT` and so on.
    pub method: String,
    /// As it was sent, without the query.
    pub path: String,
    /// The Action, of a request to VOD that named one.
    pub action: Option<String>,
    /// What VOD was sent, common parameters included, which in API 3.0 are headers; members of
    /// members have dotted names (`FileIds.0`). Empty for metadata, and where a [`Fault`] kept a
    /// request from being carried out. Of COS its query, such as `partNumber` and `uploadId`, without
    /// what signs it.
    ///
    /// [`Fault`]: crate::Fault
    pub parameters: BTreeMap<String, String>,
    /// The code of API 2.0, 0 for success; of API 3.0 0 for success and -1 for a refusal, whose
    /// code is in `error`; for COS and metadata the HTTP status.
    ///
    /// Of a request that a fault kept from being carried out, what was sent instead: the code of
    /// its refusal, else the HTTP status, and -1 where nothing was sent. Of one that was carried
    /// out, what became of that, even if its caller was never told.
    pub code: i64,
    /// The code of API 3.0 for a refusal, such as `AuthFailure.SignatureFailure`.
    pub error: Option<String>,
    /// The fault that struck, as [`Fault`] writes it.
    ///
    /// [`Fault`]: crate::Fault
    pub fault: Option<String>,
    /// When its head had come.
    pub arrived: Instant,
    /// Which of the accepted TCP connections it came on; the first one is 1.
    pub connection: u64,
    /// Bytes of its body that were read.
    pub received: u64,
    /// The header `Host`.
    pub host: String,
}

impl Seen {
    /// What it is counted under: the Action, or COS and the method, such as `cos:PUT`, or
    /// `metadata`. Nothing if VOD was asked for no Action.
    fn kind(&self) -> Option<String> {
        if roles::is_metadata(&self.path) {
            return Some("metadata".to_owned());
        }
        let is_vod = (self.path.len() <= 1 && cos::bucket_of_host(&self.host).is_none())
            || self.path == v2::PATH;
        let object = (!is_vod).then(|| format!("cos:{}", self.method));
        self.action.clone().or(object)
    }
}

/// How much there has been of everything since a sandbox started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Requests, also those of which nothing was carried out.
    pub requests: u64,
    /// TCP connections that were accepted, also those on which nothing came.
    pub connections: u64,
    /// Requests that a [`Fault`](crate::Fault) struck.
    pub faults: u64,
    /// Bytes of bodies that were read, also of those that were cut or refused.
    pub received: u64,
    /// Requests by Action, of either generation; those to COS by method, such as `cos:PUT`; those
    /// for an instance's metadata as `metadata`.
    pub by_action: BTreeMap<String, u64>,
}

impl Counts {
    pub(crate) fn note(&mut self, seen: &Seen) {
        self.requests += 1;
        self.faults += u64::from(seen.fault.is_some());
        self.received += seen.received;
        if let Some(kind) = seen.kind() {
            *self.by_action.entry(kind).or_default() += 1;
        }
    }
}
