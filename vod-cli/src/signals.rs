//! What ends the command from outside: Ctrl-C, and SIGTERM and a terminal that closes where there
//! are such.

use crate::output::Failure;

/// What a process is sent whose file grows past the limit that its shell has set, on Linux and macOS.
#[cfg(unix)]
const SIGXFSZ: i32 = 25;

/// Comes to pass with the first such signal. From this call on none of them ends the process by
/// itself.
#[cfg(unix)]
pub(crate) fn ended() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| {
        signal(kind).map_err(|error| Failure::failed(format!("signals cannot be heard: {error}")))
    };
    let (mut terminate, mut interrupt) =
        (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    // Heard, a file that may not grow any more is an error where it is written.
    drop(listen(SignalKind::from_raw(SIGXFSZ))?);
    // Who is meant to outlive the terminal does not listen.
    let mut hangup = if is_hangup_ignored() { None } else { Some(listen(SignalKind::hangup())?) };
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            Some(()) = async { hangup.as_mut()?.recv().await } => {}
        }
    })
}

/// Whether the command was started by `nohup` or the like. Where that cannot be seen, it is left to
/// the system what a hangup does.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|set| u64::from_str_radix(set.trim(), 16).ok());
    // The first signal has the lowest bit.
    ignored.is_none_or(|set| set & 1 != 0)
}

/// Comes to pass with Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn ended() -> Result<impl Future<Output = ()>, Failure> {
    Ok(async {
        // An error means that no signal can come; then only a kill ends it.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
