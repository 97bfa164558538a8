//! What is told when something does not go well, in which form, and what never is.

use serde_json::Value;

use crate::run::{CLIP, names, stderr, stdout, vod};
use crate::server::{RESERVED, decoded, http, server};

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
