//! COS that does not do its part.

use std::time::Duration;

use vod_api::{Credential, Error, Retry, v3};
use vod_sandbox::{Fault, Sandbox, Seen};

use crate::bench::{Folder, MIB, asked, client, received, stored};

const LENGTH: u64 = 10 * MIB;

/// Uploads ten parts of a MiB under a fault; gives what was sent beyond them, and what was asked.
async fn survived(fault: &str) -> (u64, Vec<Seen>) {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::builder().fault(fault.parse().unwrap()).start().await.unwrap();
    let client = client(&sandbox);
    let uploaded = client.upload(&file).part_size(MIB).send().await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap(), "{fault}");
    assert!(sandbox.counts().faults > 0, "{fault} struck nothing");
    (received(&sandbox).saturating_sub(LENGTH), asked(&sandbox))
}

fn struck(seen: &[Seen], what: &str) -> usize {
    let is = |seen: &&Seen| seen.fault.as_deref().is_some_and(|fault| fault.contains(what));
    seen.iter().filter(is).count()
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
        ("cos:PUT: lose, first=1", 2 * MIB),
    ] {
        let folder = Folder::new();
        let file = folder.file("clip.mp4", LENGTH);
        let sandbox = Sandbox::builder().fault(fault.parse().unwrap()).start().await.unwrap();
        let client = client(&sandbox);
        let done = client.upload(&file).part_size(MIB).send().await;
        let again = received(&sandbox).saturating_sub(LENGTH);
        if fault.contains("lose") {
            // COS said that it has it: only the completion can tell.
            let error = done.unwrap_err();
            assert_eq!(error.code(), Some("InvalidPart"), "{error}");
            assert!(sandbox.uploads().is_empty());
            continue;
        }
        assert!(stored(&sandbox, &done.unwrap()) == std::fs::read(&file).unwrap(), "{fault}");
        assert!(sandbox.counts().faults > 0, "{fault} struck nothing");
        assert!(again <= most, "{fault}: {again} bytes were sent again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_and_ends_an_upload_is_asked_again_too() {
    for fault in [
        "cos:POST: status=503, first=2",
        "cos:POST: late-refuse=InternalError, first=2",
        "cos:POST: cut-before, first=1",
        "cos:POST: cut-after, after=1 first=1",
        "cos:HEAD: status=500, first=1",
    ] {
        let folder = Folder::new();
        let file = folder.file("clip.mp4", LENGTH);
        let sandbox = Sandbox::builder().fault(fault.parse().unwrap()).start().await.unwrap();
        let client = client(&sandbox);
        let uploaded = client.upload(&file).part_size(MIB).send().await.unwrap();
        assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap(), "{fault}");
        assert_eq!(received(&sandbox), LENGTH, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_stalls_is_given_up_after_the_idle_time() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let fault = Fault::stall(65_536, Duration::from_secs(3600)).on("cos:PUT").first(1);
    let sandbox = Sandbox::builder().fault(fault).start().await.unwrap();
    let client: v3::Client = v3::Client::builder()
        .credential(Credential::new(sandbox.secret_id(), sandbox.secret_key()))
        .endpoint(sandbox.url())
        .cos_endpoint(sandbox.url())
        .idle_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
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
    let client: v3::Client = v3::Client::builder()
        .credential(Credential::new(sandbox.secret_id(), sandbox.secret_key()))
        .endpoint(sandbox.url())
        .cos_endpoint(sandbox.url())
        .retry(Retry::never())
        .build()
        .unwrap();
    let error = client.upload(&file).part_size(MIB).send().await.unwrap_err();
    assert!(matches!(error, Error::Storage(_)), "{error}");
    assert_eq!(error.code(), Some("InternalError"));
    assert!(sandbox.uploads().is_empty(), "{:?}", sandbox.uploads());
    // A refusal that is final is not asked for twice.
    let (again, seen) = survived("cos:PUT: delay=1ms, first=1").await;
    assert_eq!((again, struck(&seen, "delay")), (0, 1));
}
