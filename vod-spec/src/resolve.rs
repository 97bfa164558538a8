//! Type links -> places in [`crate::model::Api::types`]. A link that leads nowhere is told and
//! becomes `String`, so that it is one mistake and no more.

use std::collections::{HashMap, HashSet};

use crate::check::Doubt;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::fields::{RawField, RawItem, RawType};
use crate::model::{Body, Definition, Field, Type};
use crate::nearest::nearest;
use crate::page::{RawBody, RawDefinition};
use crate::read::join;

/// The sections of every page read, by page and anchor.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    pages: HashMap<String, HashMap<String, usize>>,
    /// Pages that could not be read, and links to them: told already.
    lost: HashSet<String>,
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
        self.pages.entry(page.to_owned()).or_default().entry(anchor).or_insert(definition);
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
    fields: Vec<RawField>,
    sections: &Sections,
    doubt: &mut Doubt,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let mut ty_of = |raw: &RawField| {
        let found = ty(page, &raw.ty, sections, diagnostics);
        if found.is_none() {
            doubt.types.insert(raw.name.span);
        }
        found.unwrap_or(Type::String)
    };
    let field = |raw: RawField| Field {
        ty: ty_of(&raw),
        name: raw.name,
        required: raw.required.unwrap_or(false),
        always: raw.always.unwrap_or(false),
        plain: false,
        rules: raw.rules,
        docs: raw.docs,
    };
    fields.into_iter().map(field).collect()
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
    diagnostics: &mut Diagnostics,
) -> Option<Type> {
    let item = match &raw.item {
        RawItem::Scalar(ty) => ty.clone(),
        RawItem::Wrong => return None,
        RawItem::Link { page, anchor, span } => {
            let path = if page.is_empty() { Ok(from.to_owned()) } else { join(from, page) };
            let lost = sections.lost.contains(&format!("{from}\n{page}"))
                || path.as_ref().is_ok_and(|path| sections.lost.contains(path));
            let anchors = path.ok().and_then(|path| sections.pages.get(&path));
            let found = anchors.and_then(|anchors| anchors.get(anchor.as_str()));
            if found.is_none() && !lost {
                let known = anchors.into_iter().flat_map(|a| a.keys().map(String::as_str));
                let mut known: Vec<&str> = known.collect();
                known.sort_unstable();
                let help = match nearest(anchor, known.iter().copied()) {
                    Some(near) => format!("did you mean `{page}#{near}`?"),
                    None => {
                        format!("add a section `### {anchor}` with a table of fields or values")
                    }
                };
                let message = format!("no section `#{anchor}` with a type is there");
                diagnostics.error(codes::NO_SUCH_SECTION, *span, message).help(help);
            }
            Type::Named(*found?)
        }
    };
    Some((0..raw.arrays).fold(item, |item, _| Type::Array(Box::new(item))))
}
