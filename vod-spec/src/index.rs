//! Blocks -> an index page: the service's facts, what its protocol fixes, the links to its Actions.

use std::collections::HashMap;

use crate::block::Block;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::errors;
use crate::facts::{self, IndexFacts};
use crate::fields::{self, Fields, Side};
use crate::inline;
use crate::model::ErrorCode;
use crate::nearest::nearest;
use crate::page::{Section, facts, once, outline, title, unknown};
use crate::piece::Piece;
use crate::source::{Span, Spanned};

/// An index page.
#[derive(Debug)]
pub(crate) struct IndexPage {
    pub(crate) title: Spanned<String>,
    pub(crate) docs: String,
    pub(crate) facts: IndexFacts,
    pub(crate) common: Option<(Span, Fields)>,
    pub(crate) envelope: Option<(Span, Fields)>,
    pub(crate) errors: Option<(Span, Vec<ErrorCode>)>,
    /// Text and target of each link.
    pub(crate) actions: Vec<(Spanned<String>, Spanned<String>)>,
}

/// Reads an index page.
pub(crate) fn index(page: Piece<'_>, diagnostics: &mut Diagnostics) -> IndexPage {
    let outline = outline(page, diagnostics);
    let title = title(&outline, page, "My API", diagnostics);
    let rows = facts(outline.title.as_ref(), diagnostics);
    let mut index = IndexPage {
        facts: facts::index(&rows, &title, diagnostics),
        title,
        docs: outline.title.as_ref().map(Section::docs).unwrap_or_default(),
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
                match block {
                    Block::Prose(piece) => index.actions.extend(links(*piece, diagnostics)),
                    Block::Table(table) => {
                        diagnostics
                            .error(
                                codes::BAD_LINK,
                                table.header.line.span(),
                                "the Actions are a list of links, not a table",
                            )
                            .help("write a line `- [Name](Name.md)` for each");
                    }
                    Block::Heading { .. } | Block::Fence(..) => {}
                }
            }
            continue;
        }
        let Some(table) = section.needed_table(diagnostics) else { continue };
        match section.heading.text {
            "Common parameters" => {
                let fields = fields::fields(table, Side::Request, diagnostics);
                fields::scalars_alone(&fields, diagnostics);
                index.common = Some((span, fields));
            }
            "Envelope" => {
                let fields = fields::fields(table, Side::Response, diagnostics);
                fields::scalars_alone(&fields, diagnostics);
                index.envelope = Some((span, fields));
            }
            _ => {
                index.errors =
                    Some((span, errors::codes(table, index.facts.protocol, diagnostics)));
            }
        }
    }
    // A mistyped heading was told.
    let mistyped = |section: &Section<'_>| {
        section.level == 2 && nearest(section.heading.text, ["Actions"]).is_some()
    };
    let listed = outline.sections.iter().any(mistyped);
    let empty = outline.sections.iter().find(|section| {
        section.heading.text == "Actions"
            && section.blocks.iter().all(|block| match block {
                Block::Prose(piece) => !piece.text.contains("]("),
                Block::Table(_) => false,
                Block::Heading { .. } | Block::Fence(..) => true,
            })
    });
    if let Some(section) = empty {
        diagnostics
            .error(codes::NO_TABLE, section.heading.span(), "this index links to no Action")
            .help("write a line `- [Name](Name.md)` for each page");
    }
    if !seen.contains_key("Actions") && !listed {
        diagnostics
            .error(codes::NO_TABLE, index.title.span, "this index has no list of Actions")
            .help("add `## Actions` and under it a line `- [Name](Name.md)` for each page");
    }
    index
}

/// The links of a list, one a line.
fn links(
    list: Piece<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    const FORM: &str = "write `- [Name](Name.md)`, one Action a line";
    let mut links = Vec::new();
    for line in list.lines().map(Piece::trim) {
        let bullet = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet));
        let Some(item) = bullet else {
            // Prose may stand between the lines; a link in it is a forgotten bullet.
            if line.text.contains("](") {
                diagnostics
                    .error(codes::BAD_LINK, line.span(), "this link is no item of the list")
                    .help(FORM);
            }
            continue;
        };
        // What follows the link is a remark.
        let end = item.text.find(')').map_or(item.text.len(), |at| at + 1);
        let Some(link) = inline::link(item.upto(end)) else {
            let name = inline::word(item).text;
            diagnostics
                .error(codes::BAD_LINK, item.span(), format!("`{name}` is not a link to a page"))
                .help(FORM);
            continue;
        };
        let rest = item.from(end);
        if rest.text.contains("](") {
            diagnostics
                .error(codes::BAD_LINK, rest.trim().span(), "a second link in one line")
                .help(FORM);
        }
        if let Some((page, _)) = link.target.text.split_once('#') {
            diagnostics
                .error(codes::BAD_LINK, link.target.span(), "an Action's link names a section")
                .help(format!("write `[{}]({page})`", link.text.text));
            continue;
        }
        links.push((link.text.spanned(), link.target.spanned()));
    }
    links
}
