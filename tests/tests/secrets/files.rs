//! What is left on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use vod_sandbox::Sandbox;

use crate::{CLIP, COVER, Place, hunt};

/// The files of a folder, and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn a_sandbox_keeps_objects_and_no_secret() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrets-objects");
    let _ = fs::remove_dir_all(&folder);
    let place = Place::of(Sandbox::builder().directory(&folder)).await;
    let client = place.client();
    client.upload(CLIP).cover(COVER).send().await.unwrap();
    vod_api::v2::Client::from(&client).upload(CLIP).send().await.unwrap();
    let files = files(&folder);
    assert_eq!(files.len(), 3, "{files:?}");
    for file in &files {
        assert_eq!(hunt::all().find(&fs::read(file).unwrap()), None, "in {}", file.display());
        assert_eq!(hunt::all().find(file.to_str().unwrap().as_bytes()), None, "as its name");
    }
    place.assert_silent(client.runtime(), String::new());
    fs::remove_dir_all(&folder).unwrap();
}
