//! cargo inside a test, in folders that have nothing of this tree above them.
//!
//! What `cargo test` has compiled before is used again: the nested cargo works in the same build
//! folder (cargo before 1.91 takes a folder of its own, which is slower), with the same lock file,
//! profiles and features. A crate's place there follows from its name, version and path within its
//! workspace, so nothing here may be equal to a member of this tree in all three.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

/// A new folder outside the tree; gone when it is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().canonicalize().unwrap();
        assert!(!folder.starts_with(tree()), "the folder for temporary files is in this tree");
        let folder = folder.join(format!("vod-packaging-{process}-{count}"));
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The root of this workspace.
pub(crate) fn tree() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// One package of this workspace.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) folder: PathBuf,
    /// Whether it is meant for a registry.
    pub(crate) published: bool,
    pub(crate) json: Value,
}

pub(crate) fn members() -> Vec<Member> {
    let out = done(cargo(tree(), &["metadata", "--no-deps", "--format-version=1"]));
    let out: Value = serde_json::from_str(&out.stdout).unwrap();
    let packages = out["packages"].as_array().unwrap().iter().map(|json| {
        let text = |key: &str| json[key].as_str().unwrap().to_owned();
        Member {
            name: text("name"),
            version: text("version"),
            folder: Path::new(&text("manifest_path")).parent().unwrap().to_owned(),
            published: json["publish"].is_null(),
            json: json.clone(),
        }
    });
    packages.collect()
}

/// What a nested cargo said.
pub(crate) struct Said {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs cargo in a folder.
pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> Said {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let Output { status, stdout, stderr } = Command::new(cargo)
        .arg("--offline")
        .args(arguments)
        .current_dir(folder)
        // The programs of this tree in `target/debug` are not to be replaced by ours.
        .env("CARGO_TARGET_DIR", temporary.join("packaging"))
        .env("CARGO_BUILD_BUILD_DIR", temporary.parent().unwrap())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { success: status.success(), stdout: text(stdout), stderr: text(stderr) }
}

/// Insists that it worked.
pub(crate) fn done(said: Said) -> Said {
    assert!(said.success, "{}\n{}", said.stdout, said.stderr);
    said
}

/// Writes a file, and the folders it needs.
pub(crate) fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// The profiles of this workspace's manifest.
pub(crate) fn profiles() -> String {
    let manifest = fs::read_to_string(tree().join("Cargo.toml")).unwrap();
    let mut inside = false;
    let lines = manifest.split_inclusive('\n').filter(|line| {
        if line.starts_with('[') {
            inside = line.starts_with("[profile.");
        }
        inside
    });
    lines.collect()
}

/// A path for TOML, where a JSON string is a string too.
pub(crate) fn quoted(path: &Path) -> Value {
    path.to_str().unwrap().into()
}

/// Gives a file the time of the one it was made from, so that cargo compiles it anew when that has
/// changed and not each time the test is run.
pub(crate) fn keep_time(from: &Path, to: &Path) {
    let Ok(about) = fs::metadata(from) else { return };
    let file = fs::File::options().append(true).open(to).unwrap();
    file.set_modified(about.modified().unwrap()).unwrap();
}

/// Every file in a folder, by its path from there, in order. What a link leads to is its own.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner)).unwrap() {
            let path = inner.join(entry.unwrap().file_name());
            if folder.join(&path).is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Whether this checkout has symlinks.
pub(crate) fn has_links() -> bool {
    tree().join("vod-api/spec").is_dir()
}
