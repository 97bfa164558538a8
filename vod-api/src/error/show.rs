//! Errors as text.

use std::fmt;

use super::{ConfigFault, Deadline, Error, FileFault, NoAnswer, OutcomeUnknown, Unreadable};

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
                write!(f, "{}: {}", Plain(&file.path.to_string_lossy()), file.what)?;
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
