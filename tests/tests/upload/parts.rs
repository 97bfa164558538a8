//! Small files by one PUT, large ones in parts.

use std::sync::{Arc, Mutex};

use vod_api::{Error, Progress, Stage};
use vod_sandbox::Sandbox;

use crate::bench::{Folder, MIB, asked, client, received, stored};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_by_one_put_or_in_parts_and_is_there() {
    let folder = Folder::new();
    for (length, part_size, requests) in [
        (1, None, 1),
        (8 * MIB, None, 1),
        (8 * MIB + 1, None, 11),
        (9 * MIB + 7, Some(5 * MIB), 4),
        (16 * MIB, Some(MIB), 18),
    ] {
        let file = folder.file("clip.mp4", length);
        let sandbox = Sandbox::start().await.unwrap();
        let client = client(&sandbox);
        let upload = client.upload(&file);
        let upload = match part_size {
            Some(part_size) => upload.part_size(part_size),
            None => upload,
        };
        let uploaded = upload.send().await.unwrap();
        assert_eq!(uploaded.bytes, length);
        assert!(uploaded.warnings.is_empty(), "{:?}", uploaded.warnings);
        assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap(), "{length}");
        assert_eq!(asked(&sandbox).len(), requests, "{length}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_closed_when_its_upload_is_over() {
    let folder = Folder::new();
    let file = folder.file("closed.mp4", 9 * MIB);
    let sandbox = Sandbox::start().await.unwrap();
    client(&sandbox).upload(&file).part_size(MIB).send().await.unwrap();
    let open = || {
        let links = std::fs::read_dir("/proc/self/fd").unwrap();
        let links = links.filter_map(|link| std::fs::read_link(link.unwrap().path()).ok());
        links.filter(|path| *path == file).count()
    };
    // Connections let go of their bodies in their own time.
    for _ in 0..100 {
        if open() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it is open {} times", open());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_byte_goes_once_on_as_many_connections_as_were_allowed() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 20 * MIB);
    for most in [1, 3] {
        let sandbox = Sandbox::start().await.unwrap();
        let client = client(&sandbox);
        let upload = client.upload(&file).part_size(MIB).connections(most).memory(0);
        let uploaded = upload.send().await.unwrap();
        assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
        assert_eq!(received(&sandbox), 20 * MIB);
        let mut used: Vec<u64> = asked(&sandbox).iter().map(|seen| seen.connection).collect();
        used.sort_unstable();
        used.dedup();
        assert!(used.len() <= most + 1, "{used:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_size_that_cos_does_not_take_is_refused_before_a_part_is_sent() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 9 * MIB);
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let error = client.upload(&file).part_size(1000).send().await.unwrap_err();
    assert!(error.to_string().contains("in parts of 1000 bytes"), "{error}");
    assert!(asked(&sandbox).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_counts_video_and_cover_and_never_goes_past_the_end() {
    let folder = Folder::new();
    let (file, cover) = (folder.file("clip.mp4", 12 * MIB), folder.file("cover.jpg", 70_000));
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let seen: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let told = Arc::clone(&seen);
    let upload = client.upload(&file).cover(&cover).bandwidth(40 * MIB);
    let upload = upload.on_progress(move |progress| told.lock().unwrap().push(progress));
    let uploaded = upload.send().await.unwrap();
    let total = 12 * MIB + 70_000;
    assert_eq!(uploaded.bytes, total);
    let seen = seen.lock().unwrap();
    let stages: Vec<Stage> = seen.iter().map(|progress| progress.stage).collect();
    for stage in [Stage::Apply, Stage::Video, Stage::Cover, Stage::Commit] {
        assert!(stages.contains(&stage), "{stages:?}");
    }
    assert!(stages.is_sorted_by_key(|stage| *stage as u8), "{stages:?}");
    assert!(seen.iter().all(|progress| progress.sent <= total && progress.total == Some(total)));
    assert_eq!(seen.last().unwrap().sent, total);
    let half = seen.iter().filter(|progress| (1..total).contains(&progress.sent));
    assert!(half.clone().any(|progress| progress.speed > 0.0 && progress.eta.is_some()));
    assert!(half.clone().any(|progress| progress.held), "it was held to its bandwidth");
    assert!(seen.iter().any(|progress| progress.connections > 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_on_its_way_is_told_and_nothing_stays_of_it() {
    let folder = Folder::new();
    for (change, told) in
        [("grow", "changed from"), ("write", "was written to"), ("swap", "replaced")]
    {
        let file = folder.file("clip.mp4", 12 * MIB);
        let other = folder.file("other", 12 * MIB);
        let sandbox = Sandbox::start().await.unwrap();
        let client = client(&sandbox);
        let (path, once) = (file.clone(), Mutex::new(false));
        let upload = client.upload(&file).part_size(MIB).connections(1);
        let upload = upload.on_progress(move |progress| {
            let mut done = once.lock().unwrap();
            if progress.stage == Stage::Video && !std::mem::replace(&mut *done, true) {
                match change {
                    "grow" => std::fs::write(&path, vec![0; 13 << 20]).unwrap(),
                    "write" => {
                        let file = std::fs::File::options().write(true).open(&path).unwrap();
                        let past = std::time::SystemTime::UNIX_EPOCH;
                        file.set_modified(past).unwrap();
                    }
                    _ => std::fs::rename(&other, &path).unwrap(),
                }
            }
        });
        let error = upload.send().await.unwrap_err();
        assert!(matches!(error, Error::File(_)), "{error}");
        assert!(error.to_string().contains(told), "{error}");
        assert!(error.to_string().ends_with("nothing was committed"), "{error}");
        assert!(sandbox.uploads().is_empty());
        assert!(
            sandbox.requests().iter().all(|seen| seen.action.as_deref() != Some("CommitUpload"))
        );
    }
}
