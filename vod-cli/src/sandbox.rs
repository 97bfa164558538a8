//! `vod sandbox`.

use std::time::Duration;

use serde_json::{Value, json};
use vod_sandbox::Counts;

use crate::args::Sandbox;
use crate::output::{self, Failure};
use crate::signals;

/// Serves until it is interrupted or told to end.
pub(crate) async fn run(args: Sandbox) -> Result<(), Failure> {
    // Asked for before the line is printed: who reads the line may send the signal at once.
    let ended = signals::ended()?;
    let mut builder = vod_sandbox::Sandbox::builder().listen(args.listen);
    builder = builder.forget_contents(args.forget);
    if let Some(dir) = args.dir {
        builder = builder.directory(dir);
    }
    if let Some(seconds) = args.certificate_life {
        builder = builder.certificate_life(Duration::from_secs(seconds.into()));
    }
    if let Some(seconds) = args.clock {
        builder = builder.clock(seconds);
    }
    if let Some(link) = args.link {
        builder = builder.link(link.bytes_per_second, link.latency);
    }
    builder = args.fault.into_iter().fold(builder, vod_sandbox::Builder::fault);
    builder = args.pages.into_iter().fold(builder, vod_sandbox::Builder::pages);
    builder = args.page.into_iter().fold(builder, vod_sandbox::Builder::page);
    let sandbox = builder.rate_limits(!args.no_rate_limits).start().await;
    let sandbox = sandbox.map_err(|error| {
        Failure::failed(format!("the sandbox cannot start at {}: {error}", args.listen))
    })?;
    let url = sandbox.url();
    if args.json {
        let line = json!({
            "url": url,
            "secretId": sandbox.secret_id(),
            "secretKey": sandbox.secret_key(),
        });
        output::print(line)?;
    } else {
        // Another shell does not have the pair that this one was given.
        let own = vod_sandbox::FIXED_PAIR.0 != sandbox.secret_id();
        let pair = if own { "VOD_SANDBOX_SECRET_ID=… VOD_SANDBOX_SECRET_KEY=… " } else { "" };
        output::print(format_args!(
            "VOD and COS at {url}\n\
             secret id  {}\n\
             secret key {}\n\
             try        {pair}vod upload clip.mp4 --sandbox={url}\n\
             Ctrl-C ends it.",
            sandbox.secret_id(),
            sandbox.secret_key()
        ))?;
    }
    ended.await;
    let counts = sandbox.stop().await;
    // Who read the first line may have left.
    let _ = if args.json { output::print(document(&counts)) } else { output::print(told(&counts)) };
    Ok(())
}

fn document(counts: &Counts) -> Value {
    json!({
        "requests": counts.requests,
        "connections": counts.connections,
        "faults": counts.faults,
        "received": counts.received,
        "byAction": counts.by_action,
    })
}

fn told(counts: &Counts) -> String {
    let Counts { requests, connections, faults, received, .. } = counts;
    format!(
        "requests {requests}, connections {connections}, faults {faults}, bytes received {received}"
    )
}
