//! `vod sandbox`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::run::vod;

/// `vod sandbox`, stopped at the end of the test whatever happens.
pub(crate) struct Sandbox {
    child: Child,
    line: Value,
}

impl Sandbox {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vod"))
            .args(["sandbox", "--listen", "127.0.0.1:0", "--json"])
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
