//! An index may show what its protocol fixes; then it must show just that.

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::index::IndexPage;
use crate::model::Name;
use crate::protocol::Protocol;
use crate::source::Span;

/// Holds the index page's tables against the protocol.
pub(crate) fn tables(protocol: Protocol, page: &IndexPage, diagnostics: &mut Diagnostics) {
    if let Some((heading, fields)) = &page.common {
        let known: Vec<_> =
            protocol.common_parameters().iter().map(|one| (one.name, one.required)).collect();
        let shown = fields.list.iter().map(|field| (&field.name, field.required));
        let fixed = Fixed { protocol, known: &known, column: "Required" };
        fixed.agree(*heading, &shown.collect::<Vec<_>>(), fields.whole, diagnostics);
    }
    if let Some((heading, fields)) = &page.envelope {
        let known: Vec<_> = protocol.envelope().iter().map(|name| (*name, false)).collect();
        let shown = fields.list.iter().map(|field| (&field.name, None));
        let fixed = Fixed { protocol, known: &known, column: "Always" };
        fixed.agree(*heading, &shown.collect::<Vec<_>>(), fields.whole, diagnostics);
    }
    if let Some((heading, errors)) = &page.errors {
        let shown = errors.iter().map(|one| (&one.name, Some(one.retry)));
        let fixed = Fixed { protocol, known: protocol.common_errors(), column: "Retry" };
        fixed.agree(*heading, &shown.collect::<Vec<_>>(), true, diagnostics);
    }
}

/// What a protocol fixes of one table.
struct Fixed<'a> {
    protocol: Protocol,
    /// Names, and whether their cell says `Yes`.
    known: &'a [(&'static str, bool)],
    column: &'a str,
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
        // A mistyped row is told; that the right one lacks would be an echo.
        let mut meant = Vec::new();
        for (name, says) in shown {
            let wire = &name.wire;
            let known = self.known.iter().find(|(known, _)| known == wire);
            let message = match (known, says) {
                (None, _) => format!("protocol {protocol} has no `{wire}` here"),
                (Some((_, true)), Some(false)) => {
                    format!("`{column}` of `{wire}` is `Yes` in protocol {protocol}")
                }
                (Some((_, false)), Some(true)) => {
                    format!("`{column}` of `{wire}` is `No` in protocol {protocol}")
                }
                _ => continue,
            };
            let near = diagnostics.nearest(wire, self.known.iter().map(|(name, _)| *name));
            let near = near.filter(|near| near != wire);
            meant.extend(near);
            let help =
                near.map_or_else(|| HELP.to_owned(), |near| format!("did you mean `{near}`?"));
            diagnostics.error(codes::PROTOCOL_TABLE, name.span, message).help(help);
        }
        let lacks = |name: &&str| {
            !meant.contains(name) && shown.iter().all(|(shown, _)| shown.wire != **name)
        };
        let lacking: Vec<&str> =
            self.known.iter().map(|(name, _)| *name).filter(lacks).filter(|_| whole).collect();
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
