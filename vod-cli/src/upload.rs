//! `vod upload`.

use serde_json::json;

use crate::args::Upload;
use crate::output::{self, Failure};
use crate::progress;

/// Uploads a video and says where it is. An interrupt stops it; nothing is committed then.
pub(crate) async fn run(args: Upload) -> Result<(), Failure> {
    let connection = args.target.connect(None).await?;
    let bar = progress::bar();
    let watched = bar.clone();
    let mut upload = connection
        .client
        .upload(&args.file)
        .on_progress(move |progress| progress::show(&watched, progress));
    if let Some(cover) = &args.cover {
        upload = upload.cover(cover);
    }
    if let Some(name) = &args.name {
        upload = upload.name(name);
    }
    if let Some(procedure) = &args.procedure {
        upload = upload.procedure(procedure);
    }
    let uploaded = tokio::select! {
        uploaded = upload.send() => uploaded,
        _ = tokio::signal::ctrl_c() => {
            bar.finish_and_clear();
            return Err(Failure::failed("interrupted; nothing was committed, run the same command again"));
        }
    };
    bar.finish_and_clear();
    let uploaded = uploaded?;
    for warning in &uploaded.warnings {
        eprintln!("warning: {warning}");
    }
    if args.json {
        output::document(&json!({
            "fileId": uploaded.file_id,
            "videoUrl": uploaded.video_url,
            "coverUrl": uploaded.cover_url,
            "bytes": uploaded.bytes,
            "warnings": uploaded.warnings,
        }));
        return Ok(());
    }
    println!("file id  {}", uploaded.file_id);
    if let Some(url) = &uploaded.video_url {
        println!("video    {url}");
    }
    if let Some(url) = &uploaded.cover_url {
        println!("cover    {url}");
    }
    println!("bytes    {}", uploaded.bytes);
    Ok(())
}
