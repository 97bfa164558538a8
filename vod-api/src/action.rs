//! What the generated code says of an Action and of the service it belongs to.

use std::fmt;
use std::time::Duration;

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
#[non_exhaustive]
pub struct ActionInfo {
    /// Name on the wire.
    pub name: &'static str,
    /// The service it belongs to.
    pub service: &'static Service,
    /// An address of its own.
    pub endpoint: Option<&'static str>,
    /// How long an answer may take.
    pub timeout: Option<Duration>,
    /// Calls allowed in a span of time.
    pub rate_limit: Option<(u32, Duration)>,
    /// Whether sending it twice does no harm.
    pub repeatable: bool,
    /// The page's own error codes.
    pub errors: &'static [CodeInfo],
}

impl ActionInfo {
    /// An Action of which nothing but name, service and codes is stated.
    #[must_use]
    pub const fn new(
        name: &'static str,
        service: &'static Service,
        errors: &'static [CodeInfo],
    ) -> Self {
        Self {
            name,
            service,
            endpoint: None,
            timeout: None,
            rate_limit: None,
            repeatable: false,
            errors,
        }
    }

    /// States an address of its own.
    #[must_use]
    pub const fn endpoint(mut self, endpoint: &'static str) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// States how long an answer may take.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// States how many calls are allowed in a span of time.
    #[must_use]
    pub const fn rate_limit(mut self, calls: u32, per: Duration) -> Self {
        self.rate_limit = Some((calls, per));
        self
    }

    /// States that sending it twice does no harm.
    #[must_use]
    pub const fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }
}

/// What an index page states of its service.
#[derive(Debug)]
pub struct Service {
    /// Where requests go.
    pub endpoint: &'static str,
    /// Codes that any Action may answer; empty where the index has no such table.
    pub errors: &'static [CodeInfo],
}

/// A row of an errors table.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// On the wire.
    pub code: &'static str,
    /// Whether the same call may succeed later.
    pub retry: bool,
    /// What it means.
    pub meaning: &'static str,
}

impl CodeInfo {
    /// A code after which the same call fails again.
    #[must_use]
    pub const fn new(code: &'static str, meaning: &'static str) -> Self {
        Self { code, retry: false, meaning }
    }

    /// The same call may succeed later.
    #[must_use]
    pub const fn retry(mut self) -> Self {
        self.retry = true;
        self
    }
}

/// An open enum of error codes, drawn from a page.
pub trait ErrorCode: Sized + fmt::Debug {
    /// The variant of a code on the wire; an unknown one is kept as it came.
    fn from_code(code: &str) -> Self;
    /// The code on the wire.
    fn code(&self) -> &str;
}
