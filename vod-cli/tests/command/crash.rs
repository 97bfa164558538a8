//! An upload that is killed at any moment, and run again.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use vod_sandbox::Sandbox;

use crate::run::{command, stderr};

const LENGTH: u64 = 256 << 20;

/// How often it is killed; `VOD_CRASHES=200` for a night of it.
fn times() -> u32 {
    let told = std::env::var("VOD_CRASHES").ok();
    told.map_or(10, |times| times.parse().unwrap())
}

/// A file of so many bytes, no two blocks of which are alike.
fn film(path: &Path) {
    let block = |number: u64| (0..8192_u64).flat_map(move |at| (number << 32 | at).to_le_bytes());
    let bytes: Vec<u8> = (0..LENGTH / 65_536).flat_map(block).collect();
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_goes_on_and_nothing_is_lost_or_left() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crash");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let (film_path, state) = (folder.join("film.mp4"), folder.join("state"));
    film(&film_path);
    let sent = std::fs::read(&film_path).unwrap();
    let (mut whole, mut resumed) = (None, 0);
    let mut chance = u64::from(std::process::id()) | 1;
    for time in 0..=times() {
        let builder = Sandbox::builder().directory(folder.join("cos"));
        let sandbox = builder.start().await.unwrap();
        let mut upload = command();
        upload.args(["upload", film_path.to_str().unwrap(), "--json", "--state-dir"]);
        upload.arg(&state).arg(format!("--sandbox={}", sandbox.url()));
        upload.stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(whole) = whole {
            // Anywhere from its first moment to its last.
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let part = u32::try_from(chance >> 32).unwrap();
            let moment = Duration::mul_f64(whole, f64::from(part) / f64::from(u32::MAX));
            let mut child = upload.spawn().unwrap();
            tokio::time::sleep(moment).await;
            child.kill().unwrap();
            child.wait().unwrap();
            resumed += usize::from(sandbox.uploads().iter().any(|upload| !upload.parts.is_empty()));
        }
        let start = Instant::now();
        let output = upload.output().unwrap();
        whole.get_or_insert(start.elapsed());
        let told = format!("time {time}: {}", stderr(&output));
        if output.status.success() {
            let done: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(done["fileId"].is_string(), "{told}");
            // What was kept was gone on with, and is told where it was not.
            assert!(done["warnings"].as_array().unwrap().is_empty(), "{told}: {done}");
        } else {
            // It may have been killed between its confirmation and the answer.
            assert!(told.contains("may have been carried out"), "{told}");
        }
        assert!(sandbox.uploads().is_empty(), "{told}: {:?}", sandbox.uploads());
        let objects = sandbox.objects();
        assert!(!objects.is_empty(), "{told}");
        for object in objects {
            assert!(sandbox.object(&object.bucket, &object.key).unwrap() == sent, "{told}");
        }
        let left: Vec<_> = std::fs::read_dir(&state).unwrap().collect();
        assert!(left.is_empty(), "{told}: {left:?}");
        sandbox.stop().await;
        std::fs::remove_dir_all(folder.join("cos")).unwrap();
    }
    assert!(times() < 5 || resumed > 0, "none was killed on its way");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_without_memory_keeps_nothing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-resume");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("clip.mp4");
    std::fs::write(&path, vec![1; 9 << 20]).unwrap();
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_faults(["cos:PUT: refuse=AccessDenied".parse().unwrap()]);
    let mut upload = command();
    upload.args(["upload", path.to_str().unwrap(), "--no-resume"]);
    upload.env("XDG_STATE_HOME", folder.join("state"));
    upload.arg(format!("--sandbox={}", sandbox.url()));
    let output = upload.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("AccessDenied"), "{}", stderr(&output));
    assert!(sandbox.uploads().is_empty());
    assert!(!folder.join("state").exists());
    std::fs::remove_dir_all(folder).unwrap();
}
