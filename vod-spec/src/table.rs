//! Pipe tables: rows and cells, each with its place.

use std::collections::HashMap;

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::inline;
use crate::meant;
use crate::meter;
use crate::piece::Piece;
use crate::source::Span;

/// Headers of more cells are told as one mistake.
const MOST_COLUMNS: usize = 32;

/// A table; every row has as many cells as the header, but for those that say otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    pub(crate) header: Row<'a>,
    pub(crate) rows: Vec<Row<'a>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) cells: Vec<Piece<'a>>,
    pub(crate) line: Piece<'a>,
    /// Whether it has more or fewer cells than the header. That was told: beyond its first cell
    /// nothing is certain of it.
    pub(crate) ragged: bool,
}

impl<'a> Row<'a> {
    pub(crate) fn cell(&self, column: Option<usize>) -> Option<Piece<'a>> {
        self.cells.get(column?).copied()
    }
}

impl<'a> Table<'a> {
    /// Reads the lines of a table; rows of another width than the header are told.
    pub(crate) fn read(lines: &[Piece<'a>], diagnostics: &mut Diagnostics) -> Option<Self> {
        let header = split(*lines.first()?);
        let rule = "|".to_owned() + &"---|".repeat(header.cells.len().min(32));
        let ruled = lines.get(1).is_some_and(is_rule);
        let meant = lines.get(1).filter(|line| !ruled && split(**line).cells.iter().any(is_dashes));
        if let Some(line) = meant {
            diagnostics
                .error(codes::BAD_TABLE, line.trim().span(), "this line is not one of dashes alone")
                .help(format!("write `{rule}`"));
            return Some(Self::of(header, lines.get(2..).unwrap_or_default(), diagnostics));
        }
        if !ruled {
            diagnostics
                .error(
                    codes::BAD_TABLE,
                    header.line.span(),
                    "this table has no line under its header",
                )
                .help(format!("write `{rule}` on a line of its own under the header"));
        }
        let width = header.cells.len();
        if ruled && lines.get(1).map(|line| split(*line).cells.len()) != Some(width) {
            let span = lines.get(1).map_or(Span::default(), |line| line.span());
            diagnostics
                .error(
                    codes::BAD_TABLE,
                    span,
                    format!("the header has {width} cells, the line under it has not"),
                )
                .help(format!("write `{rule}`"));
        }
        let rows = lines.get(if ruled { 2 } else { 1 }..).unwrap_or_default();
        Some(Self::of(header, rows, diagnostics))
    }

    fn of(header: Row<'a>, rows: &[Piece<'a>], diagnostics: &mut Diagnostics) -> Self {
        let mut table = Self { header, rows: Vec::new() };
        table.extend(rows, diagnostics);
        table
    }

    /// Whether these lines are rows of this table and not a table of their own.
    pub(crate) fn goes_on(&self, lines: &[Piece<'a>]) -> bool {
        let of_its_own = lines.get(1).is_some_and(is_rule);
        let width = lines.first().map(|line| split(*line).cells.len());
        !of_its_own && width == Some(self.header.cells.len())
    }

    /// Adds rows.
    pub(crate) fn extend(&mut self, lines: &[Piece<'a>], diagnostics: &mut Diagnostics) {
        let width = self.header.cells.len();
        for line in lines {
            let mut row = split(*line);
            // Where the header has no outer pipes, a last pipe has an empty cell behind it.
            let piped = self.header.line.text.starts_with('|');
            if !piped && row.cells.len() + 1 == width && row.line.text.ends_with('|') {
                row.cells.push(row.line.from(row.line.text.len()));
            }
            let cells = row.cells.len();
            row.ragged = cells != width;
            let (span, header) = (row.line.span(), self.header.line.span());
            let open = piped && !row.line.text.starts_with('|');
            let again = is_rule(&row.line);
            if again {
                diagnostics
                    .error(codes::BAD_TABLE, span, "a second line of dashes")
                    .related(header, "its table")
                    .help("leave it out: a table has one, under its header");
                continue;
            }
            let ragged = row.ragged;
            self.rows.push(row);
            if open {
                diagnostics
                    .error(codes::RAGGED_ROW, span, "this row does not begin with a pipe")
                    .related(header, "its table")
                    .help("begin it with `| `, or put a blank line between the table and the text");
            } else if ragged {
                let message = format!("this row has {cells} cells, its table has {width} columns");
                diagnostics
                    .error(codes::RAGGED_ROW, span, message)
                    .related(header, "the columns")
                    .help(if cells > width {
                        r"a pipe that belongs to a cell is written `\|`"
                    } else {
                        "an empty cell is written `| |`"
                    });
            }
        }
    }

    /// Which of two columns the header has; the second unless it has the first.
    pub(crate) fn either<'c>(&self, first: &'c str, second: &'c str) -> &'c str {
        let has = |name| self.header.cells.iter().any(|cell| inline::word(*cell).text == name);
        if has(first) { first } else { second }
    }

    /// The place of each column in `known`; tells of those that are missing, unknown or repeated.
    pub(crate) fn columns<const N: usize>(
        &self,
        known: [&str; N],
        needed: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> [Option<usize>; N] {
        let places = self.places(&known, needed, diagnostics);
        std::array::from_fn(|at| places.get(at).copied().flatten())
    }

    fn places(
        &self,
        known: &[&str],
        needed: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<usize>> {
        let mut places = vec![None; known.len()];
        let listed = |text: &str| !text.is_empty() && known.contains(&text);
        let names: Vec<&str> = known.iter().copied().filter(|name| !name.is_empty()).collect();
        let list = || format!("the columns of this table are `{}`", names.join("`, `"));
        if self.header.cells.len() > MOST_COLUMNS {
            let message = format!("a table of {} columns", self.header.cells.len());
            diagnostics.error(codes::COLUMN, self.header.line.span(), message).help(list());
            return places;
        }
        let mut unguessed = false;
        let mut repeated = Vec::new();
        for (at, cell) in self.header.cells.iter().enumerate() {
            let cell = inline::word(*cell);
            let meant = if listed(cell.text) {
                Some(cell.text)
            } else {
                let meant = meant::column(cell.text, known)
                    .or_else(|| diagnostics.nearest(cell.text, names.iter().copied()));
                unguessed |= meant.is_none();
                let help = match meant {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => list(),
                };
                let message = if cell.is_empty() {
                    "this column has no name".to_owned()
                } else {
                    format!("this table has no column `{}`", cell.text)
                };
                diagnostics.error(codes::COLUMN, cell.span(), message).help(help);
                meant
            };
            // A mistyped column is read as what was meant, so that it is one mistake.
            let column = known.iter().position(|name| Some(*name) == meant);
            let Some(column) = column else { continue };
            let Some(place) = places.get_mut(column) else { continue };
            if place.is_some() && listed(cell.text) {
                diagnostics
                    .error(
                        codes::COLUMN,
                        cell.span(),
                        format!("the column `{}` comes twice", cell.text),
                    )
                    .help("leave one of them out");
                repeated.push(column);
                continue;
            }
            *place = place.or(Some(at));
        }
        for (name, place) in known.iter().zip(&places) {
            // What an unknown column stands for cannot be said to be missing.
            if place.is_none() && needed.contains(name) && !unguessed {
                let message = format!("this table needs a column `{name}`");
                diagnostics.error(codes::COLUMN, self.header.line.span(), message).help(list());
            }
        }
        // Which of two is the right one, nobody can say.
        for column in repeated {
            if let Some(place) = places.get_mut(column) {
                *place = None;
            }
        }
        places
    }
}

/// Whether the line is the one under a header.
pub(crate) fn is_rule(line: &Piece<'_>) -> bool {
    line.text.contains('-') && split(*line).cells.iter().all(is_dashes)
}

fn is_dashes(cell: &Piece<'_>) -> bool {
    let dashes = cell.text.trim_start_matches(':').trim_end_matches(':');
    !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
}

/// The cells of a row, trimmed. A pipe after a backslash or within a code span belongs to its cell.
fn split(line: Piece<'_>) -> Row<'_> {
    let line = line.trim();
    let inner = line.strip_prefix("|").unwrap_or(line);
    let bytes = inner.text.as_bytes();
    meter::bytes(bytes.len());
    let mut spans = code_spans(bytes);
    let mut cells = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'`' => {
                while spans.pop_if(|(begin, _)| *begin < at).is_some() {}
                let ticks = bytes.iter().skip(at).take_while(|b| **b == b'`').count();
                // Ticks without their like are text.
                let span = spans.pop_if(|(begin, _)| *begin == at);
                at = span.map_or(at + ticks, |(_, end)| end);
                continue;
            }
            b'|' => {
                cells.push(cell(inner, from, at));
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let last = cell(inner, from, bytes.len());
    if !last.is_empty() || cells.is_empty() {
        cells.push(last);
    }
    Row { cells, line, ragged: false }
}

/// The trimmed text between two pipes; an empty one keeps a place between them.
fn cell(inner: Piece<'_>, from: usize, to: usize) -> Piece<'_> {
    let text = inner.slice(from..to).trim();
    if text.is_empty() { inner.slice(from + 1..from + 1) } else { text }
}

/// The code spans that runs of backticks would open, by where they begin, the last first: a span
/// ends at the next run of the same length. One pass from the end, so that no row is walked twice.
fn code_spans(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut next: HashMap<usize, usize> = HashMap::new();
    let mut end = bytes.len();
    while let Some(last) = bytes.get(..end).and_then(|rest| rest.iter().rposition(|b| *b == b'`')) {
        let before = bytes.get(..last).unwrap_or_default();
        let ticks = before.iter().rev().take_while(|b| **b == b'`').count() + 1;
        let begin = last + 1 - ticks;
        if let Some(close) = next.insert(ticks, last + 1) {
            spans.push((begin, close));
        }
        end = begin;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::{Piece, split};

    #[test]
    fn cells_keep_their_pipes() {
        let cells =
            |line| split(Piece::new(line, 0)).cells.iter().map(|c| c.text).collect::<Vec<_>>();
        assert_eq!(cells(r"| a \| b | `c|d` | 视频 |"), [r"a \| b", "`c|d`", "视频"]);
        assert_eq!(cells("| a | | c"), ["a", "", "c"]);
        assert_eq!(cells("| a ` b | c |"), ["a ` b", "c"]);
        assert_eq!(cells("| `` a ` | b `` | c |"), ["`` a ` | b ``", "c"]);
        assert_eq!(cells("| ` a | `` b | c |"), ["` a", "`` b", "c"]);
    }
}
