//! The command run as a user runs it, and what it said.

use std::process::{Command, Output};

use serde_json::Value;

pub(crate) const CLIP: &str = "../tests/media/clip.mp4";
pub(crate) const COVER: &str = "../tests/media/cover.jpg";
pub(crate) const KEY: &str = "a key that opens nothing";

/// A home without a profile.
pub(crate) const NO_HOME: &str = "/nonexistent";

pub(crate) fn vod(words: &[&str]) -> Output {
    command()
        .args(words)
        .env("TENCENTCLOUD_SECRET_ID", "AKIDtest")
        .env("TENCENTCLOUD_SECRET_KEY", KEY)
        .env_remove("TENCENTCLOUD_TOKEN")
        .env("HOME", NO_HOME)
        .output()
        .unwrap()
}

/// The command, which remembers its uploads among the files of the build.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vod"));
    command.env("XDG_STATE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/state"));
    command
}

pub(crate) fn stdout(output: &Output) -> Value {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// A file of these bytes, in a folder of its own.
pub(crate) fn file(name: &str, content: &[u8]) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("files");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), content).unwrap();
    folder.join(name)
}

/// The names of a document's fields as they come; no value of it is an object.
pub(crate) fn names(output: &Output) -> Vec<String> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    let named = |line: &str| Some(line.strip_prefix("  \"")?.split_once('"')?.0.to_owned());
    text.lines().filter_map(named).collect()
}
