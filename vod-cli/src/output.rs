//! What goes to stdout and stderr, and the exit codes.

use serde_json::{Value, json};

/// Why the command did not do what it was asked.
pub(crate) struct Failure {
    pub(crate) message: String,
    /// VOD's or COS's code, when one of them refused.
    pub(crate) code: Option<String>,
    /// 1: it failed; 2: it was asked wrongly.
    pub(crate) exit: u8,
}

impl Failure {
    /// It was tried and failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: None, exit: 1 }
    }

    /// It was asked wrongly; nothing was tried.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: None, exit: 2 }
    }
}

impl From<vod_api::Error> for Failure {
    fn from(error: vod_api::Error) -> Self {
        let code = error.code().map(str::to_owned);
        Self { message: error.to_string(), code, exit: 1 }
    }
}

/// One JSON document on stdout.
pub(crate) fn document(document: &Value) {
    println!("{document:#}");
}

/// Tells a failure: on stderr for a person, on stdout for a program.
pub(crate) fn failure(failure: &Failure, json: bool) {
    eprintln!("error: {}", failure.message);
    if json {
        let mut error = json!({ "message": failure.message });
        if let (Some(error), Some(code)) = (error.as_object_mut(), &failure.code) {
            error.insert("code".to_owned(), json!(code));
        }
        document(&json!({ "error": error }));
    }
}
