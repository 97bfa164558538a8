//! Type links -> places in [`crate::model::Api::types`]. A link that leads nowhere is told and
//! becomes `String`, so that it is one mistake and no more.

use std::collections::{HashMap, HashSet};

use crate::check::Doubt;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::fields::{self, Fields, RawField, RawItem, RawType};
use crate::meant;
use crate::model::{Body, Definition, Field, Type};
use crate::names;
use crate::page::{RawBody, RawDefinition};
use crate::read::join;

/// The sections of every page read, by page and anchor.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    pages: HashMap<String, Anchors>,
    /// Pages that could not be read, and links to them: told already.
    lost: HashSet<String>,
}

/// The sections of one page.
#[derive(Debug, Default)]
struct Anchors {
    /// In page order.
    list: Vec<String>,
    places: HashMap<String, usize>,
    /// Those whose section was told to be wrong.
    lost: HashSet<String>,
    /// Whether any anchor may be one of them.
    cut: bool,
}

impl Sections {
    pub(crate) fn open(&mut self, page: &str) {
        self.pages.entry(page.to_owned()).or_default();
    }

    pub(crate) fn is_open(&self, page: &str) -> bool {
        self.pages.contains_key(page)
    }

    /// The first section of a name keeps it, as on a forge.
    pub(crate) fn add(&mut self, page: &str, anchor: String, definition: usize) {
        let anchors = self.pages.entry(page.to_owned()).or_default();
        if !anchors.places.contains_key(&anchor) {
            anchors.list.push(anchor.clone());
            anchors.places.insert(anchor, definition);
        }
    }

    /// Remembers what a page lost, so that links to it are not told too.
    pub(crate) fn lose(&mut self, page: &str, headings: &[String], cut: bool) {
        let anchors = self.pages.entry(page.to_owned()).or_default();
        anchors.lost.extend(headings.iter().map(|heading| names::anchor(heading)));
        anchors.cut |= cut;
    }

    pub(crate) fn lost(&mut self, from: &str, target: &str) {
        self.lost.insert(format!("{from}\n{target}"));
    }

    pub(crate) fn lost_page(&mut self, page: &str) {
        self.lost.insert(page.to_owned());
    }
}

/// Makes model fields of raw ones.
pub(crate) fn resolve(
    page: &str,
    fields: Fields,
    sections: &Sections,
    doubt: &mut Doubt,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let mut ty_of = |raw: &RawField| {
        let found = ty(page, &raw.ty, sections, doubt, diagnostics);
        if found.is_none() {
            doubt.types.insert(raw.name.span);
        }
        found.unwrap_or(Type::String)
    };
    let field = |raw: RawField| Field {
        ty: ty_of(&raw),
        ty_span: raw.ty.span,
        name: raw.name,
        required: raw.required.unwrap_or(false),
        always: raw.always.unwrap_or(false),
        plain: false,
        rules: raw.rules,
        docs: raw.docs,
    };
    fields.list.into_iter().map(field).collect()
}

impl RawDefinition {
    pub(crate) fn into_definition(
        self,
        page: &str,
        sections: &Sections,
        doubt: &mut Doubt,
        diagnostics: &mut Diagnostics,
    ) -> Definition {
        let body = match self.body {
            RawBody::Struct(fields) => {
                Body::Struct(resolve(page, fields, sections, doubt, diagnostics))
            }
            RawBody::Enum(values) => Body::Enum(values),
        };
        Definition { name: self.name, docs: self.docs, in_request: false, in_response: false, body }
    }
}

fn ty(
    from: &str,
    raw: &RawType,
    sections: &Sections,
    doubt: &mut Doubt,
    diagnostics: &mut Diagnostics,
) -> Option<Type> {
    let item = match &raw.item {
        RawItem::Scalar(ty) => ty.clone(),
        RawItem::Wrong(meant) => {
            doubt.meant.extend(meant.clone());
            return None;
        }
        RawItem::Unknown { text, span } => {
            let anchor = names::anchor(text);
            let anchors = sections.pages.get(from);
            let defined = anchors.is_some_and(|all| all.places.contains_key(&anchor));
            fields::unknown_type(text, *span, defined, diagnostics);
            let target = text.split_once("](#").map(|(_, target)| target.trim_end_matches(')'));
            doubt.meant.extend(target.map(str::to_owned));
            doubt.meant.insert(names::anchor(text.trim_matches(['[', ']'])));
            doubt.meant.insert(anchor);
            return None;
        }
        RawItem::Link { text, page, anchor, span } => {
            let path = if page.is_empty() { Ok(from.to_owned()) } else { join(from, page) };
            let anchors = path.as_ref().ok().and_then(|path| sections.pages.get(path));
            if let Some(at) = anchors.and_then(|anchors| anchors.places.get(anchor.as_str())) {
                Type::Named(*at)
            } else {
                let told = sections.lost.contains(&format!("{from}\n{page}"))
                    || path.is_ok_and(|path| sections.lost.contains(&path))
                    || anchors.is_some_and(|all| all.cut || all.lost.contains(anchor.as_str()));
                if told {
                    doubt.meant.insert(anchor.clone());
                } else {
                    let known = anchors.into_iter().flat_map(|all| &all.list);
                    let near = diagnostics.nearest(anchor, known.map(String::as_str));
                    doubt.meant.insert(near.unwrap_or(anchor).to_owned());
                    let help = match near {
                        Some(near) => format!("did you mean `{page}#{near}`?"),
                        None => format!(
                            "add a section `### {}` with a table of fields or values",
                            meant::heading(text, anchor)
                        ),
                    };
                    let place = if page.is_empty() { "this page" } else { page };
                    let message = format!("{place} has no section `#{anchor}` with a type");
                    diagnostics.error(codes::NO_SUCH_SECTION, *span, message).help(help);
                }
                return None;
            }
        }
    };
    Some((0..raw.arrays).fold(item, |item, _| Type::Array(Box::new(item))))
}
