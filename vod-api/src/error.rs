//! One error type; its variants say what to do next.

use std::fmt;
#[cfg(feature = "reqwest")]
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

mod next_step;
mod tries;

pub use tries::{Tries, Try};

use crate::action::{Action, ErrorCode};
use crate::credentials::{CredentialError, CredentialFault};
use crate::request::InvalidParameters;
use crate::response::Problem;
use crate::transport::TransportError;

/// Why a call or an upload did not end well.
///
/// ```
/// # fn told(error: vod_api::Error) -> String {
/// use vod_api::{Error, v2};
///
/// match &error {
///     Error::Invalid(invalid) => format!("fix {} parameters", invalid.violations.len()),
///     Error::Refused(refused) if refused.retry => "try again later".to_owned(),
///     Error::Refused(_) => match error.code_of::<v2::CommitUpload>() {
///         Some(v2::CommitUploadCode::InvalidSessionKey) => "start the upload anew".to_owned(),
///         code => format!("VOD said no: {code:?}"),
///     },
///     _ => error.to_string(),
/// }
/// # }
/// ```
///
/// It has no parameters, so `?` mixes Actions. No variant shows a secret: not a key, not a token,
/// not a signed address.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Nothing was sent: parameters break the rules of their page. Mend them.
    Invalid(InvalidParameters),
    /// The client cannot be used as it was set up. Mend the setup.
    Config(Box<Config>),
    /// No whole answer came. The call may have been carried out if it was sent.
    Transport(Box<NoAnswer>),
    /// VOD answered no.
    Refused(Box<Refused>),
    /// Whether the call was carried out is not known: look before it is made anew.
    OutcomeUnknown(Box<OutcomeUnknown>),
    /// The call's time was over before it could be sent.
    Deadline(Box<Deadline>),
    /// COS answered no.
    Storage(Box<Storage>),
    /// An answer came that is not what the page promises.
    Unreadable(Box<Unreadable>),
    /// A file of this machine cannot be sent as it is.
    File(Box<File>),
    /// An upload was cancelled; nothing was committed.
    Cancelled,
    /// There is no key pair to sign with. Nothing was sent.
    Credential(CredentialError),
}

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
    partial: Option<Box<dyn std::any::Any + Send + Sync>>,
}

/// A file that cannot be sent as it is.
#[derive(Debug)]
#[non_exhaustive]
pub struct File {
    /// The path as it was given.
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
}

impl Error {
    pub(crate) fn config(fault: ConfigFault, what: impl Into<String>) -> Self {
        Self::Config(Box::new(Config { fault, what: what.into() }))
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn file(path: &Path, fault: FileFault, what: impl fmt::Display) -> Self {
        Self::File(Box::new(File { path: path.to_owned(), fault, what: what.to_string() }))
    }

    pub(crate) fn transport(action: &str, host: &str, error: TransportError) -> Self {
        let TransportError { what, sent } = error;
        let (action, host) = (action.to_owned(), host.to_owned());
        Self::Transport(Box::new(NoAnswer { action, host, sent, what, tries: Tries::default() }))
    }

    /// The code of a refusal in the terms of an Action's page.
    ///
    /// `None` when VOD did not refuse. An unknown code is `Other`.
    pub fn code_of<A: Action>(&self) -> Option<A::Code> {
        self.code().map(A::Code::from_code)
    }

    /// The code of a refusal as it came: VOD's, or COS's where it gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused(refused) => Some(&refused.code),
            Self::Storage(storage) => Some(&*storage.code).filter(|code| !code.is_empty()),
            _ => None,
        }
    }

    /// The refusal's code by its name in API 3.0, so that one `match` does for both generations.
    /// `None` for a code of API 2.0 of which no page knows the name.
    pub fn v3_code(&self) -> Option<&str> {
        if let Self::Refused(refused) = self { refused.v3_code.as_deref() } else { None }
    }

    /// The id of the call, by which the vendor's support finds it.
    pub fn request_id(&self) -> Option<&str> {
        let id = match self {
            Self::Refused(refused) => &refused.request_id,
            Self::OutcomeUnknown(unknown) => &unknown.repeat.request_id,
            Self::Storage(storage) => &storage.request_id,
            Self::Unreadable(unreadable) => &unreadable.request_id,
            _ => return None,
        };
        Some(&**id).filter(|id| !id.is_empty())
    }

    /// Whether the same call may succeed when it is sent again: its code's page says so, or nothing
    /// of it can have reached the server.
    ///
    /// A call that was sent and not answered may have been carried out; whether it may be repeated
    /// depends on the Action ([`crate::ActionInfo::repeatable`]).
    pub fn is_retryable(&self) -> bool {
        match self {
            _ if self.is_outcome_unknown() => false,
            Self::Refused(refused) => refused.retry,
            Self::Transport(_) | Self::Deadline(_) => true,
            Self::Storage(storage) => storage.status >= 500,
            Self::Credential(error) => error.fault == CredentialFault::Unreached,
            _ => false,
        }
    }

    /// Whether the key pair itself was refused, and another one may be taken: the SecretId is not
    /// known, its key does not fit or its token is over. So it is after a rotation, and
    /// [`Cached::invalidate`](crate::Cached::invalidate) makes way for the new one.
    pub fn is_credential(&self) -> bool {
        const CODES: [&str; 4] = [
            "AuthFailure.SecretIdNotFound",
            "AuthFailure.InvalidSecretId",
            "AuthFailure.SignatureFailure",
            "AuthFailure.TokenFailure",
        ];
        match self {
            Self::Refused(_) => self.v3_code().is_some_and(|code| CODES.contains(&code)),
            // What COS answers for the same causes.
            Self::Storage(storage) => {
                ["InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"]
                    .contains(&&*storage.code)
            }
            _ => false,
        }
    }

    /// Whether the call may have been carried out although it ended with this error.
    ///
    /// So it is when it was sent and no whole answer came, and nobody could tell afterwards: not
    /// even a later try, such as one that was refused as one too many.
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::OutcomeUnknown(_) => true,
            Self::Transport(transport) => transport.sent,
            _ => self.tries().is_some_and(|tries| tries.unanswered),
        }
    }

    /// How often the call was sent and why it was not once more, where it was sent at all.
    ///
    /// ```
    /// # fn told(error: vod_api::Error) {
    /// if let Some(tries) = error.tries() {
    ///     println!("sent {} times", tries.count());
    ///     for tried in &tries.earlier {
    ///         println!("{}, then waited {:?}", tried.why, tried.waited);
    ///     }
    /// }
    /// # }
    /// ```
    pub fn tries(&self) -> Option<&Tries> {
        match self {
            Self::Transport(transport) => Some(&transport.tries),
            Self::Refused(refused) => Some(&refused.tries),
            Self::OutcomeUnknown(unknown) => Some(&unknown.repeat.tries),
            Self::Unreadable(unreadable) => Some(&unreadable.tries),
            _ => None,
        }
    }

    /// Where the tries are told of.
    pub(crate) fn tries_mut(&mut self) -> Option<&mut Tries> {
        match self {
            Self::Transport(transport) => Some(&mut transport.tries),
            Self::Refused(refused) => Some(&mut refused.tries),
            Self::OutcomeUnknown(unknown) => Some(&mut unknown.repeat.tries),
            Self::Unreadable(unreadable) => Some(&mut unreadable.tries),
            _ => None,
        }
    }

    /// Why a try failed, in few words: the last error tells the whole of it.
    pub(crate) fn short(&self) -> String {
        match self {
            Self::Transport(transport) => format!("{}: {}", transport.host, transport.what),
            Self::Refused(refused) => refused.code.clone(),
            Self::Unreadable(unreadable) => format!("HTTP {}", unreadable.status),
            _ => self.to_string(),
        }
    }

    /// What to do about it, in a sentence.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "mend the parameters that are listed; nothing was sent",
            Self::Config(config) if config.fault == ConfigFault::WithinAsync => {
                "`.await` the call in place of `.wait()`"
            }
            Self::Config(_) => "mend the client's settings",
            Self::Transport(_) | Self::Refused(_) | Self::Unreadable(_)
                if self.is_outcome_unknown() =>
            {
                "look whether the call was carried out before it is sent again"
            }
            Self::Transport(_) => "see that the host can be reached and send the call again",
            Self::Refused(refused) => next_step::of(refused),
            Self::OutcomeUnknown(_) => {
                "look whether the call was carried out, such as by searching for the media file \
                 that an upload has made, before it is made anew"
            }
            Self::Deadline(_) => "give the call more time, or make fewer of them",
            Self::Storage(storage) if storage.status >= 500 => "send the upload again later",
            Self::Storage(_) => "begin the upload anew: its place is good for a limited time",
            Self::Unreadable(_) => "see whether the page is out of date; the call was answered",
            Self::File(_) => "mend the file or its path",
            Self::Cancelled => "begin the upload again when it is wanted",
            Self::Credential(error) => match error.fault {
                CredentialFault::Absent => "set the keys in the environment or in a profile",
                CredentialFault::Unusable => "mend the keys where the message says",
                CredentialFault::Unreached => "try again later; nothing was sent",
            },
        }
    }

    /// The status of the HTTP answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refused) => Some(refused.status),
            Self::OutcomeUnknown(unknown) => Some(unknown.repeat.status),
            Self::Storage(storage) => Some(storage.status),
            Self::Unreadable(unreadable) => Some(unreadable.status),
            _ => None,
        }
    }

    /// What could be read of an answer that could not be read wholly; the rest has its defaults.
    pub fn partial<R: 'static>(&self) -> Option<&R> {
        match self {
            Self::Unreadable(unreadable) => unreadable.partial.as_ref()?.downcast_ref(),
            _ => None,
        }
    }
}

impl Unreadable {
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

/// Somebody else's text: a terminal obeys control characters, so they are spelled out.
pub(crate) struct Plain<'t>(pub(crate) &'t str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for c in self.0.chars() {
            if c.is_control() {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(invalid) => invalid.fmt(f),
            Self::Config(config) => {
                f.write_str(&config.what)?;
                match config.fault {
                    ConfigFault::PlainHttp => f.write_str("; see Builder::allow_plain_http"),
                    _ => Ok(()),
                }
            }
            Self::Transport(transport) => {
                let NoAnswer { action, host, what, .. } = &**transport;
                write!(f, "{action}: no answer from {host}: {what}")?;
                f.write_str(if transport.sent {
                    "; the request may have been carried out"
                } else {
                    "; nothing was sent"
                })?;
                transport.tries.fmt(f)
            }
            Self::Refused(refused) => {
                write!(f, "VOD refused {}", refused.action)?;
                match &*refused.code {
                    "" => f.write_str(" without a code")?,
                    code => write!(f, ": {}", Plain(code))?,
                }
                if !refused.code_desc.is_empty() {
                    write!(f, " {}", Plain(&refused.code_desc))?;
                }
                if !refused.meaning.is_empty() {
                    write!(f, " ({})", refused.meaning)?;
                }
                if !refused.message.is_empty() {
                    write!(f, ": {}", Plain(&refused.message))?;
                }
                if refused.tries.unanswered {
                    f.write_str("; a request before that one may have been carried out")?;
                } else if refused.retry {
                    f.write_str("; the same call may succeed later")?;
                }
                if !refused.request_id.is_empty() {
                    write!(f, " (request {})", Plain(&refused.request_id))?;
                }
                refused.tries.fmt(f)
            }
            Self::OutcomeUnknown(unknown) => {
                let OutcomeUnknown { action, repeat } = &**unknown;
                let code = Plain(&repeat.code);
                write!(
                    f,
                    "{action} may have been carried out: a request was not answered, and its \
                     repeat was refused by {code}, as one is that comes too late"
                )?;
                repeat.tries.fmt(f)
            }
            Self::Deadline(deadline) => {
                let Deadline { action, limit, what } = &**deadline;
                write!(f, "{action} was not sent within {limit:?}: {what}")
            }
            Self::Storage(storage) => {
                write!(f, "COS refused {}: HTTP {}", Plain(&storage.key), storage.status)?;
                for part in [&storage.code, &storage.message] {
                    if !part.is_empty() {
                        write!(f, " {}", Plain(part))?;
                    }
                }
                if storage.request_id.is_empty() {
                    return Ok(());
                }
                write!(f, " (request {})", Plain(&storage.request_id))
            }
            Self::Unreadable(unreadable) => {
                let Unreadable { action, status, problems, excerpt, .. } = &**unreadable;
                write!(f, "the answer to {action} (HTTP {status}")?;
                if !unreadable.request_id.is_empty() {
                    write!(f, ", request {}", Plain(&unreadable.request_id))?;
                }
                f.write_str(") is not what its page promises")?;
                for problem in problems {
                    write!(f, "\n  {problem}")?;
                }
                if !excerpt.is_empty() {
                    write!(f, "\n  it begins: {excerpt}")?;
                }
                unreadable.tries.fmt(f)
            }
            Self::File(file) => {
                write!(f, "{}: {}", file.path.display(), file.what)?;
                match file.fault {
                    FileFault::NoVideoType => f.write_str("; say it with `.video_type(..)`"),
                    FileFault::NoCoverType => f.write_str("; say it with `.cover_type(..)`"),
                    _ => Ok(()),
                }
            }
            Self::Credential(error) => error.fmt(f),
            Self::Cancelled => f.write_str("the upload was cancelled; nothing was committed"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(invalid) => Some(invalid),
            Self::Credential(error) => Some(error),
            _ => None,
        }
    }
}

impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        Self::Credential(error)
    }
}

impl From<InvalidParameters> for Error {
    fn from(invalid: InvalidParameters) -> Self {
        Self::Invalid(invalid)
    }
}
