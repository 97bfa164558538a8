//! The listener and its connections.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::answer::answer;
use crate::arrival::Connection;
use crate::pace::Pace;
use crate::state::State;
use crate::wire::{Flushes, Wire};

/// How long a stop waits for answers under way.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long nothing is accepted after the machine could not give a connection.
const PAUSE: Duration = Duration::from_millis(100);

/// The task that serves; dropped, it ends by itself.
pub(crate) struct Server {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Takes the address, which must be a loopback one: the sandbox's keys are no secret.
pub(crate) async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    if !address.ip().is_loopback() {
        let message = format!("the sandbox listens on loopback only, not on {}", address.ip());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    TcpListener::bind(address).await
}

/// Serves in a task of the current runtime.
pub(crate) fn serve(listener: TcpListener, state: Arc<State>) -> Server {
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(accept(listener, state, stopped));
    Server { stop, task }
}

impl Server {
    pub(crate) async fn stop(self) {
        drop(self.stop);
        let task = self.task.abort_handle();
        if tokio::time::timeout(PATIENCE, self.task).await.is_err() {
            task.abort();
        }
    }
}

/// Accepts until it is stopped, then waits for the connections to end. Its own end is theirs.
async fn accept(listener: TcpListener, state: Arc<State>, mut stopped: oneshot::Receiver<()>) {
    let (stop, _) = watch::channel(());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // Resolves as well when the sender is dropped.
            _ = &mut stopped => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let number = state.memory().connect();
                    let conversation = converse(stream, number, Arc::clone(&state), stop.subscribe());
                    connections.spawn(conversation);
                }
                // Too many are open, or a client left before its turn: nobody is to be told.
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop((listener, stop));
    while connections.join_next().await.is_some() {}
}

/// Answers one request after the other, until either side has enough.
async fn converse(
    stream: TcpStream,
    number: u64,
    state: Arc<State>,
    mut stopped: watch::Receiver<()>,
) {
    // What trickles has to leave when it is written.
    let _ = stream.set_nodelay(true);
    let flushes = Arc::new(Flushes::default());
    let pace = state.manner.link.map(|link| Pace::new(link.bytes_per_second));
    let connection = Connection { number, flushes: Arc::clone(&flushes) };
    // An error in place of an answer makes hyper close the connection without another byte.
    let service = service_fn(move |request| {
        let (state, connection) = (Arc::clone(&state), connection.clone());
        async move { answer(&state, &connection, request).await }
    });
    // Dates are of the sandbox's clock, not of the machine's.
    let serving = http1::Builder::new()
        .auto_date_header(false)
        .serve_connection(TokioIo::new(Wire::new(stream, flushes, pace)), service);
    let mut serving = pin!(serving);
    tokio::select! {
        _ = serving.as_mut() => return,
        _ = stopped.changed() => {}
    }
    serving.as_mut().graceful_shutdown();
    let _ = serving.await;
}
