//! `vod page`: pages checked, explained, expanded, begun, listed and shown.

mod check;
mod expand;
mod explain;
mod new;
mod show;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use vod_spec::{Reading, is_index, protocol_of, read, read_page, unlinked};

use crate::output::Failure;

#[derive(Debug, Parser)]
pub(crate) struct Page {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tells every mistake of pages, with its place and how to mend it
    Check(check::Check),
    /// Tells the longer story of a mistake by its code
    Explain(explain::Explain),
    /// Prints the Rust that the macro makes of a page
    Expand(expand::Expand),
    /// Writes a page to fill in
    New(new::New),
    /// Lists the Actions that have a page
    List(show::List),
    /// Prints the page of an Action
    Show(show::Show),
}

impl Page {
    pub(crate) fn json(&self) -> bool {
        match &self.command {
            Command::Check(args) => args.json,
            Command::Explain(args) => args.json,
            Command::List(args) => args.json,
            Command::Expand(_) | Command::New(_) | Command::Show(_) => false,
        }
    }
}

pub(crate) fn run(page: Page) -> Result<(), Failure> {
    match page.command {
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Expand(args) => expand::run(&args),
        Command::New(args) => new::run(&args),
        Command::List(args) => show::list(&args),
        Command::Show(args) => show::show(&args),
    }
}

/// When to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Reads a page: an index with every page it leads to, or an Action page by itself. An Action page
/// that lies beside an index which does not link to it is a mistake of the index's; the reading
/// that tells it comes second.
fn readings(file: &Path) -> Vec<Reading> {
    let file = if file.is_dir() { file.join("README.md") } else { file.to_owned() };
    let name = spelled(&file);
    let mut load = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
    let mut index = |path: &Path, beside: &[String]| {
        let found = std::fs::read(path).is_ok_and(|text| is_index(&text));
        found.then(|| {
            let mut reading = read(&spelled(path), &mut load);
            unlinked(&mut reading, beside.iter().map(String::as_str), &mut load);
            reading
        })
    };
    if let Some(reading) = index(&file, &beside(&file)) {
        return vec![reading];
    }
    let above = index(&file.with_file_name("README.md"), std::slice::from_ref(&name));
    let above = above.map(|mut reading| {
        reading.diagnostics.retain(|one| one.code == "V0018");
        reading
    });
    let own = read_page(&name, protocol_of(&name, &mut load), &mut load);
    std::iter::once(own).chain(above).collect()
}

/// The Markdown files of a file's folder, as that file is spelled.
fn beside(file: &Path) -> Vec<String> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten();
    let files = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let siblings = pages.filter_map(|path| Some(file.with_file_name(path.file_name()?)));
    let mut names: Vec<String> = siblings.map(|path| spelled(&path)).collect();
    names.sort();
    names
}

/// A path with `/` between its parts, as pages link to each other.
fn spelled(path: &Path) -> String {
    let path: PathBuf = path.components().collect();
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
