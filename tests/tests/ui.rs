//! What the compiler says to a user, and what it takes.
//!
//! The `.stderr` files hold whole messages in the words of one compiler. Another one says the same
//! in other words, so there the cases are built plainly and only the words of this project are
//! looked for: those a page or `on_unimplemented` put there.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The compiler whose words the `.stderr` files hold.
const PINNED: &str = "rustc 1.95.";

/// For each case one entry for each error it must give, with words that are ours.
const SAID: [(&str, &[&[&str]]); 5] = [
    (
        "given_twice",
        &[&[
            "`videoType` of `ApplyUpload` is given twice",
            "remove this call, or the one before it",
        ]],
    ),
    (
        "missing_page",
        &[&["`pages/nowhere/README.md` cannot be read", "\"pages/nowhere/README.md\""]],
    ),
    (
        "missing_parameter",
        &[
            &["`ApplyUpload` needs `videoType`", "add `.video_type(..)` before this call"],
            &["`ApplyUpload` needs `videoType`", "`videoType` is required (String)"],
        ],
    ),
    (
        "two_mistakes",
        &[
            &[
                "V0020: `Strng` is not a type",
                "pages/broken/DescribeClass.md:9:19",
                "did you mean `String`?",
            ],
            &["`9..=1` is upside down", "pages/broken/DescribeClass.md:10:26"],
        ],
    ),
    // Here every word is the compiler's.
    ("wrong_type", &[&["i64", "str"]]),
];

#[test]
fn compile_tests() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    let version = Command::new(program("RUSTC", "rustc")).arg("-V").output().unwrap().stdout;
    if version.starts_with(PINNED.as_bytes()) {
        cases.compile_fail("ui/fail/*.rs");
    } else {
        says_what_is_ours();
    }
}

#[test]
fn every_case_has_its_words() {
    let mut cases: Vec<String> = std::fs::read_dir("ui/fail")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    cases.sort();
    assert_eq!(cases, SAID.map(|(case, _)| case));
}

fn program(variable: &str, otherwise: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_else(|| otherwise.into())
}

/// Builds the failing cases as programs of a package of their own, and reads their errors.
fn says_what_is_ours() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    std::fs::create_dir_all(&package).unwrap();
    // A JSON string is a TOML string too.
    let quoted = |path: &Path| Value::from(path.to_str().unwrap());
    let mut manifest = format!(
        "[package]\nname = \"ui\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nvod-api.path = {}\n",
        quoted(&tests.with_file_name("vod-api"))
    );
    for (case, _) in SAID {
        let path = quoted(&tests.join("ui/fail").join(case).with_extension("rs"));
        writeln!(manifest, "\n[[bin]]\nname = {case:?}\npath = {path}").unwrap();
    }
    std::fs::write(package.join("Cargo.toml"), manifest).unwrap();
    // The versions that the tests were built with; nothing has to be fetched.
    std::fs::copy(tests.with_file_name("Cargo.lock"), package.join("Cargo.lock")).unwrap();

    let check = Command::new(program("CARGO", "cargo"))
        .args(["check", "--offline", "--keep-going", "--message-format=json", "--target-dir"])
        .arg(package.join("target"))
        .current_dir(&package)
        .output()
        .unwrap();
    let errors = errors(&String::from_utf8(check.stdout).unwrap());
    let told = String::from_utf8_lossy(&check.stderr);
    for (case, expected) in SAID {
        let errors = errors.get(case).unwrap_or_else(|| panic!("{case} gave no error:\n{told}"));
        assert_eq!(errors.len(), expected.len(), "{case}: {errors:#?}");
        for (error, words) in errors.iter().zip(expected) {
            for words in *words {
                assert!(error.contains(words), "{case} does not say {words:?}:\n{error}");
            }
        }
    }
}

/// The errors of each program as cargo tells them.
fn errors(messages: &str) -> BTreeMap<String, Vec<String>> {
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in messages.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let message = &line["message"];
        // What has no place in the source only counts the errors before it.
        let placed = message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
        if message["level"] == "error" && placed {
            let program = line["target"]["name"].as_str().unwrap().to_owned();
            let rendered = message["rendered"].as_str().unwrap().to_owned();
            errors.entry(program).or_default().push(rendered);
        }
    }
    errors
}
