//! An index may show what its protocol fixes; then it must show just that.

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::index::IndexPage;
use crate::model::Name;
use crate::protocol::Protocol;
use crate::source::Span;

/// Holds the index page's tables against the protocol.
pub(crate) fn tables(page: &IndexPage, diagnostics: &mut Diagnostics) {
    let protocol = page.facts.protocol;
    if let Some((heading, fields)) = &page.common {
        let known: Vec<_> =
            protocol.common_parameters().iter().map(|one| (one.name, one.required)).collect();
        let shown = fields.list.iter().map(|field| (&field.name, field.required));
        let fixed = Fixed { protocol, known: &known, column: "Required", open: false };
        fixed.agree(*heading, &shown.collect::<Vec<_>>(), fields.whole, diagnostics);
    }
    if let Some((heading, fields)) = &page.envelope {
        let known: Vec<_> = protocol.envelope().iter().map(|name| (*name, false)).collect();
        let shown = fields.list.iter().map(|field| (&field.name, None));
        let fixed = Fixed { protocol, known: &known, column: "Always", open: false };
        fixed.agree(*heading, &shown.collect::<Vec<_>>(), fields.whole, diagnostics);
    }
    if let Some((heading, errors)) = &page.errors {
        let shown = errors.iter().map(|one| (&one.name, Some(one.retry)));
        // The vendor adds codes to v3 without another version.
        let open = protocol == Protocol::V3;
        let fixed = Fixed { protocol, known: protocol.common_errors(), column: "Retry", open };
        fixed.agree(*heading, &shown.collect::<Vec<_>>(), true, diagnostics);
    }
}

/// What a protocol fixes of one table.
struct Fixed<'a> {
    protocol: Protocol,
    /// Names, and whether their cell says `Yes`.
    known: &'a [(&'static str, bool)],
    column: &'a str,
    /// Whether there may be others.
    open: bool,
}

impl Fixed<'_> {
    fn agree(
        &self,
        heading: Span,
        shown: &[(&Name, Option<bool>)],
        whole: bool,
        diagnostics: &mut Diagnostics,
    ) {
        const HELP: &str = "the protocol fixes this table; it may be left out with its section";
        let (protocol, column) = (self.protocol.name(), self.column);
        let lacks = |name: &&str| shown.iter().all(|(shown, _)| shown.wire != **name);
        let mut lacking: Vec<&str> =
            self.known.iter().map(|(name, _)| *name).filter(lacks).collect();
        for (name, says) in shown {
            let wire = &name.wire;
            let (message, help) = match (self.known.iter().find(|(known, _)| known == wire), says) {
                (None, _) => {
                    // Where there may be others, one is mistyped only if the right one lacks.
                    let known: Vec<&str> = self.known.iter().map(|(name, _)| *name).collect();
                    let near =
                        diagnostics.nearest(wire, if self.open { lacking.clone() } else { known });
                    if self.open && near.is_none() {
                        continue;
                    }
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    // The mistyped row is told; that the right one lacks would be an echo.
                    lacking.retain(|name| Some(*name) != near);
                    (format!("protocol {protocol} has no `{wire}` here"), help)
                }
                (Some((_, true)), Some(false)) => {
                    (format!("`{column}` of `{wire}` is `Yes` in protocol {protocol}"), None)
                }
                (Some((_, false)), Some(true)) => {
                    (format!("`{column}` of `{wire}` is `No` in protocol {protocol}"), None)
                }
                _ => continue,
            };
            let help = help.unwrap_or_else(|| HELP.to_owned());
            diagnostics.error(codes::PROTOCOL_TABLE, name.span, message).help(help);
        }
        if !whole {
            return;
        }
        let list = match lacking.as_slice() {
            [] => return,
            [first, second, rest @ ..] if rest.len() > 1 => {
                format!("`{first}`, `{second}` and {} more", rest.len())
            }
            all => format!("`{}`", all.join("`, `")),
        };
        let message = format!("this table lacks {list} of protocol {protocol}");
        diagnostics.error(codes::PROTOCOL_TABLE, heading, message).help(HELP);
    }
}
