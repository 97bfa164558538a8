//! The words of the command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::page::Page;

/// Tencent Cloud VOD from a shell: upload a video, call an Action, run a sandbox
#[derive(Debug, Parser)]
#[command(
    name = "vod",
    version,
    propagate_version = true,
    after_help = "\
Keys come from TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and, for temporary keys,
TENCENTCLOUD_TOKEN. With --sandbox no keys are needed.

Try it without an account:
  vod upload clip.mp4 --sandbox"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Uploads a video: ApplyUpload, the files to COS, CommitUpload
    Upload(Upload),
    /// Calls any Action that has a page
    Call(Call),
    /// Runs VOD and COS on loopback
    Sandbox(Sandbox),
    /// Checks, explains, expands and writes pages
    Page(Page),
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod upload holiday.mp4 --cover holiday.jpg
  vod upload clip.mp4 --sandbox --json
  vod upload clip.mp4 --sandbox=http://127.0.0.1:8080
  vod upload recording --type mp4 --dry-run

A dry run looks at the files and sends nothing. Without keys in the environment it signs with the
sandbox's.")]
pub(crate) struct Upload {
    /// The video
    pub(crate) file: PathBuf,
    /// The video's type, such as mp4 [default: the file's extension]
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) video_type: Option<String>,
    /// A cover image
    #[arg(long, value_name = "FILE")]
    pub(crate) cover: Option<PathBuf>,
    /// The cover's type, such as jpg [default: the file's extension]
    #[arg(long, value_name = "TYPE", requires = "cover")]
    pub(crate) cover_type: Option<String>,
    /// The video's name at VOD [default: the file's name without its extension]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What VOD does with the video afterwards: a task flow
    #[arg(long)]
    pub(crate) procedure: Option<String>,
    /// Shows what would be sent; sends nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Prints one JSON document on stdout
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod call ApplyUpload videoType=mp4 coverType=jpg --dry-run
  vod call ApplyUpload videoType=mp4 --extra SubAppId=1500001
  vod call DescribeClass --page spec/DescribeClass.md --sandbox

A nested parameter is dotted (video.codec=h264), an item of an array numbered (tags.0=a).
A dry run sends nothing. Without keys in the environment it signs with the sandbox's.")]
pub(crate) struct Call {
    /// Name of the Action, such as ApplyUpload
    pub(crate) action: String,
    /// Its parameters, checked against its page before anything is sent
    #[arg(value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) parameters: Vec<(String, String)>,
    /// A parameter that the page does not know
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) extra: Vec<(String, String)>,
    /// A page of your own that says what the Action takes
    #[arg(long, value_name = "FILE")]
    pub(crate) page: Option<PathBuf>,
    /// Shows the request and what was signed; sends nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The nonce, instead of a random one
    #[arg(long, requires = "dry_run")]
    pub(crate) nonce: Option<u64>,
    /// Unix seconds, instead of now
    #[arg(long, requires = "dry_run")]
    pub(crate) timestamp: Option<u64>,
    /// GET or POST, instead of what fits the request
    #[arg(long)]
    pub(crate) method: Option<Method>,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Prints one JSON document on stdout
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod sandbox --listen 127.0.0.1:8080 --dir objects
  vod sandbox --pages spec/README.md
  VOD_SANDBOX_SECRET_ID=id VOD_SANDBOX_SECRET_KEY=key vod sandbox --json")]
pub(crate) struct Sandbox {
    /// Where to listen; loopback only, port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Keeps objects in this folder instead of in memory
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Serves the Actions of this index page of yours too; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) pages: Vec<PathBuf>,
    /// Serves the Action of this one page of yours too; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) page: Vec<PathBuf>,
    /// Lets Actions be called more often than their pages say
    #[arg(long)]
    pub(crate) no_rate_limits: bool,
    /// How long the key pair is good that ApplyUpload of API 3.0 lends, instead of two hours
    #[arg(long, value_name = "SECONDS")]
    pub(crate) certificate_life: Option<u32>,
    /// Prints one line {"url","secretId","secretKey"} when it is ready; API 3.0 is at url itself,
    /// API 2.0 below it at /v2/index.php
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which server, and which generation of its API.
#[derive(Debug, Parser)]
pub(crate) struct Target {
    #[arg(
        long,
        value_name = "URL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        help = "Uses a sandbox inside this process, or the one that runs at URL. The one at URL is \
                called with the key pair of VOD_SANDBOX_SECRET_ID and VOD_SANDBOX_SECRET_KEY if \
                both are set, else with the fixed pair that a sandbox has"
    )]
    pub(crate) sandbox: Option<String>,
    /// The common parameter Region; VOD works without it
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Generation of the API
    #[arg(long, default_value = "v2")]
    pub(crate) api: Api,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Api {
    V2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    Get,
    Post,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("a parameter is given as key=value".to_owned()),
    }
}
