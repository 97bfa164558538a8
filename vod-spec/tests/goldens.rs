//! Each page under `pages/` renders its mistakes as the text beside it: `NAME.md` with `NAME.txt`
//! for an Action page, `NAME/README.md` with `NAME.txt` for an index. `BLESS=1` rewrites the texts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use vod_spec::codes::CATALOGUE;
use vod_spec::protocol::Protocol;
use vod_spec::{Reading, read, read_action};

/// Codes that need a page which cannot lie in a folder of text; see the tests below.
const ELSEWHERE: &[&str] = &["V0002", "V0003"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn read_named(name: &str) -> Reading {
    let mut load =
        |path: &str| std::fs::read(folder().join(path)).map_err(|_| "no such file".to_owned());
    if folder().join(name).is_dir() {
        read(&format!("{name}/README.md"), &mut load)
    } else {
        read_action(&format!("{name}.md"), Protocol::V2, &mut load)
    }
}

#[test]
fn every_mistake_renders_as_blessed_and_every_code_has_a_page() {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let pages = entries.filter(|path| path.is_dir() || path.extension().is_some_and(|e| e == "md"));
    let names: BTreeSet<String> =
        pages.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let mut told = BTreeSet::new();
    let mut differing = Vec::new();
    for name in &names {
        let reading = read_named(name);
        told.extend(reading.diagnostics.iter().map(|one| one.code));
        let rendered = reading.diagnostics.render(&reading.sources);
        let beside = folder().join(format!("{name}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&beside, &rendered).unwrap();
        }
        let blessed = std::fs::read_to_string(&beside).unwrap_or_default();
        if blessed.replace("\r\n", "\n") != rendered {
            differing.push(format!("== {name}\n-- blessed\n{blessed}-- now\n{rendered}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    let codes = CATALOGUE.iter().map(|code| code.code);
    let without: Vec<_> =
        codes.filter(|code| !told.contains(code) && !ELSEWHERE.contains(code)).collect();
    assert!(without.is_empty(), "codes without a page: {without:?}");
}

fn codes_of(bytes: &[u8]) -> Vec<(&'static str, usize, usize)> {
    let reading = read_action("X.md", Protocol::V2, &mut |_| Ok(bytes.to_vec()));
    let place = |one: &vod_spec::diagnostic::Diagnostic| {
        let at = reading.sources.location(one.span);
        (one.code, at.line, at.column)
    };
    reading.diagnostics.iter().map(place).collect()
}

#[test]
fn what_is_no_text_has_its_place() {
    assert_eq!(codes_of(b"# X\n\nab\xff"), [("V0002", 3, 3)]);
    assert_eq!(codes_of("# X\n视\0".as_bytes()), [("V0002", 2, 2)]);
}

#[test]
fn what_is_too_large_is_not_read() {
    assert_eq!(codes_of(&vec![b'a'; (16 << 20) + 1]), [("V0003", 1, 1)]);
}

#[test]
fn monstrous_pages_are_read_in_bounds() {
    codes_of(format!("# X\n\n| {} |\n|---|\n", "`|".repeat(500_000)).as_bytes());
    codes_of(("#### a\n".repeat(1000) + "# X\n").as_bytes());
    let deep = "[".repeat(100_000);
    let page = format!("# X\n\n## Example\n\n```\nAction=X\n```\n\n```\n{deep}\n```\n");
    assert_eq!(codes_of(page.as_bytes())[0].0, "V0076");
    let row = format!("| a | Yes | {}String |", "Array of ".repeat(100_000));
    let page =
        format!("# X\n\n## Request\n\n| Parameter | Required | Type |\n|---|---|---|\n{row}\n");
    assert_eq!(codes_of(page.as_bytes())[0].0, "V0020");
}
