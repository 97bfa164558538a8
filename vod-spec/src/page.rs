//! Blocks -> pages: which headings a page has, and which table stands under which.

use std::collections::HashMap;

use crate::block::{Block, blocks};
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::fields::{self, RawField, Side};
use crate::inline;
use crate::model::{EnumValue, ErrorCode, Example, Name};
use crate::names;
use crate::nearest::nearest;
use crate::piece::Piece;
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
}

/// An Action page, its types still links.
#[derive(Debug)]
pub(crate) struct ActionPage {
    pub(crate) name: Name,
    pub(crate) docs: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) request: Vec<RawField>,
    pub(crate) response: Vec<RawField>,
    pub(crate) errors: Vec<ErrorCode>,
    pub(crate) examples: Vec<Example>,
    pub(crate) definitions: Vec<RawDefinition>,
}

/// An index page.
#[derive(Debug)]
pub(crate) struct IndexPage {
    pub(crate) title: Spanned<String>,
    pub(crate) docs: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) common: Option<(Span, Vec<RawField>)>,
    pub(crate) envelope: Option<(Span, Vec<RawField>)>,
    pub(crate) errors: Option<(Span, Vec<ErrorCode>)>,
    /// Text and target of each link.
    pub(crate) actions: Vec<(Spanned<String>, Spanned<String>)>,
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

#[derive(Debug, Clone)]
pub(crate) enum RawBody {
    Struct(Vec<RawField>),
    Enum(Vec<EnumValue>),
}

/// Cuts a page at its headings. A page without a title is told here.
pub(crate) fn outline<'a>(page: Piece<'a>, diagnostics: &mut Diagnostics) -> Outline<'a> {
    let mut all: Vec<Section<'a>> = Vec::new();
    for block in blocks(page, diagnostics) {
        if let Block::Heading { level, text } = block {
            all.push(Section { level, heading: text, blocks: Vec::new() });
        } else if let Some(section) = all.last_mut() {
            section.blocks.push(block);
        }
    }
    let mut outline = Outline { title: None, sections: Vec::new() };
    for section in all {
        if section.level != 1 {
            outline.sections.push(section);
        } else if let Some(title) = &outline.title {
            diagnostics
                .error(codes::NO_TITLE, section.heading.span(), "this page has a second title")
                .related(title.heading.span(), "the first")
                .help("a page has one `#` heading; its sections begin with `##`");
        } else {
            outline.title = Some(section);
        }
    }
    outline
}

impl<'a> Section<'a> {
    /// The prose, as Markdown.
    fn docs(&self) -> String {
        let prose = self.blocks.iter().filter_map(|block| match block {
            Block::Prose(piece) => Some(inline::without_comments(piece.text).replace("\r\n", "\n")),
            _ => None,
        });
        prose.collect::<Vec<_>>().join("\n\n")
    }

    /// The section's only table; a second one is told.
    fn table(&self, diagnostics: &mut Diagnostics) -> Option<&Table<'a>> {
        let mut tables = self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
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
    fn needed_table(&self, diagnostics: &mut Diagnostics) -> Option<&Table<'a>> {
        let table = self.table(diagnostics);
        if table.is_none() {
            diagnostics.error(
                codes::NO_TABLE,
                self.heading.span(),
                format!("`{}` has no table", self.heading.text),
            );
        }
        table
    }
}

/// Reads an Action page.
pub(crate) fn action(page: Piece<'_>, diagnostics: &mut Diagnostics) -> ActionPage {
    let outline = outline(page, diagnostics);
    let name = title(&outline, page, "ApplyUpload", diagnostics);
    let mut action = ActionPage {
        name: Name { rust: names::r#type(&name.value), wire: name.value, span: name.span },
        docs: outline.title.as_ref().map(Section::docs).unwrap_or_default(),
        facts: facts(outline.title.as_ref(), diagnostics),
        request: Vec::new(),
        response: Vec::new(),
        errors: Vec::new(),
        examples: Vec::new(),
        definitions: Vec::new(),
    };
    let mut seen = HashMap::new();
    for section in &outline.sections {
        let heading = section.heading.text;
        if section.level == 3 {
            action.definitions.extend(definition(section, diagnostics));
            continue;
        }
        if section.level == 2 && (heading == "Example" || heading.starts_with("Example:")) {
            action.examples.extend(example(section, diagnostics));
            continue;
        }
        if section.level == 2 && ["Request", "Response", "Errors"].contains(&heading) {
            if !once(section, &mut seen, diagnostics) {
                continue;
            }
            let Some(table) = section.table(diagnostics) else { continue };
            match heading {
                "Request" => action.request = fields::fields(table, Side::Request, diagnostics),
                "Response" => action.response = fields::fields(table, Side::Response, diagnostics),
                _ => action.errors = fields::codes(table, diagnostics),
            }
            continue;
        }
        unknown(section, &["Request", "Response", "Errors", "Example"], diagnostics);
    }
    action
}

/// Reads an index page.
pub(crate) fn index(page: Piece<'_>, diagnostics: &mut Diagnostics) -> IndexPage {
    let outline = outline(page, diagnostics);
    let mut index = IndexPage {
        title: title(&outline, page, "My API", diagnostics),
        docs: outline.title.as_ref().map(Section::docs).unwrap_or_default(),
        facts: facts(outline.title.as_ref(), diagnostics),
        common: None,
        envelope: None,
        errors: None,
        actions: Vec::new(),
    };
    let known = ["Common parameters", "Envelope", "Common errors", "Actions"];
    let mut seen = HashMap::new();
    for section in &outline.sections {
        if section.level != 2 || !known.contains(&section.heading.text) {
            unknown(section, &known, diagnostics);
            continue;
        }
        if !once(section, &mut seen, diagnostics) {
            continue;
        }
        let span = section.heading.span();
        if section.heading.text == "Actions" {
            for block in &section.blocks {
                if let Block::Prose(piece) = block {
                    index.actions.extend(links(*piece, diagnostics));
                }
            }
            continue;
        }
        let Some(table) = section.needed_table(diagnostics) else { continue };
        match section.heading.text {
            "Common parameters" => {
                index.common = Some((span, fields::fields(table, Side::Request, diagnostics)));
            }
            "Envelope" => {
                index.envelope = Some((span, fields::fields(table, Side::Response, diagnostics)));
            }
            _ => index.errors = Some((span, fields::codes(table, diagnostics))),
        }
    }
    if !seen.contains_key("Actions") {
        diagnostics
            .error(codes::NO_TABLE, index.title.span, "this index has no list of Actions")
            .help("add `## Actions` and under it a line `- [Name](Name.md)` for each page");
    }
    index
}

/// Reads a types page: every section is a type.
pub(crate) fn types(page: Piece<'_>, diagnostics: &mut Diagnostics) -> Vec<RawDefinition> {
    let outline = outline(page, diagnostics);
    let mut definitions = Vec::new();
    for section in &outline.sections {
        let has_table = section.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        if section.level == 3 || section.level == 2 && has_table {
            definitions.extend(definition(section, diagnostics));
        }
    }
    definitions
}

fn title(
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

fn facts(title: Option<&Section<'_>>, diagnostics: &mut Diagnostics) -> Vec<Fact> {
    let Some(table) = title.and_then(|title| title.table(diagnostics)) else { return Vec::new() };
    let [fact, value] = table.columns(["Fact", "Value"], &["Fact", "Value"], diagnostics);
    let mut facts: Vec<Fact> = Vec::new();
    for row in &table.rows {
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

fn once<'a>(
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

fn unknown(section: &Section<'_>, known: &[&str], diagnostics: &mut Diagnostics) {
    let heading = section.heading;
    let near = nearest(heading.text, known.iter().copied());
    let help = match near {
        Some(near) => format!("did you mean `## {near}`?"),
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
    let is_enum = table.header.cells.iter().any(|cell| cell.text == "Value");
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
        Block::Fence(body) => Some(*body),
        _ => None,
    });
    let title = section.heading.text.strip_prefix("Example").unwrap_or("").trim_start_matches(':');
    let Some(request) = fences.next() else {
        diagnostics
            .error(codes::BAD_EXAMPLE, section.heading.span(), "this example has no request")
            .help("under it write a fence with the request, then perhaps one with the answer");
        return None;
    };
    let response = fences.next().map(Piece::spanned);
    for more in fences {
        let span = more.lines().next().map_or(more.span(), Piece::span);
        diagnostics
            .error(codes::BAD_EXAMPLE, span, "an example has one request and one answer")
            .help("begin another example with `## Example: title`");
    }
    Some(Example { title: title.trim().to_owned(), request: request.spanned(), response })
}

/// The links of a list, one a line.
fn links(
    list: Piece<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut links = Vec::new();
    for line in list.lines().map(Piece::trim) {
        let bullet = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet));
        let Some(item) = bullet else { continue };
        // What follows the link is a remark.
        let whole = item.text.find(')').map_or(item, |at| item.upto(at + 1));
        if let Some(link) = inline::link(whole) {
            links.push((link.text.spanned(), link.target.spanned()));
            continue;
        }
        let name = inline::word(item).text;
        diagnostics
            .error(codes::BAD_LINK, item.span(), format!("`{name}` is not a link to a page"))
            .help("write `- [Name](Name.md)`");
    }
    links
}
