//! `vod upload`.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use vod_api::{Control, Error, FileFault, Progress, Runtime, Stage, Stamp, Uploaded, v2, v3};

use crate::args::{Api, EMBEDDED, Upload};
use crate::output::{self, Failure};
use crate::progress::Shown;
use crate::target::Manner;
use crate::{dry_run, signals, source};

/// Uploads a video and says where it is. A signal stops it and says what may have been done.
pub(crate) async fn run(args: Upload) -> Result<(), Failure> {
    args.target.fits(args.api.protocol())?;
    source::check(&args)?;
    if args.dry_run {
        let runtime = args.target.offline(Manner::default())?;
        let plan = upload(&Client::of(args.api, &runtime), &args).plan().await.map_err(told)?;
        let prepared = plan.request.prepare(&runtime, Stamp::now())?;
        return dry_run::upload(&prepared, &plan, args.json);
    }
    let ended = signals::ended()?;
    let shown = Shown::new(args.no_progress, args.bandwidth);
    let (observer, control) = (shown.observer(), Control::new());
    let state = state(&args);
    let sending = async {
        let connection = args.target.connect(Manner::default()).await?;
        let client = Client::of(args.api, &connection.runtime);
        let mut upload = upload(&client, &args).control(&control);
        if let Some(folder) = &state {
            upload = upload.resume_in(folder);
        }
        upload.on_progress(observer).send().await.map_err(told)
    };
    let mut sending = std::pin::pin!(sending);
    let uploaded = tokio::select! {
        // What came to its end is told, whatever came with it.
        biased;
        uploaded = &mut sending => uploaded.map_err(|failure| match shown.last() {
            Some(at) if at.resumable && at.stage == Stage::Commit => failure.and_then(CONFIRMS),
            Some(at) if at.resumable => failure.and_then(GOES_ON),
            _ => failure,
        }),
        () = ended => {
            control.cancel();
            // It gives its parts up, or hears what became of its confirmation.
            match tokio::time::timeout(GRACE, &mut sending).await {
                Ok(Ok(uploaded)) => Ok(uploaded),
                _ => Err(interrupted(shown.last())),
            }
        }
    };
    // Nothing else is told beside the bar.
    drop(shown);
    let uploaded = uploaded?;
    for warning in &uploaded.warnings {
        output::tell(format_args!("warning: {}", output::visible(warning)));
    }
    let told = if args.json { document(&uploaded) } else { lines(&uploaded) };
    told.map_err(|mut failure| {
        // The video is at VOD: its id must not be lost with stdout.
        failure.message = format!("{}; uploaded as {}", failure.message, uploaded.file_id);
        failure
    })
}

/// How long an upload has to end after a signal.
const GRACE: Duration = Duration::from_secs(2);

/// What a signal leaves behind.
fn interrupted(last: Option<Progress>) -> Failure {
    let confirming = last.is_some_and(|at| at.stage == Stage::Commit);
    let resumable = last.is_some_and(|at| at.resumable);
    let message = if confirming {
        "interrupted while VOD was asked to confirm; the video may have been taken over"
    } else {
        "interrupted; nothing was committed"
    };
    let step = match (confirming, resumable) {
        (true, true) => CONFIRMS,
        (true, false) => {
            "look for the video, such as by `vod call SearchMedia`, before it goes again"
        }
        (false, true) => GOES_ON,
        (false, false) => "run the same command again: it begins anew",
    };
    Failure::interrupted(message, !confirming, step)
}

/// What is to be done where an upload is remembered that may have been confirmed.
const CONFIRMS: &str =
    "run the same command again: it confirms the video, or tells that it may be there already";

/// What is to be done where one is remembered that was not.
const GOES_ON: &str = "run the same command again: it goes on with what COS has";

/// Where uploads are remembered; nowhere those to a sandbox that ends with the command.
fn state(args: &Upload) -> Option<PathBuf> {
    if args.no_resume || args.target.sandbox.as_deref() == Some(EMBEDDED) {
        return None;
    }
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let of_home = || Some(PathBuf::from(set("HOME")?).join(".local/state"));
    let of_system = || set("XDG_STATE_HOME").or_else(|| set("LOCALAPPDATA")).map(PathBuf::from);
    args.state_dir.clone().or_else(|| Some(of_system().or_else(of_home)?.join("vod")))
}

/// A client of either generation.
enum Client {
    V2(v2::Client),
    V3(v3::Client),
}

impl Client {
    fn of(api: Api, runtime: &Runtime) -> Self {
        let runtime = runtime.clone();
        match api {
            Api::V2 => Self::V2(runtime.into()),
            Api::V3 => Self::V3(runtime.into()),
        }
    }
}

/// The upload that the words name.
fn upload<'c>(client: &'c Client, args: &Upload) -> vod_api::Upload<'c> {
    let video = source::of(&args.file);
    let mut upload = match client {
        Client::V2(client) => client.upload(video),
        Client::V3(client) => client.upload(video),
    };
    if let Some(video_type) = &args.video_type {
        upload = upload.video_type(video_type);
    }
    if let Some(cover) = &args.cover {
        upload = upload.cover(source::of(cover));
    }
    if let Some(cover_type) = &args.cover_type {
        upload = upload.cover_type(cover_type);
    }
    if let Some(name) = &args.name {
        upload = upload.name(name);
    }
    if let Some(procedure) = &args.procedure {
        upload = upload.procedure(procedure);
    }
    if let Some(id) = args.sub_app_id {
        upload = upload.sub_app_id(id);
    }
    if let Some(bytes) = args.part_size {
        upload = upload.part_size(bytes);
    }
    if let Some(most) = args.connections {
        upload = upload.connections(most.into());
    }
    if let Some(bytes) = args.bandwidth {
        upload = upload.bandwidth(bytes);
    }
    upload
}

/// An error, with the option that mends it.
fn told(error: Error) -> Failure {
    let Error::File(file) = &error else { return error.into() };
    let option = match file.fault {
        FileFault::NoVideoType => "--type, such as --type mp4",
        FileFault::NoCoverType => "--cover-type, such as --cover-type jpg",
        _ => return error.into(),
    };
    let path = file.path.to_string_lossy();
    Failure::usage(format!("{}: {}; give it with {option}", output::line(&path), file.what))
}

fn document(uploaded: &Uploaded) -> Result<(), Failure> {
    output::ordered([
        ("fileId", json!(uploaded.file_id)),
        ("videoUrl", json!(uploaded.video_url)),
        ("coverUrl", json!(uploaded.cover_url)),
        ("bytes", json!(uploaded.bytes)),
        ("warnings", json!(uploaded.warnings)),
    ])
}

fn lines(uploaded: &Uploaded) -> Result<(), Failure> {
    let mut lines = vec![format!("file id  {}", uploaded.file_id)];
    lines.extend(uploaded.video_url.iter().map(|url| format!("video    {url}")));
    lines.extend(uploaded.cover_url.iter().map(|url| format!("cover    {url}")));
    lines.push(format!("bytes    {}", uploaded.bytes));
    output::print(output::visible(&lines.join("\n")))
}
