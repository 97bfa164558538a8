//! The words of the command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use vod_sandbox::{Fault, Link};
use vod_spec::protocol::Protocol;

use crate::page::Page;

/// Tencent Cloud VOD from a shell: upload a video, call an Action, run a sandbox
#[derive(Debug, Parser)]
#[command(
    name = "vod",
    version,
    propagate_version = true,
    after_help = "\
Keys come from TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and, for temporary keys,
TENCENTCLOUD_TOKEN; else from a profile in ~/.tencentcloud/credentials or of tccli; else, on an
instance of CVM, from its role. With --sandbox no keys are needed.

Try it without an account:
  vod upload clip.mp4 --sandbox

It speaks API 3.0 unless --api v2 says otherwise. API 2.0 is retired: its vendor announced the end
for 2022-11-30, and accounts opened since 2023 cannot call it.

Exit codes: 0 done, 1 failed or interrupted, 2 asked wrongly."
)]
pub(crate) struct Args {
    /// Tells on stderr what the client does: waits, tries again, takes keys from where; and what it
    /// came to. -vv tells every call and try too, -vvv all there is to tell
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
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
  vod upload clip.mp4 --sub-app-id 1500041207 --procedure LongVideoPreset
  vod upload recording --type mp4 --dry-run
  vod upload clip.mp4 --api v2 --sandbox
  vod upload film.mkv --bandwidth 5MB
  ffmpeg -i talk.mov -f mpegts - | vod upload - --type ts --name talk
  vod upload https://media.example/talk.mp4
  vod upload -- -1.mp4
  nohup vod upload film.mkv --json > film.json 2> film.log &

A file over 8 MiB goes in parts, each byte read once and checked against COS's CRC-64. An upload
that was interrupted, by Ctrl-C or a crash, goes on where it ended when the same command is run
again. What it takes for that (the session and the key pair that VOD lent for it, the parts that
COS has) is kept in a file that only you can read, until the video is confirmed. A network that
fails on the way is waited for, up to five minutes.

What it shows meanwhile: bytes, speed and time left, connections, what was sent again (retries),
whether the server slows it or --bandwidth holds it, and what COS had of an earlier upload.

What comes by a pipe or from an address passes through memory, part by part; nothing is written to
disk, and an upload of it that was interrupted begins anew.

A dry run looks at the files and sends nothing. Without keys in the environment it signs with the
sandbox's.")]
#[allow(clippy::struct_excessive_bools, reason = "each is a word of the command line")]
pub(crate) struct Upload {
    /// The video: a file, an http or https address, or - for standard input. A file whose name begins
    /// with - comes last, behind a -- of its own
    pub(crate) file: PathBuf,
    /// The video's type, such as mp4 [default: the extension; of an address else its Content-Type]
    #[arg(long = "type", value_name = "TYPE", value_parser = extension)]
    pub(crate) video_type: Option<String>,
    /// A cover image, such as holiday.jpg: a file or an address
    #[arg(long, value_name = "FILE")]
    pub(crate) cover: Option<PathBuf>,
    /// The cover's type, such as jpg [default: the file's extension]
    #[arg(long, value_name = "TYPE", requires = "cover", value_parser = extension)]
    pub(crate) cover_type: Option<String>,
    /// The video's name at VOD, such as "A day at sea"
    /// [default: the file's name without its extension]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What VOD does with the video afterwards: a task flow, by its name
    #[arg(long)]
    pub(crate) procedure: Option<String>,
    /// The VOD application, such as 1500041207; needed if the account activated VOD on or after 2023-12-25
    #[arg(long, value_name = "ID", value_parser = sub_app_id)]
    pub(crate) sub_app_id: Option<u64>,
    /// How long the parts of a large file are, such as 16MiB; COS takes 1MiB to 5GiB
    /// [default: a 128th of the file, from 1MiB to 64MiB, and shorter at its beginning and its end].
    /// What is no file waits in memory part by part: it takes as much memory as a part is long
    #[arg(long, value_name = "BYTES", value_parser = part_size)]
    pub(crate) part_size: Option<u64>,
    /// How many connections there are at most, such as 4; there are 16 at first, and more as long as more carry
    /// more [default: 32]
    #[arg(long, value_name = "N", value_parser = connections)]
    pub(crate) connections: Option<u16>,
    /// How many bytes a second go out at most over all connections, such as 5MB or 512KiB
    #[arg(long, value_name = "BYTES", value_parser = rate)]
    pub(crate) bandwidth: Option<u64>,
    /// Where an upload is remembered, so that the same command goes on where it ended
    /// [default: `vod` in `XDG_STATE_HOME`, else in ~/.local/state]
    #[arg(long, value_name = "DIR", conflicts_with = "no_resume")]
    pub(crate) state_dir: Option<PathBuf>,
    /// Remembers nothing, and gives up what COS has when it is interrupted
    #[arg(long)]
    pub(crate) no_resume: bool,
    /// Shows no bar on a terminal, and elsewhere none of the lines that tell every ten seconds how
    /// far it is; both go to stderr, with --json too
    #[arg(long)]
    pub(crate) no_progress: bool,
    /// Generation of the API
    #[arg(long, default_value = "v3")]
    pub(crate) api: Api,
    /// Shows what would be sent; sends nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Prints one JSON document on stdout, of a failure too
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  vod call DescribeMediaInfos FileIds=5285485491730284163 FileIds=5285485491730284164
  vod call ProcessMedia FileId=528 MediaProcessTask.TranscodeTaskSet.0.Definition=100030
  vod call SearchMedia --body request.json
  vod call ApplyUpload MediaType=mp4 --dry-run --json --timestamp 1795500000
  vod call ApplyUpload videoType=mp4 --api v2 --extra SubAppId=1500041207
  vod call DescribeClass --page spec/DescribeClass.md --sandbox

What a value becomes is said by the page of the Action, which `vod page show ACTION` prints. In API
3.0 a text stays text where the page says String, whatever it looks like; a whole array or object is
given as JSON:
  FileIds=1 FileIds=2              several items, in their order
  FileIds.0=1 FileIds.1=2          the same, numbered
  FileIds='[\"1\", \"2\"]'             the same, as JSON
  Filter.Name=x                    a field of an object; or Filter='{\"Name\": \"x\"}'
A value of --extra goes as JSON if it is JSON (7, true, {}), else as text.
In API 2.0 a nested parameter is dotted (video.codec=h264), an item of an array numbered (tags.0=a).

The Action is looked for in the pages of API 3.0 first, then of 2.0; `vod page list` shows both. A
name that both have, such as ApplyUpload, is that of API 3.0 unless --api v2 is given.
A dry run sends nothing. Without keys in the environment it signs with the sandbox's.")]
pub(crate) struct Call {
    /// Name of the Action, such as DescribeMediaInfos
    pub(crate) action: String,
    /// Its parameters, checked against its page before anything is sent
    #[arg(value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) parameters: Vec<(String, String)>,
    /// All parameters as one JSON object, from a file or - for stdin; of API 3.0
    #[arg(long, value_name = "FILE", conflicts_with = "parameters")]
    pub(crate) body: Option<PathBuf>,
    /// A parameter that the page does not know
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) extra: Vec<(String, String)>,
    /// Generation of the API [default: that of the pages which have the Action, v3 before v2]
    #[arg(long)]
    pub(crate) api: Option<Api>,
    /// A page of your own that says what the Action takes; it shows which generation it is of
    #[arg(long, value_name = "FILE")]
    pub(crate) page: Option<PathBuf>,
    /// Shows the request and what was signed; sends nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The nonce of API 2.0, instead of a random one
    #[arg(long, requires = "dry_run")]
    pub(crate) nonce: Option<u64>,
    /// Unix seconds, instead of now
    #[arg(long, requires = "dry_run")]
    pub(crate) timestamp: Option<u64>,
    /// GET or POST of API 2.0, instead of what fits the request; API 3.0 goes by POST
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
  vod sandbox --fault 'ApplyUpload: status=503 retry-after=2, first=2'
  vod sandbox --fault 'CommitUpload: cut-after, first=1' --fault 'cos:PUT: delay=5s, chance=30%'
  VOD_SANDBOX_SECRET_ID=id VOD_SANDBOX_SECRET_KEY=key vod sandbox --json

A fault is TARGET: WORD WORD …, blanks or commas between the words:
  TARGET: an Action, cos, or a method of it as in cos:PUT; every request when it is left out
  one of, and the request is not carried out: status=N, refuse=CODE, garbage, cut-before[=N]
  one of, and it is: delay=TIME, rate=N/s, cut-after, cut-body=N, slow-body=N/TIME, stall=N/TIME,
    wrong-length[=N]
  one of, where COS does such things: wrong-etag, wrong-crc, lose, late-refuse=CODE
  beside any of them: delay=TIME, rate=N/s, retry-after=N
  beside status, refuse, garbage and late-refuse: handled, the request is carried out all the same
  of the requests to its target: after=N, first=N, every=N, chance=P% and its seed=N
Times are 200ms, 1.5s, 2min, rates 100/s, 512KiB/s, 60MB/s. A refusal takes the form of the
protocol: RequestLimitExceeded is 4400 in API 2.0, SlowDown is XML and 503 of COS. The first fault
that strikes a request has it. A request may bring one of its own in the header X-Sandbox-Fault;
then no other counts.")]
pub(crate) struct Sandbox {
    /// Where to listen; loopback only, port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Keeps objects in this folder instead of in memory
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Keeps of an object's content its length and its checksums alone: a large file needs no memory
    #[arg(long, conflicts_with = "dir")]
    pub(crate) forget: bool,
    /// Serves the Actions of this index page of yours too; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) pages: Vec<PathBuf>,
    /// Serves the Action of this one page of yours too; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) page: Vec<PathBuf>,
    /// Lets Actions be called more often than their pages say
    #[arg(long)]
    pub(crate) no_rate_limits: bool,
    /// Misbehaves in this way too, as told below; may be given again
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<Fault>,
    /// Seems to be at the other end of a slow line: what each connection takes in a second, and how
    /// much later answers come, such as 60MB/s,20ms
    #[arg(long, value_name = "RATE,TIME")]
    pub(crate) link: Option<Link>,
    /// Sets its clock so many seconds ahead of the machine's, or behind
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub(crate) clock: Option<i64>,
    /// How long the key pair is good that ApplyUpload of API 3.0 lends, instead of two hours
    #[arg(long, value_name = "SECONDS")]
    pub(crate) certificate_life: Option<u32>,
    /// Prints one line {"url","secretId","secretKey"} when it is ready; API 3.0 is at url itself,
    /// API 2.0 below it at /v2/index.php. When it is told to end, one more that counts what came:
    /// {"requests","connections","faults","received","byAction"}, bytes of bodies as "received"
    #[arg(long)]
    pub(crate) json: bool,
}

/// The sandbox inside this process, where an address could be.
pub(crate) const EMBEDDED: &str = "embedded";

/// Which server, and how it is called.
#[derive(Debug, Parser)]
pub(crate) struct Target {
    #[arg(
        long,
        value_name = "URL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = EMBEDDED,
        value_parser = sandbox,
        help = "Uses a sandbox inside this process, or the one that runs at URL. The one at URL is \
                called with the key pair of VOD_SANDBOX_SECRET_ID and VOD_SANDBOX_SECRET_KEY if \
                both are set, else with the fixed pair that a sandbox has"
    )]
    pub(crate) sandbox: Option<String>,
    /// Signs with the keys of this profile, of ~/.tencentcloud/credentials or of tccli
    #[arg(long, value_name = "NAME", conflicts_with = "sandbox")]
    pub(crate) profile: Option<String>,
    /// The region of the call, such as ap-guangzhou; VOD works without it
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Language of the messages of API 3.0: zh-CN or en-US
    #[arg(long)]
    pub(crate) language: Option<String>,
}

/// A generation of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Api {
    /// API 3.0
    V3,
    /// API 2.0, which is retired
    V2,
}

impl Api {
    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Self::V2 => Protocol::V2,
            Self::V3 => Protocol::V3,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    Get,
    Post,
}

/// A type as VOD is told it: `mp4`, of `.MP4` too.
/// A script whose variable is empty means no sandbox of its own.
fn sandbox(text: &str) -> Result<String, String> {
    match text {
        "" => Err("give the address that `vod sandbox` prints, or no = for one in here".to_owned()),
        text => Ok(text.to_owned()),
    }
}

fn connections(text: &str) -> Result<u16, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| format!("write a number from 1 to {}, such as 4", u16::MAX))
}

fn sub_app_id(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write its number, such as 1500041207".to_owned())
}

fn extension(text: &str) -> Result<String, String> {
    let extension = text.strip_prefix('.').unwrap_or(text).to_ascii_lowercase();
    if extension.is_empty() || !extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("write the extension of such files, as in mp4".to_owned());
    }
    Ok(extension)
}

/// The length of a part, within what COS takes. Source: vendor document 436/7750.
fn part_size(text: &str) -> Result<u64, String> {
    let length = bytes(text)?;
    if !((1 << 20)..=(5 << 30)).contains(&length) {
        return Err("COS takes parts from 1MiB to 5GiB".to_owned());
    }
    Ok(length)
}

/// Bytes a second: `5MB`, `5MB/s`.
fn rate(text: &str) -> Result<u64, String> {
    bytes(text.strip_suffix("/s").unwrap_or(text))
}

/// A number of bytes: `1000`, `512KiB`, `5MB`.
fn bytes(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.get(digits.len()..).unwrap_or_default() {
        "" | "B" => 1,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return Err("write bytes such as 1000000, 512KiB, 5MB or 1GiB".to_owned()),
    };
    let number = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    let number = number.filter(|number| *number > 0);
    number.ok_or_else(|| "write bytes such as 1000000, 512KiB, 5MB or 1GiB".to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("a parameter is given as key=value".to_owned()),
    }
}
