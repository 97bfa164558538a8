//! What goes to stdout and stderr, and the exit codes.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::Write as _;

use serde_core::{Serialize, Serializer};
use serde_json::{Value, json};
use vod_api::{ConfigFault, CredentialFault, Error};

/// Why the command did not do what it was asked.
pub(crate) struct Failure {
    pub(crate) message: String,
    /// What is known of a call that failed.
    pub(crate) cause: Option<Box<Cause>>,
    /// 1: it failed; 2: it was asked wrongly.
    pub(crate) exit: u8,
    /// Whether stdout has told it all, so that only a summary is left for stderr.
    told: bool,
}

/// A failure of a call, in its parts.
pub(crate) struct Cause {
    /// VOD's or COS's code, when one of them refused.
    code: Option<String>,
    /// The code's name in API 3.0, whichever generation was called.
    v3_code: Option<String>,
    /// Status of the HTTP answer, when there was one.
    status: Option<u16>,
    /// Names the call, for the vendor's support.
    request_id: Option<String>,
    /// Whether the same call may succeed later.
    pub(crate) retryable: bool,
    /// What to do about it.
    next_step: Option<Cow<'static, str>>,
}

impl Failure {
    /// It was tried and failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), cause: None, exit: 1, told: false }
    }

    /// It was done, and what it found, already on stdout, is a failure; this sums it up.
    pub(crate) fn told(message: impl Into<String>) -> Self {
        Self { told: true, ..Self::failed(message) }
    }

    /// A signal ended it; whether it may be done again, and what is to be done about it.
    pub(crate) fn interrupted(message: &str, retryable: bool, step: &'static str) -> Self {
        let next_step = Some(Cow::Borrowed(step));
        let (code, v3_code, status, request_id) = (None, None, None, None);
        let cause = Cause { code, v3_code, status, request_id, retryable, next_step };
        Self { cause: Some(Box::new(cause)), ..Self::failed(message) }
    }

    /// The next step, and this one after it.
    pub(crate) fn and_then(mut self, step: &'static str) -> Self {
        if let Some(cause) = &mut self.cause {
            cause.next_step = Some(match cause.next_step.take() {
                Some(first) => Cow::Owned(format!("{first}; {step}")),
                None => Cow::Borrowed(step),
            });
        }
        self
    }

    /// It was asked wrongly; nothing was tried.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: 2, ..Self::failed(message) }
    }

    /// For a program: what there is of it.
    fn document(&self) -> Ordered {
        let mut fields = vec![("message", json!(self.message))];
        if let Some(cause) = &self.cause {
            let own = |text: &Option<String>| text.as_ref().map(|text| json!(text));
            let known = [
                ("code", own(&cause.code)),
                ("v3Code", own(&cause.v3_code)),
                ("status", cause.status.map(|status| json!(status))),
                ("requestId", own(&cause.request_id)),
                ("retryable", Some(json!(cause.retryable))),
                ("nextStep", cause.next_step.as_ref().map(|step| json!(step))),
            ];
            fields.extend(known.into_iter().filter_map(|(name, value)| Some((name, value?))));
        }
        Ordered(fields)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = if matches!(error, Error::Invalid(_)) { 2 } else { 1 };
        let own = |text: Option<&str>| text.map(str::to_owned);
        let cause = Cause {
            code: own(error.code()),
            v3_code: own(error.v3_code()),
            status: error.status(),
            request_id: own(error.request_id()),
            retryable: error.is_retryable(),
            next_step: next_step(&error).map(Cow::Borrowed),
        };
        Self { cause: Some(Box::new(cause)), exit, ..Self::failed(error.to_string()) }
    }
}

/// What a person at a shell does about it.
fn next_step(error: &Error) -> Option<&'static str> {
    match error {
        Error::Config(config) if config.fault == ConfigFault::Credential => {
            Some("set the keys in the environment, or try it with --sandbox")
        }
        Error::Credential(error) if error.fault == CredentialFault::Absent => {
            Some("set the keys in the environment or in a profile, or try it with --sandbox")
        }
        // The message names the setting, and a shell has no client to set up.
        Error::Config(_) => None,
        _ => Some(error.next_step()),
    }
}

/// A text on stderr and the end of its line. Where nobody can read it, it is not told.
pub(crate) fn tell(text: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A text on stdout and the end of its line. A reader that went away is a failure, not a panic.
pub(crate) fn print(text: impl Display) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
    written.map_err(|error| Failure::failed(format!("stdout cannot be written: {error}")))
}

/// One JSON document on stdout, an object whose fields keep their order.
pub(crate) fn ordered<const N: usize>(fields: [(&'static str, Value); N]) -> Result<(), Failure> {
    document(&Ordered(fields.into()))
}

/// One JSON document on stdout.
pub(crate) fn document(document: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(document);
    let text = text.map_err(|error| Failure::failed(format!("no JSON can be made: {error}")))?;
    // JSON lets some control characters stand as they are; a terminal obeys those too.
    print(visible(&text))
}

/// An object whose fields keep their order.
pub(crate) struct Ordered(pub(crate) Vec<(&'static str, Value)>);

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// What a program is told of a failure.
struct Wrong(Ordered);

impl Serialize for Wrong {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("error", &self.0)])
    }
}

/// A text with its control characters spelled out, but for those that make lines and columns:
/// a terminal would obey what a server wrote.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    spelled(text, |c| c.is_control() && !matches!(c, '\n' | '\t'))
}

/// A text on one line, with every control character spelled out.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    spelled(text, char::is_control)
}

fn spelled(text: &str, obeyed: fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if obeyed(c) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Tells a failure: on stderr for a person, on stdout for a program.
pub(crate) fn failure(failure: &Failure, json: bool) {
    tell(format_args!("error: {}", visible(&failure.message)));
    if let Some(step) = failure.cause.as_ref().and_then(|cause| cause.next_step.as_ref()) {
        tell(format_args!("next: {step}"));
    }
    if json && !failure.told {
        // If stdout is what failed, stderr has told it.
        let _ = document(&Wrong(failure.document()));
    }
}

#[cfg(test)]
mod tests {
    use super::{line, visible};

    #[test]
    fn a_terminal_is_given_nothing_to_obey() {
        let text = "a\tb\n\u{1b}[2J\u{9b}1m\r\u{7f}视";
        assert_eq!(visible(text), "a\tb\n\\u001b[2J\\u009b1m\\u000d\\u007f视");
        assert_eq!(line("a\tb\nc"), "a\\u0009b\\u000ac");
    }
}
