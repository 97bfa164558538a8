//! The pages the command was built with, and pages of the user's.

use std::path::Path;

use vod_spec::model::{Action, Api, ErrorCode};
use vod_spec::nearest;
use vod_spec::protocol::Protocol;

use crate::output::Failure;

/// The generations of the API in the order in which a name is looked for.
pub(crate) const GENERATIONS: [Protocol; 2] = [Protocol::V3, Protocol::V2];

/// The API of the embedded pages of a generation.
pub(crate) fn embedded(protocol: Protocol) -> Result<Api, Failure> {
    let index = format!("{}README.md", folder(protocol));
    sound(vod_spec::read(&index, &mut |path| {
        let text = text(path).ok_or_else(|| "not embedded".to_owned())?;
        Ok(text.as_bytes().to_vec())
    }))
}

/// Where the embedded pages of a generation lie, with a `/` at its end.
pub(crate) fn folder(protocol: Protocol) -> String {
    format!("spec/{}/", protocol.name())
}

/// The text of an embedded page.
pub(crate) fn text(path: &str) -> Option<&'static str> {
    all().find(|(name, _)| *name == path).map(|(_, text)| text)
}

/// The paths of the embedded pages and their texts.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let v3 = vod_macros::pages!("spec/v3/README.md");
    let v2 = vod_macros::pages!("spec/v2/README.md");
    v3.iter().chain(v2).copied()
}

/// The API of one page of the user's.
pub(crate) fn page(file: &Path) -> Result<Api, Failure> {
    let path = file.to_string_lossy();
    let mut load = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
    let protocol = vod_spec::protocol_of(&path, &mut load);
    sound(vod_spec::read_action(&path, protocol, &mut load))
}

/// The Action of an API by its name.
pub(crate) fn find<'a>(api: &'a Api, name: &str) -> Option<&'a Action> {
    api.actions.iter().find(|action| action.name.wire == name)
}

/// An Action by its name, or what else there is in these APIs.
pub(crate) fn action<'a>(apis: &'a [Api], name: &str) -> Result<(&'a Api, &'a Action), Failure> {
    let mut found = apis.iter().filter_map(|api| Some((api, find(api, name)?)));
    found.next().ok_or_else(|| {
        let names = |api: &'a Api| api.actions.iter().map(|action| &*action.name.wire);
        let near = nearest(name, apis.iter().flat_map(names));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let known = |api: &'a Api| {
            let names: Vec<&str> = names(api).collect();
            format!("\n  of {}: {}", api.protocol.title(), names.join(", "))
        };
        let known: String = apis.iter().map(known).collect();
        Failure::usage(format!("no page describes the Action `{name}`{near}{known}"))
    })
}

/// What a code means, by the Action's page or the service's.
pub(crate) fn meaning<'a>(
    action: &'a Action,
    common: &'a [ErrorCode],
    code: &str,
) -> Option<&'a str> {
    let row = action.errors.iter().chain(common).find(|row| row.name.wire == code)?;
    // Of a common code a lone page knows the number and no more.
    Some(row.docs.as_str()).filter(|docs| !docs.is_empty())
}

fn sound(reading: vod_spec::Reading) -> Result<Api, Failure> {
    if !reading.diagnostics.has_errors() {
        return Ok(reading.api);
    }
    let mistakes = reading.diagnostics.render(&reading.sources);
    Err(Failure::failed(format!("the page cannot be used\n\n{}", mistakes.trim_end())))
}
