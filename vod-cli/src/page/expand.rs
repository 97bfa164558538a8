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
    let items = vod_codegen::expand(&reading.api, &Options { krate, messages: true });
    // It would be a mistake of ours if the expansion were not Rust; then it is shown as it is.
    let text = match syn::parse2(items.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => items.to_string(),
    };
    output::print(text.trim_end())
}
