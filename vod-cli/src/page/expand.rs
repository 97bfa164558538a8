//! `vod page expand`.

use std::path::PathBuf;

use clap::Parser;
use vod_codegen::Options;

use super::readings;
use crate::output::{self, Failure};

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page expand spec/README.md          the whole client
  vod page expand spec/DeleteVodFile.md   one Action")]
pub(crate) struct Expand {
    /// An index page or an Action page
    file: PathBuf,
    /// The path by which the code names vod-api
    #[arg(long = "crate", value_name = "PATH", default_value = "::vod_api")]
    krate: String,
}

pub(super) fn run(args: &Expand) -> Result<(), Failure> {
    let krate = args.krate.parse().map_err(|_| {
        Failure::usage(format!("`{}` is no path of a crate, such as ::vod_api", args.krate))
    })?;
    let readings = readings(&args.file);
    let mistakes = readings.iter().map(|one| one.diagnostics.render(&one.sources));
    let mistakes: String = mistakes.collect();
    if !mistakes.is_empty() {
        return Err(Failure::failed(format!(
            "nothing is made of a page with mistakes\n\n{}",
            mistakes.trim_end()
        )));
    }
    let Some(reading) = readings.first() else { return Ok(()) };
    let text = vod_codegen::print(&reading.api, &Options { krate, messages: true });
    output::print(text.trim_end())
}
