//! An index may show what its protocol fixes; then it must show just that.

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::page::IndexPage;
use crate::protocol::Protocol;
use crate::source::Span;

/// Holds the index page's tables against the protocol.
pub(crate) fn tables(protocol: Protocol, page: &IndexPage, diagnostics: &mut Diagnostics) {
    if let Some((heading, fields)) = &page.common {
        let known = protocol.common_parameters().iter().map(|one| (one.name, one.required));
        let shown = fields.iter().map(|field| {
            (field.name.wire.as_str(), field.required.unwrap_or(false), field.name.span)
        });
        agree(protocol, *heading, known, shown, "Required", diagnostics);
    }
    if let Some((heading, fields)) = &page.envelope {
        let known = protocol.envelope().iter().map(|name| (*name, false));
        let shown = fields.iter().map(|field| (field.name.wire.as_str(), false, field.name.span));
        agree(protocol, *heading, known, shown, "Always", diagnostics);
    }
    if let Some((heading, errors)) = &page.errors {
        let known = protocol.common_errors().iter().copied();
        let shown = errors.iter().map(|one| (one.name.wire.as_str(), one.retry, one.name.span));
        agree(protocol, *heading, known, shown, "Retry", diagnostics);
    }
}

fn agree<'a>(
    protocol: Protocol,
    heading: Span,
    known: impl Iterator<Item = (&'a str, bool)>,
    shown: impl Iterator<Item = (&'a str, bool, Span)>,
    column: &str,
    diagnostics: &mut Diagnostics,
) {
    let known: Vec<(&str, bool)> = known.collect();
    let shown: Vec<(&str, bool, Span)> = shown.collect();
    let yes = |yes| if yes { "Yes" } else { "No" };
    let protocol = protocol.name();
    for (name, says, span) in &shown {
        let message = match known.iter().find(|(known, _)| known == name) {
            None => format!("protocol {protocol} has no `{name}` here"),
            Some((_, fixed)) if fixed != says => {
                format!("`{column}` of `{name}` is `{}` in protocol {protocol}", yes(*fixed))
            }
            Some(_) => continue,
        };
        diagnostics
            .error(codes::PROTOCOL_TABLE, *span, message)
            .help("the protocol fixes this table; it may be left out with its section");
    }
    for (name, _) in &known {
        if shown.iter().all(|(shown, ..)| shown != name) {
            let message = format!("this table lacks `{name}` of protocol {protocol}");
            diagnostics
                .error(codes::PROTOCOL_TABLE, heading, message)
                .help("the protocol fixes this table; it may be left out with its section");
        }
    }
}
