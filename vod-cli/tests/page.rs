//! `vod page` as a person or an editor uses it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn vod(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vod"));
    command.current_dir(folder).arg("page").args(words).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

const BROKEN: &str = "# DeleteVodFile\n\n## Request\n\n\
    | Parameter | Required | Type | Constraints |\n|---|---|---|---|\n\
    | fileId | yes | Strng | |\n| name | No | String | 64..=1 bytes |\n";

#[test]
fn every_mistake_of_a_page_is_told_by_each_format() {
    let folder = folder("formats");
    std::fs::write(folder.join("DeleteVodFile.md"), BROKEN).unwrap();

    let human = vod(&folder, &["check", "DeleteVodFile.md"]);
    assert_eq!(human.status.code(), Some(1));
    let text = stdout(&human);
    assert!(!text.contains('\x1b'), "no colors where nobody sees them:\n{text}");
    for part in ["error[V0012]", "error[V0020]", "error[V0041]", "DeleteVodFile.md:7:18", "^^^^^"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let colored = vod(&folder, &["check", "DeleteVodFile.md", "--color", "always"]);
    assert!(stdout(&colored).contains("\x1b[1;31merror[V0012]"));

    let short = vod(&folder, &["check", "DeleteVodFile.md", "--message-format=short"]);
    assert_eq!(
        stdout(&short),
        "DeleteVodFile.md:7:12: error[V0012]: `yes` is neither `Yes` nor `No`\n\
         DeleteVodFile.md:7:18: error[V0020]: `Strng` is not a type\n\
         DeleteVodFile.md:8:24: error[V0041]: the range `64..=1` is upside down: no value lies in it\n"
    );

    let json = vod(&folder, &["check", "DeleteVodFile.md", "--json"]);
    assert_eq!(json.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&json.stdout).unwrap();
    let first = &told.as_array().unwrap()[0];
    assert_eq!(told.as_array().unwrap().len(), 3);
    assert_eq!(first["code"], "V0012");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["message"], "`yes` is neither `Yes` nor `No`");
    assert_eq!(
        (&first["file"], &first["line"], &first["column"]),
        (&Value::from("DeleteVodFile.md"), &Value::from(7), &Value::from(12))
    );
    assert_eq!(first["help"], "write `Yes`");
}

#[test]
fn a_new_page_is_right_as_it_stands_and_nothing_is_overwritten() {
    for api in ["v2", "v3"] {
        let folder = folder(&format!("new_{api}"));
        let first = vod(&folder, &["new", "DeleteVodFile", "--api", api]);
        assert!(first.status.success(), "{first:?}");
        let checked = vod(&folder, &["check", "spec"]);
        assert!(checked.status.success(), "{}", stdout(&checked));
        assert_eq!(stdout(&vod(&folder, &["check", "spec", "--json"])).trim(), "[]");

        // A second page is of the index's generation, and is told until it is linked to.
        let second = vod(&folder, &["new", "DescribeClass"]);
        assert!(stdout(&second).contains("- [DescribeClass](DescribeClass.md)"));
        let index = folder.join("spec/README.md");
        let text = std::fs::read_to_string(&index).unwrap();
        let unlinked = stdout(&vod(&folder, &["check", "spec/README.md"]));
        let told = "error[V0018]: no page links to `spec/DescribeClass.md`";
        assert!(unlinked.contains(told), "{unlinked}");
        std::fs::write(&index, text + "- [DescribeClass](DescribeClass.md)\n").unwrap();
        assert!(vod(&folder, &["check", "spec/README.md"]).status.success());

        let again = vod(&folder, &["new", "DescribeClass"]);
        assert_eq!(again.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&again.stderr).contains("spec/DescribeClass.md"));
        assert_eq!(vod(&folder, &["new", "Describe-Class"]).status.code(), Some(2));
    }
}

#[test]
fn a_new_page_is_of_api_3_0_unless_told_and_is_known_without_its_index() {
    let folder = folder("new_default");
    assert!(vod(&folder, &["new", "DeleteMedia"]).status.success());
    let index = std::fs::read_to_string(folder.join("spec/README.md")).unwrap();
    assert!(index.contains("| Protocol | v3 |"), "{index}");
    std::fs::copy(folder.join("spec/DeleteMedia.md"), folder.join("Alone.md")).unwrap();
    let alone = vod(&folder, &["check", "Alone.md"]);
    assert!(alone.status.success(), "{}", stdout(&alone));

    // An index is of one generation.
    let other = vod(&folder, &["new", "DeleteVodFile", "--api", "v2"]);
    assert_eq!(other.status.code(), Some(2));
    let told = String::from_utf8_lossy(&other.stderr);
    assert!(told.contains("spec/README.md is an index of API 3.0"), "{told}");
    assert!(!folder.join("spec/DeleteVodFile.md").exists());
}

#[test]
fn the_index_beside_a_page_says_which_protocol_it_speaks() {
    let folder = folder("beside");
    assert!(vod(&folder, &["new", "DeleteMedia", "--api", "v3"]).status.success());
    let page = folder.join("spec/DeleteMedia.md");
    // Nothing on this page shows it; only v3 has codes that are words.
    std::fs::write(&page, "# DeleteMedia\n\n## Errors\n\n| Code |\n|---|\n| InternalError |\n")
        .unwrap();
    let linked = vod(&folder, &["check", "spec/DeleteMedia.md"]);
    assert!(linked.status.success(), "{}", stdout(&linked));
    std::fs::copy(&page, folder.join("Alone.md")).unwrap();
    let alone = stdout(&vod(&folder, &["check", "Alone.md"]));
    assert!(
        alone.contains("error[V0050]: `InternalError` is not an error code of API 2.0"),
        "{alone}"
    );
}

#[test]
fn a_code_is_explained_by_a_wrong_page_and_a_right_one() {
    let folder = folder("explain");
    let told = stdout(&vod(&folder, &["explain", "v41"]));
    for part in ["# V0041: ", "## Wrong", "which is told so:", "error[V0041]: ", "## Right"] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    let list = stdout(&vod(&folder, &["explain"]));
    assert!(list.contains("V0012  a cell that is neither Yes nor No\n"), "{list}");
    assert_eq!(vod(&folder, &["explain", "V0999"]).status.code(), Some(2));
}

#[test]
fn an_expansion_is_rust_that_a_person_can_read() {
    let folder = folder("expand");
    assert!(vod(&folder, &["new", "DeleteVodFile"]).status.success());
    let expansion = stdout(&vod(&folder, &["expand", "spec/README.md", "--crate", "crate::vod"]));
    for part in ["pub struct DeleteVodFile {\n", "    pub file_id: ", "crate::vod::__rt"] {
        assert!(expansion.contains(part), "{part:?} is not in\n{expansion}");
    }
    std::fs::write(folder.join("spec/DeleteVodFile.md"), BROKEN).unwrap();
    let refused = vod(&folder, &["expand", "spec/README.md"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("error[V0020]"), "{refused:?}");
}

#[test]
fn the_pages_of_the_command_are_listed_and_shown() {
    let folder = folder("list");
    let list = stdout(&vod(&folder, &["list"]));
    let (newer, older) = list.split_once("\n\nAPI 2.0\n").unwrap();
    assert!(newer.starts_with("API 3.0\n  ApplyUpload  "), "{list}");
    assert!(newer.contains("\n  DescribeMediaInfos  ") && older.contains("\n  CommitUpload  "));
    let older: Value =
        serde_json::from_str(&stdout(&vod(&folder, &["list", "--api", "v2", "--json"]))).unwrap();
    assert_eq!(older.as_array().unwrap().len(), 2);
    assert_eq!((&older[0]["api"], &older[0]["action"]), (&"v2".into(), &"ApplyUpload".into()));

    let shown = |words: &[&str]| stdout(&vod(&folder, &[&["show"], words].concat()));
    assert!(shown(&["ApplyUpload"]).contains("| MediaType | Yes |"));
    assert!(shown(&["ApplyUpload", "--api", "v2"]).contains("| videoType | Yes |"));
    assert!(shown(&["DescribeMediaInfos"]).starts_with("# DescribeMediaInfos\n"));
    assert!(shown(&["Types"]).contains("## MediaInfo\n"));
    let unknown = vod(&folder, &["show", "ApplyUplod"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean `ApplyUpload`?"));
}
