//! Lines -> blocks: headings, pipe tables, fences, prose. HTML comments are skipped.

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::piece::Piece;
use crate::table::Table;

/// What a page is made of.
#[derive(Debug, Clone)]
pub(crate) enum Block<'a> {
    Heading { level: usize, text: Piece<'a> },
    Table(Table<'a>),
    Fence(Piece<'a>),
    Prose(Piece<'a>),
}

/// Cuts a page into blocks, in one pass over its lines.
pub(crate) fn blocks<'a>(page: Piece<'a>, diagnostics: &mut Diagnostics) -> Vec<Block<'a>> {
    let lines: Vec<Piece<'a>> = page.lines().collect();
    let mut blocks = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let this = kind(*line);
        let taken = match this {
            Kind::Blank => 1,
            Kind::Comment => comment(rest),
            Kind::Heading(level) => {
                blocks.push(Block::Heading { level, text: heading(*line, level) });
                1
            }
            Kind::Fence(mark) => {
                let inside = fence(*line, after, mark, diagnostics);
                blocks.push(Block::Fence(match (inside.first(), inside.last()) {
                    (Some(first), Some(last)) => page.cover(*first, *last),
                    _ => line.from(line.text.len()),
                }));
                inside.len() + 2
            }
            Kind::Row | Kind::Prose => {
                let more = after.iter().take_while(|line| kind(**line) == this).count();
                let run = rest.get(..=more).unwrap_or_default();
                if this == Kind::Row {
                    blocks.extend(Table::read(run, diagnostics).map(Block::Table));
                } else if let Some(last) = run.last() {
                    blocks.push(Block::Prose(page.cover(*line, *last)));
                }
                run.len()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    blocks
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    Blank,
    Comment,
    Heading(usize),
    /// With the mark that closes it.
    Fence(&'a str),
    Row,
    Prose,
}

fn kind(line: Piece<'_>) -> Kind<'_> {
    let text = line.text.trim();
    if text.is_empty() {
        return Kind::Blank;
    }
    if text.starts_with("<!--") {
        return Kind::Comment;
    }
    let hashes = text.bytes().take_while(|b| *b == b'#').count();
    let after = text.as_bytes().get(hashes);
    if (1..=6).contains(&hashes) && matches!(after, None | Some(b' ' | b'\t')) {
        return Kind::Heading(hashes);
    }
    for mark in [b'`', b'~'] {
        let marks = text.bytes().take_while(|b| *b == mark).count();
        // A line such as "```a``` is code" is prose.
        let opens = marks >= 3 && !text.get(marks..).unwrap_or("").contains('`');
        if opens {
            return Kind::Fence(text.get(..marks).unwrap_or("```"));
        }
    }
    if text.starts_with('|') { Kind::Row } else { Kind::Prose }
}

/// The lines inside a fence that `open` begins.
fn fence<'s, 'a>(
    open: Piece<'a>,
    after: &'s [Piece<'a>],
    mark: &str,
    diagnostics: &mut Diagnostics,
) -> &'s [Piece<'a>] {
    let closes = |line: &&Piece<'_>| {
        let text = line.text.trim();
        text.starts_with(mark) && text.bytes().all(|b| mark.as_bytes().first() == Some(&b))
    };
    let inside = after.iter().take_while(|line| !closes(line)).count();
    if inside == after.len() {
        diagnostics
            .error(codes::UNCLOSED_FENCE, open.trim().span(), "this fence is never closed")
            .help("end it with the same mark on a line of its own");
    }
    after.get(..inside).unwrap_or_default()
}

/// How many lines the comment takes that begins on the first.
fn comment(lines: &[Piece<'_>]) -> usize {
    lines.iter().take_while(|line| !line.text.contains("-->")).count() + 1
}

fn heading(line: Piece<'_>, level: usize) -> Piece<'_> {
    let text = line.trim().from(level).trim();
    let open = text.text.trim_end_matches('#');
    if open.len() < text.text.len() && open.ends_with(' ') {
        return text.upto(open.len()).trim();
    }
    text
}
