//! What `-v` tells on stderr, and what it leaves as it is.

use serde_json::Value;

use crate::run::{CLIP, KEY, names, stderr, stdout, vod};
use crate::sandbox::Sandbox;
use crate::server::{http, reserved, server};

/// An upload to a sandbox whose first answer is that it cannot serve now.
fn upload(words: &[&str]) -> std::process::Output {
    let sandbox = Sandbox::with(&["--fault", "status=503, first=1"]);
    let target = format!("--sandbox={}", sandbox.url());
    let output = vod(&[&["upload", CLIP, "--json", &target], words].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    output
}

fn told<'t>(text: &'t str, level: &str, what: &str) -> Vec<&'t str> {
    let told = |line: &&str| line.starts_with(&format!("{level}:")) && line.contains(what);
    text.lines().filter(told).collect()
}

#[test]
fn a_retry_is_told_to_who_asked_and_stdout_stays_one_document() {
    let silent = upload(&[]);
    assert_eq!(stderr(&silent), "");
    let output = upload(&["-v"]);
    let text = stderr(&output);
    let [retry] = told(text, "info", "trying again")[..] else { panic!("{text}") };
    assert!(retry.contains(r#"action="ApplyUpload""#), "{retry}");
    assert!(retry.contains("error=HTTP 503") && retry.contains("wait_ms="), "{retry}");
    assert!(!text.contains("debug:") && !text.contains("sending"), "{text}");
    for output in [&silent, &output] {
        assert_eq!(names(output), ["fileId", "videoUrl", "coverUrl", "bytes", "warnings"]);
        assert!(stdout(output)["fileId"].is_string());
    }
}

#[test]
fn at_the_end_it_is_told_what_it_took_even_if_it_failed() {
    let output = upload(&["--verbose"]);
    let last = stderr(&output).lines().next_back().unwrap();
    for count in ["calls of Actions in all", "calls=2", "tries=3", "retries=1", "failures=0"] {
        assert!(last.contains(count), "{count} is not in {last}");
    }
    for name in ["waited_ms", "bytes_sent", "bytes_received"] {
        assert!(last.contains(&format!("{name}=")), "{name} is not in {last}");
    }
    let url = server(|_, _| http("200 OK", r#"{"Response":{"Error":{"Code":"X"}}}"#));
    let failed = vod(&["-v", "call", "SearchMedia", &format!("--sandbox={url}"), "--json"]);
    assert_eq!(failed.status.code(), Some(1));
    let in_all = told(stderr(&failed), "info", "in all");
    assert!(in_all.len() == 1 && in_all[0].contains("failures=1"), "{}", stderr(&failed));
    assert!(stdout(&failed)["error"]["message"].is_string());
}

#[test]
fn each_call_and_try_is_told_where_that_was_asked_for() {
    let output = upload(&["-vv"]);
    let text = stderr(&output);
    let sent = told(text, "debug", "sending bytes=");
    assert_eq!(sent.len(), 3, "{text}");
    for (line, action, resent) in
        [(sent[0], "Apply", 0), (sent[1], "Apply", 1), (sent[2], "Commit", 0)]
    {
        assert!(line.contains(&format!("call rpc.method=\"{action}Upload\": try ")), "{line}");
        assert!(line.contains(&format!(" http.request.resend_count={resent} ")), "{line}");
    }
    let answered = told(text, "debug", " http.response.status_code=503: answered");
    assert_eq!(answered.len(), 1, "{text}");
}

#[test]
fn it_is_told_whose_keys_sign() {
    let words = ["upload", CLIP, "--dry-run", "--json", "-v"];
    let own = vod(&words);
    assert!(stderr(&own).contains(r#"secret_id="AKIDtest" origin="from the environment""#));
    let sandbox = vod(&[&words[..], &["--sandbox"]].concat());
    assert!(stderr(&sandbox).contains(r#"origin="of the sandbox""#), "{}", stderr(&sandbox));
    assert_eq!(stdout(&sandbox)["method"], "POST");
    for output in [own, sandbox] {
        assert!(!stderr(&output).contains(KEY));
        assert!(!stderr(&output).contains(vod_sandbox::FIXED_PAIR.1));
    }
}

#[test]
fn no_secret_is_told_however_much_is() {
    const LENT: &str = "a-key-that-the-server-lends";
    let url = server(|head, _| match reserved(head) {
        "" => http("403 Forbidden", ""),
        answer => {
            let mut answer: Value = serde_json::from_str(answer).unwrap();
            for name in ["SecretKey", "Token"] {
                answer["Response"]["TempCertificate"][name] = LENT.into();
            }
            answer["Response"]["VodSessionKey"] = LENT.into();
            http("200 OK", &answer.to_string())
        }
    });
    let output = vod(&["upload", CLIP, "-vvv", &format!("--sandbox={url}")]);
    let text = stderr(&output);
    assert!(text.contains("answered") && text.contains("error: COS refused"), "{text}");
    for secret in [LENT, vod_sandbox::FIXED_PAIR.1, "Signature=", "q-signature"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn what_a_server_says_stays_on_its_line() {
    let said = r#"{"Response":{"Error":{"Code":"InternalError.\u001b[2J\n","Message":"\n"},
        "RequestId":"r"}}"#;
    let mut first = true;
    let url = server(move |head, _| {
        let answer = if first { said } else { reserved(head) };
        first = false;
        http(if answer.is_empty() { "403 Forbidden" } else { "200 OK" }, answer)
    });
    let output = vod(&["upload", CLIP, "-v", &format!("--sandbox={url}")]);
    let text = stderr(&output);
    let retry = told(text, "info", "trying again");
    assert!(retry.len() == 1 && retry[0].contains("u001b"), "{text}");
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    let known = |line: &str| ["info:", "error:", "next:"].iter().any(|word| line.starts_with(word));
    assert!(text.lines().all(known), "{text}");
}
