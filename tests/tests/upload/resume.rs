//! An upload that ends before its time, and the one that goes on.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vod_api::{AssumeRole, Credential, Error, Retry, Stage, Uploaded, v3};
use vod_sandbox::{Fault, Sandbox};

use crate::bench::{Folder, MIB, asked, builder, client, received, stored};

const LENGTH: u64 = 16 * MIB;

/// Uploads a file in parts of a MiB, by one connection, and remembers it in a folder.
async fn upload(sandbox: &Sandbox, file: &Path, folder: &Folder) -> Result<Uploaded, Error> {
    let client = builder(sandbox).retry(Retry::never()).build().unwrap();
    let upload = client.upload(file).part_size(MIB).connections(1);
    upload.resume_in(folder.path("state")).send().await
}

/// What is changed in between, what is told of it, and how it is done.
type Change<'c> = (&'c str, &'c str, &'c dyn Fn(&Folder, &Path));

/// What the folder of states holds.
fn states(folder: &Folder) -> Vec<String> {
    let names = std::fs::read_dir(folder.path("state")).unwrap();
    names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// The file that remembers an upload.
fn state(folder: &Folder) -> PathBuf {
    let name = states(folder).into_iter().find(|name| !name.contains('.')).unwrap();
    folder.path("state").join(name)
}

/// Breaks an upload off after so many parts.
async fn broken_off(sandbox: &Sandbox, file: &Path, folder: &Folder, parts: u64) {
    sandbox.set_faults([Fault::refuse("InternalError").on("cos:PUT").after(parts)]);
    upload(sandbox, file, folder).await.unwrap_err();
    sandbox.set_faults([]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_with_the_parts_that_cos_has() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    broken_off(&sandbox, &file, &folder, 9).await;
    assert_eq!(sandbox.uploads().len(), 1, "they are kept");
    assert_eq!(states(&folder).len(), 2, "the state and its lock: {:?}", states(&folder));
    let before = received(&sandbox);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(received(&sandbox) - before, LENGTH - 9 * MIB);
    let applied = sandbox.counts().by_action["ApplyUpload"];
    assert_eq!(applied, 1, "the place is the same");
    assert!(uploaded.warnings.is_empty(), "{:?}", uploaded.warnings);
    assert!(states(&folder).is_empty(), "{:?}", states(&folder));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_with_the_confirmation_when_the_object_is_whole() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_faults([Fault::cut_before().on("CommitUpload")]);
    upload(&sandbox, &file, &folder).await.unwrap_err();
    sandbox.set_faults([]);
    let before = received(&sandbox);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(received(&sandbox), before, "nothing is sent twice");
    assert!(states(&folder).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_that_came_through_before_is_not_called_a_failure() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_faults([Fault::cut_after().on("CommitUpload")]);
    let error = upload(&sandbox, &file, &folder).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    sandbox.set_faults([]);
    let error = upload(&sandbox, &file, &folder).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
    assert!(states(&folder).is_empty(), "it cannot go on from here");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_that_was_sent_is_asked_for_when_the_key_pair_has_expired() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    for (fault, ends_well) in [("cut-after", false), ("cut-before", true)] {
        let life = Duration::from_secs(3);
        let sandbox = Sandbox::builder().certificate_life(life).start().await.unwrap();
        sandbox.set_faults([format!("CommitUpload: {fault}").parse().unwrap()]);
        let error = upload(&sandbox, &file, &folder).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        sandbox.set_faults([]);
        tokio::time::sleep(life).await;
        let before = asked(&sandbox).len();
        match upload(&sandbox, &file, &folder).await {
            Ok(uploaded) => {
                assert!(ends_well && uploaded.warnings.is_empty(), "{uploaded:?}");
                assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
                assert_eq!(uploaded.bytes, LENGTH);
            }
            Err(error) => {
                assert!(!ends_well && matches!(error, Error::OutcomeUnknown(_)), "{error}");
            }
        }
        assert_eq!(asked(&sandbox).len(), before, "COS takes that pair no longer");
        assert_eq!(sandbox.counts().by_action["ApplyUpload"], 1, "it would be there twice");
        assert!(states(&folder).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_that_is_refused_for_now_goes_on_later() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    for (code, is_kept) in [
        ("InternalError", true),
        ("UnauthorizedOperation", true),
        ("AuthFailure.SignatureFailure", true),
        ("InvalidParameterValue.VodSessionKey", false),
    ] {
        let sandbox = Sandbox::start().await.unwrap();
        sandbox.set_faults([Fault::refuse(code).on("CommitUpload")]);
        let error = upload(&sandbox, &file, &folder).await.unwrap_err();
        assert_eq!(error.code(), Some(code), "{error}");
        assert_eq!(states(&folder).is_empty(), !is_kept, "{code}");
        sandbox.set_faults([]);
        let before = received(&sandbox);
        let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
        assert!(!uploaded.file_id.is_empty());
        assert_eq!(received(&sandbox) - before, if is_kept { 0 } else { LENGTH }, "{code}");
        assert!(states(&folder).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_dropped_keeps_its_parts() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    let client = builder(&sandbox).build().unwrap();
    let sending = client.upload(&file).part_size(MIB).connections(1).bandwidth(30 * MIB);
    let mut sending = Box::pin(sending.resume_in(folder.path("state")).send());
    while received(&sandbox) < 4 * MIB {
        let _ = tokio::time::timeout(Duration::from_millis(5), &mut sending).await;
    }
    drop(sending);
    // What would be given up in passing takes a moment.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(sandbox.uploads()[0].parts.len() >= 4, "{:?}", sandbox.uploads());
    let before = received(&sandbox);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert!(uploaded.warnings.is_empty(), "{:?}", uploaded.warnings);
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert!(received(&sandbox) - before <= LENGTH - 3 * MIB, "all but what was under way");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_set_aside_and_told() {
    let changes: [Change<'_>; 4] = [
        ("torn", "not to be trusted", &|folder, _| {
            let text = std::fs::read_to_string(state(folder)).unwrap();
            std::fs::write(state(folder), &text[..200]).unwrap();
        }),
        ("foreign", "does not begin with", &|folder, _| {
            std::fs::write(state(folder), "{\"version\": 2}").unwrap();
        }),
        ("changed", "the file has changed since", &|_, file| {
            std::fs::write(file, vec![7; 16 << 20]).unwrap();
        }),
        ("empty", "does not begin with", &|folder, _| {
            std::fs::write(state(folder), "").unwrap();
        }),
    ];
    for (name, told, change) in changes {
        let folder = Folder::new();
        let file = folder.file("clip.mp4", LENGTH);
        let sandbox = Sandbox::start().await.unwrap();
        broken_off(&sandbox, &file, &folder, 5).await;
        change(&folder, &file);
        let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
        let object = sandbox.objects().into_iter().next().unwrap();
        let stored = sandbox.object(&object.bucket, &object.key).unwrap();
        assert!(stored == std::fs::read(&file).unwrap(), "{name}");
        // Of what cannot be read nobody knows which parts it had.
        assert_eq!(sandbox.uploads().is_empty(), name == "changed", "{name}");
        let warnings = uploaded.warnings.join("\n");
        assert!(warnings.contains("begun anew") && warnings.contains(told), "{name}: {warnings}");
        let aside = states(&folder);
        assert!(aside.len() == 1 && aside[0].contains("aside"), "{name}: {aside:?}");
    }
}

/// As by a version that cuts files otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn parts_of_another_stretch_of_the_file_are_sent_again() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    broken_off(&sandbox, &file, &folder, 9).await;
    let state = state(&folder);
    let moved = |line: &str| {
        let (_, text) = line.split_once(' ')?;
        let mut told: serde_json::Value = serde_json::from_str(text).ok()?;
        let from = told.get("from")?.as_u64().filter(|from| *from < 4 * MIB)?;
        told["from"] = (from + MIB).into();
        let text = told.to_string();
        let sum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Xz, text.as_bytes());
        Some(format!("{sum:016x} {text}"))
    };
    let text = std::fs::read_to_string(&state).unwrap();
    let lines = text.lines().map(|line| moved(line).unwrap_or_else(|| line.to_owned()) + "\n");
    std::fs::write(&state, lines.collect::<String>()).unwrap();
    let before = received(&sandbox);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(received(&sandbox) - before, LENGTH - 5 * MIB, "five of nine are where they were");
    assert!(uploaded.warnings.is_empty(), "{:?}", uploaded.warnings);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pair_that_expires_on_the_way_begins_it_anew_once() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let life = Duration::from_secs(2);
    let sandbox = Sandbox::builder().certificate_life(life).start().await.unwrap();
    // The first time the line is slow, the second time it is not.
    sandbox.set_faults(["cos:PUT: rate=2MiB/s, first=5".parse().unwrap()]);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert_eq!(sandbox.counts().by_action["ApplyUpload"], 2);
    assert!(uploaded.warnings.iter().any(|told| told.contains("has expired")), "{uploaded:?}");
    let objects = sandbox.objects();
    let whole = objects.iter().any(|object| {
        let bytes = sandbox.object(&object.bucket, &object.key).unwrap();
        bytes == std::fs::read(&file).unwrap()
    });
    assert!(whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_do_not_send_one_file_and_a_folder_that_cannot_be_written_stops_nobody() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_faults(["cos:PUT: delay=20ms".parse().unwrap()]);
    let (one, other) =
        tokio::join!(upload(&sandbox, &file, &folder), upload(&sandbox, &file, &folder));
    let (done, refused) = if one.is_ok() { (one, other) } else { (other, one) };
    assert!(stored(&sandbox, &done.unwrap()) == std::fs::read(&file).unwrap());
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("is being uploaded by another process"), "{refused}");
    sandbox.set_faults([]);
    std::fs::write(folder.path("no-folder"), "").unwrap();
    let client = client(&sandbox);
    let upload = client.upload(&file).resume_in(folder.path("no-folder"));
    let uploaded = upload.send().await.unwrap();
    assert!(uploaded.warnings[0].contains("cannot be resumed"), "{:?}", uploaded.warnings);
    assert!(!asked(&sandbox).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cos_refuses_to_go_on_with_is_begun_anew() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    broken_off(&sandbox, &file, &folder, 5).await;
    // As one is that was lent by another server.
    sandbox.set_faults([Fault::refuse("InvalidAccessKeyId").on("cos:GET")]);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert_eq!(sandbox.counts().by_action["ApplyUpload"], 2, "the place is another");
    assert!(sandbox.uploads().is_empty(), "nobody goes on with {:?}", sandbox.uploads());
    let warnings = uploaded.warnings.join("\n");
    assert!(
        warnings.contains("COS refuses what was lent for it: InvalidAccessKeyId"),
        "{warnings}"
    );
    // What is begun anew and refused is a failure.
    broken_off(&sandbox, &file, &folder, 5).await;
    sandbox.set_faults([Fault::refuse("AccessDenied").on("cos")]);
    let error = upload(&sandbox, &file, &folder).await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDenied"));
    assert_eq!(sandbox.counts().by_action["ApplyUpload"], 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_is_not_of_cos_loses_nothing() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    broken_off(&sandbox, &file, &folder, 5).await;
    // As a proxy answers that wants a password first.
    sandbox.set_faults(["cos: status=403".parse().unwrap()]);
    let error = upload(&sandbox, &file, &folder).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(403), None));
    sandbox.set_faults([]);
    let before = received(&sandbox);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(received(&sandbox) - before, LENGTH - 5 * MIB);
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_of_a_role_change_and_go_on_all_the_same() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    let base = Credential::new(sandbox.secret_id(), sandbox.secret_key());
    let upload = async || {
        let role = "qcs::cam::uin/100000000001:roleName/uploader";
        let role = AssumeRole::new(base.clone(), role).endpoint(sandbox.url());
        let client = v3::Client::builder().credentials(role).endpoint(sandbox.url());
        let client = client.cos_endpoint(sandbox.url()).retry(Retry::never()).build().unwrap();
        let upload = client.upload(&file).part_size(MIB).connections(1);
        upload.resume_in(folder.path("state")).send().await
    };
    sandbox.set_faults([Fault::refuse("InternalError").on("cos:PUT").after(5)]);
    upload().await.unwrap_err();
    sandbox.set_faults([]);
    let before = received(&sandbox);
    let uploaded = upload().await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(received(&sandbox) - before, LENGTH - 5 * MIB);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_refused_on_the_way_leaves_no_parts() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    // The place is remembered, and nothing was sent to it.
    sandbox.set_faults([Fault::refuse("InternalError").on("cos:POST")]);
    upload(&sandbox, &file, &folder).await.unwrap_err();
    sandbox.set_faults([Fault::refuse("AccessDenied").on("cos:PUT").after(4).first(1)]);
    let uploaded = upload(&sandbox, &file, &folder).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(sandbox.counts().by_action["ApplyUpload"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_parts_that_is_none_is_asked_for_again() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    broken_off(&sandbox, &file, &folder, 9).await;
    sandbox.set_faults([Fault::garbage().on("cos:GET").first(2)]);
    let before = received(&sandbox);
    let client = client(&sandbox);
    let upload = client.upload(&file).part_size(MIB).resume_in(folder.path("state"));
    let uploaded = upload.send().await.unwrap();
    assert!(stored(&sandbox, &uploaded) == std::fs::read(&file).unwrap());
    assert_eq!(received(&sandbox) - before, LENGTH - 9 * MIB);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_progress_tells_what_was_sent_before_and_whether_it_is_remembered() {
    let folder = Folder::new();
    let file = folder.file("clip.mp4", LENGTH);
    let sandbox = Sandbox::start().await.unwrap();
    broken_off(&sandbox, &file, &folder, 9).await;
    std::fs::write(folder.path("no-folder"), "").unwrap();
    for (state, resumed, resumable) in [("state", 9 * MIB, true), ("no-folder", 0, false)] {
        let client = client(&sandbox);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&seen);
        let upload = client.upload(&file).part_size(MIB).resume_in(folder.path(state));
        let upload = upload.on_progress(move |at| told.lock().unwrap().push(at));
        upload.send().await.unwrap();
        let seen = seen.lock().unwrap();
        let confirming = seen.iter().find(|at| at.stage == Stage::Commit).unwrap();
        assert_eq!((confirming.resumed, confirming.resumable), (resumed, resumable), "{state}");
        assert!(!seen.last().unwrap().resumable, "there is nothing to go on with any more");
    }
}
