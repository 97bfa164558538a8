//! `vod sandbox`.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::run::{CLIP, stderr, vod};
use crate::server::answer;

/// `vod sandbox`, stopped at the end of the test whatever happens.
pub(crate) struct Sandbox {
    child: Child,
    line: Value,
}

impl Sandbox {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    pub(crate) fn with(words: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vod"))
            .args(["sandbox", "--listen", "127.0.0.1:0", "--json"])
            .args(words)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, line: serde_json::from_str(&line).unwrap() }
    }

    pub(crate) fn url(&self) -> &str {
        self.line["url"].as_str().unwrap()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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

#[cfg(unix)]
#[test]
fn a_sandbox_tells_at_its_end_what_came() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vod"))
        .args(["sandbox", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let ready = line();
    answer(&format!("{}/v2/index.php?Action=ApplyUpload", ready["url"].as_str().unwrap()));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let counts = json!({
        "requests": 1, "connections": 1, "faults": 0, "received": 0,
        "byAction": { "ApplyUpload": 1 },
    });
    assert_eq!(line(), counts);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_sandbox_misbehaves_as_it_is_told() {
    let sandbox = Sandbox::with(&["--fault", "status=503 retry-after=2, first=1"]);
    let url = format!("{}/v2/index.php?Action=ApplyUpload", sandbox.url());
    let refused = answer(&url);
    assert!(refused.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{refused}");
    assert!(refused.contains("\r\nretry-after: 2\r\n"), "{refused}");
    assert!(answer(&url).starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn a_fault_that_is_none_is_told_with_what_would_be_one() {
    let output = vod(&["sandbox", "--fault", "ApplyUpload: statsu=503"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did you mean `status`?"), "{}", stderr(&output));
    // Nothing can be kept below a file: it ends even if it takes the fault.
    let below = format!("{CLIP}/objects");
    let output = vod(&["sandbox", "--fault", "AplyUpload: status=503", "--dir", &below]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("did you mean `ApplyUpload`?"), "{}", stderr(&output));
    let help = vod(&["sandbox", "--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    for word in [
        "cut-after",
        "slow-body=N/TIME",
        "--clock <SECONDS>",
        "--link <RATE,TIME>",
        "late-refuse",
        "X-Sandbox-Fault",
    ] {
        assert!(help.contains(word), "{help}");
    }
}

#[test]
fn a_sandbox_may_live_in_another_year() {
    let year = |words: &[&str]| {
        let sandbox = Sandbox::with(words);
        year_of(&answer(&format!("{}/v2/index.php", sandbox.url())))
    };
    let here = year(&[]);
    for (clock, behind) in [("-1577836800", 50), ("1577836800", -50)] {
        let there = year(&["--clock", clock]);
        // The machine's year may have ended since.
        assert!((here - there - behind).abs() <= 1, "{here} {there}");
    }
}

#[test]
fn a_sandbox_may_be_far_away() {
    let output = vod(&["sandbox", "--link", "60MB"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("such as `60MB/s,20ms`"), "{}", stderr(&output));
    let near = Sandbox::with(&["--link", "60MB/s,1ms"]);
    assert!(answer(&format!("{}/", near.url())).starts_with("HTTP/1.1 "));
    let far = Sandbox::with(&["--link", "60MB/s,1h"]);
    let mut stream = TcpStream::connect(far.url().strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let error = stream.read(&mut [0]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
}

/// The year of an answer's header `Date`.
fn year_of(answer: &str) -> i64 {
    let (_, rest) = answer.split_once("\r\ndate: ").unwrap();
    rest.split(' ').nth(3).unwrap().parse().unwrap()
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
