//! Names: what may go on the wire, and that no two become one in Rust.

use std::collections::{HashMap, HashSet};

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, Body, Name};
use crate::names;
use crate::protocol::Protocol;
use crate::source::Span;

/// What is generated beside the type of an Action.
const BESIDE: &[&str] = &["Response", "Builder", "Code"];

/// Checks every name of the API.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    let mut actions: HashMap<&str, Span> = HashMap::new();
    for action in &api.actions {
        let name = &action.name;
        if name.wire.is_empty() {
            continue;
        }
        action_name(name, diagnostics);
        if let Some(first) = actions.insert(&name.wire, name.span) {
            let message = format!("a second page describes `{}`", name.wire);
            diagnostics
                .error(codes::REPEATED_ACTION, name.span, message)
                .related(first, "the first")
                .help("leave one of the pages out of the index");
        }
        for field in &action.request {
            parameter(&field.name, api.protocol, diagnostics);
        }
        for field in &action.response {
            answered(&field.name, diagnostics);
        }
        distinct(action.request.iter().map(|field| &field.name), Kind::Field, diagnostics);
        distinct(action.response.iter().map(|field| &field.name), Kind::Field, diagnostics);
        distinct(action.errors.iter().map(|code| &code.name), Kind::Code, diagnostics);
        for field in &action.request {
            if api.protocol.reserves(&field.name.wire) {
                reserved(&field.name, "request", diagnostics);
            }
        }
        for field in &action.response {
            if api.protocol.envelope().contains(&field.name.wire.as_str()) {
                reserved(&field.name, "answer", diagnostics);
            }
        }
    }
    distinct(api.errors.iter().map(|code| &code.name), Kind::Code, diagnostics);
    types(api, diagnostics);
    for definition in &api.types {
        let name = &definition.name;
        if !is_word(&name.wire) {
            let message = format!("`{}` is no name for a type", name.wire);
            diagnostics.error(codes::BAD_NAME, name.span, message).help(
                "a type's heading is one word of letters and digits, such as `### CosUpload`",
            );
        }
        match &definition.body {
            Body::Struct(fields) => {
                for field in fields {
                    if definition.in_request {
                        parameter(&field.name, api.protocol, diagnostics);
                    } else {
                        answered(&field.name, diagnostics);
                    }
                }
                distinct(fields.iter().map(|field| &field.name), Kind::Field, diagnostics);
            }
            Body::Enum(values) => {
                distinct(values.iter().map(|value| &value.name), Kind::Value, diagnostics);
            }
        }
    }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `0`, or the `n` that stands for it in the vendor's tables.
fn is_index(part: &str) -> bool {
    part == "n" || part == "N" || part.parse::<u32>().is_ok()
}

fn action_name(name: &Name, diagnostics: &mut Diagnostics) {
    if is_word(&name.wire) {
        return;
    }
    let filler = |word: &&str| !["API", "Api", "api", "Interface", "接口"].contains(word);
    let words: Vec<&str> = name.wire.split_whitespace().filter(filler).collect();
    let capitals = |word: &str| word.chars().filter(char::is_ascii_uppercase).count();
    let whole = words.first().filter(|word| is_word(word) && capitals(word) > 1);
    let joined = words.concat();
    let meant = whole.map(|word| (*word).to_owned()).or(Some(joined).filter(|all| is_word(all)));
    let help = match meant {
        Some(word) => format!("did you mean `# {word}`?"),
        None => "a page's title is the Action's name, such as `# ApplyUpload`".to_owned(),
    };
    let message = format!("`{}` is not an Action's name", name.wire);
    diagnostics.error(codes::BAD_NAME, name.span, message).help(help);
}

/// A parameter's name. In v2 the order in which it is signed could not be fixed with `_` or `-`;
/// v3 signs the body as it is, but its names are words too.
fn parameter(name: &Name, protocol: Protocol, diagnostics: &mut Diagnostics) {
    let (fits, usual) = match protocol {
        Protocol::V2 => {
            (is_word(&name.wire), "names are ASCII letters and digits and begin with a letter")
        }
        Protocol::V3 => (
            is_word(&name.wire.replace('_', "")) && !name.wire.starts_with('_'),
            "names are ASCII letters, digits and `_` and begin with a letter",
        ),
    };
    if fits {
        return;
    }
    let message = format!("`{}` is not a parameter's name in {}", name.wire, protocol.name());
    let common = protocol.common_parameters().iter().any(|common| common.name == name.wire);
    let help = if common {
        "it is a header that the protocol adds: leave this row out".to_owned()
    } else {
        nested_help(name).unwrap_or_else(|| usual.to_owned())
    };
    diagnostics.error(codes::BAD_NAME, name.span, message).help(help);
}

/// How to write what a dotted name means.
fn nested_help(name: &Name) -> Option<String> {
    let (head, rest) = name.wire.split_once('.').filter(|(head, _)| is_word(head))?;
    Some(if rest.split('.').next().is_some_and(is_index) {
        format!("an array is one row: `{head}` with the type `Array of …`")
    } else {
        format!("what is nested is one row: `{head}`, with a link to a `###` section")
    })
}

/// A name in an answer: nothing is signed, so more is allowed.
fn answered(name: &Name, diagnostics: &mut Diagnostics) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    if name.wire.chars().all(allowed) && name.wire.contains(|c: char| c.is_ascii_alphanumeric()) {
        return;
    }
    let message = format!("`{}` is not a field's name", name.wire);
    let help = nested_help(name)
        .unwrap_or_else(|| "names are ASCII letters, digits, `_` and `-`".to_owned());
    diagnostics.error(codes::BAD_NAME, name.span, message).help(help);
}

fn reserved(name: &Name, whose: &str, diagnostics: &mut Diagnostics) {
    diagnostics
        .error(
            codes::ENVELOPE_FIELD,
            name.span,
            format!("`{}` belongs to the protocol: it is part of every {whose}", name.wire),
        )
        .help("leave this row out");
}

/// Gives names that were told to be one in Rust a placeholder each, so that what is sound can be
/// generated and the compiler has nothing of its own to say.
pub(super) fn part(api: &mut Api) {
    fn list<'a>(names: impl Iterator<Item = &'a mut Name>, beside: &[&str]) {
        let mut seen = HashSet::new();
        for name in names {
            while !seen.insert(name.rust.clone()) {
                name.rust.push_str("_2");
            }
            seen.extend(beside.iter().map(|what| names::beside(&name.rust, what)));
        }
    }
    api.actions.retain(|action| !action.name.wire.is_empty());
    for action in &mut api.actions {
        list(action.request.iter_mut().map(|field| &mut field.name), &[]);
        list(action.response.iter_mut().map(|field| &mut field.name), &[]);
        list(action.errors.iter_mut().map(|code| &mut code.name), &[]);
    }
    list(api.errors.iter_mut().map(|code| &mut code.name), &[]);
    for definition in &mut api.types {
        match &mut definition.body {
            Body::Struct(fields) => list(fields.iter_mut().map(|field| &mut field.name), &[]),
            Body::Enum(values) => list(values.iter_mut().map(|value| &mut value.name), &[]),
        }
    }
    let actions = api.actions.iter_mut().map(|action| &mut action.name);
    let types = api.types.iter_mut().map(|definition| &mut definition.name);
    list(actions.chain(types), BESIDE);
}

/// What bears a name.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Field,
    Value,
    Code,
}

/// Tells of names that are one in Rust though they differ on the wire; where they do not differ,
/// another check tells.
fn distinct<'a>(list: impl Iterator<Item = &'a Name>, kind: Kind, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Name> = HashMap::new();
    for name in list {
        // A name that was told to be none has no place to take.
        if !name.wire.is_ascii() || name.wire.contains(char::is_whitespace) {
            continue;
        }
        let Some(first) = seen.get(name.rust.as_str()) else {
            seen.insert(&name.rust, name);
            continue;
        };
        let help = match kind {
            Kind::Field => {
                format!("add a column `Rust` and name one of them there, such as `{}_2`", name.rust)
            }
            Kind::Code => "give one of them another name in the column `Name`".to_owned(),
            Kind::Value => "give one of them another name in a column `Name`".to_owned(),
        };
        same(first, name, help, diagnostics);
    }
}

fn same(first: &Name, name: &Name, help: String, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` and `{}` are both `{}` in Rust", first.wire, name.wire, name.rust);
    diagnostics
        .error(codes::SAME_RUST_NAME, name.span, message)
        .related(first.span, "the other")
        .help(help);
}

/// That the types of all pages, and what is generated beside them, have names of their own.
fn types(api: &Api, diagnostics: &mut Diagnostics) {
    let mut taken: HashMap<String, &Name> = HashMap::new();
    // Pages of one Action were told; one of them stands for all here.
    let mut seen = HashSet::new();
    let actions = api.actions.iter().map(|action| &action.name);
    for name in actions.filter(|name| !name.wire.is_empty() && seen.insert(&name.wire)) {
        if let Some(first) = taken.insert(name.rust.clone(), name) {
            same(first, name, "describe one of them in an API of its own".to_owned(), diagnostics);
        }
        for beside in BESIDE {
            taken.entry(names::beside(&name.rust, beside)).or_insert(name);
        }
    }
    let mut structs = HashMap::new();
    for definition in &api.types {
        let name = &definition.name;
        let other = taken.get(&name.rust).copied();
        if let Some(first) = other.or_else(|| structs.get(&name.rust).copied()) {
            let help = "give the section another heading, or let both link to one of a shared page, such as `Types.md`".to_owned();
            if first.rust == name.rust {
                same(first, name, help, diagnostics);
                continue;
            }
            let message =
                format!("what is generated for `{}` has the name `{}`", first.wire, name.rust);
            diagnostics
                .error(codes::SAME_RUST_NAME, name.span, message)
                .related(first.span, "for this")
                .help(help);
            continue;
        }
        structs.insert(name.rust.clone(), name);
        if matches!(definition.body, Body::Struct(_)) && definition.in_request {
            structs.entry(names::beside(&name.rust, "Builder")).or_insert(name);
        }
    }
}
