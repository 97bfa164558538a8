//! The facts of a page: a closed list of names, each with its own form of value.

use std::time::Duration;

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::meant;
use crate::model::{Facts, RateLimit};
use crate::nearest::nearest;
use crate::page::Fact;
use crate::protocol::Protocol;
use crate::source::Spanned;

const ACTION: &[&str] = &["Rate limit", "Repeatable", "Endpoint", "Timeout", "Deprecated"];
const ADDRESS: &str = "write an address such as `https://vod.api.qcloud.com/v2/index.php`";
const INDEX: &[&str] = &["Protocol", "Endpoint"];

/// The facts of an Action page.
pub(crate) fn action(facts: &[Fact], diagnostics: &mut Diagnostics) -> Facts {
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
                read.repeatable = match text {
                    "Yes" => Some(true),
                    "No" => Some(false),
                    _ => None,
                };
                if read.repeatable.is_none() {
                    let word = match text.to_lowercase().as_str() {
                        "yes" | "true" | "是" => Some("Yes".to_owned()),
                        "no" | "false" | "否" => Some("No".to_owned()),
                        _ => None,
                    };
                    wrong("write `Yes` or `No`", word);
                }
            }
            "Endpoint" => {
                read.endpoint = endpoint(text);
                if read.endpoint.is_none() {
                    wrong(ADDRESS, secure(text));
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
            _ => unknown(name, ACTION, diagnostics),
        }
    }
    read
}

/// Protocol and endpoint of an index page.
pub(crate) fn index(
    facts: &[Fact],
    title: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> (Option<Protocol>, Option<String>) {
    let (mut protocol, mut address) = (None, None);
    for Fact { name, value } in facts {
        match name.value.as_str() {
            "Protocol" => {
                protocol = Protocol::parse(&value.value);
                if protocol.is_none() {
                    let message = format!("`{}` is not a protocol", value.value);
                    let help = match value.value.to_lowercase().as_str() {
                        "v2" | "2" | "2.0" | "v2.0" => "write `v2`",
                        _ => "protocols are `v2`",
                    };
                    diagnostics.error(codes::BAD_FACT, value.span, message).help(help);
                }
            }
            "Endpoint" => {
                address = endpoint(&value.value);
                if address.is_none() {
                    let message = format!("`{}` is not an https address", value.value);
                    diagnostics.error(codes::BAD_FACT, value.span, message).help(
                        secure(&value.value)
                            .map_or_else(|| ADDRESS.to_owned(), |meant| format!("write `{meant}`")),
                    );
                }
            }
            _ => unknown(name, INDEX, diagnostics),
        }
    }
    for needed in INDEX {
        // A mistyped one was told.
        let stated = |fact: &Fact| nearest(&fact.name.value, [*needed]).is_some();
        if !facts.iter().any(stated) {
            let row = if *needed == "Protocol" { "v2" } else { "https://…" };
            diagnostics
                .error(codes::NO_FACT, title.span, format!("this index does not state `{needed}`"))
                .help(format!("add a row `| {needed} | {row} |` to its table of facts"));
        }
    }
    (protocol, address)
}

fn unknown(name: &Spanned<String>, known: &[&str], diagnostics: &mut Diagnostics) {
    let help = match diagnostics.nearest(&name.value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the facts of this page are `{}`", known.join("`, `")),
    };
    let message = format!("`{}` is not a fact of this page", name.value);
    diagnostics.error(codes::BAD_FACT, name.span, message).help(help);
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
