//! No key, token, session or signature is shown: not by `Debug`, not by `Display`, not in a log.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use vod_api::{
    Credential, Error, HttpRequest, Mock, Stamp, Transport, TransportError, TransportFuture,
    Untyped, v3,
};

use crate::grove::{GrowTree, Shoot};
use crate::transport::Own;

const KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";
const TOKEN: &str = "a-token-of-a-temporary-pair";
const SESSION: &str = "c2Vzc2lvbiBrZXk+of/the=harbour";

/// Collects every event and span of a thread, whatever its level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0.lock().unwrap(), "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Fails when a text holds a secret, as it is or as JSON or an address has it.
fn assert_silent(shown: &str, signatures: &[String]) {
    let escaped = SESSION.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let known = [KEY, TOKEN, SESSION, &escaped, "open sesame", "open-sesame"];
    for secret in known.into_iter().chain(signatures.iter().map(String::as_str)) {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

fn commit() -> v3::CommitUpload {
    let mut commit = v3::CommitUpload::builder().vod_session_key(SESSION).build();
    commit.extra.set_secret("Gate", "open sesame");
    commit.extra.set_secret("Cave", "open-sesame");
    commit
}

fn tree() -> GrowTree {
    let shoot = Shoot::builder().name("s").password("open sesame").build();
    let mut tree = GrowTree::builder().name("t").password("open-sesame").root(shoot).build();
    tree.extra.set_secret("Free", SESSION);
    tree
}

fn untyped() -> Untyped {
    let untyped = Untyped::v3("Any", "2018-07-17").secret("Key", SESSION);
    untyped.secret("Gate", "open sesame").secret("Cave", "open-sesame")
}

/// What a server may say that has seen the request.
fn echoes() -> Vec<String> {
    let text = format!("key {KEY}, token {TOKEN}, session {SESSION}, open sesame, open-sesame");
    let error = json!({ "Code": text, "Message": text });
    vec![
        json!({ "Response": { "Error": error, "RequestId": text } }).to_string(),
        json!({ "Response": { "Error": text, "RequestId": "i" } }).to_string(),
        json!({ "Response": { "RequestId": text, "FileId": [text], "Root": text } }).to_string(),
        json!({ "Response": { text.clone(): 1 } }).to_string(),
        format!("<html>{text}</html>"),
        text,
    ]
}

fn show(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    format!("{error} {error:?} {error:#?} {source:?} {}", error.next_step())
}

/// Calls three times and gives all that can be shown of it.
async fn call(client: &v3::Client, log: &Log) -> String {
    let guard = tracing::subscriber::set_default(log.clone());
    let errors = [
        client.send(commit()).await.err(),
        crate::grove::Client::from(client).send(tree()).await.err(),
        client.runtime().send_untyped(&untyped()).await.err(),
    ];
    drop(guard);
    let mut shown: String = errors.iter().flatten().map(show).collect();
    write!(shown, "{client:?} {:?} {:?}", client.runtime(), untyped()).unwrap();
    shown
}

#[tokio::test]
async fn what_a_server_echoes_is_hidden() {
    let log = Log::default();
    for body in echoes() {
        let own = Own::new(move || Ok(http::Response::new(body.clone().into())));
        let client = v3::Client::builder()
            .credential(Credential::new("AKID", KEY).with_token(TOKEN))
            .transport(own.clone())
            .build()
            .unwrap();
        let shown = call(&client, &log).await;
        let sent = own.seen.lock().unwrap();
        let signatures: Vec<String> = sent
            .iter()
            .map(|(request, _)| request.headers()["authorization"].to_str().unwrap())
            .map(|header| header.split("Signature=").nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(signatures.len(), 3);
        // A transport that logs what it sends shows its headers.
        let headers: Vec<_> = sent.iter().map(|(request, _)| request.headers()).collect();
        let headers = format!("{headers:?}");
        assert!(headers.contains("x-tc-action"), "{headers}");
        let log = log.0.lock().unwrap();
        assert!(log.contains("sending") && log.contains("answered"), "{log}");
        assert_silent(&format!("{shown} {headers} {log}"), &signatures);
    }
}

/// Refuses with all that it was sent, its own signature among it.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: HttpRequest, _: Duration) -> TransportFuture<'_> {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let headers = request.headers().values().map(|value| value.to_str().unwrap());
        let message = format!("{} {body}", headers.collect::<String>());
        let error = json!({ "Code": "X", "Message": message });
        let answer = json!({ "Response": { "Error": error, "RequestId": "i" } }).to_string();
        Box::pin(async { Ok(http::Response::new(answer.into())) })
    }
}

#[tokio::test]
async fn a_signature_that_comes_back_is_hidden() {
    let builder = v3::Client::builder().credential(Credential::new("AKID", KEY).with_token(TOKEN));
    let shown = call(&builder.transport(Echo).build().unwrap(), &Log::default()).await;
    let signatures: Vec<&str> = shown.split("Signature=").skip(1).collect();
    assert!(signatures.len() >= 3, "{shown}");
    assert!(signatures.iter().all(|rest| rest.starts_with("[redacted]")), "{shown}");
    assert_silent(&shown, &[]);
}

#[tokio::test]
async fn what_a_transport_says_is_hidden() {
    let own = Own::new(|| Err(TransportError { what: echoes().concat(), sent: true }));
    let builder = v3::Client::builder().credential(Credential::new("AKID", KEY).with_token(TOKEN));
    let client = builder.transport(own).build().unwrap();
    let log = Log::default();
    let shown = call(&client, &log).await;
    assert_silent(&format!("{shown} {}", log.0.lock().unwrap()), &[]);
}

#[tokio::test]
async fn nothing_is_shown_of_a_call_to_nobody() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = v3::Client::builder()
        .credential(Credential::new("AKID", KEY).with_token(TOKEN))
        .endpoint(format!("http://{free}"))
        .build()
        .unwrap();
    let log = Log::default();
    let shown = call(&client, &log).await;
    assert!(shown.contains("nothing was sent"), "{shown}");
    let log = log.0.lock().unwrap();
    assert!(!shown.contains("Signature") && !log.contains("Signature"), "{shown} {log}");
    assert_silent(&format!("{shown} {log}"), &[]);
}

#[tokio::test]
async fn a_mock_shows_requests_without_their_secrets() {
    let mock = Mock::new();
    mock.expect(v3::CommitUpload::builder().vod_session_key("another one").build())
        .refuse("X", "m");
    let shown = call(&mock.client(), &Log::default()).await;
    assert_silent(&format!("{shown} {mock:?}"), &[]);
}

#[test]
fn requests_answers_and_settings_are_shown_without_their_secrets() {
    let credential = Credential::new("AKID", KEY).with_token(TOKEN);
    let builder = v3::Client::builder().credential(credential.clone());
    let mut shown = format!("{credential:?} {builder:?}");
    let client = builder.build().unwrap();
    let stamp = Stamp { nonce: 1, timestamp: 1_700_000_000 };
    let prepared = client.runtime().prepare(&commit(), stamp).unwrap();
    let signature = prepared.signature().to_owned();
    write!(shown, "{:?} {:?} {prepared:?} {client:#?}", commit(), tree()).unwrap();
    let headers = prepared.into_http().unwrap().headers().clone();
    write!(shown, "{headers:?}").unwrap();
    let answer = format!(
        r#"{{"Response":{{"StorageBucket":"b","StorageRegion":"r","VodSessionKey":"{SESSION}",
        "MediaStoragePath":"/p","TempCertificate":{{"SecretId":"i","SecretKey":"{KEY}",
        "Token":"{TOKEN}","ExpiredTime":1}},"New":"{TOKEN}","RequestId":"i"}}}}"#
    );
    let apply = v3::ApplyUpload::builder().media_type("mp4").build();
    let reserved = client.runtime().read(&apply, 200, answer).unwrap();
    assert_eq!(reserved.vod_session_key.expose(), SESSION);
    write!(shown, "{reserved:?} {reserved:#?} {:?}", reserved.unknown).unwrap();
    assert_silent(&shown, &[signature]);
}

#[test]
fn a_rule_that_is_broken_shows_no_secret() {
    let request = GrowTree::builder().name("x").password(SESSION).slope(f64::NAN).build();
    let invalid = request.validate().unwrap_err();
    assert_silent(&format!("{invalid} {invalid:?}"), &[]);
}
