//! A checkout without symlinks, as git makes it where there are none: each is a file that holds the
//! text of the link. It builds; what is packaged from it would have no pages, and is refused.

use std::fs;
use std::path::Path;

use crate::nested::{Folder, cargo, done, keep_time, members, quoted, tree, write};

/// What a copy's packages are called by, so that cargo takes them for others than this tree's.
const VERSION: &str = "+without-links";

/// Copies a file or a folder.
fn copy(from: &Path, to: &Path) {
    if let Ok(link) = fs::read_link(from) {
        write(to, &link.to_str().unwrap().replace('\\', "/"));
    } else if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::copy(from, to).unwrap();
        keep_time(from, to);
    }
}

#[test]
fn a_checkout_builds_and_tests() {
    let folder = Folder::new();
    let members = members();
    let folders = members.iter().map(|member| member.folder.strip_prefix(tree()).unwrap());
    for part in folders.chain(["spec", "Cargo.lock", "README.md"].map(Path::new)) {
        fs::create_dir_all(folder.join("").join(part).parent().unwrap()).unwrap();
        copy(&tree().join(part), &folder.join("").join(part));
    }
    let manifest = fs::read_to_string(tree().join("Cargo.toml")).unwrap();
    let version = members.first().unwrap().version.clone();
    let old = format!("[workspace.package]\nversion = {version:?}");
    let new = format!("[workspace.package]\nversion = {:?}", version.clone() + VERSION);
    assert!(manifest.contains(&old), "the version is not where it was");
    write(&folder.join("Cargo.toml"), &manifest.replace(&old, &new));

    assert_eq!(fs::read_to_string(folder.join("vod-api/spec")).unwrap(), "../spec");
    let said = done(cargo(&folder.join(""), &["test", "--workspace", "--lib", "example"]));
    let passed = said.stdout.contains("apply_upload_example_1 ... ok");
    assert!(passed, "{}", said.stdout);
}

/// A package that names pages, and whose folder of pages is a link.
const MANIFEST: &str = "[package]
name = \"linked\"
version = \"0.0.0\"
edition = \"2024\"

[workspace]

[dependencies]
vod-macros = \"*\"
";

#[test]
fn a_package_without_its_pages_is_refused() {
    let folder = Folder::new();
    let linked = folder.join("linked");
    write(&linked.join("Cargo.toml"), MANIFEST);
    write(
        &linked.join("src/lib.rs"),
        "//! Pages.\n/// The pages.\npub const PAGES: &[(&str, &str)] = vod_macros::pages!(\"spec/v2/README.md\");\n",
    );
    write(&linked.join("spec"), "../spec");
    copy(&tree().join("spec"), &folder.join("spec"));
    fs::copy(tree().join("Cargo.lock"), linked.join("Cargo.lock")).unwrap();
    // vod-macros as if it came from the registry.
    let patches = ["vod-spec", "vod-codegen", "vod-macros"]
        .map(|name| format!("patch.crates-io.{name}.path = {}", quoted(&tree().join(name))));
    let with_patches = |command: &'static str| {
        let patches = patches.iter().flat_map(|patch| ["--config", patch]);
        patches.chain([command]).collect::<Vec<_>>()
    };
    done(cargo(&linked, &with_patches("build")));

    let refused = cargo(&linked, &with_patches("package"));
    let why = "`spec` is a file that holds the text of a link, `../spec`";
    assert!(!refused.success && refused.stderr.contains(why), "{}", refused.stderr);
    assert!(refused.stderr.contains("delete `spec` and check it out again"), "{}", refused.stderr);

    fs::remove_file(linked.join("spec")).unwrap();
    copy(&tree().join("spec"), &linked.join("spec"));
    done(cargo(&linked, &with_patches("package")));
}
