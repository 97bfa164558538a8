//! What the generated code says of an Action and of the service it belongs to.

use std::fmt;
use std::time::Duration;

use crate::protocol::Protocol;
use crate::request::Params;
use crate::response::Record;

/// An Action: the type of its request, tied to that of its answer.
///
/// Implemented by the generated code; [`Action::INFO`] holds what the page states.
pub trait Action: Params + 'static {
    /// The answer.
    type Response: Record + Default + Send;
    /// The codes of the Action's page.
    type Code: ErrorCode;
    /// What the page states.
    const INFO: &'static ActionInfo;
}

/// What a page states of its Action.
#[derive(Debug)]
pub struct ActionInfo {
    /// Name on the wire.
    pub name: &'static str,
    /// The service it belongs to.
    pub service: &'static Service,
    /// An address of its own.
    pub endpoint: Option<&'static str>,
    /// A version of its own; only API 3.0 has one.
    pub version: Option<&'static str>,
    /// How long an answer may take.
    pub timeout: Option<Duration>,
    /// Calls allowed in so many seconds.
    pub rate_limit: Option<(u32, u64)>,
    /// Whether sending it twice does no harm.
    pub repeatable: Repeatable,
    /// The page's own error codes.
    pub errors: &'static [CodeInfo],
}

/// Whether sending an Action twice does no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeatable {
    /// It does none.
    Yes,
    /// It does, or nobody said.
    No,
    /// It does none: one that was carried out is refused from then on with this code. A repeat that
    /// is refused so tells nothing of the request before it.
    Until(&'static str),
}

/// What an index page states of its service.
#[derive(Debug)]
pub struct Service {
    /// How requests are signed and answers wrapped.
    pub protocol: Protocol,
    /// Where requests go.
    pub endpoint: &'static str,
    /// Codes that any Action may answer; empty where the index has no such table.
    pub errors: &'static [CodeInfo],
}

/// A row of an errors table: the code on the wire, its name in API 3.0 where it is another (else
/// empty), and what it means.
#[derive(Debug, PartialEq, Eq)]
pub enum CodeInfo {
    /// The same call may succeed later.
    Retry(&'static str, &'static str, &'static str),
    /// The same call fails again.
    Final(&'static str, &'static str, &'static str),
}

impl CodeInfo {
    /// The code on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        let (Self::Retry(code, ..) | Self::Final(code, ..)) = self;
        code
    }

    /// The code's name in API 3.0, where the page of API 2.0 knows one.
    #[must_use]
    pub fn v3(&self) -> Option<&'static str> {
        let (Self::Retry(_, v3, _) | Self::Final(_, v3, _)) = self;
        Some(*v3).filter(|v3| !v3.is_empty())
    }

    /// What it means.
    #[must_use]
    pub const fn meaning(&self) -> &'static str {
        let (Self::Retry(_, _, meaning) | Self::Final(_, _, meaning)) = self;
        meaning
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Retry(..))
    }
}

/// An open enum of error codes, drawn from a page.
pub trait ErrorCode: Sized + fmt::Debug {
    /// The variant of a code on the wire; an unknown one is kept as it came.
    fn from_code(code: &str) -> Self;
    /// The code on the wire.
    fn code(&self) -> &str;

    /// The part of a code before its first dot: `InvalidParameterValue` of
    /// `InvalidParameterValue.MediaType`. It is the whole code where there is no dot.
    fn family(&self) -> &str {
        family(self.code())
    }
}

/// The part of a code before its first dot.
pub(crate) fn family(code: &str) -> &str {
    code.split('.').next().unwrap_or(code)
}
