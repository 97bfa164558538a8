//! What goes to stdout and stderr, and the exit codes.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::Write as _;

use serde_core::{Serialize, Serializer};
use serde_json::{Value, json};

/// Why the command did not do what it was asked.
pub(crate) struct Failure {
    pub(crate) message: String,
    /// VOD's or COS's code, when one of them refused.
    pub(crate) code: Option<String>,
    /// Status of the HTTP answer, when there was one.
    pub(crate) status: Option<u16>,
    /// 1: it failed; 2: it was asked wrongly.
    pub(crate) exit: u8,
    /// Whether stdout has told it all, so that only a summary is left for stderr.
    told: bool,
}

impl Failure {
    /// It was tried and failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: None, status: None, exit: 1, told: false }
    }

    /// It was done, and what it found, already on stdout, is a failure; this sums it up.
    pub(crate) fn told(message: impl Into<String>) -> Self {
        Self { told: true, ..Self::failed(message) }
    }

    /// It was asked wrongly; nothing was tried.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: 2, ..Self::failed(message) }
    }
}

impl From<vod_api::Error> for Failure {
    fn from(error: vod_api::Error) -> Self {
        let (code, status) = (error.code().map(str::to_owned), error.status());
        let exit = if matches!(error, vod_api::Error::Invalid(_)) { 2 } else { 1 };
        Self { code, status, exit, ..Self::failed(error.to_string()) }
    }
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

/// A text with its control characters spelled out, but for those that make lines and columns:
/// a terminal would obey what a server wrote.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
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
    eprintln!("error: {}", visible(&failure.message));
    if json && !failure.told {
        let mut error = json!({ "message": failure.message });
        if let Some(error) = error.as_object_mut() {
            error.extend(failure.code.iter().map(|code| ("code".to_owned(), json!(code))));
            error.extend(failure.status.map(|status| ("status".to_owned(), json!(status))));
        }
        // If stdout is what failed, stderr has told it.
        let _ = document(&json!({ "error": error }));
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn a_terminal_is_given_nothing_to_obey() {
        let text = "a\tb\n\u{1b}[2J\u{9b}1m\r\u{7f}视";
        assert_eq!(visible(text), "a\tb\n\\u001b[2J\\u009b1m\\u000d\\u007f视");
    }
}
