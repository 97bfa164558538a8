//! A v2 request of an example: `Action=…&name=value…` -> its parts, their tree, its right form.

use std::collections::HashMap;

use crate::json::{Json, JsonValue};
use crate::piece::Piece;
use crate::source::{Span, Spanned};

/// Names nested deeper than this are taken for a mistake.
const DEEPEST_NAME: usize = 32;

/// One `name=value`.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) name: Piece<'a>,
    pub(super) value: Spanned<String>,
    /// The value as the page has it.
    raw: &'a str,
}

/// What is wrong with a request, where, and how to mend it.
pub(super) struct Wrong {
    pub(super) message: &'static str,
    pub(super) span: Span,
    /// Empty where the usual form is all there is to say.
    pub(super) help: &'static str,
}

/// Cuts a request, which may be broken over lines at `&`; or tells what is wrong and where.
pub(super) fn pairs(text: Piece<'_>) -> Result<Vec<Pair<'_>>, Wrong> {
    let mut pairs = Vec::new();
    let head = text.trim();
    let first = head.lines().next().unwrap_or(head);
    if head.text.starts_with('{') {
        let answer = ["\"code\"", "\"Response\""].iter().any(|name| head.text.contains(name));
        let message = if answer {
            "this is an answer; an example's first fence is the request"
        } else {
            "this is a JSON body, as API 3.0 takes it"
        };
        return Err(Wrong { message, span: first.span(), help: "" });
    }
    if head.is_empty() {
        return Err(Wrong { message: "this example is empty", span: head.span(), help: "" });
    }
    for scheme in ["https://", "http://", "POST ", "GET ", "curl ", "/", "?"] {
        if head.text.starts_with(scheme) {
            let address = first.split_once("?").map_or(first, |(address, _)| address);
            let (message, help) =
                ("an example holds no address", "leave it out: begin with `Action=`");
            return Err(Wrong { message, span: address.span(), help });
        }
    }
    for part in text.split("&").map(Piece::trim) {
        if part.is_empty() {
            continue;
        }
        if let Some(rest) = part.strip_prefix("amp;") {
            let message = "`&amp;` is how HTML writes `&`";
            let span = part.upto(part.text.len() - rest.text.len()).span();
            return Err(Wrong { message, span, help: "write `&`" });
        }
        // A space amid a value is an encoding to mend; elsewhere it is no request.
        let amid = |at: usize| {
            part.text.find('=').is_some_and(|sign| sign + 1 < at)
                && !part.from(at).text.contains(['\n', '{'])
        };
        if let Some(at) = part.text.find(char::is_whitespace).filter(|at| !amid(*at)) {
            let line_end = part.from(at).text.starts_with(['\n', '\r']);
            let rest = part.from(at).trim();
            let (message, help) = if rest.text.starts_with(['{', '[']) {
                ("the answer stands in the fence of the request", "give it a fence of its own")
            } else if line_end {
                ("this line does not go on with `&`", "lines of a request are broken at `&`")
            } else {
                ("white space in a request", "write a space as `%20`, and none beside `=`")
            };
            let span = rest.lines().next().unwrap_or(rest).span();
            return Err(Wrong { message, span, help });
        }
        let wrong = |message| Wrong { message, span: part.span(), help: "" };
        if part.text == "COMMON_PARAMS" {
            let message = "`COMMON_PARAMS` stands for what the protocol adds to every request";
            return Err(Wrong { help: "leave it out of the example", ..wrong(message) });
        }
        let (name, raw) = part.split_once("=").ok_or_else(|| wrong("this part has no `=`"))?;
        if name.text.split('.').count() > DEEPEST_NAME {
            return Err(wrong("this name is nested too deep"));
        }
        let value = decode(raw.text).ok_or(Wrong {
            message: "this value is not percent-encoded UTF-8",
            span: raw.span(),
            help: "a character that is none of A-Z a-z 0-9 - _ . ~ is written `%` and two digits",
        })?;
        pairs.push(Pair { name, value: Spanned::new(value, raw.span()), raw: raw.text });
    }
    Ok(pairs)
}

/// The first pair that does not go out as it is written, out of order or otherwise encoded; what is
/// wrong with it, and where.
pub(super) fn astray<'p, 'a: 'p>(
    mut pairs: impl Iterator<Item = &'p Pair<'a>>,
) -> Option<(&'p Pair<'a>, &'static str, Span)> {
    let mut before = "";
    pairs.find_map(|pair| {
        let name = pair.name.text;
        let late = name.as_bytes() < before.as_bytes();
        before = name;
        if late {
            let whole = pair.name.span().to(pair.value.span);
            return Some((pair, "is not in canonical order", whole));
        }
        let wrong = "is not in canonical encoding";
        (pair.raw != encode(&pair.value.value)).then_some((pair, wrong, pair.value.span))
    })
}

/// The request as it goes out: canonical order, canonical encoding, one line.
pub(super) fn canonical(pairs: &[Pair<'_>]) -> String {
    let mut sorted: Vec<&Pair<'_>> = pairs.iter().collect();
    sorted.sort_by_key(|pair| pair.name.text.as_bytes());
    let parts =
        sorted.iter().map(|pair| format!("{}={}", pair.name.text, encode(&pair.value.value)));
    parts.collect::<Vec<_>>().join("&")
}

/// The pairs as the tree that their dotted names draw; every leaf is text.
pub(super) fn tree<'p>(pairs: impl Iterator<Item = &'p Pair<'p>>, whole: Span) -> Json {
    let mut root = Node { span: whole, value: None, children: Vec::new(), places: HashMap::new() };
    for pair in pairs {
        let mut node = &mut root;
        for part in pair.name.split(".") {
            node = node.child(part.text, pair.name.span());
        }
        // A name given twice stays two entries, so that the check of values sees both.
        if node.value.is_some() {
            let leaf = Node {
                span: pair.name.span(),
                value: Some(pair.value.clone()),
                children: Vec::new(),
                places: HashMap::new(),
            };
            root.children.push((pair.name.text.to_owned(), leaf));
        } else {
            node.value = Some(pair.value.clone());
        }
    }
    root.into_json()
}

struct Node {
    span: Span,
    value: Option<Spanned<String>>,
    children: Vec<(String, Node)>,
    places: HashMap<String, usize>,
}

impl Node {
    fn child(&mut self, name: &str, span: Span) -> &mut Self {
        let next = self.children.len();
        let at = *self.places.entry(name.to_owned()).or_insert(next);
        if at == next {
            let (value, children, places) = (None, Vec::new(), HashMap::new());
            self.children.push((name.to_owned(), Self { span, value, children, places }));
        }
        // `places` holds indices of `children` only.
        &mut self.children[at].1
    }

    fn into_json(self) -> Json {
        if let (Some(value), true) = (&self.value, self.children.is_empty()) {
            return Json { span: value.span, value: JsonValue::String(value.value.clone()) };
        }
        let entries = self.children.into_iter().map(|(name, node)| {
            let span = node.span;
            (Spanned::new(name, span), node.into_json())
        });
        Json { span: self.span, value: JsonValue::Object(entries.collect()) }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
}

fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                out.push(u8::try_from(high * 16 + low).ok()?);
            }
            // As a form has it; the right form that is shown then has `%20`.
            b'+' => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8(out).ok()
}
