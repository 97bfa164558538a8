//! Blocks -> pages: which headings a page has, and which table stands under which.

use std::collections::HashMap;

use crate::block::{Block, Blocks, blocks};
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::errors;
use crate::fields::{self, Fields, Side};
use crate::inline;
use crate::meant;
use crate::model::{EnumValue, ErrorCode, Example, Name};
use crate::names;
use crate::piece::Piece;
use crate::protocol::Protocol;
use crate::source::{Span, Spanned};
use crate::table::Table;

/// A heading and what stands under it up to the next.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) level: usize,
    pub(crate) heading: Piece<'a>,
    pub(crate) blocks: Vec<Block<'a>>,
}

/// A page's title and sections.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    pub(crate) title: Option<Section<'a>>,
    pub(crate) sections: Vec<Section<'a>>,
    /// Whether a part of the page was lost: behind a second title, or swallowed by a fence or a
    /// comment that is never closed.
    cut: bool,
}

/// An Action page, its types still links.
#[derive(Debug)]
pub(crate) struct ActionPage {
    pub(crate) name: Name,
    pub(crate) docs: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) request: Fields,
    pub(crate) response: Fields,
    pub(crate) errors: Vec<ErrorCode>,
    pub(crate) examples: Vec<Example>,
    pub(crate) definitions: Definitions,
}

/// A row of a facts table.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) name: Spanned<String>,
    pub(crate) value: Spanned<String>,
}

/// A section that names a type.
#[derive(Debug, Clone)]
pub(crate) struct RawDefinition {
    pub(crate) name: Name,
    pub(crate) docs: String,
    pub(crate) body: RawBody,
}

/// The types that a page defines.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    pub(crate) list: Vec<RawDefinition>,
    /// Headings of sections that were told to be wrong: a link to one of them is not wrong too.
    pub(crate) lost: Vec<String>,
    /// Whether the rest of the page was lost, and with it any section.
    pub(crate) cut: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum RawBody {
    Struct(Fields),
    Enum(Vec<EnumValue>),
}

/// Cuts a page at its headings. A page without a title is told here.
pub(crate) fn outline<'a>(page: Piece<'a>, diagnostics: &mut Diagnostics) -> Outline<'a> {
    let mut all: Vec<Section<'a>> = Vec::new();
    let Blocks { list, cut } = blocks(page, diagnostics);
    for block in list {
        if let Block::Heading { level, text } = block {
            all.push(Section { level, heading: text, blocks: Vec::new() });
        } else if let Some(section) = all.last_mut() {
            section.blocks.push(block);
        }
    }
    let mut outline = Outline { title: None, sections: Vec::new(), cut };
    for section in all {
        if section.level != 1 {
            outline.sections.push(section);
        } else if let Some(title) = &outline.title {
            let text = section.heading.text;
            let is_section = ["Request", "Response", "Errors", "Actions"].contains(&text);
            diagnostics
                .error(codes::NO_TITLE, section.heading.span(), "this page has a second title")
                .related(title.heading.span(), "the first")
                .help(if is_section || text.starts_with("Example") {
                    format!("did you mean `## {text}`?")
                } else {
                    "a page has one `#` heading; its sections begin with `##`".to_owned()
                });
            outline.cut = true;
            // What follows a title that is no section's belongs to another page.
            if !is_section && !text.starts_with("Example") {
                break;
            }
        } else {
            outline.title = Some(section);
        }
    }
    outline
}

impl<'a> Section<'a> {
    /// The prose, as Markdown.
    pub(crate) fn docs(&self) -> String {
        let prose = self.blocks.iter().filter_map(|block| match block {
            Block::Prose(piece) => Some(inline::without_comments(piece.text).replace("\r\n", "\n")),
            _ => None,
        });
        prose.collect::<Vec<_>>().join("\n\n")
    }

    /// Whether it says something and lists nothing.
    fn is_sentence(&self) -> bool {
        let prose = self.docs();
        let lists = |line: &str| {
            let line = line.trim_start();
            let item = ["- ", "* ", "+ ", "<", "|", "> "].iter().any(|mark| line.starts_with(mark));
            item || line.contains('|')
        };
        let fences = self.blocks.iter().any(|block| matches!(block, Block::Fence(..)));
        !prose.is_empty() && !fences && !prose.lines().any(lists)
    }

    pub(crate) fn tables(&self) -> impl Iterator<Item = &Table<'a>> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// The section's only table; a second one is told.
    fn table(&self, diagnostics: &mut Diagnostics) -> Option<&Table<'a>> {
        let mut tables = self.tables();
        let first = tables.next()?;
        for other in tables {
            diagnostics
                .error(
                    codes::NO_TABLE,
                    other.header.line.span(),
                    format!("`{}` has a second table", self.heading.text),
                )
                .related(first.header.line.span(), "the first")
                .help("put the rows into one table, or give this one a `###` heading");
        }
        Some(first)
    }

    /// The table that the section must have.
    pub(crate) fn needed_table(&self, diagnostics: &mut Diagnostics) -> Option<&Table<'a>> {
        let table = self.table(diagnostics);
        if table.is_none() {
            diagnostics
                .error(
                    codes::NO_TABLE,
                    self.heading.span(),
                    format!("`{}` has no table", self.heading.text),
                )
                .help("write its table under the heading, or leave the section out");
        }
        table
    }
}

impl Definitions {
    /// Reads a section that names a type.
    fn read(&mut self, section: &Section<'_>, diagnostics: &mut Diagnostics) {
        let name = inline::word(section.heading).text;
        if let Some(first) = self.list.iter().find(|one| one.name.wire == name) {
            diagnostics
                .error(
                    codes::REPEATED_SECTION,
                    section.heading.span(),
                    format!("this page has a second section `{name}`"),
                )
                .related(first.name.span, "the first")
                .help("put both into one section, or give this one another name");
            return;
        }
        match definition(section, diagnostics) {
            Some(definition) => self.list.push(definition),
            None => self.lost.push(section.heading.text.to_owned()),
        }
    }
}

/// The sections of an Action page.
const KNOWN: &[&str] = &["Request", "Response", "Errors", "Example"];

/// Reads an Action page.
pub(crate) fn action(
    page: Piece<'_>,
    protocol: Protocol,
    diagnostics: &mut Diagnostics,
) -> ActionPage {
    let outline = outline(page, diagnostics);
    let name = title(&outline, page, "ApplyUpload", diagnostics);
    let mut action = ActionPage {
        name: Name { rust: names::r#type(&name.value), wire: name.value, span: name.span },
        docs: outline.title.as_ref().map(Section::docs).unwrap_or_default(),
        facts: facts(outline.title.as_ref(), diagnostics),
        request: Fields::default(),
        response: Fields::default(),
        errors: Vec::new(),
        examples: Vec::new(),
        definitions: Definitions { cut: outline.cut, ..Definitions::default() },
    };
    let mut seen = HashMap::new();
    // Tables under headings that nobody knows may be any that is not there.
    let mut lost = outline.cut;
    for (at, section) in outline.sections.iter().enumerate() {
        let heading = section.heading.text;
        if section.level == 3 && !KNOWN.contains(&heading) {
            action.definitions.read(section, diagnostics);
            continue;
        }
        if section.level == 2 && (heading == "Example" || heading.starts_with("Example:")) {
            action.examples.extend(example(section, diagnostics));
            continue;
        }
        if section.level == 2 && ["Request", "Response", "Errors"].contains(&heading) {
            let first = once(section, &mut seen, diagnostics);
            let Some(table) = section.table(diagnostics) else {
                // One sentence may say that there is nothing to list.
                if first && !section.is_sentence() {
                    section.needed_table(diagnostics);
                    lost = true;
                    seen.remove(heading);
                }
                continue;
            };
            let (side, rows) = match heading {
                "Request" => (Side::Request, &mut action.request),
                "Response" => (Side::Response, &mut action.response),
                _ => {
                    if first {
                        action.errors = errors::codes(table, protocol, diagnostics);
                    }
                    continue;
                }
            };
            if first {
                *rows = fields::fields(table, side, diagnostics);
            }
            // What a second table holds is not read.
            rows.whole &= first && section.tables().count() == 1;
            continue;
        }
        // That a page begins at a lower level was told as its missing title.
        if outline.title.is_some() || at > 0 {
            unknown(section, KNOWN, diagnostics);
        }
        action.definitions.lost.push(heading.to_owned());
        lost = true;
    }
    action.request.whole &= !lost || seen.contains_key("Request");
    action.response.whole &= !lost || seen.contains_key("Response");
    action
}

/// Reads a types page: every section is a type.
pub(crate) fn types(page: Piece<'_>, diagnostics: &mut Diagnostics) -> Definitions {
    let outline = outline(page, diagnostics);
    let mut definitions = Definitions { cut: outline.cut, ..Definitions::default() };
    for section in &outline.sections {
        if section.level == 3 || section.level == 2 && section.tables().next().is_some() {
            definitions.read(section, diagnostics);
        }
    }
    definitions
}

/// Whether a page holds types and nothing of an Action's.
pub(crate) fn is_types(page: Piece<'_>) -> bool {
    let outline = outline(page, &mut Diagnostics::default());
    let mut guess = Diagnostics::default();
    let mut of_action = |section: &Section<'_>| {
        let heading = section.heading.text;
        let parameters = |table: &Table<'_>| {
            table.header.cells.iter().any(|cell| inline::word(*cell).text == "Parameter")
        };
        KNOWN.iter().any(|known| heading.starts_with(known))
            || meant::section(heading).is_some()
            || guess.nearest(heading, KNOWN.iter().copied()).is_some()
            || section.tables().any(parameters)
    };
    let defines = |section: &Section<'_>| section.tables().next().is_some();
    let facts = outline.title.as_ref().is_some_and(|title| title.tables().next().is_some());
    !facts && outline.sections.iter().any(defines) && !outline.sections.iter().any(&mut of_action)
}

/// Where an Action page has its title; `None` for a page that is no Action's.
pub(crate) fn action_title(page: Piece<'_>) -> Option<Piece<'_>> {
    let outline = outline(page, &mut Diagnostics::default());
    let says = |section: &Section<'_>| ["Request", "Response"].contains(&section.heading.text);
    let is_action = outline.sections.iter().any(|section| section.level == 2 && says(section));
    outline.title.filter(|_| is_action).map(|title| title.heading)
}

pub(crate) fn title(
    outline: &Outline<'_>,
    page: Piece<'_>,
    such_as: &str,
    diagnostics: &mut Diagnostics,
) -> Spanned<String> {
    if let Some(title) = outline.title.as_ref().filter(|title| !title.heading.is_empty()) {
        return inline::word(title.heading).spanned();
    }
    let first = page.lines().next().unwrap_or(page);
    diagnostics
        .error(codes::NO_TITLE, first.span(), "this page has no title")
        .help(format!("begin it with a heading such as `# {such_as}`"));
    Spanned::new(String::new(), first.span())
}

pub(crate) fn facts(title: Option<&Section<'_>>, diagnostics: &mut Diagnostics) -> Vec<Fact> {
    let Some(table) = title.and_then(|title| title.table(diagnostics)) else { return Vec::new() };
    let [fact, value] = table.columns(["Fact", "Value"], &["Fact", "Value"], diagnostics);
    let mut facts: Vec<Fact> = Vec::new();
    for row in table.rows.iter().filter(|row| !row.ragged) {
        let Some(name) = fields::needed(row, fact, "fact", diagnostics) else { continue };
        let Some(value) = fields::needed(row, value, "value", diagnostics) else { continue };
        if let Some(first) = facts.iter().find(|fact| fact.name.value == name.text) {
            diagnostics
                .error(
                    codes::REPEATED_NAME,
                    name.span(),
                    format!("`{}` is stated twice", name.text),
                )
                .related(first.name.span, "first here")
                .help("leave one of the rows out");
            continue;
        }
        facts.push(Fact { name: name.spanned(), value: value.spanned() });
    }
    facts
}

pub(crate) fn once<'a>(
    section: &Section<'a>,
    seen: &mut HashMap<&'a str, Span>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let heading = section.heading;
    let Some(first) = seen.get(heading.text) else {
        seen.insert(heading.text, heading.span());
        return true;
    };
    diagnostics
        .error(
            codes::REPEATED_SECTION,
            heading.span(),
            format!("this page has a second section `{}`", heading.text),
        )
        .related(*first, "the first")
        .help("put both into one section");
    false
}

pub(crate) fn unknown(section: &Section<'_>, known: &[&str], diagnostics: &mut Diagnostics) {
    let heading = section.heading;
    // The vendor's headings go on: "Response Parameters".
    let begins = known.iter().copied().find(|known| heading.text.starts_with(*known));
    let meant = || meant::section(heading.text).filter(|meant| known.contains(meant));
    let near =
        begins.or_else(meant).or_else(|| diagnostics.nearest(heading.text, known.iter().copied()));
    let is_type = section.tables().any(|table| {
        table.header.cells.iter().any(|cell| ["Field", "Value"].contains(&inline::word(*cell).text))
    });
    let help = match near {
        Some(near) => format!("did you mean `## {near}`?"),
        None if is_type => format!("a type's heading has three marks: `### {}`", heading.text),
        None => format!(
            "the sections of this page are `## {}`; a type's heading is `### Name`",
            known.join("`, `## ")
        ),
    };
    let span = if heading.is_empty() { heading.span().at_start() } else { heading.span() };
    let message =
        format!("`{} {}` is not a heading of this page", "#".repeat(section.level), heading.text);
    diagnostics.error(codes::UNKNOWN_HEADING, span, message).help(help);
}

fn definition(section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<RawDefinition> {
    let table = section.needed_table(diagnostics)?;
    let heading = inline::word(section.heading);
    let has = |name| table.header.cells.iter().any(|cell| inline::word(*cell).text == name);
    let is_enum = has("Value") || table.header.cells.len() <= 2 && !has("Type");
    let body = if is_enum {
        RawBody::Enum(fields::values(table, diagnostics))
    } else {
        RawBody::Struct(fields::fields(table, Side::Either, diagnostics))
    };
    let rust = names::r#type(heading.text);
    let name = Name { wire: heading.text.to_owned(), rust, span: heading.span() };
    Some(RawDefinition { name, docs: section.docs(), body })
}

fn example(section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<Example> {
    let mut fences = section.blocks.iter().filter_map(|block| match block {
        Block::Fence(body, closed) => Some((*body, *closed)),
        _ => None,
    });
    let title = section.heading.text.strip_prefix("Example").unwrap_or("").trim_start_matches(':');
    let Some((request, closed)) = fences.next() else {
        diagnostics
            .error(codes::BAD_EXAMPLE, section.heading.span(), "this example has no request")
            .help("under it write a fence with the request, then perhaps one with the answer");
        return None;
    };
    // A fence that is never closed holds the rest of the page; that was told.
    if !closed {
        return None;
    }
    let response = fences.next().and_then(|(text, closed)| closed.then(|| text.spanned()));
    for (more, _) in fences {
        let span = more.lines().next().map_or(more.span(), Piece::span);
        diagnostics
            .error(codes::BAD_EXAMPLE, span, "an example has one request and one answer")
            .help("begin another example with `## Example: title`");
    }
    Some(Example { title: title.trim().to_owned(), request: request.spanned(), response })
}
