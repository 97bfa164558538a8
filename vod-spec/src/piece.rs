//! A slice of a page's text that knows its place; whatever is cut from it knows its own.

use std::ops::Range;

use crate::meter;
use crate::source::{Span, Spanned};

/// Part of one page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    start: u32,
}

impl<'a> Piece<'a> {
    pub(crate) fn new(text: &'a str, start: u32) -> Self {
        Self { text, start }
    }

    pub(crate) fn span(self) -> Span {
        Span { start: self.start, end: self.start.saturating_add(offset(self.text.len())) }
    }

    /// The part in `range`; empty where the range does not fall on characters.
    pub(crate) fn slice(self, range: Range<usize>) -> Self {
        let at = range.start.min(self.text.len());
        let text = self.text.get(range).unwrap_or("");
        Self { text, start: self.start.saturating_add(offset(at)) }
    }

    pub(crate) fn from(self, at: usize) -> Self {
        self.slice(at..self.text.len())
    }

    pub(crate) fn upto(self, at: usize) -> Self {
        self.slice(0..at)
    }

    pub(crate) fn trim(self) -> Self {
        let lead = self.text.len() - self.text.trim_start().len();
        meter::bytes(lead + 1);
        self.slice(lead..lead + self.text.trim().len())
    }

    /// What follows `prefix`, if the piece begins with it.
    pub(crate) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.from(prefix.len()))
    }

    pub(crate) fn strip_suffix(self, suffix: &str) -> Option<Self> {
        self.text.strip_suffix(suffix).map(|rest| self.upto(rest.len()))
    }

    pub(crate) fn split_once(self, separator: &str) -> Option<(Self, Self)> {
        let at = self.text.find(separator);
        meter::bytes(at.unwrap_or(self.text.len()));
        let at = at?;
        Some((self.upto(at), self.from(at + separator.len())))
    }

    /// The parts between `separator`s, untrimmed.
    pub(crate) fn split(self, separator: &str) -> impl Iterator<Item = Self> {
        let width = separator.len();
        let mut at = 0;
        meter::bytes(self.text.len());
        self.text.split(separator).map(move |part| {
            let piece = self.slice(at..at + part.len());
            at += part.len() + width;
            piece
        })
    }

    /// The lines without their ends.
    pub(crate) fn lines(self) -> impl Iterator<Item = Self> {
        self.split("\n").map(|line| line.strip_suffix("\r").unwrap_or(line))
    }

    /// The smallest piece of `self` that holds both; each must be cut from `self`.
    pub(crate) fn cover(self, first: Self, last: Self) -> Self {
        let from = first.start.saturating_sub(self.start) as usize;
        let to = last.span().end.saturating_sub(self.start) as usize;
        self.slice(from..to)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn spanned(self) -> Spanned<String> {
        Spanned::new(self.text.to_owned(), self.span())
    }
}

fn offset(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
