//! `vod page new`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};
use vod_spec::protocol::Protocol;
use vod_spec::protocol_of;

use super::spelled;
use crate::output::{self, Failure};

/// Stands for the Action's name in the templates.
const NAME: &str = "ActionName";

/// A generation of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Api {
    V2,
    V3,
}

impl Api {
    /// A page that reads without a mistake as it stands.
    fn page(self) -> &'static str {
        match self {
            Self::V2 => include_str!("new.md"),
            Self::V3 => include_str!("new_v3.md"),
        }
    }

    /// An index with nothing in it but the first link.
    fn index(self) -> &'static str {
        match self {
            Self::V2 => include_str!("new_index.md"),
            Self::V3 => include_str!("new_index_v3.md"),
        }
    }

    fn protocol(self) -> Protocol {
        match self {
            Self::V2 => Protocol::V2,
            Self::V3 => Protocol::V3,
        }
    }
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page new DeleteVodFile              writes spec/DeleteVodFile.md
  vod page new DeleteVodFile --dir pages
  vod page new DeleteMedia --api v3 --dir spec/v3

Where the folder has no index yet, its README.md is written too. No file is overwritten.")]
pub(crate) struct New {
    /// Name of the Action, as the vendor calls it
    action: String,
    /// The folder of the pages
    #[arg(long, value_name = "DIR", default_value = "spec")]
    dir: PathBuf,
    /// Generation of the API
    #[arg(long, default_value = "v2")]
    api: Api,
}

pub(super) fn run(args: &New) -> Result<(), Failure> {
    let New { action, dir, api } = args;
    let is_name = action.starts_with(|c: char| c.is_ascii_alphabetic())
        && action.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_name {
        return Err(Failure::usage(format!(
            "`{action}` is not an Action's name: ASCII letters and digits, such as DeleteVodFile"
        )));
    }
    std::fs::create_dir_all(dir)
        .map_err(|error| Failure::failed(format!("{}: {error}", dir.display())))?;
    let (page, index) = (dir.join(format!("{action}.md")), dir.join("README.md"));
    if index.exists() {
        of_one_protocol(&spelled(&index), api.protocol())?;
    }
    write(&page, &filled(api.page(), action))?;
    output::print(format_args!("wrote {}", spelled(&page)))?;
    if index.exists() {
        return output::print(format_args!(
            "add to {}, under `## Actions`:\n- [{action}]({action}.md)",
            spelled(&index)
        ));
    }
    write(&index, &filled(api.index(), action))?;
    output::print(format_args!("wrote {0}\nin Rust: vod_api::api!(\"{0}\");", spelled(&index)))
}

/// Refuses a folder whose index is of another protocol: it could not link to the page.
fn of_one_protocol(index: &str, wanted: Protocol) -> Result<(), Failure> {
    let mut load = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
    let stated = protocol_of(index, &mut load);
    if stated == wanted {
        return Ok(());
    }
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
