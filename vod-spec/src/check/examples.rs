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
            let readable = side.request(&example.request);
            if let Some(answer) = example.response.as_ref().filter(|_| readable) {
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
    /// Whether it can be read as a request at all.
    fn request(&mut self, text: &Spanned<String>) -> bool {
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
                return !text.value.trim_start().starts_with('{');
            }
        };
        let start = first_line(piece);
        let named = pairs.iter().find(|pair| pair.name.text == "Action");
        // What lacks is told of the Action.
        let head = named.map_or(start, |pair| pair.name.span().to(pair.value.span));
        let cased = pairs.iter().find(|pair| pair.name.text.eq_ignore_ascii_case("action"));
        match named {
            None if cased.is_some() => {
                let pair = cased.map_or(start, |pair| pair.name.span());
                diagnostics
                    .error(codes::EXAMPLE_ACTION, pair, "the parameter is called `Action`")
                    .help(form);
            }
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
                || name.eq_ignore_ascii_case("Action")
                || api.protocol.common_parameters().iter().any(|one| one.name == name)
        };
        let is_action = |pair: &query::Pair<'_>| pair.name.text.eq_ignore_ascii_case("Action");
        for pair in pairs.iter().filter(|pair| !is_action(pair) && is_common(pair.name.text)) {
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
        let ours = pairs.iter().filter(|pair| is_action(pair) || !is_common(pair.name.text));
        let right = query::canonical(&pairs);
        let written: String = piece.text.split_whitespace().collect();
        if let Some((pair, what, span)) = query::astray(ours) {
            let help = if diagnostics.len() == before {
                format!("write `{right}`")
            } else {
                // With another mistake in it, it would be shown as right though it is not.
                "parameters stand in the byte order of their names, percent-encoded".to_owned()
            };
            let message = format!("`{}` {what}", pair.name.text);
            diagnostics.error(codes::EXAMPLE_ORDER, span, message).help(help);
        } else if diagnostics.len() == before && written != right {
            diagnostics
                .error(codes::EXAMPLE_ORDER, head, "an `&` of this example leads to nothing")
                .help(format!("write `{right}`"));
        }
        true
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
                    .help("write the answer as it comes: strict JSON, `\\n` for a line break, no comments");
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
        let cased = entries.iter().find(|(name, _)| name.value.eq_ignore_ascii_case("code"));
        let cased = cased.map(|(name, _)| name.clone()).filter(|name| name.value != "code");
        let refused = match code.map(|code| (&code.value, code.span)) {
            None if cased.is_some() => {
                let name = cased.as_ref().map_or(open, |name| name.span);
                diagnostics
                    .error(codes::EXAMPLE_UNKNOWN, name, "the envelope's field is called `code`")
                    .help("write `\"code\"`");
                false
            }
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
