//! What a panic says, and what goes on after it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use vod_api::{
    Credential, Error, HttpRequest, HttpResponse, Mock, Transport, TransportFuture, provide_with,
    v3,
};

use crate::{debug, error, heard, hunt};

/// The message of a panic, which there has to be.
fn message(act: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(act)).unwrap_err();
    let owned = panic.downcast_ref::<String>().cloned();
    owned.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap()
}

fn commit() -> v3::CommitUpload {
    v3::CommitUpload::builder().vod_session_key(hunt::secret("session key")).build()
}

#[tokio::test]
async fn a_mock_that_was_asked_otherwise() {
    heard::listen();
    let mock = Mock::new();
    mock.expect(commit()).respond_with(|_| {});
    let mut shown = message(|| mock.assert_done());
    assert!(shown.contains("still expects:\n  CommitUpload"), "{shown}");
    let client: v3::Client = mock.client();
    let unexpected = client.send(commit()).await.unwrap_err();
    assert!(unexpected.to_string().contains("differs in what is not shown"), "{unexpected}");
    shown += &error(&unexpected);
    shown += &message(|| mock.assert_done());
    assert!(shown.contains("did not expect"), "{shown}");
    heard::assert_silent(&shown);
}

/// Panics once, then answers.
struct Fragile(AtomicBool);

impl Transport for Fragile {
    fn send(&self, _: HttpRequest, _: Duration) -> TransportFuture<'_> {
        assert!(self.0.swap(true, Ordering::Relaxed), "a transport of the user's");
        let answer = r#"{"Response": {"RequestId": "i", "FileId": "7", "MediaUrl": "u"}}"#;
        Box::pin(std::future::ready(Ok(HttpResponse::new(answer.into()))))
    }
}

#[test]
fn a_transport_that_panics() {
    heard::listen();
    let pair = Credential::new("AKID", hunt::secret("secret key"));
    let builder = v3::Client::builder().credential(pair).transport(Fragile(false.into()));
    let client = builder.build().unwrap();
    let mut shown = message(|| {
        let _ = client.send(commit()).wait();
    });
    assert_eq!(shown, "a transport of the user's");
    shown += &debug(&client);
    assert_eq!(client.send(commit()).wait().unwrap().file_id, "7");
    heard::assert_silent(&shown);
}

#[test]
fn a_provider_that_panics() {
    heard::listen();
    let (key, asked) = (hunt::secret("secret key"), AtomicBool::new(false));
    let provider = provide_with(move || {
        assert!(asked.swap(true, Ordering::Relaxed), "a provider of the user's");
        std::future::ready(Ok(Credential::new("AKID", &*key)))
    });
    let builder = v3::Client::builder().credentials(provider);
    let client = builder.transport(Fragile(true.into())).build().unwrap();
    let mut shown = message(|| {
        let _: Result<_, Error> = client.send(commit()).wait();
    });
    assert_eq!(shown, "a provider of the user's");
    shown += &debug(&client);
    assert_eq!(client.send(commit()).wait().unwrap().file_id, "7");
    heard::assert_silent(&(shown + &debug(&client)));
}
