//! What each kind of error tells.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::Tries;
use crate::response::Problem;

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// Which one.
    pub fault: ConfigFault,
    /// What is wrong with it.
    pub what: String,
}

/// A setting, or the part of it, that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigFault {
    /// There is no key pair, or half of one.
    Credential,
    /// An endpoint is no address to call.
    Endpoint,
    /// An endpoint is plain http to another machine; [`crate::Builder::allow_plain_http`] allows
    /// it.
    PlainHttp,
    /// The HTTP client cannot start, or what `.wait()` stands on.
    Http,
    /// `.wait()` within an async runtime, where a call is awaited.
    WithinAsync,
}

/// The network's part in a failure.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoAnswer {
    /// The Action, or `PUT` for the leg to COS.
    pub action: String,
    /// The host that was called.
    pub host: String,
    /// Whether the request may have reached the server.
    pub sent: bool,
    /// What happened.
    pub what: String,
    /// How often it was sent.
    pub tries: Tries,
}

/// A call that was sent and not answered, and whose repeat was refused as one that has been carried
/// out is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutcomeUnknown {
    /// The Action.
    pub action: String,
    /// How the repeat was refused, and what became of the tries before it.
    pub repeat: Refused,
}

/// A call whose time was over before it could be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deadline {
    /// The Action.
    pub action: String,
    /// How long it was given.
    pub limit: Duration,
    /// What it waited for.
    pub what: String,
}

/// VOD's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// The Action.
    pub action: String,
    /// The code on the wire: `4100` of API 2.0, `AuthFailure.SignatureFailure` of API 3.0.
    pub code: String,
    /// The code's name in API 3.0: the code itself there, for API 2.0 what its page says of it.
    pub v3_code: Option<String>,
    /// The code in a word, as VOD gave it; may be empty.
    pub code_desc: String,
    /// What the page says the code means; empty for a code without a row.
    pub meaning: &'static str,
    /// What VOD said.
    pub message: String,
    /// Whether the page says that the same call may succeed later.
    pub retry: bool,
    /// Names the call, for the vendor's support; empty in API 2.0, which gives none.
    pub request_id: String,
    /// Status of the HTTP answer.
    pub status: u16,
    /// How often it was sent.
    pub tries: Tries,
}

/// COS's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Storage {
    /// The object.
    pub key: String,
    /// Status of the HTTP answer.
    pub status: u16,
    /// COS's code, such as `SignatureDoesNotMatch`; empty when none could be read.
    pub code: String,
    /// What COS said.
    pub message: String,
    /// The request's id, for the vendor's support.
    pub request_id: String,
}

/// An answer that could not be read, or not wholly.
#[non_exhaustive]
pub struct Unreadable {
    /// The Action.
    pub action: String,
    /// Status of the HTTP answer.
    pub status: u16,
    /// Everything that is not as the page says.
    pub problems: Vec<Problem>,
    /// Names the call, for the vendor's support; empty in API 2.0, and when it could not be read.
    pub request_id: String,
    /// How an answer begins that is no JSON object, else empty: JSON may hold a secret. What was
    /// sent and is secret is hidden.
    pub excerpt: String,
    /// How often the call was sent.
    pub tries: Tries,
    pub(super) partial: Option<Box<dyn std::any::Any + Send + Sync>>,
}

/// A file that cannot be sent as it is.
#[derive(Debug)]
#[non_exhaustive]
pub struct File {
    /// The path as it was given; of what is no file, what it is called.
    pub path: PathBuf,
    /// What kind of fault it has.
    pub fault: FileFault,
    /// What happened.
    pub what: String,
}

/// What kind of fault a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileFault {
    /// It could not be opened or read, or is no file.
    Unreadable,
    /// The video's name does not tell its type; [`crate::Upload::video_type`] does.
    NoVideoType,
    /// The cover's name does not tell its type; [`crate::Upload::cover_type`] does.
    NoCoverType,
    /// It holds nothing.
    Empty,
    /// It is longer than one PUT takes.
    TooLong,
    /// It changed while it was sent.
    Changed,
    /// Another process sends it.
    Busy,
    /// It can be read once only, and would have to be sent again.
    Spent,
}

impl Unreadable {
    /// Whether something between here and VOD may have answered after the call was carried out: it
    /// is no JSON at all, and no refusal in terms of HTTP.
    pub(super) fn is_of_another(&self) -> bool {
        let is_none_of_its = self.problems.iter().any(|problem| problem.field.is_empty());
        is_none_of_its && !(400..500).contains(&self.status)
    }

    /// Of an answer that shall not be quoted.
    pub(crate) fn new(action: &str, status: u16, problems: Vec<Problem>) -> Self {
        let (action, request_id, excerpt) = (action.to_owned(), String::new(), String::new());
        let tries = Tries::default();
        Self { action, status, problems, request_id, excerpt, tries, partial: None }
    }

    /// Quotes how the answer begins, if it cannot be JSON of VOD's and so cannot hold a key that
    /// was handed out. `hide` hides what was sent.
    pub(crate) fn quote(mut self, body: &str, hide: impl FnOnce(String) -> String) -> Self {
        const LONGEST: usize = 120;
        // A secret is hidden before the cut, which might take it apart.
        const READ: usize = 64 << 10;
        let body = body.trim_start();
        if !body.starts_with(['{', '[', '"']) {
            let start = hide(body.chars().take_while(|c| *c != '{').take(READ).collect());
            let plain = |c: char| if c.is_control() { ' ' } else { c };
            let start: String = start.chars().map(plain).collect();
            // What stands behind it in a message is on the same line.
            let words: Vec<&str> = start.split_whitespace().collect();
            self.excerpt = words.join(" ").chars().take(LONGEST).collect();
        }
        self
    }

    pub(crate) fn with_partial<R: Send + Sync + 'static>(mut self, response: R) -> Self {
        self.partial = Some(Box::new(response));
        self
    }
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreadable")
            .field("action", &self.action)
            .field("status", &self.status)
            .field("problems", &self.problems)
            .field("request_id", &self.request_id)
            .field("excerpt", &self.excerpt)
            .field("tries", &self.tries)
            .finish_non_exhaustive()
    }
}
