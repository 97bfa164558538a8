//! `vod upload` of what is no file: a pipe, an address.

use std::fs::File;
use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::run::{CLIP, COVER, NO_HOME, command, stderr, stdout};
use crate::sandbox::Sandbox;
use crate::server::{get, http, reserved, server};

/// Runs an upload with this as its standard input.
fn upload(words: &[&str], sandbox: &Sandbox, input: Stdio, piped: &[u8]) -> Output {
    let mut child = command()
        .args(["upload", "--json"])
        .args(words)
        .arg(format!("--sandbox={}", sandbox.url()))
        .env("HOME", NO_HOME)
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if let Some(mut stdin) = child.stdin.take() {
        // Whoever does not want it may have ended before.
        let _ = stdin.write_all(piped);
    }
    child.wait_with_output().unwrap()
}

fn uploaded(output: &Output) -> Vec<u8> {
    assert!(output.status.success(), "{}", stderr(output));
    get(stdout(output)["videoUrl"].as_str().unwrap())
}

#[test]
fn standard_input_is_uploaded_from_a_pipe_and_from_a_file() {
    let sandbox = Sandbox::start();
    let film: Vec<u8> = (0..=250).cycle().take(9 << 20).collect();
    let piped = upload(&["-", "--type", "mp4"], &sandbox, Stdio::piped(), &film);
    assert!(uploaded(&piped) == film);
    assert_eq!(stdout(&piped)["bytes"], film.len());
    let words = ["-", "--type", "mp4", "--cover", COVER, "--name", "piped"];
    let from_file = upload(&words, &sandbox, File::open(CLIP).unwrap().into(), b"");
    assert!(uploaded(&from_file) == std::fs::read(CLIP).unwrap());
    assert!(stdout(&from_file)["coverUrl"].is_string());
}

#[test]
fn standard_input_of_no_use_is_told_with_the_next_step() {
    let sandbox = Sandbox::start();
    for (words, exit, told) in [
        (&["-"][..], 2, "give it with --type"),
        (&["-", "--type", "mp4"], 1, "is empty"),
        (&["-", "--type", "mp4", "--cover", "-"], 2, "standard input is for the video"),
    ] {
        let output = upload(words, &sandbox, Stdio::null(), b"");
        assert_eq!(output.status.code(), Some(exit), "{}", stderr(&output));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
    let words = ["-", "--type", "mp4", "--dry-run"];
    let output = upload(&words, &sandbox, Stdio::piped(), b"film");
    let dry = stdout(&output);
    assert!(dry["files"][0]["bytes"].is_null(), "{dry}");
    assert_eq!(dry["files"][0]["mediaType"], "video/mp4");
}

#[test]
fn an_address_is_uploaded_with_what_it_answers() {
    let sandbox = Sandbox::start();
    let clip = upload(&[CLIP], &sandbox, Stdio::null(), b"");
    let from = stdout(&clip)["videoUrl"].as_str().unwrap().to_owned();
    let output = upload(&[&from], &sandbox, Stdio::null(), b"");
    assert!(uploaded(&output) == std::fs::read(CLIP).unwrap());
    let lost = upload(&[&format!("{from}.mp4?sign=s3cr3t")], &sandbox, Stdio::null(), b"");
    assert_eq!(lost.status.code(), Some(1));
    assert!(stderr(&lost).contains(".mp4: is answered with 404"), "{}", stderr(&lost));
    assert!(!stderr(&lost).contains("s3cr3t"), "{}", stderr(&lost));
}

#[cfg(unix)]
#[test]
fn a_command_that_waits_for_its_input_ends_with_a_signal() {
    let (asked, applied) = std::sync::mpsc::channel();
    let url = server(move |head, _| {
        asked.send(()).unwrap();
        http("200 OK", reserved(head))
    });
    let mut child = command()
        .args(["upload", "-", "--type", "mp4", &format!("--sandbox={url}")])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.take();
    applied.recv().unwrap();
    // By now it most likely reads; if not yet, the outcome is the same.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let kill = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("interrupted; nothing was committed"), "{}", stderr(&output));
    drop(stdin);
}
