//! Pages of a user's own, from a shell: called, and served.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed test is a panic")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const INDEX: &str = "../examples/own-actions/spec/README.md";
const DELETE: &str = "../examples/own-actions/spec/DeleteVodFile.md";
const PROCESS: &str = "../examples/own-actions/spec/ProcessFile.md";
/// Its only example refuses; it lets two calls in an hour.
const BUSY: &str = "../examples/own-actions/tests/pages/DeleteVodFile.md";

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vod"));
    command.args(words).env("TENCENTCLOUD_SECRET_ID", "AKIDtest");
    command.env("TENCENTCLOUD_SECRET_KEY", "a key that opens nothing");
    command.env_remove("TENCENTCLOUD_TOKEN");
    command
}

fn vod(words: &[&str]) -> Output {
    command(words).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn document(output: &Output) -> Value {
    assert!(output.status.success(), "{}", told(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `vod sandbox`, stopped at the end of the test whatever happens.
struct Sandbox {
    child: Child,
    word: String,
}

impl Sandbox {
    fn start(words: &[&str]) -> Self {
        let words = [&["sandbox", "--json"], words].concat();
        let mut child = command(&words).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: Value = serde_json::from_str(&line).unwrap();
        Self { child, word: format!("--sandbox={}", line["url"].as_str().unwrap()) }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_page_is_called_on_a_sandbox_of_ones_own() {
    let delete = ["call", "DeleteVodFile", "fileId=7", "priority=0", "--sandbox", "--json"];
    let answer = document(&vod(&[&delete[..], &["--page", DELETE]].concat()));
    assert_eq!(answer["code"], 0);
    let busy = vod(&["call", "DeleteVodFile", "--page", BUSY, "--sandbox"]);
    assert_eq!(busy.status.code(), Some(1));
    assert!(told(&busy).contains("10009 UnexpectedStatus"), "{}", told(&busy));
}

#[test]
fn a_host_of_its_own_is_called_but_for_the_sandbox() {
    let process = ["call", "ProcessFile", "fileId=7", "--page", PROCESS, "--json"];
    let shown = document(&vod(&[&process[..], &["--dry-run"]].concat()));
    let url = shown["url"].as_str().unwrap();
    assert!(url.starts_with("https://vod-gateway.example.com/v2/index.php?"), "{url}");
    let signed = shown["stringToSign"].as_str().unwrap();
    assert!(signed.starts_with("GETvod-gateway.example.com/v2/index.php?"), "{signed}");
    let answer = document(&vod(&[&process[..], &["--sandbox"]].concat()));
    assert_eq!(answer["vodTaskId"], "251000333-Procedure-0d4d10e1");
}

#[test]
fn a_running_sandbox_serves_an_index_and_single_pages() {
    let sandbox = Sandbox::start(&["--pages", INDEX, "--page", BUSY]);
    let call = |words: &[&str]| vod(&[&["call"], words, &[&sandbox.word, "--json"]].concat());
    let answer = document(&call(&["ProcessFile", "fileId=7", "--page", PROCESS]));
    assert_eq!(answer["code"], 0);
    let upload = call(&["ApplyUpload", "videoType=mp4", "--api", "v2"]);
    assert!(document(&upload)["vodSessionKey"].is_string());
    let delete = ["DeleteVodFile", "fileId=7", "priority=0", "--page", DELETE];
    let codes: Vec<Value> = (0..3)
        .map(|_| serde_json::from_slice::<Value>(&call(&delete).stdout).unwrap())
        .map(|answer| answer["error"]["code"].clone())
        .collect();
    assert_eq!(codes, ["10009", "10009", "4400"], "the page given last counts, and its limit");
    let over = told(&call(&delete));
    assert!(over.contains("DeleteVodFile is limited to 2/h"), "{over}");
    assert!(!over.contains("the page says"), "a lone page has no word for 4400: {over}");

    let free = Sandbox::start(&["--page", BUSY, "--no-rate-limits"]);
    let delete = ["call", "DeleteVodFile", "--page", BUSY, &free.word];
    let code = |_| told(&vod(&delete)).contains("10009");
    assert!((0..4).all(code));
}

#[test]
fn a_sandbox_does_not_start_on_a_page_with_mistakes() {
    let broken = "../vod-sandbox/tests/pages/broken.md";
    for (word, page, shown) in
        [("--page", broken, "broken.md:9:15"), ("--pages", "no/such.md", "no/such.md")]
    {
        let output = Stdio::piped();
        let mut child = command(&["sandbox", word, page])
            .stdout(output)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if !line.is_empty() {
            // It serves, and would until it is told to end.
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        assert_eq!((line.as_str(), output.status.code()), ("", Some(1)));
        assert!(told(&output).contains(shown), "{}", told(&output));
    }
}

#[test]
fn a_page_of_api_3_0_is_called_and_served_as_one() {
    let folder = "../vod-spec/tests/pages/v3_good";
    let page = format!("{folder}/CreateProcedureTemplate.md");
    let call = ["call", "CreateProcedureTemplate", "Name=x", "--page", &page];
    let answer = document(&vod(&[&call[..], &["--sandbox"]].concat()));
    assert!(answer["Response"]["RequestId"].is_string(), "{answer}");
    for (option, file) in [("--page", &page), ("--pages", &format!("{folder}/README.md"))] {
        let served = Sandbox::start(&[option, file, "--certificate-life", "60"]);
        let answer = document(&vod(&[&call[..], &[&served.word]].concat()));
        assert!(answer["Response"]["RequestId"].is_string(), "{answer}");
    }
    let other = vod(&[&call[..], &["--dry-run", "--api", "v2"]].concat());
    assert_eq!(other.status.code(), Some(2));
    assert!(told(&other).contains("is a page of API 3.0: leave --api out"), "{}", told(&other));
    // A version of the Action's own goes with its request.
    let page = format!("{folder}/DescribeProcedureTemplates.md");
    let dry = ["call", "DescribeProcedureTemplates", "--page", &page, "--dry-run", "--json"];
    assert_eq!(document(&vod(&dry))["headers"]["x-tc-version"], "2024-07-18");
}
