//! A mistake in a page, and how a person is told of it.
//!
//! The rendering is plain text in the manner of rustc, so that it reads well in a terminal, in a
//! compile error and in a log.

use std::fmt::Write as _;
use std::ops::Range;

use crate::codes::Code;
use crate::source::{SourceMap, Span};

/// Longest line shown whole, in characters; a longer one is clipped around its carets.
const WIDTH: usize = 110;

/// Mistakes kept of one reading. Placing one costs the length of its line, so that without a bound
/// a page of one long line would cost the square of its size.
const MOST: usize = 500;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Severity {
    /// No code can be made of the page.
    #[default]
    Error,
    /// Code can be made, but something is likely not meant.
    Warning,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostic {
    /// `V0012`, as listed in [`crate::codes::CATALOGUE`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the words of the page.
    pub message: String,
    /// The part of the page that is wrong.
    pub span: Span,
    /// Places that have to do with it, each with a word on why.
    pub related: Vec<(Span, String)>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Sets the help line.
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    pub(crate) fn related(&mut self, span: Span, why: impl Into<String>) -> &mut Self {
        self.related.push((span, why.into()));
        self
    }

    /// The diagnostic as text of several lines, without a line end after the last.
    #[must_use]
    pub fn render(&self, sources: &SourceMap) -> String {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let places = std::iter::once(&self.span).chain(self.related.iter().map(|(span, _)| span));
        let last = places.map(|span| sources.location(*span).line).max().unwrap_or(1);
        let gutter = " ".repeat(last.to_string().len());
        let mut out = format!("{severity}[{}]: {}\n", self.code, self.message);
        place(&mut out, sources, self.span, &gutter, ("-->", '^', ""));
        for (span, why) in &self.related {
            place(&mut out, sources, *span, &gutter, (":::", '-', why));
        }
        if let Some(help) = &self.help {
            let mut lines = help.lines();
            let _ = writeln!(out, "{gutter} = help: {}", lines.next().unwrap_or(""));
            for line in lines {
                let _ = writeln!(out, "{gutter}         {line}");
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// Writes one place: its head, the line, the marks under it.
fn place(
    out: &mut String,
    sources: &SourceMap,
    span: Span,
    gutter: &str,
    (arrow, mark, why): (&str, char, &str),
) {
    let at = sources.location(span);
    let (line, marked) = clip(&at.text, &at.marked);
    let lead: String = line.chars().take(marked.start).map(blank).collect();
    let under = line.chars().skip(marked.start).take(marked.len());
    let columns: usize = under.map(|c| blank(c).len()).sum();
    let marks = String::from(mark).repeat(columns.max(1));
    let _ = writeln!(out, "{gutter}{arrow} {}:{}:{}", at.file, at.line, at.column);
    let _ = writeln!(out, "{gutter} |");
    let number = format!("{:width$} | {line}", at.line, width = gutter.len());
    let _ = writeln!(out, "{}", number.trim_end());
    let _ = writeln!(out, "{}", format!("{gutter} | {lead}{marks} {why}").trim_end());
}

/// The part of a line around the marked characters, and where the marks are in it.
fn clip(line: &str, marked: &Range<usize>) -> (String, Range<usize>) {
    let count = line.chars().count();
    let (from, to) = (marked.start, marked.end);
    if count <= WIDTH {
        return (line.to_owned(), from..to);
    }
    let first = from.saturating_sub(WIDTH / 4).min(count.saturating_sub(WIDTH));
    let last = first + WIDTH;
    let text: String = line.chars().skip(first).take(WIDTH).collect();
    let before = if first > 0 { "..." } else { "" };
    let after = if last < count { "..." } else { "" };
    let shift = |at: usize| at.min(last) - first + before.len();
    (format!("{before}{text}{after}"), shift(from)..shift(to))
}

/// White space as wide as the character: a tab stays a tab, wide characters take two columns.
fn blank(c: char) -> &'static str {
    match c {
        '\t' => "\t",
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => "",
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => "  ",
        _ => " ",
    }
}

/// All mistakes of one reading, by place.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Takes the details of a mistake past the bound, for nobody to read.
    beyond: Diagnostic,
}

impl Diagnostics {
    /// Adds an error; the result takes help and related places.
    pub(crate) fn error(
        &mut self,
        code: &Code,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let (message, severity) = (message.into(), Severity::Error);
        let (related, help) = (Vec::new(), None);
        let one = Diagnostic { code: code.code, severity, message, span, related, help };
        if self.list.len() < MOST {
            self.list.push(one);
        } else {
            self.beyond = one;
            return &mut self.beyond;
        }
        self.list.last_mut().unwrap_or(&mut self.beyond)
    }

    /// The mistakes, by place.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many were found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|one| one.severity == Severity::Error)
    }

    /// All of them as text, with an empty line between two.
    #[must_use]
    pub fn render(&self, sources: &SourceMap) -> String {
        self.list.iter().map(|one| one.render(sources) + "\n").collect::<Vec<_>>().join("\n")
    }

    /// Orders by place and drops what was said twice, so that the report follows the page.
    pub(crate) fn settle(&mut self) {
        self.list.sort_by_key(|one| (one.span.start, one.code));
        self.list.dedup();
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
