//! `vod page explain`.

use clap::Parser;
use serde_json::json;
use vod_spec::codes::{CATALOGUE, Code, find};

use crate::output::{self, Failure, Ordered};

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod page explain V0012
  vod page explain             lists every code")]
pub(crate) struct Explain {
    /// The code that stands behind `error`, such as V0012
    code: Option<String>,
    /// Prints one JSON document on stdout
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(args: &Explain) -> Result<(), Failure> {
    let Some(code) = &args.code else {
        if args.json {
            let entry =
                |one: &Code| Ordered(vec![("code", json!(one.code)), ("title", json!(one.title))]);
            return output::document(&CATALOGUE.iter().map(entry).collect::<Vec<_>>());
        }
        let lines = CATALOGUE.iter().map(|one| format!("{}  {}", one.code, one.title));
        return output::print(lines.collect::<Vec<_>>().join("\n"));
    };
    let Some(found) = find(code) else {
        return Err(Failure::usage(format!(
            "`{code}` is no code of a mistake\n  `vod page explain` lists them all"
        )));
    };
    if args.json {
        let Code { code, title, story, said } = found;
        return output::ordered([
            ("code", json!(code)),
            ("title", json!(title)),
            ("story", json!(story)),
            ("said", json!(said)),
        ]);
    }
    output::print(told(found).trim_end())
}

/// The story, with what is said of its wrong page where that page stands.
fn told(code: &Code) -> String {
    match code.story.split_once("\n## Right\n") {
        Some((wrong, right)) => {
            let said = code.said.trim_end();
            format!("{wrong}\nwhich is told so:\n\n~~~~ text\n{said}\n~~~~\n\n## Right\n{right}")
        }
        None => code.story.to_owned(),
    }
}
