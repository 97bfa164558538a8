//! Where a piece of page text stands.
//!
//! All pages of one reading share a [`SourceMap`] and one offset space, so a [`Span`] is two
//! `u32`s, is `Copy`, and says by itself which page it belongs to.

use std::ops::Range;

use crate::meter;

/// A range of bytes in the offset space of a [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self { start: self.start, end: self.start }
    }

    /// The empty span at the end of this one.
    #[must_use]
    pub fn at_end(self) -> Self {
        Self { start: self.end, end: self.end }
    }
}

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A [`Span`] in the reader's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The page's path, as it was asked for.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The text of the line, without its line end; of a long line the part around the span, with
    /// `...` where it was cut.
    pub text: String,
    /// The part of `text` that the span covers, in characters; a span over several lines is cut
    /// at the end of the first.
    pub marked: Range<usize>,
}

/// Longest line shown whole, in characters.
const WIDTH: usize = 110;

/// How far apart, in bytes, the characters of a page are counted in advance, so that finding a
/// column in a line of megabytes does not count them all.
const STRIDE: usize = 1024;

#[derive(Debug, Clone)]
struct Source {
    file: String,
    text: String,
    start: u32,
    /// Offset in `text` of the first byte of each line.
    lines: Vec<usize>,
    /// Characters that begin before each multiple of [`STRIDE`] bytes.
    counted: Vec<usize>,
}

/// Every page of one reading, in the order read.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

impl SourceMap {
    /// A map without pages.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page; gives the span of its whole text.
    ///
    /// Texts that would push the offsets past `u32::MAX` are cut: callers bound a page's size
    /// long before that.
    pub fn add(&mut self, file: impl Into<String>, text: impl Into<String>) -> Span {
        let text = text.into();
        // One byte between pages, so that the end of one is not the start of the next.
        let start = self.sources.last().map_or(0, |last| last.end() + 1);
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        let counted = text.as_bytes().chunks(STRIDE).scan(0, |count, chunk| {
            let before = *count;
            *count += chunk.iter().filter(|byte| begins(**byte)).count();
            Some(before)
        });
        let counted = counted.collect();
        meter::bytes(text.len());
        let source = Source { file: file.into(), text, start, lines, counted };
        let span = Span { start, end: source.end() };
        self.sources.push(source);
        span
    }

    /// The pages read: path and text.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.iter().map(|source| (source.file.as_str(), source.text.as_str()))
    }

    /// The text a span covers.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.source(span).and_then(|source| source.text.get(source.range(span))).unwrap_or("")
    }

    /// The place of a span, for a person.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        let Some(source) = self.source(span) else {
            return Location {
                file: String::new(),
                line: 1,
                column: 1,
                text: String::new(),
                marked: 0..0,
            };
        };
        let range = source.range(span);
        let line = source.lines.partition_point(|start| *start <= range.start).max(1) - 1;
        let start = source.lines.get(line).copied().unwrap_or(0);
        let end = source.lines.get(line + 1).map_or(source.text.len(), |next| next - 1);
        let text = source.text.get(start..end).unwrap_or("").trim_end_matches('\r');
        let end = start + text.len();
        let (from, to) = (range.start.min(end), range.end.min(end));
        let column = source.characters(start, from);
        let (text, marked) = around(text, column, from - start..to - start);
        Location { file: source.file.clone(), line: line + 1, column: column + 1, text, marked }
    }

    fn source(&self, span: Span) -> Option<&Source> {
        let after = self.sources.partition_point(|source| source.start <= span.start);
        self.sources.get(after.checked_sub(1)?)
    }
}

/// The line, or the part of a long one around `marked` (bytes) that a reader can take in, and
/// where the mark is in it, in characters. `before` characters of the line precede the mark.
fn around(line: &str, before: usize, marked: Range<usize>) -> (String, Range<usize>) {
    let head = line.get(..marked.start).unwrap_or("");
    let tail = line.get(marked.start..).unwrap_or("");
    let length = line.get(marked).unwrap_or("").chars().take(WIDTH).count();
    let after = tail.chars().take(WIDTH + 1).count();
    if before + after <= WIDTH {
        return (line.to_owned(), before..before + length);
    }
    // A quarter of the width leads up to the mark, more where the line ends soon.
    let lead = before.min((WIDTH / 4).max(WIDTH.saturating_sub(after)));
    let head: Vec<char> = head.chars().rev().take(lead).collect();
    let head: String = head.into_iter().rev().collect();
    let tail: String = tail.chars().take(WIDTH - lead).collect();
    let cut = if lead < before { "..." } else { "" };
    let more = if after > WIDTH - lead { "..." } else { "" };
    let from = cut.len() + lead;
    (format!("{cut}{head}{tail}{more}"), from..from + length.min(WIDTH - lead))
}

/// Whether a character begins with this byte of UTF-8.
fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

impl Source {
    /// How many characters begin from one offset up to another.
    fn characters(&self, from: usize, to: usize) -> usize {
        let upto = |offset: usize| {
            let mark = offset / STRIDE;
            let counted = self.counted.get(mark).copied().unwrap_or(0);
            let rest = self.text.as_bytes().get(mark * STRIDE..offset).unwrap_or_default();
            meter::bytes(rest.len());
            counted + rest.iter().filter(|byte| begins(**byte)).count()
        };
        upto(to).saturating_sub(upto(from))
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX).saturating_add(self.start)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let offset = |at: u32| (at.saturating_sub(self.start) as usize).min(self.text.len());
        offset(span.start)..offset(span.end)
    }
}
