//! `vod page list` and `vod page show`: the pages the command was built with.

use clap::Parser;
use serde_json::json;
use vod_spec::model::Action;

use crate::output::{self, Failure, Ordered};
use crate::pages;

#[derive(Debug, Parser)]
pub(crate) struct List {
    /// Prints one JSON document on stdout
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page show ApplyUpload")]
pub(crate) struct Show {
    /// Name of the Action, such as ApplyUpload
    action: String,
}

pub(super) fn list(args: &List) -> Result<(), Failure> {
    let api = pages::embedded()?;
    if args.json {
        let entry = |one: &Action| {
            Ordered(vec![("action", json!(one.name.wire)), ("summary", json!(summary(one)))])
        };
        return output::document(&api.actions.iter().map(entry).collect::<Vec<_>>());
    }
    let width = api.actions.iter().map(|action| action.name.wire.len()).max().unwrap_or(0);
    for action in &api.actions {
        output::print(format_args!("{:width$}  {}", action.name.wire, summary(action)))?;
    }
    Ok(())
}

pub(super) fn show(args: &Show) -> Result<(), Failure> {
    let api = pages::embedded()?;
    let action = pages::action(&api, &args.action)?;
    output::print(pages::text(&action.page).unwrap_or_default().trim_end())
}

/// The first sentence of a page.
fn summary(action: &Action) -> String {
    let docs = action.docs.split("\n\n").next().unwrap_or("").replace('\n', " ");
    match docs.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => docs,
    }
}
