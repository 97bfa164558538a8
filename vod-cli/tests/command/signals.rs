//! Ctrl-C, SIGTERM and a terminal that closes.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use vod_sandbox::Sandbox;

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

/// The signals that end a command. One that is not to hear of its terminal, as below `nohup`, has
/// commands that do not either.
fn ending() -> Vec<&'static str> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).unwrap());
    let mut signals = vec!["-INT", "-TERM"];
    if ignored & 1 == 0 {
        signals.push("-HUP");
    }
    signals
}

#[test]
fn a_signal_ends_an_upload_or_a_call_and_tells_what_may_have_been_done() {
    for signal in ending() {
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

/// An upload of three parts and more that is sent a signal when COS has three.
async fn interrupted(sandbox: &Sandbox, words: &[&str]) -> Output {
    sandbox.set_faults(["cos:PUT: delay=1h, after=3".parse().unwrap()]);
    let child = upload(sandbox, words).spawn().unwrap();
    while sandbox.uploads().iter().map(|upload| upload.parts.len()).sum::<usize>() < 3 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for _ in 0..2 {
        // The second one changes nothing, and may come too late.
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).output().unwrap();
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    output
}

fn upload(sandbox: &Sandbox, words: &[&str]) -> Command {
    let mut upload = command();
    upload.args(["upload", "--json", "--part-size", "1MiB", "--connections", "1"]).args(words);
    upload.arg(format!("--sandbox={}", sandbox.url()));
    upload.stdout(Stdio::piped()).stderr(Stdio::piped());
    upload
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_leaves_what_the_same_command_goes_on_with_and_else_nothing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interrupted");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let film = folder.join("film.mp4");
    std::fs::write(&film, vec![7; 9 << 20]).unwrap();
    let (film, state) = (film.to_str().unwrap(), folder.join("state"));
    // In a file nothing can be remembered.
    let kept = ["--state-dir", state.to_str().unwrap()];
    for (words, goes_on) in
        [(&kept[..], true), (&["--no-resume"], false), (&["--state-dir", CLIP], false)]
    {
        let sandbox = Sandbox::start().await.unwrap();
        let words = [&[film], words].concat();
        let output = interrupted(&sandbox, &words).await;
        let error = &stdout(&output)["error"];
        assert_eq!(error["message"], "interrupted; nothing was committed");
        let told = if goes_on { "goes on with what COS has" } else { "begins anew" };
        assert!(error["nextStep"].as_str().unwrap().ends_with(told), "{words:?}: {error}");
        assert_eq!(sandbox.uploads().len(), usize::from(goes_on), "{words:?}");
        sandbox.set_faults([]);
        let output = upload(&sandbox, &words).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(sandbox.counts().by_action["ApplyUpload"], if goes_on { 1 } else { 2 });
        assert!(sandbox.uploads().is_empty(), "{words:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_can_be_gone_on_from_says_so() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("failed");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let film = folder.join("film.mp4");
    std::fs::write(&film, vec![7; 9 << 20]).unwrap();
    let (film, state) = (film.to_str().unwrap(), folder.join("state"));
    let state = state.to_str().unwrap();
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_faults(["cos:PUT: refuse=AccessDenied, after=3".parse().unwrap()]);
    for (words, goes_on) in [(&["--state-dir", state][..], true), (&["--no-resume"], false)] {
        let output = upload(&sandbox, &[&[film], words].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let step = stdout(&output)["error"]["nextStep"].as_str().unwrap().to_owned();
        assert_eq!(step.contains("goes on with what COS has"), goes_on, "{step}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_shall_outlive_its_terminal_does() {
    let (asked, wait) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel();
    let url = server(move |_, _| {
        asked.send(()).unwrap();
        released.recv().unwrap();
        http("200 OK", r#"{"Response":{"Error":{"Code":"ResourceNotFound","Message":"late"}}}"#)
    });
    let child = Command::new("sh")
        .args(["-c", "trap '' HUP; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_vod")])
        .args(["upload", CLIP, "--no-resume", &format!("--sandbox={url}")])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait.recv().unwrap();
    assert!(
        Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap().success()
    );
    // Were it heard, it would end the upload meanwhile.
    std::thread::sleep(Duration::from_millis(500));
    release.send(()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(stderr(&output).contains("late"), "{}", stderr(&output));
}
