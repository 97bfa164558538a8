//! COS that does not do its part.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use vod_api::{Error, Progress, Retry};
use vod_sandbox::{Fault, Sandbox};

use crate::bench::{Folder, MIB, builder, client, received, stored};

const LENGTH: u64 = 10 * MIB;

/// Uploads ten parts of a MiB under a fault; gives the bytes that were sent beyond them.
async fn survived(fault: &str) -> u64 {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::builder().fault(fault.parse().unwrap()).start().await.unwrap();
    let uploaded = client(&sandbox).upload(&file).part_size(MIB).send().await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap(), "{fault}");
    assert!(sandbox.counts().faults > 0, "{fault} struck nothing");
    received(&sandbox).saturating_sub(LENGTH)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_fails_is_sent_again_and_no_other() {
    for (fault, most) in [
        ("cos:PUT: refuse=SlowDown, every=3", 6 * MIB),
        ("cos:PUT: status=503, first=4", 4 * MIB),
        ("cos:PUT: refuse=InternalError, first=2", 2 * MIB),
        ("cos:PUT: cut-before=300000, first=2", 2 * MIB),
        ("cos:PUT: cut-after, first=2", 2 * MIB),
        ("cos:PUT: garbage, first=2", 2 * MIB),
        ("cos:PUT: wrong-crc, first=2", 2 * MIB),
    ] {
        let again = survived(fault).await;
        assert!(again <= most, "{fault}: {again} bytes were sent again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_cos_loses_is_missed_before_anything_is_confirmed() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let fault = Fault::lose().on("cos:PUT").first(1);
    let sandbox = Sandbox::builder().fault(fault).start().await.unwrap();
    let error = client(&sandbox).upload(&file).part_size(MIB).send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidPart"), "{error}");
    assert!(sandbox.uploads().is_empty());
    assert!(!sandbox.counts().by_action.contains_key("CommitUpload"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_and_ends_an_upload_is_asked_again_too() {
    for fault in [
        "cos:POST: status=503, first=2",
        "cos:POST: late-refuse=InternalError, first=2",
        "cos:POST: cut-before, first=1",
        "cos:POST: cut-after, after=1 first=1",
    ] {
        assert_eq!(survived(fault).await, 0, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_stalls_is_given_up_after_the_idle_time() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let fault = Fault::stall(65_536, Duration::from_secs(3600)).on("cos:PUT").first(1);
    let sandbox = Sandbox::builder().fault(fault).start().await.unwrap();
    let client = builder(&sandbox).idle_timeout(Duration::from_millis(300)).build().unwrap();
    // A MiB fits into the buffers of a loopback connection, and is not seen to stall there.
    let uploaded = client.upload(&file).part_size(8 * MIB).send().await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_on_refusing_ends_it_and_nothing_stays() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let fault = "cos:PUT: refuse=InternalError, after=3".parse().unwrap();
    let sandbox = Sandbox::builder().fault(fault).start().await.unwrap();
    let client = builder(&sandbox).retry(Retry::never()).build().unwrap();
    let error = client.upload(&file).part_size(MIB).send().await.unwrap_err();
    assert!(matches!(error, Error::Storage(_)), "{error}");
    assert_eq!(error.code(), Some("InternalError"));
    assert!(sandbox.uploads().is_empty(), "{:?}", sandbox.uploads());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_and_why_is_told_of_a_short_file_too() {
    let folder = Folder::new();
    for (name, length) in [("short.mp4", MIB), ("long.mp4", LENGTH)] {
        let file = folder.file(name, length);
        let fault = "cos:PUT: refuse=SlowDown, first=1".parse().unwrap();
        let sandbox = Sandbox::builder().fault(fault).start().await.unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&seen);
        let (client, observer) = (client(&sandbox), move |at| told.lock().unwrap().push(at));
        client.upload(&file).part_size(MIB).on_progress(observer).send().await.unwrap();
        let last: Progress = *seen.lock().unwrap().last().unwrap();
        assert_eq!((last.retries, last.slowed), (1, true), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_that_cos_does_not_take_are_refused_before_anything_is_asked_for() {
    let folder = Folder::new();
    let sandbox = Sandbox::start().await.unwrap();
    for length in [MIB, LENGTH] {
        let file = folder.file("clip.mp4", length);
        let error = client(&sandbox).upload(&file).part_size(1).send().await.unwrap_err();
        assert!(error.to_string().contains("clip.mp4: cannot go in parts of 1 bytes"), "{error}");
    }
    assert_eq!(sandbox.counts().requests, 0);
}
