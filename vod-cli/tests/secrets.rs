//! Whatever the command does, and however much it tells, no secret of its environment, of a file, of
//! a server's or of its own making is shown, but where `SECURITY.md` says so.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

#[path = "../../tests/tests/secrets/hunt.rs"]
mod hunt;
#[path = "../../tests/tests/secrets/wire.rs"]
mod wire;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use hunt::Hunt;
use wire::Relay;

/// A folder of a test's own, and the secrets that a command finds in its environment.
struct Place {
    folder: PathBuf,
    variables: BTreeMap<&'static str, String>,
}

impl Place {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("secrets-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join(".tencentcloud")).unwrap();
        for media in ["clip.mp4", "cover.jpg"] {
            std::fs::copy(format!("../tests/media/{media}"), folder.join(media)).unwrap();
        }
        let keys = ["TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN", "VOD_SANDBOX_SECRET_KEY"];
        let mut variables: BTreeMap<_, _> =
            keys.into_iter().map(|name| (name, hunt::secret(name))).collect();
        for id in ["TENCENTCLOUD_SECRET_ID", "VOD_SANDBOX_SECRET_ID"] {
            variables.insert(id, "AKIDshown".to_owned());
        }
        Self { folder, variables }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vod"));
        command.args(words).current_dir(&self.folder).envs(&self.variables);
        command.env("HOME", &self.folder).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
        command
    }

    fn file(&self, name: &str, content: &str) {
        std::fs::write(self.folder.join(name), content).unwrap();
    }

    fn files(&self) -> Vec<PathBuf> {
        fn of(folder: &Path) -> Vec<PathBuf> {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries.flat_map(|path| if path.is_dir() { of(&path) } else { vec![path] }).collect()
        }
        of(&self.folder)
    }

    /// Runs the command, for a person and for a program: stderr has no secret, and stdout has none
    /// of those that are looked for in it.
    #[track_caller]
    fn run(&self, words: &[&str], stdout: Looked) -> String {
        let mut all = String::new();
        for more in [&[][..], &["--json"][..], &["-v"], &["-vvv"], &["-vvv", "--json"]] {
            // Few pages' commands have a form for programs.
            let words = [words, more].concat();
            if words[0] == "page" && more.contains(&"--json") {
                continue;
            }
            let output = self.command(&words).output().unwrap();
            self.look(&words, &output, stdout);
            all += &String::from_utf8_lossy(&[output.stdout, output.stderr].concat());
        }
        all
    }

    #[track_caller]
    fn look(&self, words: &[&str], Output { stdout, stderr, .. }: &Output, looked: Looked) {
        let found = hunt::all().find(stderr);
        assert!(found.is_none(), "stderr of {words:?} has {}", found.unwrap());
        let found = match looked {
            Looked::ForAll => hunt::all().find(stdout),
            // A key signs, and is never sent.
            Looked::ForKeys => {
                let mut keys = Hunt::default();
                for (name, value) in &self.variables {
                    if name.ends_with("_KEY") {
                        keys.add(name, value);
                    }
                }
                keys.find(stdout)
            }
        };
        assert!(found.is_none(), "stdout of {words:?} has {}", found.unwrap());
    }
}

/// What stdout is searched for.
#[derive(Clone, Copy)]
enum Looked {
    ForAll,
    /// It is a request as it would go out, or an answer as it came.
    ForKeys,
}

/// `vod sandbox` behind a relay.
struct Sandbox {
    child: Child,
    relay: Relay,
}

impl Sandbox {
    fn start(place: &Place, words: &[&str]) -> Self {
        let mut child = place
            .command(&[&["sandbox", "--json", "-vvv", "--no-rate-limits"], words].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: serde_json::Value = serde_json::from_str(&line).unwrap();
        // Its own pair is what it has to print.
        assert_eq!(told["secretKey"], *place.variables["VOD_SANDBOX_SECRET_KEY"]);
        Self { child, relay: Relay::to(told["url"].as_str().unwrap()) }
    }

    fn target(&self) -> String {
        format!("--sandbox={}", self.relay.url())
    }

    fn stop(mut self) -> Vec<u8> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut told = Vec::new();
        self.child.stderr.take().unwrap().read_to_end(&mut told).unwrap();
        told
    }
}

#[test]
fn calls_and_uploads_of_either_generation() {
    let place = Place::new("calls");
    let faults = ["--fault", "ApplyUpload: status=503, every=2", "--dir", "objects"];
    let sandbox = Sandbox::start(&place, &faults);
    let target = &*sandbox.target();
    let session = &*hunt::secret("session key");
    let (new, old) = (&*format!("VodSessionKey={session}"), &*format!("vodSessionKey={session}"));
    for api in ["v3", "v2"] {
        let upload = ["upload", "clip.mp4", "--cover", "cover.jpg", "--api", api, target];
        let told = place.run(&upload, Looked::ForAll);
        assert!(told.contains("trying again") && told.contains("\"fileId\""), "{told}");
        let commit = ["call", "CommitUpload", if api == "v3" { new } else { old }];
        let told = place.run(&[&commit[..], &["--api", api, target]].concat(), Looked::ForAll);
        assert!(told.contains("error: VOD refused"), "{told}");
    }
    for wrong in [&["Name=x", new][..], &[new, new], &["VodSessionKey="], &[new, "--extra", new]] {
        place.run(&[&["call", "CommitUpload", target], wrong].concat(), Looked::ForAll);
    }
    // Lent keys are what an answer is for.
    place.run(&["call", "ApplyUpload", "MediaType=mp4", target], Looked::ForKeys);
    for body in [format!("{{\"VodSessionKey\": [\"{session}\"]}}"), format!("{{\"a\": \"{session}")]
    {
        place.file("body.json", &body);
        place.run(&["call", "CommitUpload", "--body", "body.json", target], Looked::ForAll);
    }
    let told = sandbox.stop();
    assert_eq!(hunt::all().find(&told), None, "stderr of the sandbox");
    let objects = place.files();
    assert!(objects.len() > 20, "{objects:?}");
    for file in objects.iter().filter(|file| !file.ends_with("body.json")) {
        assert_eq!(hunt::all().find(&std::fs::read(file).unwrap()), None, "{}", file.display());
    }
}

#[test]
fn what_stands_at_an_address() {
    let place = Place::new("address");
    let sandbox = Sandbox::start(&place, &[]);
    let [password, query] = ["password of an address", "query of an address"].map(|name| {
        let secret = hunt::secret(name);
        secret.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02x}"))
    });
    for (answer, told) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfilm", "\"fileId\""),
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "is answered with 403 Forbidden"),
    ] {
        let website = wire::answering(&format!("/b.mp4?sign={query}"), answer);
        let address = website.replace("://", &format!("://user:{password}@"));
        let address = format!("{address}/a.mp4?sign={query}");
        let shown = place.run(&["upload", &address, &sandbox.target()], Looked::ForAll);
        assert!(shown.contains(told), "{shown}");
    }
    assert_eq!(hunt::all().find(&sandbox.stop()), None, "stderr of the sandbox");
}

#[test]
fn a_dry_run_shows_its_request_and_not_the_key_that_signs_it() {
    let place = Place::new("dry");
    let session = &*hunt::secret("session key");
    for (api, name) in [("v3", "VodSessionKey"), ("v2", "vodSessionKey")] {
        let parameter = &*format!("{name}={session}");
        for target in [&[][..], &["--sandbox"], &["--sandbox=http://127.0.0.1:1"]] {
            let call = ["call", "CommitUpload", parameter, "--dry-run", "--api", api];
            let told = place.run(&[&call[..], target].concat(), Looked::ForKeys);
            assert!(told.contains("string to sign"), "{told}");
            let upload = ["upload", "clip.mp4", "--dry-run", "--api", api];
            place.run(&[&upload[..], target].concat(), Looked::ForKeys);
        }
    }
}

#[test]
fn servers_that_cannot_be_reached_and_keys_that_are_wrong() {
    let mut place = Place::new("wrong");
    let sandbox = Sandbox::start(&place, &[]);
    let target = &*sandbox.target();
    for name in ["VOD_SANDBOX_SECRET_KEY", "TENCENTCLOUD_SECRET_KEY"] {
        place.variables.insert(name, hunt::secret(name));
    }
    for api in ["v3", "v2"] {
        let told = place.run(&["upload", "clip.mp4", "--api", api, target], Looked::ForAll);
        assert!(told.contains("AuthFailure.SignatureFailure"), "{told}");
    }
    let (password, encoded) = password();
    for login in [&encoded, &password] {
        let url = format!("--sandbox=http://me:{login}@127.0.0.1:1");
        let told = place.run(&["upload", "clip.mp4", &url], Looked::ForAll);
        assert!(told.contains("error: --sandbox=URL: "), "{told}");
    }
    // VOD itself by a proxy, which opens no tunnel.
    let proxy = sandbox.relay.url().replace("://", &format!("://me:{encoded}@"));
    place.variables.insert("HTTPS_PROXY", proxy);
    let told = place.run(&["call", "DescribeMediaInfos", "FileIds=1"], Looked::ForAll);
    assert!(told.contains("no answer from vod.tencentcloudapi.com"), "{told}");
    let passed = sandbox.relay.passed().to_ascii_lowercase();
    assert!(passed.contains("proxy-authorization: basic "), "{passed}");
    assert_eq!(hunt::all().find(&sandbox.stop()), None, "stderr of the sandbox");
}

/// A password, and as an address has it.
fn password() -> (String, String) {
    let password = hunt::secret("proxy password");
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    let encoded = |byte| if plain(byte) { char::from(byte).into() } else { format!("%{byte:02X}") };
    let encoded = password.bytes().map(encoded).collect();
    (password, encoded)
}

#[test]
fn keys_of_a_file() {
    let place = Place::new("files");
    let key = hunt::secret("key of a file");
    let credentials = ".tencentcloud/credentials";
    let call = ["call", "ApplyUpload", "MediaType=mp4", "--dry-run", "--profile", "mine"];
    place.file(credentials, &format!("[mine]\nsecret_id = AKIDmine\nsecret_key = {key}\n"));
    let output = place.command(&call).output().unwrap();
    let shown = [output.stdout, output.stderr].concat();
    assert!(String::from_utf8_lossy(&shown).contains("AKIDmine"));
    // It signs, and that is the whole of it.
    let mut keys = Hunt::default();
    keys.add("key of a file", &key);
    assert_eq!(keys.find(&shown), None);
    // A line that is neither a section nor a pair.
    let line = key.split('=').next().unwrap();
    for broken in [
        format!("[mine]\nsecret_id = AKIDmine\n{line}\n"),
        format!("[mine]\nsecret_key = {key}\n"),
        format!("[mine]\nsecret_id = {key}\u{1b}\nsecret_key = {key}\u{1b}\n"),
    ] {
        place.file(credentials, &broken);
        let told = place.run(&call, Looked::ForAll);
        assert!(told.contains("error: "), "{told}");
    }
    let files = place.files();
    assert_eq!(files.len(), 3, "the command has written {files:?}");
}

#[cfg(unix)]
#[test]
fn keys_that_are_no_text() {
    use std::os::unix::ffi::OsStringExt as _;
    let place = Place::new("no-text");
    let key = hunt::secret("key that is no text");
    for name in ["TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECRET_ID"] {
        let bytes = [key.as_bytes(), &[0xff]].concat();
        let mut command = place.command(&["call", "ApplyUpload", "MediaType=mp4", "--dry-run"]);
        let output = command.env(name, std::ffi::OsString::from_vec(bytes)).output().unwrap();
        place.look(&[name], &output, Looked::ForKeys);
        assert_eq!(hunt::all().find(&output.stderr), None);
    }
}

#[test]
fn what_asks_nobody() {
    let place = Place::new("pages");
    for words in [
        &["list"][..],
        &["show", "CommitUpload"],
        &["explain", "V0020"],
        &["new", "UnlockClass"],
        &["check", "UnlockClass.md"],
        &["expand", "UnlockClass.md"],
    ] {
        place.run(&[&["page"], words].concat(), Looked::ForAll);
    }
    for words in [&["--help"][..], &["--version"], &["upload", "--help"], &["sandbox", "--listen"]]
    {
        let output = place.command(words).output().unwrap();
        place.look(words, &output, Looked::ForAll);
    }
}
