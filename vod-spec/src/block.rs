//! Lines -> blocks: headings, pipe tables, fences, prose. HTML comments are skipped.

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::piece::Piece;
use crate::table::{Table, is_rule};

/// What a page is made of.
#[derive(Debug, Clone)]
pub(crate) enum Block<'a> {
    Heading {
        level: usize,
        text: Piece<'a>,
    },
    Table(Table<'a>),
    /// The text, and whether the fence is closed.
    Fence(Piece<'a>, bool),
    Prose(Piece<'a>),
}

/// The blocks of a page.
#[derive(Debug)]
pub(crate) struct Blocks<'a> {
    pub(crate) list: Vec<Block<'a>>,
    /// Whether a fence or a comment is never closed; that was told.
    pub(crate) cut: bool,
}

/// Cuts a page into blocks, in one pass over its lines.
pub(crate) fn blocks<'a>(page: Piece<'a>, diagnostics: &mut Diagnostics) -> Blocks<'a> {
    let lines: Vec<Piece<'a>> = page.lines().collect();
    let mut blocks = Vec::new();
    let mut cut = false;
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let mut this = kind(*line);
        // A table may do without its outer pipes; the line under its header gives it away.
        if this == Kind::Prose && line.text.contains('|') && after.first().is_some_and(is_rule) {
            this = Kind::Row;
        }
        let taken = match this {
            Kind::Blank => 1,
            Kind::Comment => {
                let inside = rest.iter().take_while(|line| !line.text.contains("-->")).count();
                cut |= inside == rest.len();
                if inside == rest.len() {
                    never_closed(*line, "comment", "end it with `-->`", diagnostics);
                }
                inside + 1
            }
            Kind::Heading(level) => {
                blocks.push(Block::Heading { level, text: heading(*line, level) });
                1
            }
            Kind::Fence(mark) => {
                let inside = fence(after, mark);
                cut |= inside.len() == after.len();
                if inside.len() == after.len() {
                    let help = "end it with the same mark on a line of its own";
                    never_closed(*line, "fence", help, diagnostics);
                }
                let text = match (inside.first(), inside.last()) {
                    (Some(first), Some(last)) => page.cover(*first, *last),
                    _ => line.from(line.text.len()),
                };
                blocks.push(Block::Fence(text, inside.len() < after.len()));
                inside.len() + 2
            }
            Kind::Unspaced(level) => {
                let text = heading(*line, level);
                let marks = "#".repeat(level);
                diagnostics
                    .error(
                        codes::UNKNOWN_HEADING,
                        line.trim().span(),
                        "a heading has a space behind its marks",
                    )
                    .help(format!("write `{marks} {}`", text.text));
                blocks.push(Block::Heading { level, text });
                1
            }
            Kind::Row => {
                // A forge goes on with the table to the next blank line, pipe or not.
                let goes_on = |line: &&Piece<'_>| match kind(**line) {
                    Kind::Row => true,
                    Kind::Prose => line.text.contains('|'),
                    _ => false,
                };
                let more = after.iter().take_while(goes_on).count();
                let run = rest.get(..=more).unwrap_or_default();
                match blocks.last_mut() {
                    Some(Block::Table(table)) if table.goes_on(run) => {
                        diagnostics
                            .error(
                                codes::BAD_TABLE,
                                line.trim().span(),
                                "a blank line cuts this table in two",
                            )
                            .related(table.header.line.span(), "the table")
                            .help("take the blank line out");
                        table.extend(run, diagnostics);
                    }
                    _ => blocks.extend(Table::read(run, diagnostics).map(Block::Table)),
                }
                run.len()
            }
            Kind::Prose => {
                let more = after.iter().take_while(|line| kind(**line) == this).count();
                let run = rest.get(..=more).unwrap_or_default();
                if let Some(last) = run.last() {
                    blocks.push(Block::Prose(page.cover(*line, *last)));
                }
                run.len()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    Blocks { list: blocks, cut }
}

fn never_closed(line: Piece<'_>, what: &str, help: &str, diagnostics: &mut Diagnostics) {
    let message = format!("this {what} is never closed");
    diagnostics.error(codes::UNCLOSED, line.trim().span(), message).help(help);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    Blank,
    Comment,
    Heading(usize),
    /// A heading without the space that makes it one.
    Unspaced(usize),
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
    // What is indented by four is code.
    let indented = line.text.starts_with("    ") || line.text.starts_with('\t');
    let hashes = text.bytes().take_while(|b| *b == b'#').count();
    let after = text.as_bytes().get(hashes);
    if (1..=6).contains(&hashes) && !indented {
        match after {
            None | Some(b' ' | b'\t') => return Kind::Heading(hashes),
            Some(next) if hashes > 1 && next.is_ascii_uppercase() => {
                return Kind::Unspaced(hashes);
            }
            Some(_) => {}
        }
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

/// The lines inside a fence, up to the one that closes it.
fn fence<'s, 'a>(after: &'s [Piece<'a>], mark: &str) -> &'s [Piece<'a>] {
    let closes = |line: &&Piece<'_>| {
        let text = line.text.trim();
        text.starts_with(mark) && text.bytes().all(|b| mark.as_bytes().first() == Some(&b))
    };
    let inside = after.iter().take_while(|line| !closes(line)).count();
    after.get(..inside).unwrap_or_default()
}

fn heading(line: Piece<'_>, level: usize) -> Piece<'_> {
    let text = line.trim().from(level).trim();
    let open = text.text.trim_end_matches('#');
    if open.len() < text.text.len() && open.ends_with(' ') {
        return text.upto(open.len()).trim();
    }
    text
}
