//! The `vod` command: uploads a video, calls an Action, runs a sandbox, checks pages.

mod args;
mod call;
mod dry_run;
mod output;
mod page;
mod pages;
mod progress;
mod sandbox;
mod signals;
mod source;
mod target;
mod upload;
mod verbose;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};

/// So many blocks of a file are read at once at most. Each thread has a stack, and tokio's own limit is
/// hundreds.
const READERS: usize = 32;

fn main() -> ExitCode {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = match runtime.enable_all().max_blocking_threads(READERS).build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::tell(format_args!("error: the command cannot start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let exit = runtime.block_on(command());
    // A lookup of a name that is still under way must not hold up a command that was interrupted.
    runtime.shutdown_background();
    exit
}

async fn command() -> ExitCode {
    let Args { verbose, command } = Args::parse();
    verbose::listen(verbose);
    let (json, done) = match command {
        Command::Upload(args) => (args.json, upload::run(args).await),
        Command::Call(args) => (args.json, call::run(args).await),
        Command::Sandbox(args) => (args.json, sandbox::run(args).await),
        Command::Page(args) => (args.json(), page::run(args)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::failure(&failure, json);
            ExitCode::from(failure.exit)
        }
    }
}
