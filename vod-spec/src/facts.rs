//! The facts of a page: a closed list of names, each with its own form of value.

use std::time::Duration;

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::meant;
use crate::model::{ErrorCode, Facts, RateLimit, Repeatable};
use crate::nearest::nearest;
use crate::page::Fact;
use crate::protocol::Protocol;
use crate::source::Spanned;
use crate::timestamp;

const VERSION: &str = "write the date that names it, such as `2018-07-17`";

/// The facts that an Action page may state.
fn of_action(protocol: Protocol) -> &'static [&'static str] {
    const V2: &[&str] = &["Rate limit", "Repeatable", "Endpoint", "Timeout", "Deprecated"];
    const V3: &[&str] =
        &["Rate limit", "Repeatable", "Endpoint", "Version", "Timeout", "Deprecated"];
    match protocol {
        Protocol::V2 => V2,
        Protocol::V3 => V3,
    }
}

/// The facts that an index must state; it may state no others.
fn of_index(protocol: Protocol) -> &'static [&'static str] {
    match protocol {
        Protocol::V2 => &["Protocol", "Endpoint"],
        Protocol::V3 => &["Protocol", "Endpoint", "Version"],
    }
}

/// What the facts of an index say.
#[derive(Debug)]
pub(crate) struct IndexFacts {
    /// The one stated; else the one that was most likely meant.
    pub(crate) protocol: Protocol,
    pub(crate) endpoint: Option<String>,
    pub(crate) version: Option<String>,
}

/// The facts of an Action page.
///
/// The codes are those of the page's own table.
pub(crate) fn action(
    facts: &[Fact],
    protocol: Protocol,
    errors: &[ErrorCode],
    diagnostics: &mut Diagnostics,
) -> Facts {
    let mut read = Facts::default();
    for Fact { name, value } in facts {
        let text = value.value.as_str();
        let mut wrong = |help: &str, meant: Option<String>| {
            let message = format!("`{text}` is not a value of `{}`", name.value);
            let help = meant.map_or_else(|| help.to_owned(), |meant| format!("write `{meant}`"));
            diagnostics.error(codes::BAD_FACT, value.span, message).help(help);
        };
        match name.value.as_str() {
            "Rate limit" => {
                read.rate_limit = rate_limit(text);
                if read.rate_limit.is_none() {
                    let usual = "write calls per time, such as `100/min`, `20/s` or `1000/h`";
                    wrong(usual, meant::rate_limit(text));
                }
            }
            "Repeatable" => {
                read.repeatable = repeatable(text);
                let word = match text.to_lowercase().as_str() {
                    "yes" | "true" | "是" => Some("Yes".to_owned()),
                    "no" | "false" | "否" => Some("No".to_owned()),
                    _ => None,
                };
                match &read.repeatable {
                    None => wrong("write `Yes`, `No`, or `Until` and a code", word),
                    Some(Repeatable::Until(code)) => {
                        let codes = errors.iter().map(|error| &*error.name.wire);
                        if !codes.clone().any(|listed| listed == code) {
                            let meant = nearest(code, codes).map(|near| format!("Until {near}"));
                            wrong("the code must stand in the page's table of errors", meant);
                        }
                    }
                    Some(_) => {}
                }
            }
            "Endpoint" => {
                read.endpoint = endpoint(text);
                if read.endpoint.is_none() {
                    wrong(&address(protocol), secure(text));
                }
            }
            "Version" if protocol == Protocol::V3 => {
                read.version = version(text);
                if read.version.is_none() {
                    wrong(VERSION, None);
                }
            }
            "Timeout" => {
                read.timeout = duration(text);
                if read.timeout.is_none() {
                    let seconds = text.parse::<u32>().ok().map(|count| format!("{count} s"));
                    wrong("write a time such as `30 s` or `2 min`", seconds);
                }
            }
            "Deprecated" => read.deprecated = Some(value.value.clone()),
            _ => unknown(name, protocol, of_action(protocol), diagnostics),
        }
    }
    read
}

/// The facts of an index page.
pub(crate) fn index(
    facts: &[Fact],
    title: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> IndexFacts {
    let protocol = protocol_of(facts);
    let mut read = IndexFacts { protocol, endpoint: None, version: None };
    for Fact { name, value } in facts {
        let text = value.value.as_str();
        let mut wrong = |what: &str, help: String| {
            let message = format!("`{text}` is not {what}");
            diagnostics.error(codes::BAD_FACT, value.span, message).help(help);
        };
        match name.value.as_str() {
            "Protocol" if Protocol::parse(text).is_none() => {
                let help = match meant::protocol(text) {
                    Some(meant) => format!("write `{}`", meant.name()),
                    None => "protocols are `v2` and `v3`".to_owned(),
                };
                wrong("a protocol", help);
            }
            "Protocol" => {}
            "Endpoint" => {
                read.endpoint = endpoint(text);
                if read.endpoint.is_none() {
                    let meant = secure(text).map(|meant| format!("write `{meant}`"));
                    wrong("an https address", meant.unwrap_or_else(|| address(protocol)));
                }
            }
            "Version" if protocol == Protocol::V3 => {
                read.version = version(text);
                if read.version.is_none() {
                    wrong("a version of the API", VERSION.to_owned());
                }
            }
            _ => unknown(name, protocol, of_index(protocol), diagnostics),
        }
    }
    for needed in of_index(protocol) {
        // A mistyped one was told.
        let stated = |fact: &Fact| nearest(&fact.name.value, [*needed]).is_some();
        if !facts.iter().any(stated) {
            let row = match *needed {
                "Protocol" => protocol.name(),
                "Version" => "2018-07-17",
                _ => "https://…",
            };
            diagnostics
                .error(codes::NO_FACT, title.span, format!("this index does not state `{needed}`"))
                .help(format!("add a row `| {needed} | {row} |` to its table of facts"));
        }
    }
    read
}

/// The protocol that an index states, or else the one that its other facts are of.
pub(crate) fn protocol_of(facts: &[Fact]) -> Protocol {
    let stated = facts.iter().find(|fact| fact.name.value == "Protocol");
    if let Some(protocol) = stated.and_then(|fact| meant::protocol(&fact.value.value)) {
        return protocol;
    }
    let of_v3 = |fact: &Fact| match fact.name.value.as_str() {
        "Endpoint" => fact.value.value.contains("tencentcloudapi"),
        name => name == "Version",
    };
    if facts.iter().any(of_v3) { Protocol::V3 } else { Protocol::V2 }
}

fn unknown(
    name: &Spanned<String>,
    protocol: Protocol,
    known: &[&str],
    diagnostics: &mut Diagnostics,
) {
    let other = protocol == Protocol::V2 && name.value == "Version";
    let (message, help) = if other {
        let message = "`Version` is a fact of API 3.0 alone".to_owned();
        (message, "leave this row out, or state the protocol `v3` in the index".to_owned())
    } else {
        let help = match diagnostics.nearest(&name.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the facts of this page are `{}`", known.join("`, `")),
        };
        (format!("`{}` is not a fact of this page", name.value), help)
    };
    diagnostics.error(codes::BAD_FACT, name.span, message).help(help);
}

fn repeatable(text: &str) -> Option<Repeatable> {
    match text {
        "Yes" => Some(Repeatable::Yes),
        "No" => Some(Repeatable::No),
        _ => {
            let code = text.strip_prefix("Until ")?.trim();
            Some(Repeatable::Until(code.to_owned())).filter(|_| !code.is_empty())
        }
    }
}

fn version(text: &str) -> Option<String> {
    timestamp::is_date(text).then(|| text.to_owned())
}

fn address(protocol: Protocol) -> String {
    format!("write an address such as `{}`", protocol.default_endpoint())
}

fn rate_limit(text: &str) -> Option<RateLimit> {
    let (calls, per) = text.split_once('/')?;
    let calls = calls.trim().parse().ok().filter(|calls| *calls > 0)?;
    let per = unit(per.trim()).filter(|per| per.as_secs() > 0)?;
    Some(RateLimit { calls, per })
}

fn duration(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let count: u32 = text.get(..digits)?.parse().ok().filter(|count| *count > 0)?;
    unit(text.get(digits..)?.trim())?.checked_mul(count)
}

fn unit(text: &str) -> Option<Duration> {
    let seconds = match text {
        "ms" => return Some(Duration::from_millis(1)),
        "s" | "sec" | "second" | "seconds" => 1,
        "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86400,
        _ => return None,
    };
    Some(Duration::from_secs(seconds))
}

/// The address with the scheme that it must have, where that makes it one.
fn secure(text: &str) -> Option<String> {
    let host = text.strip_prefix("http://").unwrap_or(text);
    endpoint(&format!("https://{host}")).filter(|_| host.contains('.') && !host.contains("://"))
}

fn endpoint(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    let host = rest.split('/').next().unwrap_or("");
    let plain = |c: char| c.is_ascii_graphic() && !"?#@<>\"'\\".contains(c);
    (!host.is_empty() && rest.chars().all(plain)).then(|| text.to_owned())
}
