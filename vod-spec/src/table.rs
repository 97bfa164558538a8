//! Pipe tables: rows and cells, each with its place.

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::nearest::nearest;
use crate::piece::Piece;
use crate::source::Span;

/// Headers of more cells are told as one mistake.
const MOST_COLUMNS: usize = 32;

/// A table; every row has as many cells as the header.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    pub(crate) header: Row<'a>,
    pub(crate) rows: Vec<Row<'a>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) cells: Vec<Piece<'a>>,
    pub(crate) line: Piece<'a>,
}

impl<'a> Row<'a> {
    pub(crate) fn cell(&self, column: Option<usize>) -> Option<Piece<'a>> {
        self.cells.get(column?).copied()
    }
}

impl<'a> Table<'a> {
    /// Reads the lines of a table; rows of another width than the header are told and left out.
    pub(crate) fn read(lines: &[Piece<'a>], diagnostics: &mut Diagnostics) -> Option<Self> {
        let header = split(*lines.first()?);
        let ruled = |line: &Piece<'_>| {
            split(*line).cells.iter().all(|cell| {
                let dashes = cell.text.trim_start_matches(':').trim_end_matches(':');
                !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
            })
        };
        let rule = "|".to_owned() + &"---|".repeat(header.cells.len().min(32));
        let ruled = lines.get(1).is_some_and(ruled);
        if !ruled {
            diagnostics
                .error(
                    codes::BAD_TABLE,
                    header.line.span(),
                    "this table has no line under its header",
                )
                .help(format!("write `{rule}` on a line of its own under the header"));
        }
        let mut table = Self { header, rows: Vec::new() };
        let width = table.header.cells.len();
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
        for line in lines.iter().skip(if ruled { 2 } else { 1 }) {
            let row = split(*line);
            if row.cells.len() == width {
                table.rows.push(row);
                continue;
            }
            let cells = row.cells.len();
            diagnostics
                .error(
                    codes::RAGGED_ROW,
                    row.line.span(),
                    format!("this row has {cells} cells, its table has {width} columns"),
                )
                .related(table.header.line.span(), "the columns")
                .help(if cells > width {
                    r"a pipe that belongs to a cell is written `\|`"
                } else {
                    "an empty cell is written `| |`"
                });
        }
        Some(table)
    }

    /// The place of each column in `known`; tells of those that are missing, unknown or repeated.
    pub(crate) fn columns<const N: usize>(
        &self,
        known: [&str; N],
        needed: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> [Option<usize>; N] {
        let mut places = [None; N];
        if self.header.cells.len() > MOST_COLUMNS {
            let message = format!("a table of {} columns", self.header.cells.len());
            diagnostics
                .error(codes::COLUMN, self.header.line.span(), message)
                .help(format!("the columns of this table are `{}`", known.join("`, `")));
            return places;
        }
        for (at, cell) in self.header.cells.iter().enumerate() {
            let found = known.iter().position(|name| *name == cell.text);
            let Some(place) = found.and_then(|i| places.get_mut(i)) else {
                let list = known.join("`, `");
                let help = nearest(cell.text, known).map_or_else(
                    || format!("the columns of this table are `{list}`"),
                    |name| format!("did you mean `{name}`?"),
                );
                let span = if cell.is_empty() { self.header.line.span() } else { cell.span() };
                let message = format!("this table has no column `{}`", cell.text);
                diagnostics.error(codes::COLUMN, span, message).help(help);
                continue;
            };
            if place.is_some() {
                let message = format!("the column `{}` comes twice", cell.text);
                diagnostics
                    .error(codes::COLUMN, cell.span(), message)
                    .help("leave one of them out");
            }
            *place = Some(at);
        }
        // A mistyped column was told already; that it is missing too would be an echo.
        let unknown = self.header.cells.iter().any(|cell| !known.contains(&cell.text));
        for name in needed.iter().filter(|_| !unknown) {
            if self.header.cells.iter().all(|cell| cell.text != *name) {
                let message = format!("this table needs a column `{name}`");
                diagnostics
                    .error(codes::COLUMN, self.header.line.span(), message)
                    .help(format!("the columns of this table are `{}`", known.join("`, `")));
            }
        }
        places
    }
}

/// The cells of a row, trimmed. A pipe after a backslash or within a code span belongs to its cell.
fn split(line: Piece<'_>) -> Row<'_> {
    let line = line.trim();
    let inner = line.strip_prefix("|").unwrap_or(line);
    let bytes = inner.text.as_bytes();
    let mut cells = Vec::new();
    let (mut from, mut at) = (0, 0);
    let mut unmatched: Vec<usize> = Vec::new();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'`' => {
                let ticks = bytes.iter().skip(at).take_while(|b| **b == b'`').count();
                at += ticks;
                // Looked for once a length, so that a row of lone ticks stays cheap.
                if !unmatched.contains(&ticks) {
                    match closing(bytes, at, ticks) {
                        Some(end) => at = end,
                        None => unmatched.push(ticks),
                    }
                }
                continue;
            }
            b'|' => {
                cells.push(inner.slice(from..at).trim());
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let last = inner.from(from).trim();
    if !last.is_empty() || cells.is_empty() {
        cells.push(last);
    }
    Row { cells, line }
}

/// The end of the next run of exactly `ticks` backticks.
fn closing(bytes: &[u8], from: usize, ticks: usize) -> Option<usize> {
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        if *byte == b'`' {
            run += 1;
        } else {
            if run == ticks {
                return Some(at);
            }
            run = 0;
        }
    }
    (run == ticks).then_some(bytes.len())
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
    }
}
