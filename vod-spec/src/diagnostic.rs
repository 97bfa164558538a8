//! A mistake in a page, and how a person is told of it.
//!
//! The rendering is plain text in the manner of rustc, so that it reads well in a terminal, in a
//! compile error and in a log.

use std::fmt::{self, Write as _};

use crate::codes::Code;
use crate::nearest::nearest;
use crate::source::{SourceMap, Span};

/// Mistakes kept of one reading. Placing one costs the length of its line, so that without a bound
/// a page of one long line would cost the square of its size.
const MOST: usize = 500;

/// Work spent on guessing what was meant, in steps of the edit distance; a page of thousands of
/// unknown names goes without.
const GUESSES: usize = 1 << 20;

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
        self.help = Some(clipped(&help.into(), 4000));
        self
    }

    /// Adds a related place.
    pub(crate) fn related(&mut self, span: Span, why: impl Into<String>) -> &mut Self {
        self.related.push((span, why.into()));
        self
    }

    /// The diagnostic in one line: place, severity, code, message.
    #[must_use]
    pub fn short(&self, sources: &SourceMap) -> String {
        let at = sources.location(self.span);
        let Self { severity, code, message, .. } = self;
        format!("{}:{}:{}: {severity}[{code}]: {message}", at.file, at.line, at.column)
    }

    /// The diagnostic as text of several lines, without a line end after the last.
    #[must_use]
    pub fn render(&self, sources: &SourceMap) -> String {
        self.render_in(&Colors::NONE, sources)
    }

    /// The same in colors, for a terminal.
    #[must_use]
    pub fn render_in(&self, colors: &Colors, sources: &SourceMap) -> String {
        let places = std::iter::once(&self.span).chain(self.related.iter().map(|(span, _)| span));
        let last = places.map(|span| sources.location(*span).line).max().unwrap_or(1);
        let gutter = " ".repeat(last.to_string().len());
        let Colors { bold, frame, end, .. } = colors;
        let color = colors.of(self.severity);
        let Self { severity, code, message, .. } = self;
        let mut out = format!("{color}{severity}[{code}]{end}{bold}: {message}{end}\n");
        let paper = Paper { sources, gutter: &gutter, colors };
        paper.place(&mut out, self.span, ("-->", '^', color, ""));
        for (span, why) in &self.related {
            paper.place(&mut out, *span, (":::", '-', frame, why));
        }
        if let Some(help) = &self.help {
            let mut lines = help.lines();
            let first = lines.next().unwrap_or("");
            let _ = writeln!(out, "{frame}{gutter} ={end} {bold}help{end}: {first}");
            for line in lines {
                let _ = writeln!(out, "{gutter}         {line}");
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// A text in which nothing moves a cursor or turns the direction of reading.
fn shown(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let visible = |c: char| match c {
        '\t' | '\n' => c,
        c if c.is_control() || turns(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(visible).collect()
}

/// A text that may quote a whole page, as long as somebody would read it.
fn clipped(text: &str, most: usize) -> String {
    let mut text = shown(text);
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
    }
    text
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// What is written before parts of a diagnostic to give them a color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colors {
    /// Before the word `error` and the marks under what is wrong.
    pub error: &'static str,
    /// Before the word `warning` and its marks.
    pub warning: &'static str,
    /// Before message and help.
    pub bold: &'static str,
    /// Before line numbers and arrows.
    pub frame: &'static str,
    /// After each of them.
    pub end: &'static str,
}

impl Colors {
    /// Plain text.
    pub const NONE: Self = Self { error: "", warning: "", bold: "", frame: "", end: "" };

    /// The colors of a terminal, as rustc uses them.
    pub const ANSI: Self = Self {
        error: "\x1b[1;31m",
        warning: "\x1b[1;33m",
        bold: "\x1b[1m",
        frame: "\x1b[1;34m",
        end: "\x1b[0m",
    };

    fn of(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
        }
    }
}

/// What the places of one diagnostic are written on.
struct Paper<'a> {
    sources: &'a SourceMap,
    /// As wide as the largest line number.
    gutter: &'a str,
    colors: &'a Colors,
}

impl Paper<'_> {
    /// Writes one place: its head, the line, the marks under it.
    fn place(&self, out: &mut String, span: Span, (arrow, mark, color, why): Marks<'_>) {
        let Self { sources, gutter, colors: Colors { frame, end, .. } } = self;
        let at = sources.location(span);
        let line = &shown(&at.text);
        let lead: String = line.chars().take(at.marked.start).map(blank).collect();
        let under = line.chars().skip(at.marked.start).take(at.marked.len());
        let columns: usize = under.map(|c| blank(c).len()).sum();
        let marks = String::from(mark).repeat(columns.max(1));
        let _ = writeln!(out, "{frame}{gutter}{arrow}{end} {}:{}:{}", at.file, at.line, at.column);
        let _ = writeln!(out, "{frame}{gutter} |{end}");
        let number = format!("{:width$} |", at.line, width = gutter.len());
        let _ = writeln!(out, "{frame}{number}{end}{}", format!(" {line}").trim_end());
        let why = if why.is_empty() { String::new() } else { format!(" {why}") };
        let _ = writeln!(out, "{frame}{gutter} |{end} {lead}{color}{marks}{why}{end}");
    }
}

/// Arrow, mark, color and a word beside the mark.
type Marks<'a> = (&'a str, char, &'a str, &'a str);

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
    /// How many went beyond.
    untold: usize,
    /// What is spent of [`GUESSES`].
    guessed: usize,
}

impl Diagnostics {
    /// Adds an error; the result takes help and related places.
    pub(crate) fn error(
        &mut self,
        code: &Code,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let message = clipped(&message.into(), 300).replace('\n', " ");
        let severity = Severity::Error;
        let (related, help) = (Vec::new(), None);
        let one = Diagnostic { code: code.code, severity, message, span, related, help };
        if self.list.len() < MOST {
            self.list.push(one);
        } else {
            self.untold += 1;
            self.beyond = one;
            return &mut self.beyond;
        }
        self.list.last_mut().unwrap_or(&mut self.beyond)
    }

    /// The candidate that was most likely meant, while guessing is affordable.
    pub(crate) fn nearest<'a>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let candidates = candidates.into_iter().take_while(|one| {
            self.guessed += (one.len() + 1) * word.len();
            self.guessed < GUESSES
        });
        nearest(word, candidates)
    }

    /// The mistakes, by place.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many more were found than are kept.
    #[must_use]
    pub fn untold(&self) -> usize {
        self.untold
    }

    /// Forgets those that are not to be told.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
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
        self.render_in(&Colors::NONE, sources)
    }

    /// The same in colors, for a terminal.
    #[must_use]
    pub fn render_in(&self, colors: &Colors, sources: &SourceMap) -> String {
        let each = self.list.iter().map(|one| one.render_in(colors, sources) + "\n");
        each.collect::<Vec<_>>().join("\n")
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
