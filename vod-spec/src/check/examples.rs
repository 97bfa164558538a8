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
    for action in &api.actions {
        for example in &action.examples {
            request(api, doubt, action, &example.request, diagnostics);
            if let Some(answer) = &example.response {
                response(api, doubt, action, answer, diagnostics);
            }
        }
    }
}

fn request(
    api: &Api,
    doubt: &Doubt,
    action: &Action,
    text: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) {
    let before = diagnostics.len();
    let piece = Piece::new(&text.value, text.span.start);
    let form =
        format!("a request is written `Action={}&name=value`, percent-encoded", action.name.wire);
    let pairs = match query::pairs(piece) {
        Ok(pairs) => pairs,
        Err(wrong) => {
            diagnostics.error(codes::BAD_EXAMPLE, wrong.span, wrong.value).help(form);
            return;
        }
    };
    let start = first_line(piece);
    match pairs.iter().find(|pair| pair.name.text == "Action") {
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
        name == "Signature" || api.protocol.common_parameters().iter().any(|one| one.name == name)
    };
    for pair in pairs.iter().filter(|pair| pair.name.text != "Action" && is_common(pair.name.text))
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
        Values { api, doubt, form: Form::Query, diagnostics }.record(
            &action.request,
            &entries,
            start,
        );
    }
    // A request with another mistake would be shown as right though it is not.
    let right = query::canonical(&pairs);
    let written: String = piece.text.split_whitespace().collect();
    if diagnostics.len() == before && written != right {
        diagnostics
            .error(
                codes::EXAMPLE_ORDER,
                start,
                "the example is not in canonical order and encoding",
            )
            .help(format!("write `{right}`"));
    }
}

fn response(
    api: &Api,
    doubt: &Doubt,
    action: &Action,
    text: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) {
    let answer = match json::parse(text) {
        Ok(answer) => answer,
        Err(wrong) => {
            let message = format!("the answer is not JSON: {}", wrong.value);
            diagnostics.error(codes::BAD_JSON, wrong.span, message);
            return;
        }
    };
    let open = Span { start: answer.span.start, end: answer.span.start.saturating_add(1) };
    let JsonValue::Object(entries) = answer.value else {
        let message = format!("the answer is {}, not an object", answer.value.kind());
        diagnostics.error(codes::BAD_JSON, answer.span, message);
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
            diagnostics.error(codes::EXAMPLE_VALUE, value.span, message);
        }
    }
    // A refusal carries none of the Action's fields.
    if refused {
        return;
    }
    let own: Vec<_> =
        entries.into_iter().filter(|(name, _)| !envelope.contains(&name.value.as_str())).collect();
    Values { api, doubt, form: Form::Json, diagnostics }.record(&action.response, &own, open);
}

/// The first line that says something.
fn first_line(text: Piece<'_>) -> Span {
    text.lines().map(Piece::trim).find(|line| !line.is_empty()).unwrap_or(text).span()
}
