//! A user's own transport: what it is given, and what becomes of what it says.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use vod_api::{
    Credential, Error, HttpRequest, Stamp, Transport, TransportError, TransportFuture, v2, v3,
};

type Said = Result<http::Response<Vec<u8>>, TransportError>;

/// Keeps what it is to send and says what it was told.
#[derive(Clone)]
pub struct Own {
    pub seen: Arc<Mutex<Vec<(HttpRequest, Duration)>>>,
    say: Arc<dyn Fn() -> Said + Send + Sync>,
}

impl Own {
    pub fn new(say: impl Fn() -> Said + Send + Sync + 'static) -> Self {
        Self { seen: Arc::default(), say: Arc::new(say) }
    }

    fn take(&self) -> (HttpRequest, Duration) {
        self.seen.lock().unwrap().pop().unwrap()
    }
}

impl Transport for Own {
    fn send(&self, request: HttpRequest, timeout: Duration) -> TransportFuture<'_> {
        self.seen.lock().unwrap().push((request, timeout));
        let said = (self.say)().map(|answer| answer.map(Into::into));
        Box::pin(async { said })
    }
}

/// A client whose every call is answered so.
pub fn answering(body: &str) -> v3::Client {
    let body = body.as_bytes().to_vec();
    let own = Own::new(move || Ok(http::Response::new(body.clone())));
    let builder = v3::Client::builder().credential(Credential::new("AKID", "key"));
    builder.transport(own).build().unwrap()
}

const DELETED: &str = r#"{"Response":{"RequestId":"i"}}"#;

#[tokio::test]
async fn it_sees_the_request_as_it_was_signed() {
    let own = Own::new(|| Ok(http::Response::new(DELETED.into())));
    let client = v3::Client::builder()
        .credential(Credential::new("AKID", "key").with_token("a-token"))
        .region("ap-guangzhou")
        .language("en-US")
        .attempt_timeout(Duration::from_secs(7))
        .transport(own.clone())
        .build()
        .unwrap();
    let request = v3::DeleteMedia::builder().file_id("7").build();
    client.send(request.clone()).await.unwrap();
    let (sent, timeout) = own.take();
    assert_eq!(timeout, Duration::from_secs(7));
    // Signed once more for the same second it is the same.
    let timestamp = sent.headers()["x-tc-timestamp"].to_str().unwrap().parse().unwrap();
    let prepared = client.runtime().prepare(&request, Stamp { nonce: 1, timestamp }).unwrap();
    assert_eq!(sent.method(), "POST");
    assert_eq!(sent.uri(), "https://vod.tencentcloudapi.com/");
    assert_eq!(sent.body(), prepared.body().unwrap());
    let headers = prepared.headers();
    let headers: Vec<(&str, &str)> =
        headers.iter().map(|(name, value)| (*name, &**value)).collect();
    assert_eq!(sent.headers().len(), headers.len());
    for (name, value) in &headers {
        assert_eq!(sent.headers()[*name], value);
    }
    for expected in [
        ("content-type", "application/json"),
        ("x-tc-action", "DeleteMedia"),
        ("x-tc-version", "2018-07-17"),
        ("x-tc-region", "ap-guangzhou"),
        ("x-tc-language", "en-US"),
        ("x-tc-token", "a-token"),
    ] {
        assert!(headers.contains(&expected), "{expected:?} in {headers:?}");
    }
}

#[tokio::test]
async fn it_carries_api_2_too() {
    let own = Own::new(|| {
        Ok(http::Response::new(br#"{"code":0,"fileId":"7","video":{"url":"u"}}"#.into()))
    });
    let builder = v2::Client::builder().credential(Credential::new("AKID", "key"));
    let client = builder.transport(own.clone()).build().unwrap();
    let response = client.commit_upload().vod_session_key("s p").send().await.unwrap();
    assert_eq!(response.file_id, "7");
    let (sent, _) = own.take();
    assert_eq!((sent.method().as_str(), sent.uri().path()), ("POST", "/v2/index.php"));
    let body = std::str::from_utf8(sent.body()).unwrap();
    assert!(body.starts_with("Action=CommitUpload&") && body.contains("vodSessionKey=s%20p"));
}

#[tokio::test]
async fn its_failure_says_whether_anything_was_sent() {
    for (sent, told, step) in [
        (false, "; nothing was sent", "send the call again"),
        (true, "; the request may have been carried out", "look whether"),
    ] {
        let failure = move || Err(TransportError { what: "the line is cut".into(), sent });
        let builder = v3::Client::builder().credential(Credential::new("AKID", "key"));
        let client = builder.transport(Own::new(failure)).build().unwrap();
        let error = client.delete_media().file_id("7").send().attempts(1).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("DeleteMedia: no answer from vod.tencentcloudapi.com: the line is cut{told}")
        );
        assert!(error.next_step().contains(step), "{}", error.next_step());
        assert_eq!(error.is_retryable(), !sent);
        let Error::Transport(inner) = &error else { panic!("{error}") };
        assert_eq!((&*inner.action, inner.sent), ("DeleteMedia", sent));
        assert_eq!((error.code(), error.request_id(), error.status()), (None, None, None));
    }
}

#[tokio::test]
async fn its_answers_are_read_like_any_others() {
    let answer = || {
        let body =
            r#"{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"i"}}"#;
        Ok(http::Response::builder().status(500).body(body.into()).unwrap())
    };
    let builder = v3::Client::builder().credential(Credential::new("AKID", "key"));
    let client = builder.transport(Own::new(answer)).build().unwrap();
    let error = client.delete_media().file_id("7").send().await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(500), Some("InternalError")));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn what_cannot_be_a_header_is_told_and_not_sent() {
    let own = Own::new(|| Ok(http::Response::new(DELETED.into())));
    let client = v3::Client::builder()
        .credential(Credential::new("AKID", "key"))
        .region("ap\nguangzhou")
        .transport(own.clone())
        .build()
        .unwrap();
    let error = client.delete_media().file_id("7").send().await.unwrap_err();
    assert!(error.to_string().contains("x-tc-region"), "{error}");
    assert!(own.seen.lock().unwrap().is_empty());
}
