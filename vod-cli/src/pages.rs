//! The pages the command was built with, and pages of the user's.

use std::path::Path;

use vod_spec::model::{Action, Api, ErrorCode};
use vod_spec::nearest;
use vod_spec::protocol::Protocol;

use crate::output::Failure;

const INDEX: &str = "spec/v2/README.md";

/// The API of the embedded pages.
pub(crate) fn embedded() -> Result<Api, Failure> {
    sound(vod_spec::read(INDEX, &mut |path| {
        let text = text(path).ok_or_else(|| "not embedded".to_owned())?;
        Ok(text.as_bytes().to_vec())
    }))
}

/// The text of an embedded page.
pub(crate) fn text(path: &str) -> Option<&'static str> {
    let pages = vod_macros::pages!("spec/v2/README.md");
    pages.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

/// The API of one page of the user's; only v2 can be called.
pub(crate) fn page(file: &Path) -> Result<Api, Failure> {
    let path = file.to_string_lossy();
    let mut load = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
    match vod_spec::protocol_of(&path, &mut load) {
        Protocol::V2 => sound(vod_spec::read_action(&path, Protocol::V2, &mut load)),
        Protocol::V3 => Err(Failure::usage(format!(
            "{path} is a page of {}, which cannot be called from here: `vod call` speaks {}",
            Protocol::V3.title(),
            Protocol::V2.title()
        ))),
    }
}

/// An Action by its name, or what else there is.
pub(crate) fn action<'a>(api: &'a Api, name: &str) -> Result<&'a Action, Failure> {
    let named = |action: &&Action| action.name.wire == name;
    api.actions.iter().find(named).ok_or_else(|| {
        let known: Vec<&str> = api.actions.iter().map(|action| &*action.name.wire).collect();
        let near = nearest(name, known.iter().copied());
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Failure::usage(format!(
            "no page describes the Action `{name}`{near}\n  \
             known: {}\n  a page of your own is given with --page FILE",
            known.join(", ")
        ))
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
