//! `.wait()` beside `.await`: a program without an async runtime, and one that has it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use vod_api::{
    Apply, ConfigFault, Credential, Error, FileFault, HttpRequest, Method, Mock, Stage, Transport,
    TransportError, TransportFuture, Untyped, v2, v3,
};
use vod_sandbox::Sandbox;

const CLIP: &str = "media/clip.mp4";
const COVER: &str = "media/cover.jpg";

/// A sandbox in a runtime of its own, which no thread of the test belongs to.
struct Elsewhere {
    sandbox: Sandbox,
    _runtime: Runtime,
}

impl Elsewhere {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        Self { sandbox: runtime.block_on(Sandbox::start()).unwrap(), _runtime: runtime }
    }

    fn client(&self, secret_key: &str) -> v3::Client {
        let credential = Credential::new(self.sandbox.secret_id(), secret_key);
        client(&self.sandbox.url(), credential).build().unwrap()
    }

    fn known(&self) -> v3::Client {
        self.client(self.sandbox.secret_key())
    }
}

fn client(url: &str, credential: Credential) -> vod_api::Builder<v3::Client> {
    v3::Client::builder().credential(credential).endpoint(url).cos_endpoint(url)
}

/// A server of loopback that counts its connections and hands each to a thread.
fn serving(serve: impl Fn(TcpStream) + Send + Copy + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::Relaxed);
            thread::spawn(move || serve(stream));
        }
    });
    (url, connections)
}

#[test]
fn an_upload_and_a_call_need_no_runtime() {
    let elsewhere = Elsewhere::start();
    let client = elsewhere.known();
    let place = client.apply_upload().media_type("mp4").send().wait().unwrap();
    assert!(!place.media_storage_path.is_empty());

    let plan = client.upload(CLIP).cover(COVER).plan().wait().unwrap();
    let Apply::V3(request) = plan.request else { panic!("{:?}", plan.request) };
    assert_eq!((&*request.media_type, plan.cover.is_some()), ("mp4", true));

    let bytes = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&bytes);
    let upload = client.upload(CLIP).cover(COVER).on_progress(move |progress| {
        if progress.stage == Stage::Commit {
            seen.store(usize::try_from(progress.sent).unwrap(), Ordering::Relaxed);
        }
    });
    let uploaded = upload.send().wait().unwrap();
    let clip = std::fs::read(CLIP).unwrap();
    assert_eq!(uploaded.bytes, bytes.load(Ordering::Relaxed) as u64);
    let found = client.describe_media_infos().file_ids([uploaded.file_id]).send().wait().unwrap();
    assert_eq!(found.media_info_set.len(), 1);
    let stored = elsewhere.sandbox.objects();
    let stored = stored.iter().map(|one| elsewhere.sandbox.object(&one.bucket, &one.key));
    assert!(stored.flatten().any(|content| content == clip));
}

#[test]
fn errors_are_those_of_await() {
    let elsewhere = Elsewhere::start();
    let client = elsewhere.client("a key that opens nothing");
    let error = client.apply_upload().media_type("mp4").send().wait().unwrap_err();
    assert_eq!(error.code(), Some("AuthFailure.SignatureFailure"));
    let too_many = client.describe_media_infos().file_ids(["1"; 21]);
    let error = too_many.send().wait().unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    let error = client.runtime().send_untyped(&Untyped::v3("No", "1")).wait().unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let Err(Error::File(file)) = client.upload("no/such.mp4").send().wait() else { panic!() };
    assert_eq!(file.fault, FileFault::Unreadable);
}

#[test]
fn a_server_that_keeps_silent_ends_in_a_timeout() {
    let (url, _) = serving(|mut stream| drop(stream.read_to_end(&mut Vec::new())));
    let client =
        client(&url, Credential::new("id", "key")).attempt_timeout(Duration::from_millis(100));
    let client = client.build().unwrap();
    let error = client.apply_upload().media_type("mp4").send().wait().unwrap_err();
    let Error::Transport(transport) = error else { panic!("{error}") };
    assert!(transport.what.starts_with("timed out") && transport.sent, "{transport:?}");
}

#[test]
fn a_connection_serves_one_call_after_another() {
    let (url, connections) = serving(|stream| {
        const BODY: &str = r#"{"code":0,"message":"","fileId":"7","video":{"url":"u"}}"#;
        let mut writer = stream.try_clone().unwrap();
        // A request ends with an empty line: a GET has no body.
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if line.is_empty() {
                let length = BODY.len();
                let _ = write!(writer, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{BODY}");
            }
        }
    });
    let client = client(&url, Credential::new("id", "key")).method(Method::Get).build().unwrap();
    let client = v2::Client::from(&client);
    // Each from another thread: the connection is the client's.
    for _ in 0..16 {
        let call = || client.commit_upload().vod_session_key("session").send().wait().unwrap();
        let answer = thread::scope(|scope| scope.spawn(call).join()).unwrap();
        assert_eq!(answer.file_id, "7");
    }
    // A call that follows at once may open another before the first is known to be free.
    let connections = connections.load(Ordering::Relaxed);
    assert!(connections < 16, "each call opened its own");
}

#[test]
fn threads_wait_at_the_same_time() {
    let elsewhere = Elsewhere::start();
    let client = elsewhere.known();
    thread::scope(|scope| {
        let call = || client.apply_upload().media_type("mp4").send().wait();
        let calls: Vec<_> = (0..8).map(|_| scope.spawn(call)).collect();
        for call in calls {
            call.join().unwrap().unwrap();
        }
    });
}

#[test]
fn within_a_runtime_it_is_an_error_that_says_await() {
    let elsewhere = Elsewhere::start();
    let client = elsewhere.known();
    let refused = |client: &v3::Client| {
        let error = client.apply_upload().media_type("mp4").send().wait().unwrap_err();
        let upload = client.upload(CLIP).send().wait().unwrap_err();
        for error in [error, upload] {
            let Error::Config(config) = &error else { panic!("{error}") };
            assert_eq!(config.fault, ConfigFault::WithinAsync);
            assert!(error.to_string().contains("`.await` the call instead"), "{error}");
            assert!(error.next_step().contains("`.await`"), "{}", error.next_step());
        }
    };
    let one = Builder::new_current_thread().enable_all().build().unwrap();
    one.block_on(async { refused(&client) });
    let many = Runtime::new().unwrap();
    let task = client.clone();
    many.block_on(many.spawn(async move { refused(&task) })).unwrap();
    let of_blocking = client.clone();
    many.block_on(many.spawn_blocking(move || {
        refused(&of_blocking);
        assert!(elsewhere.sandbox.requests().is_empty(), "something was sent");
        let call = of_blocking.apply_upload().media_type("mp4").send();
        Handle::current().block_on(call).unwrap();
    }))
    .unwrap();
}

/// Answers after a while, by tokio's clock.
struct Slow;

impl Transport for Slow {
    fn send(&self, request: HttpRequest, timeout: Duration) -> TransportFuture<'_> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            let what = format!("{} within {timeout:?}", request.uri().path());
            Err(TransportError { what, sent: false })
        })
    }
}

#[test]
fn a_transport_and_a_mock_are_waited_for_too() {
    let builder = v3::Client::builder().credential(Credential::new("id", "key")).transport(Slow);
    let client: v3::Client = builder.attempt_timeout(Duration::from_secs(7)).build().unwrap();
    let error = client.describe_media_infos().file_ids(["1"]).send().wait().unwrap_err();
    assert!(error.to_string().contains("/ within 7s"), "{error}");

    let mock = Mock::new();
    let request = v3::DescribeMediaInfos::builder().file_ids(["1"]).build();
    mock.expect(request.clone()).respond_with(|found| found.not_exist_file_id_set = Vec::new());
    let client: v3::Client = mock.client();
    drop(client.send(request.clone()));
    client.send(request).wait().unwrap();
    mock.assert_done();
}
