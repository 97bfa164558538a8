//! A bar on the terminal.

use std::io::IsTerminal as _;
use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressStyle};
use vod_api::{Progress, Stage};

/// The one bar that a command has.
static BAR: OnceLock<ProgressBar> = OnceLock::new();

/// A bar on stderr where stderr is a terminal, else nothing.
pub(crate) fn bar() -> ProgressBar {
    BAR.get_or_init(new).clone()
}

/// Takes the bar away while something else is written to stderr.
pub(crate) fn aside<T>(write: impl FnOnce() -> T) -> T {
    match BAR.get() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

fn new() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let template = "{msg:8} [{wide_bar}] {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}";
    // The template is fixed; were it wrong, the plain bar would serve.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}

/// Shows how far an upload is.
pub(crate) fn show(bar: &ProgressBar, progress: Progress) {
    match progress.total {
        Some(total) => bar.set_length(total),
        None => bar.unset_length(),
    }
    bar.set_position(progress.sent);
    bar.set_message(match progress.stage {
        Stage::Apply => "reserve",
        Stage::Video => "video",
        Stage::Cover => "cover",
        Stage::Commit => "confirm",
        _ => "",
    });
}
