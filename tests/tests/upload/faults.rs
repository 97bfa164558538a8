//! COS that does not do its part: for each fault the requests that it costs, the bytes that come,
//! and what becomes of the upload.
//!
//! One connection makes numbers exact. A request is sent again four times at most. What strikes PUT
//! says after how many: of a cover the video's own comes before it.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vod_api::{Error, Progress, Retry, Stage, Uploaded};
use vod_sandbox::{Sandbox, Seen};

use crate::bench::{Folder, MIB, asked, builder, client, received, stored};

/// Nine parts of a MiB.
const LONG: u64 = 9 * MIB;
/// One PUT.
const SHORT: u64 = MIB;
/// What a request that stalls is given up after.
const IDLE: Duration = Duration::from_secs(3);

/// What an upload comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Ends {
    /// The object is there, and is the file.
    Well,
    /// Refused with this code, or none; nothing is confirmed, and no parts are left.
    With(&'static str),
    /// Nobody answered; else as above.
    Unanswered,
}

use Ends::{Unanswered, Well, With};

/// Faults; how often an upload is initiated, a part or the whole is put, all is completed or
/// aborted, and an object looked at; MiB that come; the end.
type Row = (&'static [&'static str], [usize; 5], u64, Ends);

const IN_PARTS: &[Row] = &[
    (&[], [1, 9, 1, 0, 0], 9, Well),
    // Parts. Those that are refused are read to their end before.
    (&["cos:PUT: status=503, after=0 first=2"], [1, 11, 1, 0, 0], 11, Well),
    (&["cos:PUT: status=404, after=4 first=1"], [1, 5, 0, 1, 0], 5, With("")),
    (&["cos:PUT: refuse=SlowDown, after=0 every=3"], [1, 13, 1, 0, 0], 13, Well),
    (&["cos:PUT: refuse=InternalError, after=7 first=4"], [1, 13, 1, 0, 0], 13, Well),
    (&["cos:PUT: refuse=InternalError, after=8"], [1, 13, 0, 1, 0], 13, With("InternalError")),
    (&["cos:PUT: refuse=AccessDenied, after=4 first=1"], [1, 5, 0, 1, 0], 5, With("AccessDenied")),
    (&["cos:PUT: refuse=SlowDown handled, after=8 first=1"], [1, 10, 1, 0, 0], 10, Well),
    (&["cos:PUT: garbage, after=0 first=2"], [1, 11, 1, 0, 0], 11, Well),
    (&["cos:PUT: cut-before, after=0 first=2"], [1, 11, 1, 0, 0], 9, Well),
    (&["cos:PUT: cut-before, after=8"], [1, 13, 0, 1, 0], 8, Unanswered),
    (&["cos:PUT: cut-after, after=0 first=2"], [1, 11, 1, 0, 0], 11, Well),
    (&["cos:PUT: cut-body=1, after=8 first=1"], [1, 10, 1, 0, 0], 10, Well),
    (&["cos:PUT: wrong-length, after=0 first=1"], [1, 10, 1, 0, 0], 10, Well),
    (&["cos:PUT: slow-body=1/1ms, after=0"], [1, 9, 1, 0, 0], 9, Well),
    (&["cos:PUT: delay=5ms, after=0"], [1, 9, 1, 0, 0], 9, Well),
    (&["cos:PUT: rate=64MiB/s, after=0"], [1, 9, 1, 0, 0], 9, Well),
    // One that stalls is over here and not yet at COS, which has nothing of it to tell.
    (&["cos:PUT: stall=65536/1h, after=4 first=1"], [1, 9, 1, 0, 0], 9, Well),
    (&["cos:PUT: wrong-crc, after=0 first=2"], [1, 11, 1, 0, 0], 11, Well),
    (&["cos:PUT: wrong-crc, after=8"], [1, 13, 0, 1, 0], 13, With("CrcMismatch")),
    // Whatever COS lost or called by another name is missed before anything is confirmed.
    (&["cos:PUT: wrong-etag, after=4 first=1"], [1, 9, 1, 1, 0], 9, With("InvalidPart")),
    (&["cos:PUT: lose, after=0 first=1"], [1, 9, 1, 1, 0], 9, With("InvalidPart")),
    (&["cos:PUT: lose, after=4 first=1"], [1, 9, 1, 1, 0], 9, With("InvalidPart")),
    (&["cos:PUT: lose, after=8 first=1"], [1, 9, 1, 1, 0], 9, With("InvalidPart")),
    // What begins it.
    (&["cos:POST: status=503, first=2"], [3, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: status=503"], [5, 0, 0, 0, 0], 0, With("")),
    (&["cos:POST: refuse=AccessDenied"], [1, 0, 0, 0, 0], 0, With("AccessDenied")),
    (&["cos:POST: refuse=SlowDown handled, first=1"], [2, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: garbage, first=2"], [3, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: cut-before, first=1"], [2, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: cut-after, first=1"], [2, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: cut-body=100, first=1"], [2, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: wrong-length, first=1"], [2, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: slow-body=32/1ms"], [1, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: delay=5ms"], [1, 9, 1, 0, 0], 9, Well),
    // What ends it. Of one that was not answered COS is asked again, and then for the object.
    (&["cos:POST: status=502, after=1 first=2"], [1, 9, 3, 0, 0], 9, Well),
    (&["cos:POST: status=502 handled, after=1 first=1"], [1, 9, 2, 0, 1], 9, Well),
    (&["cos:POST: refuse=AccessDenied, after=1"], [1, 9, 1, 1, 0], 9, With("AccessDenied")),
    (&["cos:POST: garbage, after=1 first=1"], [1, 9, 2, 0, 0], 9, Well),
    (&["cos:POST: garbage handled, after=1 first=1"], [1, 9, 2, 0, 1], 9, Well),
    (&["cos:POST: cut-before, after=1 first=1"], [1, 9, 2, 0, 0], 9, Well),
    (&["cos:POST: cut-before, after=1"], [1, 9, 5, 1, 0], 9, Unanswered),
    (&["cos:POST: cut-after, after=1 first=1"], [1, 9, 2, 0, 1], 9, Well),
    // The status is 200 by then, and white space stands before the refusal.
    (&["cos:POST: late-refuse=InternalError, first=2"], [1, 9, 3, 0, 0], 9, Well),
    (&["cos:POST: late-refuse=InternalError handled, first=1"], [1, 9, 2, 0, 1], 9, Well),
    (&["cos:POST: late-refuse=SlowDown"], [1, 9, 5, 1, 0], 9, With("SlowDown")),
    (&["cos:POST: late-refuse=AccessDenied"], [1, 9, 1, 1, 0], 9, With("AccessDenied")),
    (&["cos:POST: wrong-etag"], [1, 9, 1, 0, 0], 9, Well),
    (&["cos:POST: wrong-crc"], [1, 9, 1, 1, 0], 9, With("CrcMismatch")),
    // A look that fails is one more, and what it tells counts.
    (&[LATE, "cos:HEAD: status=503, first=2"], [1, 9, 2, 0, 3], 9, Well),
    (&[LATE, "cos:HEAD: cut-after, first=1"], [1, 9, 2, 0, 2], 9, Well),
    (&[LATE, "cos:HEAD: refuse=AccessDenied"], [1, 9, 2, 1, 1], 9, With("")),
    (&[LATE, "cos:HEAD: wrong-etag"], [1, 9, 2, 0, 1], 9, Well),
    (&[LATE, "cos:HEAD: wrong-crc"], [1, 9, 2, 1, 1], 9, With("CrcMismatch")),
    // To give up is tried again too. COS has nothing then of one that was not answered.
    (&[REFUSED, "cos:DELETE: status=503, first=2"], [1, 1, 0, 3, 0], 1, With("AccessDenied")),
    (&[REFUSED, "cos:DELETE: garbage, first=2"], [1, 1, 0, 3, 0], 1, With("AccessDenied")),
    (&[REFUSED, "cos:DELETE: cut-after, first=1"], [1, 1, 0, 2, 0], 1, With("AccessDenied")),
];

/// The completion is carried out and not answered.
const LATE: &str = "cos:POST: cut-after, after=1 first=1";
/// The first part is refused for good.
const REFUSED: &str = "cos:PUT: refuse=AccessDenied, after=0";

const BY_ONE_PUT: &[Row] = &[
    (&[], [0, 1, 0, 0, 0], 1, Well),
    (&["cos:PUT: status=503, after=0 first=2"], [0, 3, 0, 0, 0], 3, Well),
    (&["cos:PUT: status=503, after=0"], [0, 5, 0, 0, 0], 5, With("")),
    (&["cos:PUT: refuse=SlowDown, after=0 first=4"], [0, 5, 0, 0, 0], 5, Well),
    (&["cos:PUT: refuse=AccessDenied, after=0"], [0, 1, 0, 0, 0], 1, With("AccessDenied")),
    // An answer without a checksum is none of COS's: what is there is looked at.
    (&["cos:PUT: garbage, after=0 first=1"], [0, 2, 0, 0, 1], 2, Well),
    (&["cos:PUT: garbage handled, after=0"], [0, 1, 0, 0, 1], 1, Well),
    (&["cos:PUT: garbage, after=0"], [0, 5, 0, 0, 5], 5, With("CrcMismatch")),
    (&["cos:PUT: cut-before, after=0 first=1"], [0, 2, 0, 0, 0], 1, Well),
    (&["cos:PUT: cut-before, after=0"], [0, 5, 0, 0, 0], 0, Unanswered),
    (&["cos:PUT: cut-after, after=0 first=1"], [0, 2, 0, 0, 0], 2, Well),
    (&["cos:PUT: cut-body=1, after=0 first=1"], [0, 2, 0, 0, 0], 2, Well),
    (&["cos:PUT: wrong-length, after=0 first=1"], [0, 2, 0, 0, 0], 2, Well),
    (&["cos:PUT: slow-body=1/1ms, after=0"], [0, 1, 0, 0, 0], 1, Well),
    (&["cos:PUT: delay=5ms, after=0"], [0, 1, 0, 0, 0], 1, Well),
    (&["cos:PUT: rate=16MiB/s, after=0"], [0, 1, 0, 0, 0], 1, Well),
    (&["cos:PUT: stall=65536/1h, after=0 first=1"], [0, 1, 0, 0, 0], 1, Well),
    // Nobody needs the ETag of an object.
    (&["cos:PUT: wrong-etag, after=0"], [0, 1, 0, 0, 0], 1, Well),
    (&["cos:PUT: wrong-crc, after=0 first=1"], [0, 2, 0, 0, 0], 2, Well),
    (&["cos:PUT: wrong-crc, after=0"], [0, 5, 0, 0, 0], 5, With("CrcMismatch")),
    // It was there for all that COS said; VOD misses it.
    (
        &["cos:PUT: lose, after=0 first=1"],
        [0, 1, 0, 0, 0],
        1,
        With("InvalidParameterValue.VodSessionKey"),
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_video_in_parts_costs_no_more_than_what_failed() {
    meets(IN_PARTS, LONG, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cover_in_parts_costs_no_more_than_what_failed() {
    meets(IN_PARTS, LONG, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_by_one_put_costs_no_more_than_what_failed() {
    meets(BY_ONE_PUT, SHORT, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cover_by_one_put_costs_no_more_than_what_failed() {
    meets(BY_ONE_PUT, SHORT, true).await;
}

/// Uploads a file of so many bytes, as the video or as its cover, under the faults of each row.
async fn meets(rows: &[Row], length: u64, is_cover: bool) {
    let folder = Folder::new();
    let (video, cover) = if is_cover { (1000, length) } else { (length, 1000) };
    let (video, cover) = (folder.file("clip.mp4", video), folder.file("cover.jpg", cover));
    let (file, suffix) = if is_cover { (&cover, ".jpg") } else { (&video, ".mp4") };
    for (faults, requests, mebibytes, ends) in rows {
        let sandbox = Sandbox::start().await.unwrap();
        let faults: Vec<String> = faults
            .iter()
            .map(|fault| if is_cover { later(fault) } else { fault.to_string() })
            .collect();
        sandbox.set_faults(faults.iter().map(|fault| fault.parse().unwrap()));
        let done = upload(&sandbox, &video, is_cover.then_some(&*cover)).await;
        let told = format!("{faults:?}: {done:?}");
        // A request is counted when it is over, and one that stalls is not.
        let strikes = !faults.is_empty() && !told.contains("stall");
        assert_eq!(sandbox.counts().faults > 0, strikes, "{told}");
        let seen: Vec<Seen> =
            asked(&sandbox).into_iter().filter(|seen| seen.path.ends_with(suffix)).collect();
        assert_eq!(kinds(&seen), *requests, "initiate, put, complete, abort, head: {told}");
        let bytes: u64 =
            seen.iter().filter(|seen| seen.method == "PUT").map(|seen| seen.received).sum();
        assert_eq!(bytes, mebibytes * MIB, "{told}");
        assert!(sandbox.uploads().is_empty(), "{told}: {:?}", sandbox.uploads());
        holds(&sandbox, &done, *ends, file, suffix, &told);
    }
}

/// The upload ends so, and what is confirmed is the file.
fn holds(
    sandbox: &Sandbox,
    done: &Result<Uploaded, Error>,
    ends: Ends,
    file: &Path,
    suffix: &str,
    told: &str,
) {
    match (done, ends) {
        (Ok(_), Well) => {
            let mut objects = sandbox.objects().into_iter();
            let object = objects.find(|object| object.key.ends_with(suffix)).unwrap();
            let stored = sandbox.object(&object.bucket, &object.key).unwrap();
            assert!(stored == std::fs::read(file).unwrap(), "{told}: it is another");
        }
        (Err(error), With(code)) => {
            assert_eq!(error.code().unwrap_or_default(), code, "{told}");
            let commits = sandbox
                .requests()
                .into_iter()
                .filter(|seen| seen.action.as_deref() == Some("CommitUpload") && seen.code == 0);
            assert_eq!(commits.count(), 0, "{told}");
        }
        (Err(Error::Transport(_)), Unanswered) => {
            assert!(!sandbox.counts().by_action.contains_key("CommitUpload"), "{told}");
        }
        _ => panic!("{told}, not {ends:?}"),
    }
}

async fn upload(sandbox: &Sandbox, video: &Path, cover: Option<&Path>) -> Result<Uploaded, Error> {
    let retry = Retry::default().attempts(2);
    let client = builder(sandbox).retry(retry).idle_timeout(IDLE).build().unwrap();
    let upload = client.upload(video).part_size(MIB).connections(1);
    let upload = upload.stall_timeout(Duration::ZERO);
    match cover {
        Some(cover) => upload.cover(cover).send().await,
        None => upload.send().await,
    }
}

/// How often what was asked for: initiate, put, complete, abort, head.
fn kinds(seen: &[Seen]) -> [usize; 5] {
    let count = |method: &str, is_of_upload: Option<bool>| {
        let its = |seen: &&Seen| {
            let of_upload = seen.parameters.contains_key("uploadId");
            seen.method == method && is_of_upload.is_none_or(|wanted| wanted == of_upload)
        };
        seen.iter().filter(its).count()
    };
    [
        count("POST", Some(false)),
        count("PUT", None),
        count("POST", Some(true)),
        count("DELETE", Some(true)),
        count("HEAD", None),
    ]
}

/// A fault of a video as one of its cover: the video's own PUT comes before.
fn later(fault: &str) -> String {
    let Some((before, rest)) = fault.split_once("after=").filter(|_| fault.contains(":PUT:"))
    else {
        return fault.to_owned();
    };
    let (number, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    format!("{before}after={} {rest}", number.parse::<u64>().unwrap() + 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_is_cut_on_its_way_is_sent_again_from_its_beginning() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LONG);
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_faults(["cos:PUT: cut-before=300000, first=2".parse().unwrap()]);
    let uploaded = upload(&sandbox, &file, None).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(kinds(&asked(&sandbox)), [1, 11, 1, 0, 0]);
    // What is read at a time goes past where it is cut.
    let again = received(&sandbox) - LONG;
    assert!((600_000..2 * MIB).contains(&again), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_is_still_put_together_is_waited_for() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LONG);
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_faults([
        LATE.parse().unwrap(),
        "cos:HEAD: refuse=NoSuchKey, first=1".parse().unwrap(),
    ]);
    let client = client(&sandbox);
    let upload = client.upload(&file).part_size(MIB).connections(1);
    let uploaded = upload.send().await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(kinds(&asked(&sandbox)), [1, 9, 2, 0, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_is_cut_before_its_code_is_asked_for_again() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LONG);
    let sandbox = Sandbox::start().await.unwrap();
    // The completion is not answered, and what is said of the next one is cut.
    sandbox.set_faults(
        [LATE, "cos:POST: cut-body=40, after=1 first=1"].map(|fault| fault.parse().unwrap()),
    );
    let uploaded = upload(&sandbox, &file, None).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(kinds(&asked(&sandbox)), [1, 9, 3, 0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_line_costs_no_request_more() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LONG);
    let link = Sandbox::builder().link(32 * MIB, Duration::from_millis(5));
    let sandbox = link.start().await.unwrap();
    let uploaded = upload(&sandbox, &file, None).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(kinds(&asked(&sandbox)), [1, 9, 1, 0, 0]);
    assert_eq!(received(&sandbox), LONG);
}

/// What is on its way when all was handed on takes longer than nothing may move.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_slower_than_its_buffers_costs_no_request_more() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LONG);
    let link = Sandbox::builder().link(MIB, Duration::from_millis(5));
    let sandbox = link.start().await.unwrap();
    let builder = builder(&sandbox).retry(Retry::never());
    let client = builder.idle_timeout(Duration::from_millis(250)).build().unwrap();
    let seen: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let told = Arc::clone(&seen);
    let upload = client.upload(&file).connections(9);
    let upload = upload.on_progress(move |progress| told.lock().unwrap().push(progress));
    let uploaded = upload.send().await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(kinds(&asked(&sandbox)), [1, 9, 1, 0, 0]);
    let seen = seen.lock().unwrap();
    let all = |at: &Progress| (at.stage, at.sent) == (Stage::Video, LONG);
    assert!(seen.iter().any(all), "all was handed on, and nobody was told: {seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_waited_for_as_long_as_was_told() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LONG);
    for (limit, ends_well) in [(Duration::from_secs(60), true), (Duration::ZERO, false)] {
        let sandbox = Sandbox::start().await.unwrap();
        // For what is no outage a part is sent five times at most.
        sandbox.set_faults(["cos:PUT: cut-before, after=3 first=32".parse().unwrap()]);
        let client = builder(&sandbox).retry(Retry::default().attempts(2)).build().unwrap();
        let upload = client.upload(&file).connections(1).stall_timeout(limit);
        let done = upload.send().await;
        assert_eq!(done.is_ok(), ends_well, "{done:?}");
        assert!(sandbox.uploads().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pair_that_is_never_good_is_lent_twice_and_no_more() {
    let folder = Folder::new();
    for (length, requests) in [(LONG, [2, 0, 0, 0, 0]), (SHORT, [0, 2, 0, 0, 0])] {
        let file = folder.file("clip.mp4", length);
        let builder = Sandbox::builder().certificate_life(Duration::ZERO);
        let sandbox = builder.start().await.unwrap();
        let error = upload(&sandbox, &file, None).await.unwrap_err();
        assert_eq!(error.code(), Some("ExpiredToken"), "{error}");
        assert_eq!(sandbox.counts().by_action["ApplyUpload"], 2);
        assert_eq!(kinds(&asked(&sandbox)), requests);
        assert!(sandbox.objects().is_empty() && sandbox.uploads().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_connections_send_again_what_failed_and_no_more() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LONG);
    for (fault, again) in [
        ("cos:PUT: status=503, first=4", 4),
        ("cos:PUT: cut-after, first=2", 2),
        ("cos:PUT: wrong-crc, first=2", 2),
        // Of thirteen four are refused.
        ("cos:PUT: refuse=SlowDown, every=3", 4),
    ] {
        let sandbox = Sandbox::start().await.unwrap();
        sandbox.set_faults([fault.parse().unwrap()]);
        let uploaded = client(&sandbox).upload(&file).part_size(MIB).send().await.unwrap();
        assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap(), "{fault}");
        assert_eq!(received(&sandbox), LONG + again * MIB, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_and_why_is_told_of_a_short_file_too() {
    let folder = Folder::new();
    for (name, length) in [("short.mp4", MIB), ("long.mp4", LONG)] {
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
    for length in [MIB, LONG] {
        let file = folder.file("clip.mp4", length);
        let error = client(&sandbox).upload(&file).part_size(1).send().await.unwrap_err();
        assert!(error.to_string().contains("clip.mp4: cannot go in parts of 1 bytes"), "{error}");
    }
    assert_eq!(sandbox.counts().requests, 0);
}
