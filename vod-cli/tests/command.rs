//! The command as a user runs it: what it prints, how it exits, what it never shows.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

const CLIP: &str = "../tests/media/clip.mp4";
const COVER: &str = "../tests/media/cover.jpg";
const KEY: &str = "a key that opens nothing";

fn vod(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vod"))
        .args(words)
        .env("TENCENTCLOUD_SECRET_ID", "AKIDtest")
        .env("TENCENTCLOUD_SECRET_KEY", KEY)
        .env_remove("TENCENTCLOUD_TOKEN")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> Value {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// `vod sandbox`, stopped at the end of the test whatever happens.
struct Sandbox {
    child: Child,
    line: Value,
}

impl Sandbox {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vod"))
            .args(["sandbox", "--listen", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, line: serde_json::from_str(&line).unwrap() }
    }

    fn url(&self) -> &str {
        self.line["url"].as_str().unwrap()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn get(url: &str) -> Vec<u8> {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    answer.split_off(end + 4)
}

#[test]
fn an_upload_ends_in_one_document_and_the_object_is_the_file() {
    let sandbox = Sandbox::start();
    let target = format!("--sandbox={}", sandbox.url());
    let output = vod(&["upload", CLIP, "--cover", COVER, &target, "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let document = stdout(&output);
    let (clip, cover) = (std::fs::read(CLIP).unwrap(), std::fs::read(COVER).unwrap());
    assert_eq!(document["bytes"], clip.len() + cover.len());
    assert!(document["fileId"].as_str().unwrap().bytes().all(|byte| byte.is_ascii_digit()));
    assert!(get(document["videoUrl"].as_str().unwrap()) == clip);
    assert!(get(document["coverUrl"].as_str().unwrap()) == cover);
}

#[test]
fn an_upload_needs_no_sandbox_of_its_own() {
    let output = vod(&["upload", CLIP, "--sandbox"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("file id"));
}

#[test]
fn a_dry_run_shows_a_request_that_is_signed_right() {
    for (nonce, name) in [("11886", "plain"), ("1", "a b&c=d+e%f~*'/上传"), ("7", "")] {
        let name = format!("videoName={name}");
        let words = ["call", "ApplyUpload", "videoType=mp4", &name, "coverType=jpg", "--api", "v2"];
        let fixed = ["--dry-run", "--json", "--nonce", nonce, "--timestamp", "1465185768"];
        let document = stdout(&vod(&[&words[..], &fixed[..]].concat()));
        let text = |key: &str| document[key].as_str().unwrap();
        assert_eq!(text("method"), "GET");
        let (address, query) = text("url").split_once('?').unwrap();
        let mut pairs: Vec<(String, String)> = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        let signature = pairs.pop().unwrap();
        assert_eq!(signature, ("Signature".to_owned(), text("signature").to_owned()));
        let mut sorted = pairs.clone();
        sorted.sort();
        assert_eq!(pairs, sorted);
        let joined: Vec<String> =
            sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let host = address.strip_prefix("https://").unwrap();
        let string_to_sign = format!("GET{host}?{}", joined.join("&"));
        assert_eq!(text("stringToSign"), string_to_sign);
        let mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
        let hash = mac.chain_update(string_to_sign).finalize().into_bytes();
        assert_eq!(signature.1, base64::engine::general_purpose::STANDARD.encode(hash));
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn all_mistakes_are_told_at_once_and_nothing_is_sent() {
    let output = vod(&["call", "ApplyUpload", "vidoType=mp4", "coverName=x", "videoSize=-1"]);
    assert_eq!(output.status.code(), Some(2));
    for told in [
        "`videoType` is required",
        "`videoSize` breaks: 0..",
        "`coverName` needs `coverType`",
        "did you mean `videoType`?",
    ] {
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
}

#[test]
fn an_extra_parameter_is_signed_along_and_never_stands_for_one_of_the_page() {
    let call = ["call", "ApplyUpload", "videoType=mp4", "--dry-run", "--json"];
    let good = stdout(&vod(&[&call[..], &["--extra", "SubAppId=7"]].concat()));
    assert!(good["stringToSign"].as_str().unwrap().contains("&SubAppId=7&"));
    let words = ["--extra", "videoType=mp3", "--extra", "x=1", "--extra", "x=2"];
    let bad = vod(&[&call[..], &words].concat());
    assert_eq!(bad.status.code(), Some(2));
    assert!(stderr(&bad).contains("`videoType` is a parameter of the page"), "{}", stderr(&bad));
    assert!(stderr(&bad).contains("`x` is given twice"), "{}", stderr(&bad));
}

#[test]
fn a_secret_under_a_mistyped_name_is_not_shown() {
    let output = vod(&["call", "CommitUpload", "vodSesionKey=s3ss10n", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did you mean `vodSessionKey`?"), "{}", stderr(&output));
    assert!(!format!("{}{}", stdout(&output), stderr(&output)).contains("s3ss10n"));
}

#[test]
fn a_secret_goes_by_post_and_no_key_is_shown() {
    let output = vod(&["call", "CommitUpload", "vodSessionKey=s3ss10n", "--dry-run", "--json"]);
    let document = stdout(&output);
    assert_eq!(document["method"], "POST");
    assert!(!document["url"].as_str().unwrap().contains("s3ss10n"));
    let shown = format!("{document}{}", stderr(&output));
    assert!(!shown.contains(KEY));
}

#[test]
fn a_refusal_is_told_in_the_pages_words() {
    let output = vod(&["call", "CommitUpload", "vodSessionKey=s3ss10n", "--sandbox", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output)["error"]["code"], "31001");
    assert_eq!(stdout(&output)["error"]["status"], 200);
    assert!(stderr(&output).contains("used before"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("s3ss10n"));
}

#[test]
fn what_cannot_be_done_is_told_and_exits_by_its_kind() {
    let missing = vod(&["upload", "no/such/clip.mp4", "--sandbox", "--json"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stdout(&missing)["error"]["message"].as_str().unwrap().contains("no/such/clip.mp4"));
    let unknown = vod(&["call", "ApplyUplaod", "--dry-run"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("did you mean `ApplyUpload`?"));
    assert_eq!(vod(&["upload"]).status.code(), Some(2));
}

#[test]
fn a_page_of_ones_own_makes_an_action_callable() {
    let folder = std::env::temp_dir().join(format!("vod-page-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let page = folder.join("DescribeClass.md");
    let text = "# DescribeClass\n\nTells of a class.\n\n## Request\n\n\
        | Parameter | Required | Type | Constraints | Description |\n|---|---|---|---|---|\n\
        | classId | Yes | Integer | 1.. | The class |\n\n## Response\n\n\
        | Field | Always | Type | Description |\n|---|---|---|---|\n\
        | name | Yes | String | Its name |\n";
    std::fs::write(&page, text).unwrap();
    let page_word = page.to_str().unwrap();
    let good =
        vod(&["call", "DescribeClass", "classId=7", "--page", page_word, "--dry-run", "--json"]);
    assert!(good.status.success(), "{}", stderr(&good));
    assert!(stdout(&good)["stringToSign"].as_str().unwrap().ends_with("&classId=7"));
    let bad = vod(&["call", "DescribeClass", "classId=0", "--page", page_word, "--dry-run"]);
    assert_eq!(bad.status.code(), Some(2));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nested_names_items_and_flags_are_held_against_their_page() {
    let folder = std::env::temp_dir().join(format!("vod-nested-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let page = folder.join("CreateBox.md");
    let columns =
        "| Parameter | Required | Type | Constraints | Description |\n|---|---|---|---|---|";
    let text = format!(
        "# CreateBox\n\nMakes a box.\n\n## Request\n\n{columns}\n\
         | box | Yes | [Box](#box) | | The box |\n\
         | tags | No | Array of String | ..=2 items; from 1 | Its tags |\n\
         | isOpen | No | Boolean | flag | Whether it is open |\n\n\
         ### Box\n\nA box.\n\n{columns}\n\
         | width | Yes | Integer | 1..=3 | Its width |\n\
         | key | No | String | secret | What opens it |\n\n\
         ## Response\n\n| Field | Always | Type | Description |\n|---|---|---|---|\n\
         | name | Yes | String | Its name |\n"
    );
    std::fs::write(&page, text).unwrap();
    let call = |words: &[&str]| {
        vod(&[
            &["call", "CreateBox", "--page", page.to_str().unwrap(), "--dry-run", "--json"],
            words,
        ]
        .concat())
    };
    let good = call(&["box.width=2", "tags.1=x", "tags.2=y", "isOpen=true"]);
    assert!(good.status.success(), "{}", stderr(&good));
    let signed = stdout(&good)["stringToSign"].as_str().unwrap().to_owned();
    assert!(signed.ends_with("&box.width=2&isOpen=1&tags.1=x&tags.2=y"), "{signed}");
    let bad = call(&["box.width=9", "tags.0=x", "isOpen=maybe"]);
    assert_eq!(bad.status.code(), Some(2));
    for told in ["`box.width` breaks: 1..=3", "counted from `tags.1` on", "`isOpen` must be 0 or 1"]
    {
        assert!(stderr(&bad).contains(told), "{}", stderr(&bad));
    }
    let secret = stdout(&call(&["box.width=2", "box.key=s3same"]));
    assert_eq!(secret["method"], "POST");
    assert!(!secret["url"].as_str().unwrap().contains("s3same"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_sandbox_ends_on_sigterm_with_success() {
    let mut sandbox = Sandbox::start();
    assert!(sandbox.line["secretId"].is_string() && sandbox.line["secretKey"].is_string());
    let pid = sandbox.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(sandbox.child.wait().unwrap().code(), Some(0));
}

const RESERVED: &str = r#"{"code":0,"video":{"storagePath":"/v.mp4"},"storageBucket":"b",
    "storageRegion":"gzp","storageAppId":1,"vodSessionKey":"s"}"#;

/// A server that answers by head and body of a request; an empty answer leaves it open.
fn server(mut answer: impl FnMut(&str, &str) -> String + Send + 'static) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut unanswered = Vec::new();
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            while !head.ends_with("\r\n\r\n") {
                let from = head.len();
                assert!(stream.read_line(&mut head).unwrap() > 0);
                if let Some((name, value)) = head[from..].split_once(':')
                    && name.eq_ignore_ascii_case("content-length")
                {
                    length = value.trim().parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).unwrap();
            let answer = answer(&head, &String::from_utf8_lossy(&body));
            stream.get_mut().write_all(answer.as_bytes()).unwrap();
            if answer.is_empty() {
                unanswered.push(stream);
            }
        }
    });
    url
}

fn http(status: &str, body: &str) -> String {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n");
    format!("{head}\r\n{body}")
}

/// What the command says when it is sent a signal while a request by `method` is unanswered.
#[cfg(unix)]
fn message_on(signal: &str, method: &'static str, words: &[&str]) -> String {
    let (asked, wait) = std::sync::mpsc::channel();
    let url = server(move |head, _| {
        if head.starts_with(method) {
            asked.send(()).unwrap();
            return String::new();
        }
        http("200 OK", if head.starts_with("GET") { RESERVED } else { "" })
    });
    let child = Command::new(env!("CARGO_BIN_EXE_vod"))
        .args(words)
        .args(["--json", &format!("--sandbox={url}")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait.recv().unwrap();
    assert!(
        Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success()
    );
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{signal} {method} {words:?}");
    let message = stdout(&output)["error"]["message"].as_str().unwrap().to_owned();
    assert!(stderr(&output).contains(&message), "{}", stderr(&output));
    message
}

#[cfg(unix)]
#[test]
fn a_signal_ends_an_upload_or_a_call_and_tells_what_may_have_been_done() {
    for signal in ["-INT", "-TERM"] {
        for (method, told) in [
            ("GET", "nothing was committed"),
            ("PUT", "nothing was committed"),
            ("POST", "may have been taken over"),
        ] {
            let message = message_on(signal, method, &["upload", CLIP]);
            assert!(message.contains(told), "{signal} {method}: {message}");
        }
        let message = message_on(signal, "GET", &["call", "ApplyUpload", "videoType=mp4"]);
        assert!(message.contains("may have been carried out"), "{signal}: {message}");
    }
}

#[test]
fn no_proxy_stands_before_a_sandbox() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vod"));
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        // Nobody serves the discard port.
        command.env(name, "http://127.0.0.1:9");
    }
    let output = command.args(["upload", CLIP, "--sandbox"]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_secret_that_comes_back_is_not_shown() {
    let echo = |status| {
        move |head: &str, body: &str| {
            let message = format!("you sent {head}{body} and {}", decoded(body));
            let json = serde_json::json!({ "code": 4000, "message": message }).to_string();
            http(status, if status == "200 OK" { &json } else { &message })
        }
    };
    for url in [server(echo("200 OK")), server(echo("502 Bad Gateway"))] {
        let target = format!("--sandbox={url}");
        for method in ["post", "get"] {
            let words = ["call", "CommitUpload", "vodSessionKey=s3ss/10n+key=", "--method", method];
            let output = vod(&[&words[..], &[&target, "--json"]].concat());
            assert_eq!(output.status.code(), Some(1));
            let shown = format!("{}{}", stdout(&output), stderr(&output));
            assert!(shown.contains("you sent"), "{shown}");
            assert!(!shown.contains("s3ss") && !shown.contains("10n"), "{shown}");
            let mut signatures = shown.split("Signature=").skip(1);
            assert!(signatures.all(|rest| rest.starts_with("[redacted]")), "{shown}");
        }
    }
}

#[test]
fn what_a_server_says_moves_no_cursor() {
    let url = server(|head, _| match head.split(' ').next() {
        Some("GET") => http("200 OK", RESERVED),
        Some("PUT") => http("200 OK", ""),
        _ => http(
            "200 OK",
            "{\"code\":0,\"fileId\":\"7\u{9b}\",\"video\":{\"url\":\"http://\\u001b[2J\"}}",
        ),
    });
    let target = format!("--sandbox={url}");
    let text = vod(&["upload", CLIP, &target]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("http://\\u001b[2J"));
    let json = vod(&["upload", CLIP, &target, "--json"]);
    assert_eq!(stdout(&json)["videoUrl"], "http://\u{1b}[2J");
    let url = server(|_, _| http("200 OK", r#"{"code":9,"message":"\u001b[31m\u009b1m"}"#));
    let refused = vod(&["call", "ApplyUpload", "videoType=mp4", &format!("--sandbox={url}")]);
    assert!(stderr(&refused).contains("[31m"), "{}", stderr(&refused));
    for output in [text, json, refused] {
        let all = [output.stdout, output.stderr].concat();
        let all = String::from_utf8(all).unwrap();
        assert!(!all.contains(|c: char| c.is_control() && c != '\n'), "{all:?}");
    }
}

#[test]
fn a_refusal_without_a_code_has_its_status() {
    let url = server(|head, _| {
        let put = head.starts_with("PUT");
        if put { http("403 Forbidden", "<html>no</html>") } else { http("200 OK", RESERVED) }
    });
    let output = vod(&["upload", CLIP, &format!("--sandbox={url}"), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let error = &stdout(&output)["error"];
    assert_eq!((error.get("code"), &error["status"]), (None, &Value::from(403)), "{error}");
}

/// A file of these bytes, in a folder of its own.
fn file(name: &str, content: &[u8]) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("files");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), content).unwrap();
    folder.join(name)
}

#[test]
fn an_upload_names_the_option_that_mends_it() {
    let untyped = file("untyped", b"any");
    let untyped = untyped.to_str().unwrap();
    let video = vod(&["upload", untyped, "--sandbox"]);
    assert_eq!(video.status.code(), Some(2));
    assert!(stderr(&video).contains("with --type, such as"), "{}", stderr(&video));
    let cover = vod(&["upload", CLIP, "--cover", untyped, "--sandbox"]);
    assert_eq!(cover.status.code(), Some(2));
    assert!(stderr(&cover).contains("with --cover-type, such as"), "{}", stderr(&cover));
    let plain = vod(&["upload", CLIP, "--sandbox=http://vod.example"]);
    assert_eq!(plain.status.code(), Some(2));
    assert!(stderr(&plain).contains("that `vod sandbox` prints"), "{}", stderr(&plain));
    for output in [video, cover, plain] {
        assert!(!stderr(&output).contains("(..)") && !stderr(&output).contains("::"));
    }
    let types = ["--type", "mp4", "--cover", untyped, "--cover-type", "jpg"];
    let told = vod(&[&["upload", untyped, "--sandbox"], &types[..]].concat());
    assert!(told.status.success(), "{}", stderr(&told));
}

#[test]
fn parameters_of_the_protocol_have_ways_of_their_own() {
    let call = ["call", "ApplyUpload", "videoType=mp4", "--dry-run", "--json"];
    for (name, way) in [
        ("Region", "--region"),
        ("Nonce", "--nonce"),
        ("Timestamp", "--timestamp"),
        ("SecretId", "TENCENTCLOUD_SECRET_ID"),
        ("Token", "TENCENTCLOUD_TOKEN"),
        ("SignatureMethod", "by the command"),
        ("Signature", "by the command"),
        ("Action", "first word"),
    ] {
        let pair = format!("{name}=gz");
        for words in [&[&*pair][..], &["--extra", &pair]] {
            let output = vod(&[&call[..], words].concat());
            assert_eq!(output.status.code(), Some(2), "{words:?}");
            let told = stderr(&output);
            assert!(told.contains(&format!("`{name}` ")) && told.contains(way), "{told}");
            assert!(!told.contains("--extra") && !told.contains("gz"), "{told}");
        }
    }
    let unknown = vod(&[&call[..], &["other=1"]].concat());
    assert!(stderr(&unknown).contains("go by --extra"), "{}", stderr(&unknown));
    let name = vod(&[&call[..], &["--extra", "a_b=1"]].concat());
    assert_eq!(name.status.code(), Some(2));
    assert!(stderr(&name).contains("`a_b` must not have `_`"), "{}", stderr(&name));
    let region = stdout(&vod(&[&call[..], &["--region", "gz"]].concat()));
    assert!(region["stringToSign"].as_str().unwrap().contains("&Region=gz&"), "{region}");
}

/// The names of a document's fields as they come; no value of it is an object.
fn names(output: &Output) -> Vec<String> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    let named = |line: &str| Some(line.strip_prefix("  \"")?.split_once('"')?.0.to_owned());
    text.lines().filter_map(named).collect()
}

#[test]
fn documents_keep_the_order_that_is_promised() {
    let request = ["method", "url", "headers", "body", "stringToSign", "signature"];
    let call = vod(&["call", "ApplyUpload", "videoType=mp4", "--dry-run", "--json"]);
    assert_eq!(names(&call), request);
    let upload = vod(&["upload", CLIP, "--sandbox", "--json"]);
    assert_eq!(names(&upload), ["fileId", "videoUrl", "coverUrl", "bytes", "warnings"]);
    let dry = vod(&["upload", CLIP, "--dry-run", "--json"]);
    assert_eq!(names(&dry), [&request[..], &["files"]].concat());
}

#[test]
fn a_dry_upload_shows_its_request_and_its_files_and_sends_nothing() {
    let url = server(|head, _| panic!("sent: {head}"));
    let words = ["upload", CLIP, "--cover", COVER, "--dry-run", "--region", "gz"];
    let target = format!("--sandbox={url}");
    let words = [&words[..], &[&target]].concat();
    let output = vod(&[&words[..], &["--json"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let document = stdout(&output);
    let (clip, cover) = (std::fs::read(CLIP).unwrap(), std::fs::read(COVER).unwrap());
    let signed = document["stringToSign"].as_str().unwrap();
    for pair in [
        format!("videoSize={}", clip.len()),
        format!("coverSize={}", cover.len()),
        "videoType=mp4".to_owned(),
        "coverType=jpg".to_owned(),
        "Region=gz".to_owned(),
    ] {
        assert!(signed.contains(&format!("&{pair}")), "{signed} lacks {pair}");
    }
    assert!(document["url"].as_str().unwrap().starts_with(&format!("{url}/v2/index.php?")));
    let files = serde_json::json!([
        { "file": "video", "path": CLIP, "bytes": clip.len(), "mediaType": "video/mp4" },
        { "file": "cover", "path": COVER, "bytes": cover.len(), "mediaType": "image/jpeg" },
    ]);
    assert_eq!(document["files"], files);
    let text = vod(&words);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("string to sign\n") && text.contains("image/jpeg"), "{text}");
    let missing = vod(&["upload", "no/such/clip.mp4", "--dry-run"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn an_empty_file_is_named_and_nothing_is_sent() {
    let url = server(|head, _| panic!("sent: {head}"));
    let empty = file("empty.mp4", b"");
    let target = format!("--sandbox={url}");
    for words in [["upload", empty.to_str().unwrap()], ["upload", CLIP]] {
        let cover = file("empty.jpg", b"");
        let output = vod(&[&words[..], &["--cover", cover.to_str().unwrap(), &target]].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(" is empty"), "{}", stderr(&output));
        assert!(stderr(&output).contains("empty."), "{}", stderr(&output));
    }
}

#[test]
fn the_help_says_whose_keys_a_sandbox_takes() {
    for command in ["upload", "call"] {
        let help = vod(&[command, "--help"]);
        let help = String::from_utf8(help.stdout).unwrap();
        for name in ["VOD_SANDBOX_SECRET_ID", "VOD_SANDBOX_SECRET_KEY", "--region"] {
            assert!(help.contains(name), "{help}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_upload_whose_answer_cannot_be_printed_still_tells_its_id() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_vod"))
        .args(["upload", CLIP, "--sandbox"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("; uploaded as "), "{}", stderr(&output));
}
