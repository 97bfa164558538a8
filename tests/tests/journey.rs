//! The client against the sandbox, and against servers that answer oddly.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use vod_api::{Credential, Error, FileFault, Retry, Untyped, Upload, v2};
use vod_sandbox::{Object, Sandbox};

const CLIP: &str = "media/clip.mp4";
const COVER: &str = "media/cover.jpg";
const KEY: &str = "a key that opens nothing";

fn client(url: &str, credential: Credential) -> v2::Client {
    v2::Client::builder()
        .credential(credential)
        .endpoint(format!("{url}/v2/index.php"))
        .cos_endpoint(url)
        // What is sent again, and when, is told elsewhere.
        .retry(Retry::never())
        .build()
        .unwrap()
}

fn known(sandbox: &Sandbox) -> v2::Client {
    client(&sandbox.url(), Credential::new(sandbox.secret_id(), sandbox.secret_key()))
}

#[tokio::test]
async fn an_upload_stores_both_files_and_gives_their_addresses() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = known(&sandbox);
    let uploaded = client.upload(CLIP).cover(COVER).send().await.unwrap();
    assert!(!uploaded.file_id.is_empty() && uploaded.warnings.is_empty());
    let (clip, cover) = (std::fs::read(CLIP).unwrap(), std::fs::read(COVER).unwrap());
    assert_eq!(uploaded.bytes, (clip.len() + cover.len()) as u64);
    let objects = sandbox.objects();
    assert_eq!(objects.len(), 2);
    for (content, media_type) in [(&clip, "video/mp4"), (&cover, "image/jpeg")] {
        let of_type = |object: &&Object| object.content_type.as_deref() == Some(media_type);
        let object = objects.iter().find(of_type).unwrap();
        assert!(sandbox.object(&object.bucket, &object.key).unwrap() == content, "{media_type}");
        // The address is that of this very file.
        let url = if media_type == "video/mp4" { &uploaded.video_url } else { &uploaded.cover_url };
        let url = url.as_deref().unwrap();
        assert!(url.ends_with(&object.key), "{url} is not {}", object.key);
    }
}

#[tokio::test]
async fn refusals_say_what_the_page_says() {
    let sandbox = Sandbox::start().await.unwrap();
    let wrong_key = client(&sandbox.url(), Credential::new(sandbox.secret_id(), KEY));
    let error = wrong_key.apply_upload().video_type("mp4").send().await.unwrap_err();
    assert_eq!(error.code(), Some("4100"));
    assert_eq!(
        error.code_of::<v2::ApplyUpload>(),
        Some(v2::ApplyUploadCode::Common(v2::CommonCode::SignatureFailure))
    );
    assert!(error.to_string().contains("does not fit the request and the key"), "{error}");
    let nobody = client(&sandbox.url(), Credential::new("nobody", KEY));
    let error = nobody.apply_upload().video_type("mp4").send().await.unwrap_err();
    assert_eq!(error.code(), Some("4104"));
    let known = known(&sandbox);
    let commit = known.commit_upload().vod_session_key("never handed out");
    let error = commit.send().await.unwrap_err();
    assert_eq!(error.code_of::<v2::CommitUpload>(), Some(v2::CommitUploadCode::InvalidSessionKey));
    let shown = format!("{error} {error:?} {wrong_key:?}");
    assert!(!shown.contains(KEY) && !shown.contains("never handed out"), "{shown}");
}

#[tokio::test]
async fn invalid_parameters_are_never_sent_and_free_ones_are() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = known(&sandbox);
    let invalid = client.apply_upload().video_type("").video_size(-1).send().await.unwrap_err();
    let Error::Invalid(invalid) = invalid else { panic!("{invalid}") };
    assert_eq!(invalid.violations.len(), 2);
    assert!(sandbox.requests().is_empty());
    let free = client.apply_upload().video_type("mp4").extra("SubAppId", "1500001");
    free.send().await.unwrap();
    let seen = sandbox.requests();
    assert!(format!("{seen:?}").contains("1500001"), "{seen:?}");
}

#[tokio::test]
async fn a_missing_file_is_named_and_nothing_is_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let error = known(&sandbox).upload("no/such.mp4").send().await.unwrap_err();
    assert!(error.to_string().contains("no/such.mp4"), "{error}");
    let error = known(&sandbox).upload("Cargo").send().await.unwrap_err();
    assert!(error.to_string().contains(".video_type(..)"), "{error}");
    assert!(sandbox.requests().is_empty());
}

/// A server that answers every request with the same bytes, then closes.
async fn answering(answer: impl Into<Vec<u8>>) -> String {
    let answer = answer.into();
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 64 << 10];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(&answer).await;
        }
    });
    url
}

fn http(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

async fn commit(answer: impl Into<Vec<u8>>) -> Result<v2::CommitUploadResponse, Error> {
    let url = answering(answer).await;
    let client = client(&url, Credential::new("id", KEY));
    client.commit_upload().vod_session_key("session").send().await
}

#[tokio::test]
async fn a_code_may_be_text_and_a_refusal_may_have_any_status() {
    let body = r#"{"code":"0","message":"","video":{"url":"u"},"fileId":"7","new":1}"#;
    let response = commit(http("200 OK", body)).await.unwrap();
    assert_eq!((&*response.file_id, &*response.video.url), ("7", "u"));
    assert_eq!(response.unknown.get("new"), Some(1.into()));
    for (status, code) in [("500 Internal Server Error", "6000"), ("200 OK", "\"6000\"")] {
        let body = format!(r#"{{"code":{code},"message":"m","codeDesc":"Inner","video":[]}}"#);
        let error = commit(http(status, &body)).await.unwrap_err();
        let Error::Refused(refused) = &error else { panic!("{error}") };
        assert_eq!((&*refused.code, &*refused.code_desc, refused.retry), ("6000", "Inner", true));
    }
    let error = commit(http("200 OK", r#"{"code":99,"message":"new"}"#)).await.unwrap_err();
    assert_eq!(
        error.code_of::<v2::CommitUpload>(),
        Some(v2::CommitUploadCode::Other("99".to_owned()))
    );
}

#[tokio::test]
async fn a_message_that_echoes_secrets_is_shown_without_them() {
    let message = format!("(4100)signed: Token=a-token&key={KEY}&vodSessionKey=the-session");
    let body = serde_json::json!({ "code": 4100, "message": message }).to_string();
    let url = answering(http("200 OK", &body)).await;
    let client = client(&url, Credential::new("id", KEY).with_token("a-token"));
    let commit = client.commit_upload().vod_session_key("the-session");
    let error = commit.send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("(4100)signed"), "{shown}");
    for secret in ["a-token", KEY, "the-session"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// A server that answers by the text of a request, then closes.
async fn serving(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> String {
    serving_that(true, answer).await
}

/// One that tells the checksum of what was put to who looks at it, or does not.
async fn serving_that(
    tells: bool,
    answer: impl Fn(&str) -> String + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut put = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut request, mut block) = (Vec::new(), vec![0; 64 << 10]);
            while !is_whole(&request)
                && let Ok(read @ 1..) = stream.read(&mut block).await
            {
                request.extend_from_slice(&block[..read]);
            }
            if is_whole(&request) {
                let text = String::from_utf8_lossy(&request);
                let answer =
                    if text.starts_with("HEAD") { found(&put, tells) } else { answer(&text) };
                if text.starts_with("PUT") {
                    let end = request.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
                    put = request.split_off(end + 4);
                }
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        }
    });
    url
}

fn found(put: &[u8], tells: bool) -> String {
    let (length, crc) = (put.len(), crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Xz, put));
    let crc = if tells { format!("x-cos-hash-crc64ecma: {crc}\r\n") } else { String::new() };
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{crc}Connection: close\r\n\r\n")
}

fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    request.len() >= end + 4 + length(&String::from_utf8_lossy(&request[..end]))
}

/// How long a request says that its body is.
fn length(request: &str) -> usize {
    let head = request.split("\r\n\r\n").next().unwrap().to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.map_or(0, |length| length.parse().unwrap())
}

/// A server that is VOD and COS: it reserves, stores, and confirms with this answer.
async fn confirming(reserved: String, stored: fn(&str) -> String, confirmed: String) -> String {
    serving(move |request| match request.split_once(' ') {
        Some(("PUT", _)) => stored(request),
        _ if request.contains("Action=ApplyUpload") => http("200 OK", &reserved),
        _ => http("200 OK", &confirmed),
    })
    .await
}

fn reserved(path: &str, cover: bool) -> String {
    let cover = if cover { r#","cover":{"storagePath":"/c.jpg"}"# } else { "" };
    format!(
        r#"{{"code":0,"video":{{"storagePath":"{path}"}}{cover},"storageBucket":"b",
            "storageRegion":"gzp","storageAppId":1,"vodSessionKey":"the-session"}}"#
    )
}

const CONFIRMED: &str = r#"{"code":0,"fileId":"7","video":{"url":"u"}}"#;

#[tokio::test]
async fn only_what_was_sent_is_counted_and_a_lost_cover_is_told() {
    let length = |path| std::fs::metadata(path).unwrap().len();
    for (place, bytes, told) in [
        (false, length(CLIP), "no place for the cover"),
        (true, length(CLIP) + length(COVER), "confirmation names none"),
    ] {
        let stored = |_: &str| http("200 OK", "");
        let url = confirming(reserved("/v.mp4", place), stored, CONFIRMED.to_owned()).await;
        let client = client(&url, Credential::new("id", KEY));
        let uploaded = client.upload(CLIP).cover(COVER).send().await.unwrap();
        assert_eq!(uploaded.bytes, bytes);
        let [warning] = &*uploaded.warnings else { panic!("{uploaded:?}") };
        assert!(warning.contains(told), "{warning}");
    }
}

#[tokio::test]
async fn what_nobody_tells_the_checksum_of_is_not_confirmed() {
    let url = serving_that(false, |request| match request.split_once(' ') {
        Some(("PUT", _)) => http("200 OK", ""),
        _ if request.contains("Action=ApplyUpload") => http("200 OK", &reserved("/v.mp4", false)),
        _ => panic!("confirmed: {request}"),
    })
    .await;
    let client = client(&url, Credential::new("id", KEY));
    let error = client.upload(CLIP).send().await.unwrap_err();
    assert_eq!(error.code(), Some("CrcMismatch"));
    assert!(error.to_string().contains("COS tells no CRC-64 of the object"), "{error}");
}

#[tokio::test]
async fn a_refusal_of_cos_is_shown_without_what_was_sent() {
    let stored = |request: &str| {
        let head = request.split("\r\n\r\n").next().unwrap();
        let code = head.to_ascii_lowercase();
        let token = code.lines().find_map(|line| line.strip_prefix("x-cos-security-token: "));
        let body = format!(
            "<Error><Code>{}</Code><Message>{head} the-session</Message></Error>",
            token.unwrap()
        );
        http("403 Forbidden", &body)
    };
    let url = confirming(reserved("/v.mp4", false), stored, CONFIRMED.to_owned()).await;
    let client = client(&url, Credential::new("id", KEY).with_token("a-token"));
    let error = client.upload(CLIP).send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(matches!(error, Error::Storage(_)), "{error}");
    let signatures: Vec<&str> = shown.split("q-signature=").skip(1).collect();
    assert!(signatures.len() >= 2, "{shown}");
    assert!(signatures.iter().all(|rest| rest.starts_with("[redacted]")), "{shown}");
    assert!(!shown.contains("a-token") && !shown.contains("the-session"), "{shown}");
}

#[tokio::test]
async fn a_refusal_without_a_code_has_none() {
    let stored = |_: &str| http("503 Service Unavailable", "busy");
    let url = confirming(reserved("/v.mp4", false), stored, CONFIRMED.to_owned()).await;
    let client = client(&url, Credential::new("id", KEY));
    let error = client.upload(CLIP).send().await.unwrap_err();
    assert_eq!((error.code(), error.status()), (None, Some(503)));
}

#[tokio::test]
async fn a_path_that_leads_elsewhere_is_never_called() {
    let stored = |request: &str| panic!("{request}");
    let url = confirming(reserved("/../../x y", false), stored, CONFIRMED.to_owned()).await;
    let client = client(&url, Credential::new("id", KEY));
    let error = client.upload(CLIP).send().await.unwrap_err();
    assert!(matches!(error, Error::Unreadable(_)), "{error}");
    assert!(error.to_string().contains("`video.storagePath`"), "{error}");
}

#[tokio::test]
async fn a_broken_line_to_cos_names_who_was_called() {
    let stored = |_: &str| http("200 OK", "");
    let url = confirming(reserved("/v.mp4", false), stored, CONFIRMED.to_owned()).await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = v2::Client::builder()
        .credential(Credential::new("id", KEY))
        .endpoint(url)
        .cos_endpoint(format!("http://{free}"))
        .retry(Retry::never())
        .build()
        .unwrap();
    let error = client.upload(CLIP).send().await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error}") };
    assert_eq!((&*transport.action, &*transport.host), ("PUT", &*free.to_string()));
}

#[tokio::test]
async fn a_file_that_changes_on_its_way_is_named() {
    let path = std::env::temp_dir().join(format!("vod-changing-{}.mp4", std::process::id()));
    for (after, told) in [(1 << 20, "shorter than when it was opened"), (2 << 20, "written to")] {
        std::fs::write(&path, vec![0; 2 << 20]).unwrap();
        let changing = path.clone();
        let url = serving(move |request| {
            if request.starts_with("PUT") {
                return http("200 OK", "");
            }
            assert!(request.contains("Action=ApplyUpload"), "{request}");
            // A clock tick later, so that the time of the change tells it.
            std::thread::sleep(std::time::Duration::from_millis(50));
            std::fs::write(&changing, vec![1; after]).unwrap();
            http("200 OK", &reserved("/v.mp4", false))
        })
        .await;
        let client = client(&url, Credential::new("id", KEY));
        let error = client.upload(&path).send().await.unwrap_err();
        let Error::File(file) = &error else { panic!("{error}") };
        assert_eq!((&file.path, file.fault), (&path, FileFault::Changed));
        assert!(error.to_string().contains(told), "{error}");
        assert!(error.to_string().contains("nothing was committed"), "{error}");
    }
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_mark_of_utf_8_loses_nothing() {
    let response = commit(http("200 OK", &format!("\u{feff}{CONFIRMED}"))).await.unwrap();
    assert_eq!(response.file_id, "7");
}

#[tokio::test]
async fn a_secret_that_no_page_knows_goes_by_post_and_is_not_shown() {
    let url = serving(|request| {
        assert!(request.starts_with("POST"), "{request}");
        http(
            "200 OK",
            r#"{"code":9,"message":"no class for open-sesame","codeDesc":"open-sesame"}"#,
        )
    })
    .await;
    let client = client(&url, Credential::new("id", KEY));
    let request = Untyped::new("UnlockClass").param("classId", "7").secret("key", "open-sesame");
    let error = client.runtime().send_untyped(&request).await.unwrap_err();
    let shown = format!("{error} {error:?} {request:?}");
    assert!(shown.contains("no class for [redacted]") && !shown.contains("sesame"), "{shown}");
    let mut request = v2::ApplyUpload::builder().video_type("mp4").build();
    request.extra.set_secret("key", "open-sesame");
    let error = client.send(request).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("sesame"), "{error}");
}

/// The environment is a process's own: the test calls itself with another one.
#[tokio::test]
async fn other_machines_are_reached_by_the_proxy_and_this_one_is_not() {
    const CHILD: &str = "VOD_TEST_BEHIND_A_PROXY";
    let call = async |url: &str| {
        let client = v2::Client::builder()
            .credential(Credential::new("id", KEY))
            .endpoint(url)
            .allow_plain_http()
            .cos_endpoint(url);
        let client = client.build().unwrap();
        let commit = client.commit_upload().vod_session_key("session");
        commit.send().await.map(|response| response.file_id)
    };
    if std::env::var_os(CHILD).is_some() {
        assert_eq!(call("http://vod.invalid/v2/index.php").await.unwrap(), "7");
        let here = answering(http("200 OK", &CONFIRMED.replace('7', "8"))).await;
        assert_eq!(call(&here).await.unwrap(), "8");
        return;
    }
    let proxy = serving(|request| {
        assert!(request.starts_with("POST http://vod.invalid/"), "{request}");
        http("200 OK", CONFIRMED)
    })
    .await;
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "other_machines_are_reached_by_the_proxy_and_this_one_is_not"])
        .envs([(CHILD, "1"), ("http_proxy", &proxy), ("ALL_PROXY", &proxy)])
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[tokio::test]
async fn an_answer_that_is_none_is_told_without_its_secrets() {
    for (answer, told) in [
        (http("200 OK", ""), "is empty"),
        (http("502 Bad Gateway", "<html>down</html>"), "<html>down</html>"),
        (http("200 OK", r#"{"code":0,"fileId":"#), "is not JSON"),
        (http("200 OK", "[]"), "is an array, not an object"),
        (http("200 OK", r#"{"fileId":"7","video":{"url":"u"}}"#), "no `code`"),
    ] {
        let error = commit(answer).await.unwrap_err();
        assert!(matches!(error, Error::Unreadable(_)), "{error:?}");
        assert!(error.to_string().contains(told), "{error} lacks {told}");
    }
    let long = format!(r#"{{"code":0,"message":"{}"}}"#, "x".repeat(9 << 20));
    let error = commit(http("200 OK", &long)).await.unwrap_err();
    assert!(error.to_string().contains("is longer than"), "{error}");
    let secret = r#"{"code":0,"video":{"url":7,"vodSessionKey":"hidden"},"fileId":["hidden"]}"#;
    let error = commit(http("200 OK", secret)).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("`fileId` is an array, not text"), "{shown}");
    assert!(!shown.contains("hidden"), "{shown}");
}

#[tokio::test]
async fn a_confirmed_video_keeps_its_id() {
    let body = r#"{"code":0,"message":"","video":[],"fileId":24820810452266399}"#;
    let error = commit(http("200 OK", body)).await.unwrap_err();
    let partial = error.partial::<v2::CommitUploadResponse>().unwrap();
    assert_eq!(partial.file_id, "24820810452266399");
    assert!(error.to_string().contains("`video` is an array, not an object"), "{error}");
}

#[tokio::test]
async fn a_broken_line_says_whether_anything_was_sent() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"code\":0";
    let error = commit(cut).await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error}") };
    assert!(transport.sent);
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = client(&format!("http://{free}"), Credential::new("id", KEY));
    let error = client.commit_upload().vod_session_key("session").send().await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error}") };
    assert!(!transport.sent && transport.host == free.to_string());
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("Signature=") && !shown.contains("session"), "{shown}");
}

#[tokio::test]
async fn an_upload_whose_confirmation_is_broken_ends_with_its_id() {
    let sandbox = Sandbox::start().await.unwrap();
    let url = between(sandbox.url()).await;
    let credential = Credential::new(sandbox.secret_id(), sandbox.secret_key());
    let client = client(&url, credential);
    let upload: Upload<'_> = client.upload(CLIP);
    let uploaded = upload.send().await.unwrap();
    assert!(uploaded.file_id.len() > 10, "{uploaded:?}");
    assert_eq!(uploaded.video_url, None);
    assert!(uploaded.warnings.iter().any(|warning| warning.contains("video")), "{uploaded:?}");
}

/// A proxy that renames the field `url` of every answer.
async fn between(url: String) -> String {
    let host = url.strip_prefix("http://").unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = tokio::net::TcpStream::connect(&host).await.unwrap();
            tokio::spawn(async move {
                let (mut from_client, mut to_client) = client.split();
                let (mut from_server, mut to_server) = server.split();
                let up = tokio::io::copy(&mut from_client, &mut to_server);
                let down = async {
                    let mut block = vec![0; 64 << 10];
                    while let Ok(read @ 1..) = from_server.read(&mut block).await {
                        let text = String::from_utf8_lossy(&block[..read]);
                        let text = text.replace("\"url\":", "\"urk\":");
                        if to_client.write_all(text.as_bytes()).await.is_err() {
                            break;
                        }
                    }
                };
                tokio::select! { _ = up => {}, () = down => {} }
            });
        }
    });
    own
}
