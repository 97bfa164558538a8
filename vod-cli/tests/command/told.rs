//! What is told when something does not go well, in which form, and what never is.

use serde_json::Value;

use crate::run::{CLIP, NO_HOME, command, names, stderr, stdout, vod};
use crate::server::{decoded, http, reserved, server};

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
            let words = [
                "call",
                "--api",
                "v2",
                "CommitUpload",
                "vodSessionKey=s3ss/10n+key=",
                "--method",
                method,
            ];
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
fn a_secret_that_comes_back_from_api_3_0_is_not_shown_wherever_it_stood() {
    let url = server(|head, body| {
        let message = format!("you sent {head}{body}");
        let error = serde_json::json!({ "Code": "FailedOperation", "Message": message });
        let response = serde_json::json!({ "Response": { "Error": error, "RequestId": "r" } });
        http("200 OK", &response.to_string())
    });
    let target = format!("--sandbox={url}");
    let page = "../vod-spec/tests/pages/v3_good/CreateProcedureTemplate.md";
    let mark = "MediaProcessTask.TranscodeTaskSet.0.Watermarks.0";
    let (number, nested) =
        (format!("{mark}.Definition=1"), format!("{mark}.Pull_Url=https://s3ss/10n\"key"));
    let definition = "MediaProcessTask.TranscodeTaskSet.0.Definition=20";
    let of_page = ["CreateProcedureTemplate", "--page", page, "Name=x", definition];
    for words in [
        &["CommitUpload", "VodSessionKey=s3ss/10n+\"key"][..],
        &[&of_page[..], &[&number, &nested]].concat(),
    ] {
        let output = vod(&[&["call"], words, &[&target, "--json"]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        let shown = format!("{}{}", stdout(&output), stderr(&output));
        assert!(shown.contains("you sent") && shown.contains("[redacted]"), "{shown}");
        assert!(!shown.contains("s3ss") && !shown.contains("10n"), "{shown}");
        let mut signatures = shown.split("Signature=").skip(1);
        assert!(signatures.all(|rest| rest.starts_with("[redacted]")), "{shown}");
    }
}

#[test]
fn an_error_has_its_code_its_request_and_the_next_step() {
    let call = ["call", "DescribeMediaInfos", "FileIds=1", "--json"];
    let answer = |code: &'static str| {
        server(move |_, _| {
            let error = serde_json::json!({ "Code": code, "Message": "no" });
            let response = serde_json::json!({ "Response": { "Error": error, "RequestId": "7f" } });
            http("200 OK", &response.to_string())
        })
    };
    let url = answer("InternalError.GetMediaListError");
    let output = vod(&[&call[..], &[&format!("--sandbox={url}")]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output)["error"]["code"].as_str(), Some("InternalError.GetMediaListError"));
    let error = &stdout(&output)["error"];
    assert_eq!(error["v3Code"], error["code"]);
    assert_eq!((&error["requestId"], &error["retryable"]), (&"7f".into(), &true.into()));
    assert_eq!(error["nextStep"], "try again later");
    let told = stderr(&output);
    for part in ["(request 7f)", "the page says: VOD could not read its list", "\nnext: try again"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    // Without keys nothing is sent, and the step is one of a shell.
    let output = command()
        .args(call)
        .env_remove("TENCENTCLOUD_SECRET_ID")
        .env_remove("TENCENTCLOUD_SECRET_KEY")
        .env("HOME", NO_HOME)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("\nnext: set the keys in the environment"), "{output:?}");
    assert_eq!(stdout(&output)["error"]["retryable"], false);
}

#[test]
fn what_a_server_says_moves_no_cursor() {
    let url = server(|head, _| match head.split(' ').next() {
        Some("GET") => http("200 OK", reserved(head)),
        Some("PUT") => http("200 OK", ""),
        _ => http(
            "200 OK",
            "{\"code\":0,\"fileId\":\"7\u{9b}\",\"video\":{\"url\":\"http://\\u001b[2J\"}}",
        ),
    });
    let target = format!("--sandbox={url}");
    let text = vod(&["upload", CLIP, "--api", "v2", &target]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("http://\\u001b[2J"));
    let json = vod(&["upload", CLIP, "--api", "v2", &target, "--json"]);
    assert_eq!(stdout(&json)["videoUrl"], "http://\u{1b}[2J");
    let url = server(|_, _| http("200 OK", r#"{"code":9,"message":"\u001b[31m\u009b1m"}"#));
    let refused =
        vod(&["call", "--api", "v2", "ApplyUpload", "videoType=mp4", &format!("--sandbox={url}")]);
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
        if put { http("403 Forbidden", "<html>no</html>") } else { http("200 OK", reserved(head)) }
    });
    for api in ["v2", "v3"] {
        let target = format!("--sandbox={url}");
        let output = vod(&["upload", CLIP, "--api", api, &target, "--json"]);
        assert_eq!(output.status.code(), Some(1));
        let error = &stdout(&output)["error"];
        assert_eq!((error.get("code"), &error["status"]), (None, &Value::from(403)), "{error}");
    }
}

#[test]
fn documents_keep_the_order_that_is_promised() {
    let request = ["method", "url", "headers", "body", "stringToSign", "signature"];
    for parameter in ["videoType=mp4", "MediaType=mp4"] {
        let api = if parameter.starts_with('v') { "v2" } else { "v3" };
        let words = ["call", "ApplyUpload", parameter, "--dry-run", "--json", "--api", api];
        assert_eq!(names(&vod(&words)), request);
    }
    let upload = vod(&["upload", CLIP, "--sandbox", "--json"]);
    assert_eq!(names(&upload), ["fileId", "videoUrl", "coverUrl", "bytes", "warnings"]);
    let dry = vod(&["upload", CLIP, "--dry-run", "--json"]);
    assert_eq!(names(&dry), [&request[..], &["files"]].concat());
}
