//! What goes to stdout and stderr, and the exit codes.

use std::fmt::Display;
use std::io::Write as _;

use serde_json::{Value, json};

/// Why the command did not do what it was asked.
pub(crate) struct Failure {
    pub(crate) message: String,
    /// VOD's or COS's code, when one of them refused.
    pub(crate) code: Option<String>,
    /// 1: it failed; 2: it was asked wrongly.
    pub(crate) exit: u8,
    /// Whether stdout has told it all, so that only a summary is left for stderr.
    told: bool,
}

impl Failure {
    /// It was tried and failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: None, exit: 1, told: false }
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
        let code = error.code().map(str::to_owned);
        Self { code, ..Self::failed(error.to_string()) }
    }
}

/// A text on stdout and the end of its line. A reader that went away is a failure, not a panic.
pub(crate) fn print(text: impl Display) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
    written.map_err(|error| Failure::failed(format!("stdout cannot be written: {error}")))
}

/// One JSON document on stdout.
pub(crate) fn document(document: &Value) -> Result<(), Failure> {
    print(format_args!("{document:#}"))
}

/// Tells a failure: on stderr for a person, on stdout for a program.
pub(crate) fn failure(failure: &Failure, json: bool) {
    eprintln!("error: {}", failure.message);
    if json && !failure.told {
        let mut error = json!({ "message": failure.message });
        if let (Some(error), Some(code)) = (error.as_object_mut(), &failure.code) {
            error.insert("code".to_owned(), json!(code));
        }
        // If stdout is what failed, stderr has told it.
        let _ = document(&json!({ "error": error }));
    }
}
