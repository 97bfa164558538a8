//! The text of a cell or a heading: names without their marks, links, prose.

use crate::piece::Piece;

/// `[text](target)`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link<'a> {
    pub(crate) text: Piece<'a>,
    pub(crate) target: Piece<'a>,
}

/// The word in a cell: without white space, code marks, bold marks or comments around it.
pub(crate) fn word(cell: Piece<'_>) -> Piece<'_> {
    let mut word = uncomment(cell);
    for mark in ["**", "`"] {
        let inner = word.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        if let Some(inner) = inner {
            word = inner.trim();
        }
    }
    word
}

/// The cell without comments before or after its text; one amid the text stays.
pub(crate) fn uncomment(cell: Piece<'_>) -> Piece<'_> {
    let mut cell = cell.trim();
    while let Some((_, rest)) = cell.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        cell = rest.trim();
    }
    while let Some(rest) = cell.strip_suffix("-->") {
        let Some(at) = rest.text.rfind("<!--") else { break };
        cell = rest.upto(at).trim();
    }
    cell
}

/// The link that the whole piece is.
pub(crate) fn link(piece: Piece<'_>) -> Option<Link<'_>> {
    let (text, rest) = piece.trim().strip_prefix("[")?.split_once("](")?;
    let target = rest.strip_suffix(")")?;
    if text.text.contains('[') || target.text.contains([')', '(']) {
        return None;
    }
    // A title may stand behind the target.
    let target = target.trim();
    let target = target.split_once(" ").map_or(target, |(target, _)| target.trim());
    Some(Link { text: word(text), target })
}

/// A cell's prose as Markdown outside a table: pipes plain, breaks as lines, comments gone.
pub(crate) fn prose(cell: Piece<'_>) -> String {
    let text = without_comments(cell.text.trim()).replace("\\|", "|");
    ["<br>", "<br/>", "<br />"].iter().fold(text, |text, tag| text.replace(tag, "\n"))
}

/// The text without `<!-- … -->`.
pub(crate) fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        let Some((_, after)) = after.split_once("-->") else { break };
        out.push_str(before.trim_end_matches(' '));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Piece, link, prose, word};

    #[test]
    fn cells() {
        let text = |s| word(Piece::new(s, 0)).text;
        assert_eq!(text(" `videoType` "), "videoType");
        assert_eq!(text(" **videoType** <!-- since 2017 -->"), "videoType");
        assert_eq!(prose(Piece::new(r"a \| b<br>c <!-- d -->e", 0)), "a | b\nce");
    }

    #[test]
    fn links_know_their_parts() {
        let found = link(Piece::new("[`CosUpload`](Types.md#cosupload)", 10)).unwrap();
        assert_eq!(found.text.text, "CosUpload");
        assert_eq!(found.target.text, "Types.md#cosupload");
        assert_eq!(found.target.span().start, 10 + 14);
        assert!(link(Piece::new("[a](b) and [c](d)", 0)).is_none());
    }
}
