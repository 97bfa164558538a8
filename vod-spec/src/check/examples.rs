//! Examples: that each request is what we would send and each answer what we would read.

use super::Doubt;
use super::query;
use super::value::{Form, Values};
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::json::{self, JsonValue};
use crate::model::{Action, Api};
use crate::piece::Piece;
use crate::source::{Span, Spanned};

/// Checks the examples of every Action.
pub(super) fn check(api: &Api, doubt: &Doubt, diagnostics: &mut Diagnostics) {
    for (at, action) in api.actions.iter().enumerate() {
        let asked = !doubt.requests.contains(&at);
        let answered = !doubt.responses.contains(&at);
        for example in &action.examples {
            let mut side = Side { api, doubt, action, whole: asked, diagnostics };
            side.request(&example.request);
            if let Some(answer) = &example.response {
                side.whole = answered;
                side.response(answer);
            }
        }
    }
}

/// One side of an Action, of which examples are checked.
struct Side<'a> {
    api: &'a Api,
    doubt: &'a Doubt,
    action: &'a Action,
    /// Whether every row of its table is known.
    whole: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Side<'_> {
    fn request(&mut self, text: &Spanned<String>) {
        let Self { api, doubt, action, whole, diagnostics } = self;
        let (api, doubt, action, whole) = (*api, *doubt, *action, *whole);
        let before = diagnostics.len();
        let piece = Piece::new(&text.value, text.span.start);
        let form = format!(
            "a request is written `Action={}&name=value`, percent-encoded",
            action.name.wire
        );
        let pairs = match query::pairs(piece) {
            Ok(pairs) => pairs,
            Err(wrong) => {
                let help = if wrong.help.is_empty() { &*form } else { wrong.help };
                diagnostics.error(codes::BAD_EXAMPLE, wrong.span, wrong.message).help(help);
                return;
            }
        };
        let start = first_line(piece);
        let named = pairs.iter().find(|pair| pair.name.text == "Action");
        // What lacks is told of the Action.
        let head = named.map_or(start, |pair| pair.name.span().to(pair.value.span));
        match named {
            None => {
                diagnostics
                    .error(codes::EXAMPLE_ACTION, start, "the example names no Action")
                    .help(form);
            }
            Some(pair) if pair.value.value != action.name.wire => {
                let message = format!(
                    "the example calls `{}`, the page describes `{}`",
                    pair.value.value, action.name.wire
                );
                diagnostics
                    .error(codes::EXAMPLE_ACTION, pair.value.span, message)
                    .related(action.name.span, "the page's Action")
                    .help(format!("write `Action={}`", action.name.wire));
            }
            Some(_) => {}
        }
        let is_common = |name: &str| {
            name == "Signature"
                || api.protocol.common_parameters().iter().any(|one| one.name == name)
        };
        for pair in
            pairs.iter().filter(|pair| pair.name.text != "Action" && is_common(pair.name.text))
        {
            diagnostics
                .error(
                    codes::EXAMPLE_UNKNOWN,
                    pair.name.span(),
                    format!("`{}` is added by the protocol", pair.name.text),
                )
                .help("examples leave the common parameters out");
        }
        let own = pairs.iter().filter(|pair| !is_common(pair.name.text));
        if let JsonValue::Object(entries) = query::tree(own, start).value {
            Values { api, doubt, form: Form::Query, path: String::new(), diagnostics }.record(
                &action.request,
                whole,
                &entries,
                head,
            );
        }
        if let Some((pair, what)) = query::astray(&pairs) {
            let help = if diagnostics.len() == before {
                format!("write `{}`", query::canonical(&pairs))
            } else {
                // With another mistake in it, it would be shown as right though it is not.
                "parameters stand in the byte order of their names, percent-encoded".to_owned()
            };
            let span = pair.name.span().to(pair.value.span);
            let message = format!("`{}` {what}", pair.name.text);
            diagnostics.error(codes::EXAMPLE_ORDER, span, message).help(help);
        }
    }

    fn response(&mut self, text: &Spanned<String>) {
        let Self { api, doubt, action, whole, diagnostics } = self;
        let (api, doubt, action, whole) = (*api, *doubt, *action, *whole);
        let answer = match json::parse(text) {
            Ok(answer) => answer,
            Err(wrong) => {
                let message = format!("the answer is not JSON: {}", wrong.value);
                diagnostics
                    .error(codes::BAD_JSON, wrong.span, message)
                    .help("write the answer as it comes: strict JSON, without comments");
                return;
            }
        };
        let open = Span { start: answer.span.start, end: answer.span.start.saturating_add(1) };
        let JsonValue::Object(entries) = answer.value else {
            let message = format!("the answer is {}, not an object", answer.value.kind());
            diagnostics
                .error(codes::BAD_JSON, answer.span, message)
                .help("write the whole answer, envelope and all: `{\"code\": 0, …}`");
            return;
        };
        let envelope = api.protocol.envelope();
        let code = entries.iter().find(|(name, _)| name.value == "code").map(|(_, code)| code);
        let refused = match code.map(|code| (&code.value, code.span)) {
            None => {
                diagnostics
                    .error(codes::EXAMPLE_MISSING, open, "the answer lacks `code` of the envelope")
                    .help("add `\"code\": 0`");
                false
            }
            Some((JsonValue::Number(code) | JsonValue::String(code), _))
                if code.parse::<i64>().is_ok() =>
            {
                code != "0"
            }
            Some((other, span)) => {
                let message = format!("`code` is {}, not a number", other.kind());
                diagnostics.error(codes::EXAMPLE_VALUE, span, message).help("write `\"code\": 0`");
                false
            }
        };
        for (name, value) in entries.iter().filter(|(name, _)| name.value != "code") {
            let text = matches!(value.value, JsonValue::String(_) | JsonValue::Null);
            if envelope.contains(&name.value.as_str()) && !text {
                let message = format!("`{}` is {}, not text", name.value, value.value.kind());
                diagnostics
                    .error(codes::EXAMPLE_VALUE, value.span, message)
                    .help("write text in quotes");
            }
        }
        // A refusal carries none of the Action's fields.
        if refused {
            return;
        }
        let own: Vec<_> = entries
            .into_iter()
            .filter(|(name, _)| !envelope.contains(&name.value.as_str()))
            .collect();
        Values { api, doubt, form: Form::Json, path: String::new(), diagnostics }.record(
            &action.response,
            whole,
            &own,
            open,
        );
    }
}

/// The first line that says something.
fn first_line(text: Piece<'_>) -> Span {
    text.lines().map(Piece::trim).find(|line| !line.is_empty()).unwrap_or(text).span()
}
