//! The `vod` command: uploads a video, calls an Action, runs a sandbox, checks pages.

mod args;
mod call;
mod output;
mod page;
mod pages;
mod progress;
mod sandbox;
mod target;
mod upload;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};

#[tokio::main]
async fn main() -> ExitCode {
    let (json, done) = match Args::parse().command {
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
