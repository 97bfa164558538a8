//! `vod page check`.

use std::collections::HashSet;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use serde_json::{Value, json};
use vod_spec::Reading;
use vod_spec::diagnostic::{Colors, Diagnostic};

use super::{Color, readings};
use crate::output::{self, Failure, Ordered};

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page check spec/README.md                      an index and every page it leads to
  vod page check spec/DeleteVodFile.md               one Action
  vod page check spec/*.md --message-format short    a line a mistake, for an editor

Exits with 0 when there is no mistake, else with 1. `vod page explain CODE` tells more of one.")]
pub(crate) struct Check {
    /// Index pages, Action pages or folders with a README.md
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How a mistake is told
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Prints one JSON array of {code, severity, message, file, line, column, help}
    #[arg(long, conflicts_with = "message_format")]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The line with marks under it, related places, help
    Human,
    /// One line: place, code, message
    Short,
    /// As --json
    Json,
}

pub(super) fn run(args: &Check) -> Result<(), Failure> {
    let readings: Vec<Reading> = args.files.iter().flat_map(|file| readings(file)).collect();
    // Pages that several arguments lead to are told of once.
    let mut seen = HashSet::new();
    let mut told: Vec<(&Reading, &Diagnostic)> = Vec::new();
    let mut pages = HashSet::new();
    for reading in &readings {
        pages.extend(reading.sources.pages().map(|(path, _)| path));
        for diagnostic in &reading.diagnostics {
            let at = reading.sources.location(diagnostic.span);
            if seen.insert((at.file, at.line, at.column, diagnostic.code, &diagnostic.message)) {
                told.push((reading, diagnostic));
            }
        }
    }
    if args.json || args.message_format == Format::Json {
        let array: Vec<Ordered> =
            told.iter().map(|(reading, one)| document(reading, one)).collect();
        output::document(&array)?;
    } else if args.message_format == Format::Short {
        for (reading, diagnostic) in &told {
            output::print(diagnostic.short(&reading.sources))?;
        }
    } else {
        let colors = if args.color.is_on() { &Colors::ANSI } else { &Colors::NONE };
        for (reading, diagnostic) in &told {
            output::print(diagnostic.render_in(colors, &reading.sources) + "\n")?;
        }
    }
    let pages = counted(pages.len(), "page");
    let Some((_, first)) = told.first() else {
        output::tell(format_args!("{pages}, no mistakes"));
        return Ok(());
    };
    let untold: usize = readings.iter().map(|reading| reading.diagnostics.untold()).sum();
    let mut mistakes = counted(told.len(), "mistake");
    if untold > 0 {
        mistakes = format!("the first {mistakes} of {}", told.len() + untold);
    }
    let more = format!("`vod page explain {}` tells more of the first", first.code);
    Err(Failure::told(format!("{mistakes} in {pages}; {more}")))
}

impl Color {
    pub(super) fn is_on(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                std::io::stdout().is_terminal() && !plain
            }
        }
    }
}

fn document(reading: &Reading, diagnostic: &Diagnostic) -> Ordered {
    let at = reading.sources.location(diagnostic.span);
    let mut fields = vec![
        ("code", json!(diagnostic.code)),
        ("severity", json!(diagnostic.severity.to_string())),
        ("message", json!(diagnostic.message)),
        ("file", json!(at.file)),
        ("line", json!(at.line)),
        ("column", json!(at.column)),
        ("help", json!(diagnostic.help)),
    ];
    let related = diagnostic.related.iter().map(|(span, message)| {
        let at = reading.sources.location(*span);
        json!({ "message": message, "file": at.file, "line": at.line, "column": at.column })
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        fields.push(("related", Value::Array(related)));
    }
    Ordered(fields)
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
