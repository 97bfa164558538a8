//! Examples of API 2.0: a query string, and an answer with `code` beside the Action's fields.

use super::examples::{Side, first_line};
use super::query;
use super::value::Form;
use crate::codes;
use crate::json::JsonValue;
use crate::piece::Piece;
use crate::source::Spanned;

/// Whether it can be read as a request at all.
pub(super) fn request(side: &mut Side<'_>, text: &Spanned<String>) -> bool {
    let action = side.action;
    let before = side.diagnostics.len();
    let piece = Piece::new(&text.value, text.span.start);
    let form =
        format!("a request is written `Action={}&name=value`, percent-encoded", action.name.wire);
    let pairs = match query::pairs(piece) {
        Ok(pairs) => pairs,
        Err(wrong) => {
            let help = if wrong.help.is_empty() { &*form } else { wrong.help };
            side.diagnostics.error(codes::BAD_EXAMPLE, wrong.span, wrong.message).help(help);
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
            side.diagnostics
                .error(codes::EXAMPLE_ACTION, pair, "the parameter is called `Action`")
                .help(form);
        }
        None => {
            side.diagnostics
                .error(codes::EXAMPLE_ACTION, start, "the example names no Action")
                .help(form);
        }
        Some(pair) if pair.value.value != action.name.wire => {
            let message = format!(
                "the example calls `{}`, the page describes `{}`",
                pair.value.value, action.name.wire
            );
            side.diagnostics
                .error(codes::EXAMPLE_ACTION, pair.value.span, message)
                .related(action.name.span, "the page's Action")
                .help(format!("write `Action={}`", action.name.wire));
        }
        Some(_) => {}
    }
    let protocol = side.api.protocol;
    let is_action = |pair: &query::Pair<'_>| pair.name.text.eq_ignore_ascii_case("Action");
    let is_common = |pair: &query::Pair<'_>| is_action(pair) || protocol.reserves(pair.name.text);
    for pair in pairs.iter().filter(|pair| !is_action(pair) && is_common(pair)) {
        side.diagnostics
            .error(
                codes::EXAMPLE_UNKNOWN,
                pair.name.span(),
                format!("`{}` is added by the protocol", pair.name.text),
            )
            .help("examples leave the common parameters out");
    }
    let own = pairs.iter().filter(|pair| !is_common(pair));
    if let JsonValue::Object(entries) = query::tree(own, start).value {
        side.record(Form::Query, &entries, head);
    }
    let ours = pairs.iter().filter(|pair| is_action(pair) || !is_common(pair));
    let right = query::canonical(&pairs);
    let written: String = piece.text.split_whitespace().collect();
    if let Some((pair, what, span)) = query::astray(ours) {
        let help = if side.diagnostics.len() == before {
            format!("write `{right}`")
        } else {
            // With another mistake in it, it would be shown as right though it is not.
            "parameters stand in the byte order of their names, percent-encoded".to_owned()
        };
        let message = format!("`{}` {what}", pair.name.text);
        side.diagnostics.error(codes::EXAMPLE_ORDER, span, message).help(help);
    } else if side.diagnostics.len() == before && written != right {
        side.diagnostics
            .error(codes::EXAMPLE_ORDER, head, "an `&` of this example leads to nothing")
            .help(format!("write `{right}`"));
    }
    true
}

/// Checks an answer, envelope and all.
pub(super) fn response(side: &mut Side<'_>, text: &Spanned<String>) {
    const FORM: &str = "write the whole answer, envelope and all: `{\"code\": 0, …}`";
    let Some((entries, open)) = side.object(text, "answer", FORM) else { return };
    let envelope = side.api.protocol.envelope();
    let code = entries.iter().find(|(name, _)| name.value == "code").map(|(_, code)| code);
    let cased = entries.iter().find(|(name, _)| name.value.eq_ignore_ascii_case("code"));
    let cased = cased.map(|(name, _)| name.clone()).filter(|name| name.value != "code");
    let is_own = |name: &str| side.action.response.iter().any(|field| field.name.wire == name);
    let later = entries.iter().find(|(name, _)| name.value == "Response" && !is_own("Response"));
    let later = later.map(|(name, _)| name.span);
    let refused = match code.map(|code| (&code.value, code.span)) {
        None if cased.is_some() => {
            let name = cased.as_ref().map_or(open, |name| name.span);
            side.diagnostics
                .error(codes::EXAMPLE_UNKNOWN, name, "the envelope's field is called `code`")
                .help("write `\"code\"`");
            false
        }
        None if later.is_some() => {
            let name = later.unwrap_or(open);
            let message = "this is an answer of API 3.0: the envelope of v2 has no `Response`";
            side.diagnostics.error(codes::EXAMPLE_UNKNOWN, name, message).help(FORM);
            return;
        }
        None => {
            side.diagnostics
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
            side.diagnostics.error(codes::EXAMPLE_VALUE, span, message).help("write `\"code\": 0`");
            false
        }
    };
    for (name, value) in entries.iter().filter(|(name, _)| name.value != "code") {
        let text = matches!(value.value, JsonValue::String(_) | JsonValue::Null);
        if envelope.contains(&name.value.as_str()) && !text {
            let message = format!("`{}` is {}, not text", name.value, value.value.kind());
            side.diagnostics
                .error(codes::EXAMPLE_VALUE, value.span, message)
                .help("write text in quotes");
        }
    }
    // A refusal carries none of the Action's fields.
    if refused {
        return;
    }
    let own: Vec<_> =
        entries.into_iter().filter(|(name, _)| !envelope.contains(&name.value.as_str())).collect();
    side.record(Form::Answer, &own, open);
}
