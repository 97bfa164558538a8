//! `vod page list` and `vod page show`: the pages the command was built with.

use clap::Parser;
use serde_json::json;
use vod_spec::model::{Action, Api};
use vod_spec::protocol::Protocol;

use crate::args;
use crate::output::{self, Failure, Ordered};
use crate::pages;

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page list
  vod page list --api v3")]
pub(crate) struct List {
    /// Generation of the API [default: both]
    #[arg(long)]
    api: Option<args::Api>,
    /// Prints one JSON array of {api, action, summary}
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page show DescribeMediaInfos
  vod page show ApplyUpload --api v2
  vod page show Types                  the structs that the Actions of API 3.0 share")]
pub(crate) struct Show {
    /// Name of the Action, such as DescribeMediaInfos
    action: String,
    /// Generation of the API [default: the one that has the page, v3 before v2]
    #[arg(long)]
    api: Option<args::Api>,
}

/// The generations that are meant.
fn generations(api: Option<args::Api>) -> impl Iterator<Item = Protocol> {
    let wanted = api.map(args::Api::protocol);
    pages::GENERATIONS.into_iter().filter(move |one| wanted.is_none_or(|wanted| wanted == *one))
}

fn apis(api: Option<args::Api>) -> Result<Vec<Api>, Failure> {
    generations(api).map(pages::embedded).collect()
}

pub(super) fn list(args: &List) -> Result<(), Failure> {
    let apis = apis(args.api)?;
    let all = || apis.iter().flat_map(|api| api.actions.iter().map(move |one| (api, one)));
    if args.json {
        let entry = |(api, one): (&Api, &Action)| {
            Ordered(vec![
                ("api", json!(api.protocol.name())),
                ("action", json!(one.name.wire)),
                ("summary", json!(summary(one))),
            ])
        };
        return output::document(&all().map(entry).collect::<Vec<_>>());
    }
    let width = all().map(|(_, action)| action.name.wire.len()).max().unwrap_or(0);
    let block = |api: &Api| {
        let line =
            |action: &Action| format!("\n  {:width$}  {}", action.name.wire, summary(action));
        let lines: String = api.actions.iter().map(line).collect();
        format!("{}{lines}", api.protocol.title())
    };
    output::print(apis.iter().map(block).collect::<Vec<_>>().join("\n\n"))
}

pub(super) fn show(args: &Show) -> Result<(), Failure> {
    // A page of types alone is no Action's.
    let mut paths =
        generations(args.api).map(|one| format!("{}{}.md", pages::folder(one), args.action));
    if let Some(text) = paths.find_map(|path| pages::text(&path)) {
        return output::print(text.trim_end());
    }
    let apis = apis(args.api)?;
    let (_, action) = pages::action(&apis, &args.action)?;
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
