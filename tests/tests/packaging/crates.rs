//! Each package that `cargo package` makes, unpacked outside this tree.
//!
//! `cargo package` builds what it has made, too, but below `target`, where a look into the folders
//! above finds this tree; and it takes packages of an earlier run for those it needs.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::nested::{
    Folder, Member, cargo, done, files, has_links, keep_time, members, profiles, quoted, tree,
    write,
};

/// Every library and program, with the features that the tests of this tree asked for.
pub(crate) const BUILD: &[&str] =
    &["build", "--workspace", "--lib", "--bins", "--examples", "--message-format=json"];

/// An empty member that asks for what the tests of this tree ask for, so that features are the same.
const FEATURES: &str = "[package]
name = \"features\"
version = \"0.0.0\"
edition = \"2024\"

[lib]
path = \"lib.rs\"

[dev-dependencies]
trybuild = \"*\"
";

/// Every package that is meant for a registry.
fn published() -> Vec<Member> {
    members().into_iter().filter(|member| member.published).collect()
}

/// Packs every published member and unpacks it in a workspace of its own, with what `more` names as
/// further members.
pub(crate) fn unpack(folder: &Folder, more: &[&str]) -> Vec<(Member, PathBuf)> {
    let target = folder.join("target");
    let members = published();
    let mut pack =
        vec!["package", "--no-verify", "--allow-dirty", "--target-dir", target.to_str().unwrap()];
    pack.extend(members.iter().flat_map(|member| ["-p", &member.name]));
    done(cargo(tree(), &pack));
    let unpacked = members.into_iter().map(|member| {
        let name = format!("{}-{}", member.name, member.version);
        let packed = target.join("package").join(format!("{name}.crate"));
        let mut tar = Command::new("tar");
        let tar = tar.arg("-xzf").arg(packed).arg("-C").arg(folder.join("")).status();
        assert!(tar.unwrap().success());
        let here = folder.join(&name);
        for file in files(&here) {
            keep_time(&member.folder.join(&file), &here.join(&file));
        }
        (member, here)
    });
    let unpacked: Vec<_> = unpacked.collect();
    let names = unpacked.iter().map(|(_, here)| here.file_name().unwrap().to_str().unwrap());
    let names: Vec<&str> = names.chain(more.iter().copied()).chain(["features"]).collect();
    let mut manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n");
    for (member, here) in &unpacked {
        writeln!(manifest, "[patch.crates-io.{}]\npath = {}", member.name, quoted(here)).unwrap();
    }
    write(&folder.join("Cargo.toml"), &(manifest + &profiles()));
    write(&folder.join("features/Cargo.toml"), FEATURES);
    write(&folder.join("features/lib.rs"), "");
    fs::copy(tree().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    unpacked
}

#[test]
fn every_package_builds_by_itself() {
    let folder = Folder::new();
    unpack(&folder, &[]);
    done(cargo(&folder.join(""), BUILD));
}

#[test]
fn every_package_brings_its_pages_and_licences() {
    // Without links there is nothing to pack; `without_links` says what happens then.
    if !has_links() {
        return;
    }
    let folder = Folder::new();
    let mut with_pages = Vec::new();
    for (member, here) in unpack(&folder, &[]) {
        let same = |packed: &str, source: &str| {
            let packed = here.join(packed);
            let text = fs::read(&packed).unwrap_or_else(|error| panic!("{packed:?}: {error}"));
            assert!(text == fs::read(tree().join(source)).unwrap(), "{packed:?} is not {source}");
        };
        for file in ["LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
            same(file, file);
        }
        if member.folder.join("spec").exists() {
            for page in files(&tree().join("spec")) {
                let page = format!("spec/{}", page.to_str().unwrap().replace('\\', "/"));
                same(&page, &page);
            }
            with_pages.push(member.name);
        }
    }
    with_pages.sort();
    assert_eq!(with_pages, ["vod-api", "vod-cli", "vod-sandbox"]);
}

#[test]
fn every_package_says_what_it_is() {
    for member in published() {
        let json = &member.json;
        assert_eq!(json["license"], "MIT OR Apache-2.0", "{}", member.name);
        // Those of crates.io.
        let of = |key: &str| json[key].as_array().unwrap().len();
        assert!((1..=5).contains(&of("keywords")), "{}: keywords", member.name);
        assert!((1..=5).contains(&of("categories")), "{}: categories", member.name);
        assert!(json["description"].is_string(), "{}: description", member.name);
    }
}
