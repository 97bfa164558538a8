//! The listener, and who answers which request.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State as Shared;
use http::header::HOST;
use http::{Method, Request, Response, StatusCode};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::state::State;
use crate::{cos, media, v2, v3};

/// How long a stop waits for answers under way.
const PATIENCE: Duration = Duration::from_secs(2);

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
    let router = Router::new().fallback(answer).with_state(state);
    let task = tokio::spawn(async move {
        // Resolves as well when the sender is dropped.
        let stopped = async move { drop(stopped.await) };
        // The listener retries what it can; nobody is left to be told of the rest.
        let _ = axum::serve(listener, router).with_graceful_shutdown(stopped).await;
    });
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

async fn answer(Shared(state): Shared<Arc<State>>, request: Request<Body>) -> Response<Body> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("").to_owned();
    let path = request.uri().path();
    if v3::is_named(&request) {
        return v3::answer(&state, &host, request).await;
    }
    if cos::bucket_of_host(&host).is_some() {
        return cos::answer(&state, &host, request).await;
    }
    if path == v2::PATH {
        return v2::answer(&state, &host, request).await;
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && path.starts_with(media::PATH) {
        return cos::publish(&state, request).await;
    }
    if v3::is_meant(&request) {
        return v3::answer(&state, &host, request).await;
    }
    if path.len() <= 1 {
        return nowhere();
    }
    cos::answer(&state, &host, request).await
}

/// The answer to what nobody else answers.
fn nowhere() -> Response<Body> {
    const TOLD: &str = "nothing lives here: API 3.0 is a POST with X-TC-Action to /, API 2.0 is \
                        at /v2/index.php\n";
    let mut response = Response::new(Body::from(TOLD));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
