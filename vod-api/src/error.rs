//! One error type; its variants say what to do next.

#[cfg(feature = "reqwest")]
use std::fmt;
#[cfg(feature = "reqwest")]
use std::path::Path;

mod kinds;
mod next_step;
mod show;
mod tries;

pub use kinds::{
    Config, ConfigFault, Deadline, File, FileFault, NoAnswer, OutcomeUnknown, Refused, Storage,
    Unreadable,
};
pub(crate) use show::Plain;
pub use tries::{Tries, Try};

use crate::action::{Action, ErrorCode};
use crate::credentials::{CredentialError, CredentialFault};
use crate::request::InvalidParameters;
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
    /// So it is when it was sent and no whole answer came, or one that VOD does not give, and nobody
    /// could tell afterwards: not even a later try, such as one that was refused as one too many.
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::OutcomeUnknown(_) => true,
            Self::Transport(transport) => transport.sent,
            Self::Unreadable(answer) if answer.is_of_another() => true,
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
            Self::Storage(_) => "see what COS says before it is uploaded again",
            Self::Unreadable(_) => "see whether the page is out of date; the call was answered",
            Self::File(file) => match file.fault {
                FileFault::Unreadable => "see that the path or address leads to what can be read",
                FileFault::NoVideoType | FileFault::NoCoverType => "tell its type",
                FileFault::Empty => "see why there is nothing in the file",
                FileFault::TooLong => "send less, or in larger parts",
                FileFault::Changed => "upload again when nobody writes to the file",
                FileFault::Busy => "wait until the other process ends, or end it",
                FileFault::Spent => "have it read again, or make a file of it and upload that",
            },
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
