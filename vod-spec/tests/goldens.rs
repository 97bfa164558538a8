//! Every mistake renders as the text beside its page. `BLESS=1` rewrites the texts.
//!
//! `explain/V0012.md` is the story of a code: its wrong page gives that mistake and no other,
//! rendered in `V0012.txt`, and its right page none. `pages/` holds what one page cannot show:
//! `NAME.md` with `NAME.txt` for an Action page, `NAME/README.md` with `NAME.txt` for an index. An
//! Action page whose name begins with `v3_` is read as one of API 3.0.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use vod_spec::codes::{CATALOGUE, Code};
use vod_spec::protocol::Protocol;
use vod_spec::{Reading, read, read_action, read_page, unlinked};

/// Codes whose wrong page cannot be shown as text.
const UNSHOWN: &[&str] = &["V0002", "V0003"];

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Holds a rendering against the text beside its page, or makes it that text.
fn differs(beside: &Path, rendered: &str) -> Option<String> {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(beside, rendered).unwrap();
    }
    let blessed = std::fs::read_to_string(beside).unwrap_or_default().replace("\r\n", "\n");
    let name = beside.file_name().unwrap().to_string_lossy();
    (blessed != rendered).then(|| format!("== {name}\n-- blessed\n{blessed}-- now\n{rendered}"))
}

#[test]
fn every_page_renders_as_blessed() {
    let folder = package().join("tests/pages");
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let pages = entries.filter(|path| path.is_dir() || path.extension().is_some_and(|e| e == "md"));
    let names: BTreeSet<String> =
        pages.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let mut load =
        |path: &str| std::fs::read(folder.join(path)).map_err(|_| "no such file".to_owned());
    let differing: Vec<String> = names
        .iter()
        .filter_map(|name| {
            let reading = if folder.join(name).is_dir() {
                read(&format!("{name}/README.md"), &mut load)
            } else {
                let protocol = if name.starts_with("v3_") { Protocol::V3 } else { Protocol::V2 };
                read_page(&format!("{name}.md"), protocol, &mut load)
            };
            let rendered = reading.diagnostics.render(&reading.sources);
            differs(&folder.join(format!("{name}.txt")), &rendered)
        })
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The pages under a heading of a story, by their names. A page stands between `~~~~ NAME` and
/// `~~~~`.
fn shown(story: &str, heading: &str) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut section = "";
    let mut open: Option<(&str, String)> = None;
    for line in story.lines() {
        match &mut open {
            Some((name, text)) if line == "~~~~" => {
                if section == heading {
                    pages.insert((*name).to_owned(), std::mem::take(text));
                }
                open = None;
            }
            Some((_, text)) => text.extend([line, "\n"]),
            None => match line.strip_prefix("~~~~ ") {
                Some(name) => open = Some((name, String::new())),
                None if line.starts_with("## ") => section = line,
                None => {}
            },
        }
    }
    assert!(open.is_none(), "a page of the story is not closed");
    pages
}

fn reading_of(pages: &BTreeMap<String, String>) -> Reading {
    let mut load = |path: &str| {
        pages.get(path).map(|text| text.clone().into_bytes()).ok_or("no such file".to_owned())
    };
    let Some(page) = pages.keys().next() else { panic!("no page is shown") };
    if pages.contains_key("README.md") {
        let mut reading = read("README.md", &mut load);
        unlinked(&mut reading, pages.keys().map(String::as_str), &mut load);
        return reading;
    }
    read_action(page, Protocol::V2, &mut load)
}

#[test]
fn every_code_has_its_story() {
    let mut wrong = Vec::new();
    for Code { code, title, story, .. } in CATALOGUE {
        let heading = format!("# {code}: {title}\n");
        if !story.starts_with(&heading) {
            wrong.push(format!("{code} does not begin with {heading:?}"));
        }
        if UNSHOWN.contains(code) {
            continue;
        }
        let (bad, good) = (shown(story, "## Wrong"), shown(story, "## Right"));
        if bad.is_empty() || good.is_empty() {
            wrong.push(format!("{code} shows no wrong page, or no right one"));
            continue;
        }
        let (bad, good) = (reading_of(&bad), reading_of(&good));
        let rendered = bad.diagnostics.render(&bad.sources);
        let told: Vec<&str> = bad.diagnostics.iter().map(|one| one.code).collect();
        if told != [*code] {
            wrong.push(format!("{code}: its wrong page gives {told:?}\n{rendered}"));
        }
        if bad.diagnostics.iter().any(|one| one.help.is_none()) {
            wrong.push(format!("{code} has no help line\n{rendered}"));
        }
        if !good.diagnostics.is_empty() {
            let rendered = good.diagnostics.render(&good.sources);
            wrong.push(format!("{code}: its right page is not right\n{rendered}"));
        }
        wrong.extend(differs(&package().join("explain").join(format!("{code}.txt")), &rendered));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
