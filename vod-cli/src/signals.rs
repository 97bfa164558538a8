//! What ends the command from outside: Ctrl-C, and SIGTERM where there is one.

use crate::output::Failure;

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
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
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
