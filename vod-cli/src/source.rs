//! What `vod upload` is given to send: a file, standard input, an address.

use std::io::{IsTerminal as _, stdin};
use std::path::Path;

use vod_api::Source;

use crate::args::Upload;
use crate::output::Failure;

/// What a word of the command names.
pub(crate) fn of(given: &Path) -> Source {
    if is_stdin(given) {
        let source = Source::blocking_reader(stdin());
        return match length_of_stdin() {
            Some(length) => source.length(length),
            None => source,
        };
    }
    match address(given) {
        Some(address) => Source::url(address),
        None => Source::file(given),
    }
}

/// Whether what was given can be read at all.
pub(crate) fn check(args: &Upload) -> Result<(), Failure> {
    let cover = args.cover.as_deref();
    if cover.is_some_and(is_stdin) {
        let what =
            "--cover - is not taken: standard input is for the video; give a file or an address";
        return Err(Failure::usage(what.to_owned()));
    }
    if is_stdin(&args.file) && !args.dry_run && stdin().is_terminal() {
        let what = "standard input is a terminal; pipe a video into it, \
                    such as `vod upload - --type mp4 < video`";
        return Err(Failure::usage(what.to_owned()));
    }
    Ok(())
}

fn is_stdin(given: &Path) -> bool {
    given.as_os_str() == "-"
}

fn address(given: &Path) -> Option<&str> {
    let text = given.to_str()?;
    let scheme = text.split_once("://")?.0;
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(text)
}

/// How much is left of standard input, if it is a file.
#[cfg(unix)]
fn length_of_stdin() -> Option<u64> {
    use std::fs::File;
    use std::io::Seek as _;
    use std::os::fd::AsFd as _;
    let mut file = File::from(stdin().as_fd().try_clone_to_owned().ok()?);
    let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    metadata.len().checked_sub(file.stream_position().ok()?)
}

#[cfg(not(unix))]
fn length_of_stdin() -> Option<u64> {
    None
}
