//! Examples of API 3.0: a JSON body, and an answer of which everything is inside `Response`.

use super::examples::{Entries, Side, first_line, opening};
use super::value::Form;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::json::{Json, JsonValue};
use crate::piece::Piece;
use crate::protocol::Protocol;
use crate::source::{Span, Spanned};

const REQUEST: &str =
    "a request is written as its JSON body, `{\"Name\": …}`, without Action and common parameters";
const ANSWER: &str = "write the whole answer: `{\"Response\": {…, \"RequestId\": \"…\"}}`";

/// Of an answer that refuses, and of every answer.
const ENVELOPE: [&str; 2] = ["Error", ID];
const ID: &str = "RequestId";

/// Whether it can be read as a request at all.
pub(super) fn request(side: &mut Side<'_>, text: &Spanned<String>) -> bool {
    let piece = Piece::new(&text.value, text.span.start);
    if let Some((message, span)) = no_body(piece) {
        side.diagnostics.error(codes::BAD_EXAMPLE, span, message).help(REQUEST);
        return true;
    }
    let Some((entries, open)) = side.object(text, "request", REQUEST) else { return true };
    let action = side.action;
    let is_own = |name: &str| action.request.iter().any(|field| field.name.wire == name);
    if let Some((name, _)) = entries.iter().find(|(name, _)| name.value == "Response")
        && !is_own("Response")
    {
        let message = "this is an answer; an example's first fence is the request";
        side.diagnostics.error(codes::BAD_EXAMPLE, name.span, message).help(REQUEST);
        return false;
    }
    let (common, own): (Entries, Entries) = entries
        .into_iter()
        .partition(|(name, _)| side.whole && is_common(&name.value) && !is_own(&name.value));
    for (name, _) in &common {
        side.diagnostics
            .error(
                codes::EXAMPLE_UNKNOWN,
                name.span,
                format!("`{}` is added by the protocol, as a header", name.value),
            )
            .help("examples leave the common parameters out");
    }
    side.record(Form::Body, &own, open);
    true
}

/// What a fence holds that is no body, and where.
fn no_body(text: Piece<'_>) -> Option<(&'static str, Span)> {
    let head = text.trim();
    let first = first_line(text);
    let begins = |words: &[&str]| words.iter().any(|word| head.text.starts_with(word));
    if head.is_empty() {
        return Some(("this example is empty", head.span()));
    }
    if begins(&["https://", "http://", "POST ", "GET ", "curl ", "/", "?", "Host:", "X-TC-"]) {
        return Some(("an example holds neither address nor headers", first));
    }
    // JSON has no `=` outside its texts, and no text before its first brace.
    let pairs =
        head.text.split(['{', '[', '"', '\n']).next().is_some_and(|line| line.contains('='));
    pairs.then_some(("this is a request as API 2.0 takes it", first))
}

/// Whether a name is that of a common parameter, as the vendor writes it in either signature.
fn is_common(name: &str) -> bool {
    let headers = Protocol::V3.common_parameters();
    let header = |one: &str| one == name || one.strip_prefix("X-TC-") == Some(name);
    headers.iter().any(|one| header(one.name)) || Protocol::V2.reserves(name)
}

/// Checks an answer, envelope and all.
pub(super) fn response(side: &mut Side<'_>, text: &Spanned<String>) {
    let Some((entries, open)) = side.object(text, "answer", ANSWER) else { return };
    let Some(inside) = inside(&entries, open, side.diagnostics) else { return };
    let JsonValue::Object(fields) = &inside.value else {
        let message = format!("`Response` is {}, not an object", inside.value.kind());
        side.diagnostics.error(codes::EXAMPLE_VALUE, inside.span, message).help(ANSWER);
        return;
    };
    let open = opening(inside.span);
    let action = side.action;
    let is_own = |name: &str| action.response.iter().any(|field| field.name.wire == name);
    let mut own = Entries::new();
    let (mut id, mut refused) = (false, false);
    for (name, value) in fields {
        let meant = ENVELOPE.iter().find(|one| one.eq_ignore_ascii_case(&name.value));
        let Some(meant) = meant.filter(|_| !is_own(&name.value)) else {
            own.push((name.clone(), value.clone()));
            continue;
        };
        if *meant != name.value {
            let message = format!("the envelope's field is called `{meant}`");
            let error = side.diagnostics.error(codes::EXAMPLE_UNKNOWN, name.span, message);
            error.help(format!("write `\"{meant}\"`"));
        }
        if *meant == ID {
            id = true;
            text_of("`RequestId`", value, "write text in quotes", side.diagnostics);
        } else {
            refused = true;
            refusal(value, side.diagnostics);
        }
    }
    if !id {
        side.diagnostics
            .error(codes::EXAMPLE_MISSING, open, "the answer lacks `RequestId` of the envelope")
            .help("add `\"RequestId\": \"…\"`");
    }
    // A refusal carries none of the Action's fields.
    if !refused {
        side.record(Form::Answer, &own, open);
    }
}

/// What `Response` holds; that it lacks, and what stands beside it, is told.
fn inside<'e>(
    entries: &'e [(Spanned<String>, Json)],
    open: Span,
    diagnostics: &mut Diagnostics,
) -> Option<&'e Json> {
    let named = |name: &str| entries.iter().find(|(entry, _)| entry.value == name);
    let Some((_, inside)) = named("Response") else {
        let cased = entries.iter().find(|(name, _)| name.value.eq_ignore_ascii_case("Response"));
        if let Some((name, _)) = cased {
            let message = "the envelope's field is called `Response`";
            diagnostics.error(codes::EXAMPLE_UNKNOWN, name.span, message).help(ANSWER);
        } else if let Some((name, _)) = named("code") {
            let message = "this is an answer of API 2.0: the envelope of v3 has no `code`";
            diagnostics.error(codes::EXAMPLE_UNKNOWN, name.span, message).help(ANSWER);
        } else {
            let message = "the answer lacks `Response` around it";
            diagnostics.error(codes::EXAMPLE_MISSING, open, message).help(ANSWER);
        }
        return None;
    };
    for (name, _) in entries.iter().filter(|(_, value)| !std::ptr::eq(value, inside)) {
        let message = if name.value == "Response" {
            "`Response` is given twice".to_owned()
        } else {
            format!("`{}` stands outside `Response`", name.value)
        };
        diagnostics
            .error(codes::EXAMPLE_UNKNOWN, name.span, message)
            .help("everything of an answer stands inside one `Response`");
    }
    Some(inside)
}

/// `Error` of an answer that refuses: a code and what went wrong.
fn refusal(error: &Json, diagnostics: &mut Diagnostics) {
    const CODE: &str = "codes are words, such as `\"InvalidParameterValue.MediaType\"`";
    const FORM: &str = "write `\"Error\": {\"Code\": \"…\", \"Message\": \"…\"}`";
    let JsonValue::Object(fields) = &error.value else {
        let message = format!("`Error` is {}, not an object", error.value.kind());
        diagnostics.error(codes::EXAMPLE_VALUE, error.span, message).help(FORM);
        return;
    };
    for (name, help) in [("Code", CODE), ("Message", "write text in quotes")] {
        let is_it = |(field, _): &&(Spanned<String>, Json)| field.value == name;
        let Some((_, value)) = fields.iter().find(is_it) else {
            let message = format!("`Error` lacks `{name}`");
            diagnostics
                .error(codes::EXAMPLE_MISSING, opening(error.span), message)
                .help(format!("add `\"{name}\": \"…\"`"));
            continue;
        };
        let text = text_of(&format!("`{name}` of a refusal"), value, help, diagnostics);
        if let Some(code) = text.filter(|text| name == "Code" && !Protocol::V3.is_code(text)) {
            let message = format!("`{code}` is not an error code of {}", Protocol::V3.title());
            diagnostics.error(codes::EXAMPLE_VALUE, value.span, message).help(help);
        }
    }
    let other = |(name, _): &&(Spanned<String>, Json)| !["Code", "Message"].contains(&&*name.value);
    for (name, _) in fields.iter().filter(other) {
        let message = format!("`Error` has no `{}`", name.value);
        diagnostics.error(codes::EXAMPLE_UNKNOWN, name.span, message).help(FORM);
    }
}

/// The text that a value is; anything else is told.
fn text_of<'v>(
    what: &str,
    value: &'v Json,
    help: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'v str> {
    if let JsonValue::String(text) = &value.value {
        return Some(text);
    }
    let message = format!("{what} is {}, not text", value.value.kind());
    diagnostics.error(codes::EXAMPLE_VALUE, value.span, message).help(help);
    None
}
