//! An upload that is paused, cancelled or dropped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vod_api::{Control, Error, Stage};
use vod_sandbox::Sandbox;

use crate::bench::{Folder, MIB, client, stored};

#[tokio::test(flavor = "multi_thread")]
async fn paused_nothing_moves_and_it_goes_on_where_it_was() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 24 * MIB);
    let sandbox = Sandbox::start().await.unwrap();
    let (client, control) = (client(&sandbox), Control::new());
    let (pausing, held) = (control.clone(), Arc::new(AtomicBool::new(false)));
    let told = Arc::clone(&held);
    let upload = client.upload(&file).part_size(MIB).control(&control);
    let upload = upload.bandwidth(60 * MIB).on_progress(move |progress| {
        if progress.sent > 4 * MIB && !told.swap(true, Ordering::Relaxed) {
            pausing.pause();
        }
    });
    let going_on = async {
        while !held.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // What was read before goes out; then it is still.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let before = sandbox.counts().requests;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(sandbox.counts().requests, before);
        control.resume();
    };
    let (uploaded, ()) = tokio::join!(upload.send(), going_on);
    assert!(stored(&sandbox, &uploaded.unwrap()) == std::fs::read(&file).unwrap());
}

/// What is given up in passing takes a moment.
async fn is_given_up(sandbox: &Sandbox) {
    for _ in 0..200 {
        if sandbox.uploads().is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("parts are left: {:?}", sandbox.uploads());
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_or_dropped_it_leaves_nothing_behind() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 24 * MIB);
    for cancels in [true, false] {
        let sandbox = Sandbox::start().await.unwrap();
        let (client, control) = (client(&sandbox), Control::new());
        let reached = Arc::new(AtomicBool::new(false));
        let (told, ending) = (Arc::clone(&reached), control.clone());
        let upload = client.upload(&file).part_size(MIB).control(&control).bandwidth(30 * MIB);
        let mut upload = upload.on_progress(move |progress| {
            if progress.stage == Stage::Video && progress.sent > 4 * MIB {
                told.store(true, Ordering::Relaxed);
                if cancels {
                    ending.cancel();
                }
            }
        });
        upload = upload.connections(2);
        if cancels {
            let error = upload.send().await.unwrap_err();
            assert!(matches!(error, Error::Cancelled), "{error}");
        } else {
            let mut sending = Box::pin(upload.send());
            while !reached.load(Ordering::Relaxed) {
                let _ = tokio::time::timeout(Duration::from_millis(5), &mut sending).await;
            }
            drop(sending);
        }
        is_given_up(&sandbox).await;
        assert!(sandbox.objects().is_empty());
        assert_eq!(control.is_cancelled(), cancels);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dropped_while_it_gives_its_parts_up_it_gives_them_up_in_passing() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 9 * MIB);
    let sandbox = Sandbox::start().await.unwrap();
    let faults =
        ["cos:PUT: refuse=AccessDenied, after=4", "cos:DELETE: cut-before delay=1h, first=1"];
    sandbox.set_faults(faults.map(|fault| fault.parse().unwrap()));
    let client = client(&sandbox);
    let upload = client.upload(&file).part_size(MIB).connections(1);
    let mut sending = Box::pin(upload.send());
    while !sandbox.counts().by_action.contains_key("cos:DELETE") {
        let _ = tokio::time::timeout(Duration::from_millis(5), &mut sending).await;
    }
    assert!(!sandbox.uploads().is_empty(), "it is not given up yet");
    drop(sending);
    is_given_up(&sandbox).await;
}

#[tokio::test]
async fn what_is_cancelled_before_it_begins_asks_for_nothing() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 10);
    let sandbox = Sandbox::start().await.unwrap();
    let control = Control::new();
    control.cancel();
    control.resume();
    let client = client(&sandbox);
    let error = client.upload(&file).control(&control).send().await.unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error}");
    assert_eq!(sandbox.counts().requests, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_outlasts_its_key_pair_is_told_at_once_of_a_small_bandwidth() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 9 * MIB);
    for (life, overdue) in [(60, true), (7200, false)] {
        let life = Duration::from_secs(life);
        let sandbox = Sandbox::builder().certificate_life(life).start().await.unwrap();
        let (client, control) = (client(&sandbox), Control::new());
        let (ending, told) = (control.clone(), Arc::new(Mutex::new(None)));
        let kept = Arc::clone(&told);
        let upload = client.upload(&file).bandwidth(MIB / 10).control(&control);
        let upload = upload.on_progress(move |progress| {
            if progress.stage == Stage::Video {
                kept.lock().unwrap().get_or_insert(progress.overdue);
                ending.cancel();
            }
        });
        assert!(matches!(upload.send().await, Err(Error::Cancelled)));
        // Ninety seconds, of which the pair is good for sixty.
        let told = told.lock().unwrap().unwrap();
        let about_thirty = |over: Duration| (29..=32).contains(&over.as_secs());
        assert_eq!(told.is_some_and(about_thirty), overdue, "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_outlasts_its_key_pair_is_told_by_its_speed() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 64 * MIB);
    let life = Duration::from_secs(30);
    let fault = "cos:PUT: rate=200KiB/s".parse().unwrap();
    let sandbox = Sandbox::builder().certificate_life(life).fault(fault).start().await.unwrap();
    let (client, control) = (client(&sandbox), Control::new());
    let ending = control.clone();
    let upload = client.upload(&file).connections(2).control(&control);
    // It would take minutes, and end by itself only when the pair has expired.
    let upload = upload.on_progress(move |progress| {
        if progress.overdue.is_some() {
            ending.cancel();
        }
    });
    assert!(matches!(upload.send().await, Err(Error::Cancelled)));
    assert_eq!(sandbox.counts().by_action["ApplyUpload"], 1, "it was told in time");
}
