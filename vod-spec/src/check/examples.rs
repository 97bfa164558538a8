//! Examples: that each request is what we would send and each answer what we would read.
//!
//! What both protocols share; how a request is written and what stands around an answer is in
//! [`super::v2`] and [`super::v3`].

use super::value::{Form, Values};
use super::{Doubt, v2, v3};
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::json::{self, Json, JsonValue};
use crate::model::{Action, Api};
use crate::piece::Piece;
use crate::protocol::Protocol;
use crate::source::{Span, Spanned};

/// Checks the examples of every Action.
pub(super) fn check(api: &Api, doubt: &Doubt, diagnostics: &mut Diagnostics) {
    for (at, action) in api.actions.iter().enumerate() {
        let asked = !doubt.requests.contains(&at);
        let answered = !doubt.responses.contains(&at);
        for example in &action.examples {
            let mut side = Side { api, doubt, action, whole: asked, diagnostics };
            let readable = match api.protocol {
                Protocol::V2 => v2::request(&mut side, &example.request),
                Protocol::V3 => v3::request(&mut side, &example.request),
            };
            let Some(answer) = example.response.as_ref().filter(|_| readable) else { continue };
            side.whole = answered;
            match api.protocol {
                Protocol::V2 => v2::response(&mut side, answer),
                Protocol::V3 => v3::response(&mut side, answer),
            }
        }
    }
}

/// One side of an Action, of which examples are checked.
pub(super) struct Side<'a> {
    pub(super) api: &'a Api,
    doubt: &'a Doubt,
    pub(super) action: &'a Action,
    /// Whether every row of its table is known.
    pub(super) whole: bool,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// Names and values of a JSON object.
pub(super) type Entries = Vec<(Spanned<String>, Json)>;

impl Side<'_> {
    /// Checks what is given against the Action's table of this side; `at` is told where something
    /// lacks.
    pub(super) fn record(&mut self, form: Form, entries: &[(Spanned<String>, Json)], at: Span) {
        let (action, whole) = (self.action, self.whole);
        let fields = if form == Form::Answer { &action.response } else { &action.request };
        let (api, doubt, diagnostics) = (self.api, self.doubt, &mut *self.diagnostics);
        Values { api, doubt, form, path: String::new(), diagnostics }
            .record(fields, whole, entries, at);
    }

    /// The JSON object that the fence holds, and its opening brace; anything else is told. `what`
    /// names it, `form` shows how it is written.
    pub(super) fn object(
        &mut self,
        text: &Spanned<String>,
        what: &str,
        form: &str,
    ) -> Option<(Entries, Span)> {
        let value = match json::parse(text) {
            Ok(value) => value,
            Err(wrong) => {
                let message = format!("the {what} is not JSON: {}", wrong.value);
                self.diagnostics.error(codes::BAD_JSON, wrong.span, message).help(format!(
                    "write the {what} as it {}: strict JSON, `\\n` for a line break, no comments",
                    if what == "request" { "goes out" } else { "comes" }
                ));
                return None;
            }
        };
        let open = opening(value.span);
        let JsonValue::Object(entries) = value.value else {
            let message = format!("the {what} is {}, not an object", value.value.kind());
            self.diagnostics.error(codes::BAD_JSON, value.span, message).help(form);
            return None;
        };
        Some((entries, open))
    }
}

/// The brace or bracket that a value begins with.
pub(super) fn opening(value: Span) -> Span {
    Span { start: value.start, end: value.start.saturating_add(1) }
}

/// The first line that says something.
pub(super) fn first_line(text: Piece<'_>) -> Span {
    text.lines().map(Piece::trim).find(|line| !line.is_empty()).unwrap_or(text).span()
}
