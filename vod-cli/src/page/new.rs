//! `vod page new`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Parser;

use super::spelled;
use crate::output::{self, Failure};

/// A page that reads without a mistake as it stands.
const PAGE: &str = include_str!("new.md");
/// An index with nothing in it but the first link.
const INDEX: &str = include_str!("new_index.md");
/// Stands for the Action's name in both.
const NAME: &str = "ActionName";

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page new DeleteVodFile              writes spec/DeleteVodFile.md
  vod page new DeleteVodFile --dir pages

Where the folder has no index yet, its README.md is written too. No file is overwritten.")]
pub(crate) struct New {
    /// Name of the Action, as the vendor calls it
    action: String,
    /// The folder of the pages
    #[arg(long, value_name = "DIR", default_value = "spec")]
    dir: PathBuf,
}

pub(super) fn run(args: &New) -> Result<(), Failure> {
    let New { action, dir } = args;
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
    write(&page, &filled(PAGE, action))?;
    output::print(format_args!("wrote {}", spelled(&page)))?;
    if index.exists() {
        return output::print(format_args!(
            "add to {}, under `## Actions`:\n- [{action}]({action}.md)",
            spelled(&index)
        ));
    }
    write(&index, &filled(INDEX, action))?;
    output::print(format_args!("wrote {0}\nin Rust: vod_api::api!(\"{0}\");", spelled(&index)))
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
