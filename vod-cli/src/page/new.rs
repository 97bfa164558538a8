//! `vod page new`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Parser;
use vod_spec::protocol::Protocol;
use vod_spec::protocol_of;

use super::spelled;
use crate::args::Api;
use crate::output::{self, Failure};

/// Stands for the Action's name in the templates.
const NAME: &str = "ActionName";

/// A page that reads without a mistake as it stands.
fn page(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::V2 => include_str!("new.md"),
        Protocol::V3 => include_str!("new_v3.md"),
    }
}

/// An index with nothing in it but the first link.
fn index(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::V2 => include_str!("new_index.md"),
        Protocol::V3 => include_str!("new_index_v3.md"),
    }
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page new CreateClass                writes spec/CreateClass.md, of API 3.0
  vod page new CreateClass --dir pages
  vod page new DeleteVodFile --api v2 --dir spec/v2

Where the folder has no index yet, its README.md is written too. No file is overwritten.")]
pub(crate) struct New {
    /// Name of the Action, as the vendor calls it
    action: String,
    /// The folder of the pages
    #[arg(long, value_name = "DIR", default_value = "spec")]
    dir: PathBuf,
    /// Generation of the API [default: that of the folder's index, or v3 where there is none]
    #[arg(long)]
    api: Option<Api>,
}

pub(super) fn run(args: &New) -> Result<(), Failure> {
    let New { action, dir, api } = args;
    let wanted = api.map(Api::protocol);
    let is_name = action.starts_with(|c: char| c.is_ascii_alphabetic())
        && action.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_name {
        return Err(Failure::usage(format!(
            "`{action}` is not an Action's name: ASCII letters and digits, such as DeleteVodFile"
        )));
    }
    std::fs::create_dir_all(dir)
        .map_err(|error| Failure::failed(format!("{}: {error}", dir.display())))?;
    let (page_file, index_file) = (dir.join(format!("{action}.md")), dir.join("README.md"));
    let protocol = if index_file.exists() {
        of_index(&spelled(&index_file), wanted)?
    } else {
        wanted.unwrap_or(Protocol::V3)
    };
    write(&page_file, &filled(page(protocol), action))?;
    output::print(format_args!("wrote {}", spelled(&page_file)))?;
    if index_file.exists() {
        return output::print(format_args!(
            "add to {}, under `## Actions`:\n- [{action}]({action}.md)",
            spelled(&index_file)
        ));
    }
    write(&index_file, &filled(index(protocol), action))?;
    output::print(format_args!("wrote {0}\nin Rust: vod_api::api!(\"{0}\");", spelled(&index_file)))
}

/// The protocol of a folder's index. Another one is refused: the index could not link to the page.
fn of_index(index: &str, wanted: Option<Protocol>) -> Result<Protocol, Failure> {
    let mut load = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
    let stated = protocol_of(index, &mut load);
    let Some(wanted) = wanted.filter(|wanted| *wanted != stated) else { return Ok(stated) };
    Err(Failure::usage(format!(
        "{index} is an index of {}, and no page of {} can stand in it\n  \
         give `--api {}`, or another folder with --dir",
        stated.title(),
        wanted.title(),
        stated.name()
    )))
}

/// The text with the Action's name, also in the anchors of its sections.
fn filled(text: &str, action: &str) -> String {
    text.replace(NAME, action).replace(&NAME.to_lowercase(), &action.to_lowercase())
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::failed(format!("{}: {error}", path.display())))
}
