//! Names: what may go on the wire, and that no two become one in Rust.

use std::collections::{HashMap, HashSet};

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, Body, Field, Name};
use crate::protocol::Protocol;
use crate::source::Span;

/// Checks every name of the API.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    let mut actions: HashMap<&str, Span> = HashMap::new();
    for action in &api.actions {
        let name = &action.name;
        if name.wire.is_empty() {
            continue;
        }
        wire(name, "an Action's name", api.protocol, diagnostics);
        if let Some(first) = actions.insert(&name.wire, name.span) {
            let message = format!("a second page describes `{}`", name.wire);
            diagnostics
                .error(codes::REPEATED_ACTION, name.span, message)
                .related(first, "the first");
        }
        fields(&action.request, api.protocol, diagnostics);
        fields(&action.response, api.protocol, diagnostics);
        distinct(action.errors.iter().map(|code| &code.name), "error codes", diagnostics);
        let common = api.protocol.common_parameters();
        for field in &action.request {
            let taken = field.name.wire == "Signature"
                || common.iter().any(|common| common.name == field.name.wire);
            if taken {
                reserved(&field.name, "request", diagnostics);
            }
        }
        for field in &action.response {
            if api.protocol.envelope().contains(&field.name.wire.as_str()) {
                reserved(&field.name, "answer", diagnostics);
            }
        }
    }
    distinct(api.errors.iter().map(|code| &code.name), "error codes", diagnostics);
    distinct(types(api), "types", diagnostics);
    for definition in &api.types {
        if !definition.name.wire.chars().all(|c| c.is_ascii_alphanumeric())
            || !definition.name.wire.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            let message = format!("`{}` is no name for a type", definition.name.wire);
            diagnostics.error(codes::BAD_NAME, definition.name.span, message).help(
                "a type's heading is one word of letters and digits, such as `### CosUpload`",
            );
        }
        match &definition.body {
            Body::Struct(list) => fields(list, api.protocol, diagnostics),
            Body::Enum(values) => {
                distinct(values.iter().map(|value| &value.name), "values", diagnostics);
            }
        }
    }
}

/// Actions become types too: one for the request, which bears the Action's name.
fn types(api: &Api) -> impl Iterator<Item = &Name> {
    // Pages of one Action were told; one of them stands for all here.
    let mut seen = HashSet::new();
    let actions = api.actions.iter().map(|action| &action.name);
    actions
        .filter(move |name| !name.wire.is_empty() && seen.insert(&name.wire))
        .chain(api.types.iter().map(|one| &one.name))
}

fn fields(list: &[Field], protocol: Protocol, diagnostics: &mut Diagnostics) {
    for field in list {
        wire(&field.name, "a parameter's name", protocol, diagnostics);
    }
    distinct(list.iter().map(|field| &field.name), "fields", diagnostics);
}

fn wire(name: &Name, what: &str, protocol: Protocol, diagnostics: &mut Diagnostics) {
    let Protocol::V2 = protocol;
    let plain = name.wire.chars().all(|c| c.is_ascii_alphanumeric());
    if plain && name.wire.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return;
    }
    let message = format!("`{}` is not {what} in protocol v2", name.wire);
    let error = diagnostics.error(codes::BAD_NAME, name.span, message);
    error.help(if name.wire.contains('.') {
        "a nested parameter is a field of a struct: give the struct a `###` section"
    } else {
        "names are ASCII letters and digits and begin with a letter"
    });
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

/// Tells of names that are one in Rust though they differ on the wire; where they do not differ,
/// another check tells, but for types, whose names come from several pages.
fn distinct<'a>(list: impl Iterator<Item = &'a Name>, what: &str, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Name> = HashMap::new();
    for name in list {
        let Some(first) = seen.get(name.rust.as_str()) else {
            seen.insert(&name.rust, name);
            continue;
        };
        let message = format!(
            "the {what} `{}` and `{}` are both `{}` in Rust",
            first.wire, name.wire, name.rust
        );
        diagnostics
            .error(codes::SAME_RUST_NAME, name.span, message)
            .related(first.span, "the other")
            .help("give one of them another name");
    }
}
