//! Loads an index page and every page it leads to, each once, and makes one model of them.

use std::collections::{HashMap, HashSet};

use crate::check;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::facts::{self, IndexFacts};
use crate::fields::{RawField, RawItem};
use crate::index;
use crate::model::{Action, Api, Facts};
use crate::names;
use crate::page::{self, ActionPage, Definitions, RawBody, RawDefinition};
use crate::piece::Piece;
use crate::protocol::Protocol;
use crate::resolve::{Sections, resolve};
use crate::source::{SourceMap, Span};

/// The largest page that is read, in bytes.
const LARGEST_PAGE: usize = 16 << 20;

/// What came of reading an API's pages.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The pages read, for the places of diagnostics.
    pub sources: SourceMap,
    /// The API. It holds every Action that could be read, also when there are errors.
    pub api: Api,
    /// The mistakes, by place.
    pub diagnostics: Diagnostics,
}

/// Gives the bytes of the page at a path, or says why it cannot.
pub(crate) type Load<'l> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'l;

/// Reads the index page at `index` and every page it leads to. Paths of other pages are spelled
/// like `index`: `ApplyUpload.md` in `spec/v2/README.md` is asked for as `spec/v2/ApplyUpload.md`.
pub fn read(index: &str, load: &mut Load<'_>) -> Reading {
    let mut reader = Reader::new(Protocol::V2, load);
    let mut api = empty(Protocol::V2);
    if let Some((text, span)) = reader.page(index, None) {
        let page = index::index(Piece::new(&text, span.start), &mut reader.diagnostics);
        check::protocol::tables(&page, &mut reader.diagnostics);
        let IndexFacts { protocol, endpoint, version } = page.facts;
        reader.protocol = protocol;
        api = empty(protocol);
        api.endpoint = endpoint.unwrap_or(api.endpoint);
        api.version = version;
        if let Some((_, errors)) = page.errors {
            api.errors = errors;
        }
        for (name, target) in &page.actions {
            let Some(path) = reader.follow(index, &target.value, target.span) else { continue };
            if let Some(first) = reader.links.get(&path) {
                let message = format!("`{}` is listed twice", name.value);
                reader
                    .diagnostics
                    .error(codes::REPEATED_ACTION, target.span, message)
                    .related(*first, "listed first here")
                    .help("leave one of the lines out");
                continue;
            }
            reader.links.insert(path.clone(), target.span);
            let known = reader.actions.len();
            reader.action(&path, Some(target.span));
            let Some((_, action)) = reader.actions.get(known) else { continue };
            if action.name.wire != name.value && !action.name.wire.is_empty() {
                let message =
                    format!("the page's title is `{}`, not `{}`", action.name.wire, name.value);
                let (title, help) = (action.name.span, format!("write `[{}]`", action.name.wire));
                reader
                    .diagnostics
                    .error(codes::MISNAMED_ACTION, name.span, message)
                    .related(title, "the title")
                    .help(help);
            }
        }
        api.title = page.title.value;
        api.docs = page.docs;
    }
    reader.finish(api)
}

/// Whether a page is an index and not an Action's: it lists Actions, or states a protocol and has
/// no request.
#[must_use]
pub fn is_index(page: &[u8]) -> bool {
    let text = String::from_utf8_lossy(page);
    let has = |heading: &str| text.lines().any(|line| line.trim() == heading);
    let states = text.lines().any(|line| {
        let cell = line.trim().strip_prefix('|').and_then(|row| row.split('|').next());
        cell.is_some_and(|cell| cell.trim() == "Protocol")
    });
    has("## Actions") || states && !has("## Request") && !has("## Response")
}

/// Tells of Action pages that lie beside the pages of a reading and that no page links to: nothing
/// is made of them. `beside` names the files of the folder as the index was named.
pub fn unlinked<'p>(
    reading: &mut Reading,
    beside: impl IntoIterator<Item = &'p str>,
    load: &mut Load<'_>,
) {
    let Reading { sources, diagnostics, .. } = reading;
    let read: HashSet<String> = sources.pages().map(|(path, _)| path.to_owned()).collect();
    let Some(index) = sources.pages().next().map(|(path, _)| path.to_owned()) else { return };
    // A link that was told to be wrong may be the one that is missing.
    let told = [codes::UNREADABLE, codes::BAD_LINK, codes::UNKNOWN_HEADING, codes::NO_TABLE];
    if diagnostics.iter().any(|one| {
        told.iter().any(|code| code.code == one.code) && sources.location(one.span).file == index
    }) {
        return;
    }
    for path in beside.into_iter().filter(|path| !read.contains(*path)) {
        let Some(text) = load(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            continue;
        };
        let Some(title) = page::action_title(Piece::new(&text, 0)) else { continue };
        let (name, at) = (title.text.to_owned(), title.span());
        let start = sources.add(path, text).start;
        let span = Span { start: start + at.start, end: start + at.end };
        let file = path.rsplit('/').next().unwrap_or(path);
        diagnostics
            .error(codes::UNLINKED_PAGE, span, format!("no page links to `{path}`"))
            .help(format!("add `- [{name}]({file})` under `## Actions` of {index}"));
    }
    diagnostics.settle();
}

/// Reads one Action page by itself, and the types pages it links to.
pub fn read_action(page: &str, protocol: Protocol, load: &mut Load<'_>) -> Reading {
    let mut reader = Reader::new(protocol, load);
    reader.alone = true;
    reader.action(page, None);
    reader.finish(empty(protocol))
}

/// Reads one page by itself: an Action's, or one of types alone.
pub fn read_page(page: &str, protocol: Protocol, load: &mut Load<'_>) -> Reading {
    let bytes = load(page).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    if !page::is_types(Piece::new(&text, 0)) {
        return read_action(page, protocol, load);
    }
    let mut reader = Reader::new(protocol, load);
    reader.types(page, None);
    // Who uses the types cannot be seen from here.
    reader.lossy.insert(page.to_owned());
    reader.finish(empty(protocol))
}

fn empty(protocol: Protocol) -> Api {
    Api {
        title: String::new(),
        docs: String::new(),
        protocol,
        endpoint: protocol.default_endpoint().to_owned(),
        version: None,
        errors: Vec::new(),
        actions: Vec::new(),
        types: Vec::new(),
    }
}

struct Reader<'a, 'l> {
    protocol: Protocol,
    load: &'a mut Load<'l>,
    sources: SourceMap,
    diagnostics: Diagnostics,
    /// Where the index links to each Action page.
    links: HashMap<String, Span>,
    /// Path and page.
    actions: Vec<(String, ActionPage)>,
    /// Sections of all pages, with the path of their page.
    definitions: Vec<(String, RawDefinition)>,
    sections: Sections,
    /// Pages of which rows or sections were lost.
    lossy: HashSet<String>,
    /// Whether one Action is read by itself: others may use what it leaves of a types page.
    alone: bool,
}

impl<'a, 'l> Reader<'a, 'l> {
    fn new(protocol: Protocol, load: &'a mut Load<'l>) -> Self {
        Self {
            protocol,
            load,
            sources: SourceMap::new(),
            diagnostics: Diagnostics::default(),
            links: HashMap::new(),
            actions: Vec::new(),
            definitions: Vec::new(),
            sections: Sections::default(),
            lossy: HashSet::new(),
            alone: false,
        }
    }

    /// The text of a page and its span; without a byte order mark.
    fn page(&mut self, path: &str, link: Option<Span>) -> Option<(String, Span)> {
        let bytes = (self.load)(path);
        let fault = match &bytes {
            Err(why) => Some((
                codes::UNREADABLE,
                format!("`{path}` cannot be read: {why}"),
                "write that page, or mend the path: capitals count",
            )),
            Ok(bytes) if bytes.len() > LARGEST_PAGE => Some((
                codes::TOO_LARGE,
                format!("`{path}` has {} bytes; a page may have {LARGEST_PAGE}", bytes.len()),
                "a page describes one Action; types may lie on pages of their own",
            )),
            Ok(_) => None,
        };
        if let Some((code, message, help)) = fault {
            let span = link.unwrap_or_else(|| self.sources.add(path, ""));
            self.diagnostics.error(code, span, message).help(help);
            return None;
        }
        let bytes = bytes.unwrap_or_default();
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let text = String::from_utf8_lossy(bytes).into_owned();
        let span = self.sources.add(path, text.clone());
        let fault = match std::str::from_utf8(bytes) {
            Err(error) => Some((error.valid_up_to(), '\u{fffd}'.len_utf8(), "this is not UTF-8")),
            Ok(text) => text.find('\0').map(|at| (at, 1, "a page holds no NUL")),
        };
        let Some((at, width, message)) = fault else { return Some((text, span)) };
        let span = Piece::new(&text, span.start).slice(at..at + width).span();
        self.diagnostics.error(codes::NOT_TEXT, span, message).help("save the page as UTF-8 text");
        None
    }

    fn action(&mut self, path: &str, link: Option<Span>) {
        let Some((text, span)) = self.page(path, link) else { return };
        let text = Piece::new(&text, span.start);
        let mut action = page::action(text, self.protocol, &mut self.diagnostics);
        self.define(path, std::mem::take(&mut action.definitions));
        self.actions.push((path.to_owned(), action));
    }

    /// Whether the page could be read.
    fn types(&mut self, path: &str, link: Option<Span>) -> bool {
        self.sections.open(path);
        let Some((text, span)) = self.page(path, link) else { return false };
        let definitions = page::types(Piece::new(&text, span.start), &mut self.diagnostics);
        self.define(path, definitions);
        true
    }

    fn define(&mut self, path: &str, definitions: Definitions) {
        let Definitions { list, lost, cut } = definitions;
        self.sections.lose(path, &lost, cut);
        if cut || !lost.is_empty() {
            self.lossy.insert(path.to_owned());
        }
        for definition in list {
            let slug = names::anchor(&definition.name.wire);
            self.sections.add(path, slug, self.definitions.len());
            self.definitions.push((path.to_owned(), definition));
        }
    }

    /// The path that a link on `page` leads to.
    fn follow(&mut self, page: &str, target: &str, span: Span) -> Option<String> {
        match join(page, target) {
            Ok(path) => Some(path),
            Err(why) => {
                self.diagnostics
                    .error(codes::BAD_LINK, span, format!("`{target}` {why}"))
                    .help("write a path relative to this page, such as `Types.md`; what the vendor's site describes needs a page of your own");
                None
            }
        }
    }

    /// Loads the types pages that fields link to, each once; those may link on.
    fn load_types(&mut self) {
        let mut wanted: Vec<(String, String, Span)> = Vec::new();
        for (path, action) in &self.actions {
            let fields = action.request.list.iter().chain(&action.response.list);
            wanted.extend(page_links(path, fields));
        }
        let mut done = 0;
        loop {
            for (path, definition) in self.definitions.iter().skip(done) {
                if let RawBody::Struct(fields) = &definition.body {
                    wanted.extend(page_links(path, fields.list.iter()));
                }
            }
            done = self.definitions.len();
            if wanted.is_empty() {
                return;
            }
            for (from, target, span) in std::mem::take(&mut wanted) {
                let Ok(path) = join(&from, &target) else {
                    self.follow(&from, &target, span);
                    self.sections.lost(&from, &target);
                    continue;
                };
                if self.sections.is_open(&path) {
                    continue;
                }
                if !self.types(&path, Some(span)) {
                    self.sections.lost(&from, &target);
                    self.sections.lost_page(&path);
                }
            }
        }
    }

    fn finish(mut self, mut api: Api) -> Reading {
        self.load_types();
        let diagnostics = &mut self.diagnostics;
        let mut doubt = check::Doubt::default();
        let mut lossy = self.lossy;
        for (path, raw) in self.actions {
            let at = api.actions.len();
            for (fields, lost) in
                [(&raw.request, &mut doubt.requests), (&raw.response, &mut doubt.responses)]
            {
                if !fields.whole {
                    lost.insert(at);
                    lossy.insert(path.clone());
                }
            }
            api.actions.push(Action {
                name: raw.name,
                docs: raw.docs,
                facts: if raw.facts.is_empty() {
                    Facts::default()
                } else {
                    facts::action(&raw.facts, api.protocol, &raw.errors, diagnostics)
                },
                request: resolve(&path, raw.request, &self.sections, &mut doubt, diagnostics),
                response: resolve(&path, raw.response, &self.sections, &mut doubt, diagnostics),
                errors: raw.errors,
                examples: raw.examples,
                page: path,
            });
        }
        for (path, raw) in self.definitions {
            let at = api.types.len();
            if self.alone && api.actions.iter().all(|action| action.page != path) {
                doubt.shared.insert(at);
            }
            if let RawBody::Struct(fields) = &raw.body {
                let none = |says: fn(&RawField) -> bool| {
                    !fields.list.is_empty() && !fields.list.iter().any(says)
                };
                if none(|field| field.required.is_some()) {
                    doubt.no_required.insert(at);
                }
                if none(|field| field.always.is_some()) {
                    doubt.no_always.insert(at);
                }
                if !fields.whole {
                    doubt.structs.insert(at);
                    lossy.insert(path.clone());
                }
            }
            let sections = &self.sections;
            api.types.push(raw.into_definition(&path, sections, &mut doubt, diagnostics));
        }
        doubt.lossy = !lossy.is_empty();
        check::check(&mut api, &doubt, diagnostics);
        self.diagnostics.settle();
        Reading { sources: self.sources, api, diagnostics: self.diagnostics }
    }
}

fn page_links<'f>(
    path: &str,
    fields: impl Iterator<Item = &'f RawField>,
) -> Vec<(String, String, Span)> {
    let links = fields.filter_map(|field| match &field.ty.item {
        RawItem::Link { page, span, .. } if !page.is_empty() => {
            Some((path.to_owned(), page.clone(), *span))
        }
        _ => None,
    });
    links.collect()
}

/// The path of `target` as seen from `page`; refuses what lies outside the root that `page` is
/// spelled from.
pub(crate) fn join(page: &str, target: &str) -> Result<String, &'static str> {
    if target.is_empty() {
        return Err("is no path");
    }
    if target.contains("://") || target.starts_with("mailto:") {
        return Err("is an address, not a page of this package");
    }
    if target.starts_with(['/', '\\']) || target.as_bytes().get(1) == Some(&b':') {
        return Err("is an absolute path");
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    let path = if folder.is_empty() { target.to_owned() } else { format!("{folder}/{target}") };
    let own = folder.split('/').count();
    for (at, part) in path.split('/').enumerate() {
        match part {
            "." => {}
            "" if at > 0 => {}
            // What the caller's own spelling climbs is the caller's business.
            ".." if at < own && !folder.is_empty() => parts.push(".."),
            ".." => match parts.pop() {
                Some(folder) if folder != ".." && !folder.is_empty() => {}
                _ => return Err("leads outside the package"),
            },
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn links_stay_inside() {
        assert_eq!(join("spec/v2/README.md", "ApplyUpload.md").unwrap(), "spec/v2/ApplyUpload.md");
        assert_eq!(join("spec/v2/README.md", "../Types.md").unwrap(), "spec/Types.md");
        assert_eq!(join("README.md", "./a/b.md").unwrap(), "a/b.md");
        assert_eq!(join("/tmp/README.md", "a.md").unwrap(), "/tmp/a.md");
        assert_eq!(join("../spec/README.md", "a.md").unwrap(), "../spec/a.md");
        for outside in ["../../../a.md", "/etc/passwd", "https://example.com/a.md", "C:\\a.md", ""]
        {
            assert!(join("spec/v2/README.md", outside).is_err(), "{outside}");
        }
    }
}
