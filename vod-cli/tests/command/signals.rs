//! Ctrl-C and SIGTERM.
#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::run::{CLIP, stderr, stdout};
use crate::server::{RESERVED, http, server};

/// What the command says when it is sent a signal while a request by `method` is unanswered.
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
