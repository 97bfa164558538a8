//! Ctrl-C and SIGTERM.
#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::run::{CLIP, command, stderr, stdout};
use crate::server::{http, reserved, server};

/// What the command says when it is sent a signal while the request whose head has
/// the `mark` is unanswered.
fn message_on(signal: &str, mark: &'static str, words: &[&str]) -> String {
    let (asked, wait) = std::sync::mpsc::channel();
    let url = server(move |head, _| {
        if head.contains(mark) {
            asked.send(()).unwrap();
            return String::new();
        }
        http("200 OK", reserved(head))
    });
    let child = command()
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
    assert_eq!(output.status.code(), Some(1), "{signal} {mark} {words:?}");
    let message = stdout(&output)["error"]["message"].as_str().unwrap().to_owned();
    assert!(stderr(&output).contains(&message), "{}", stderr(&output));
    message
}

#[test]
fn a_signal_ends_an_upload_or_a_call_and_tells_what_may_have_been_done() {
    for signal in ["-INT", "-TERM"] {
        for (api, marks) in [
            ("v2", ["GET", "PUT", "POST"]),
            ("v3", ["x-tc-action: ApplyUpload", "PUT", "x-tc-action: CommitUpload"]),
        ] {
            let told =
                ["nothing was committed", "nothing was committed", "may have been taken over"];
            for (mark, told) in marks.into_iter().zip(told) {
                let message = message_on(signal, mark, &["upload", CLIP, "--api", api]);
                assert!(message.contains(told), "{signal} {mark}: {message}");
            }
        }
        let message = message_on(signal, "POST", &["call", "ApplyUpload", "MediaType=mp4"]);
        assert!(message.contains("may have been carried out"), "{signal}: {message}");
    }
}
