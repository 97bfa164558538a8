//! The Actions of this package end to end: its client against a sandbox that serves its pages.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use own_actions::own::{
    self, CoverBySnapshot, DeleteVodFile, DeleteVodFileCode, NotifyMode, PositionType, ProcessFile,
    Pull, SnapshotByTimeOffset, Template, Transcode,
};
use vod_api::{Action as _, Credential, Error, v2};
use vod_sandbox::{Builder, Sandbox, Seen};

const CLIP: &str = "../../tests/media/clip.mp4";
const PRIVATE: &str = "https://private.example.com/sea.mp4?signature=hush-hush";

struct Run {
    sandbox: Sandbox,
    v2: v2::Client,
    own: own::Client,
}

fn pages() -> Builder {
    Sandbox::builder().pages("spec/README.md")
}

async fn start(builder: Builder) -> Run {
    let sandbox = builder.start().await.unwrap();
    let v2 = v2::Client::builder()
        .credential(Credential::new(sandbox.secret_id(), sandbox.secret_key()))
        .endpoint(format!("{}/v2/index.php", sandbox.url()))
        .cos_endpoint(sandbox.url())
        .build()
        .unwrap();
    let own = own::Client::from(&v2);
    Run { sandbox, v2, own }
}

impl Run {
    fn last(&self) -> Seen {
        self.sandbox.requests().pop().unwrap()
    }

    /// What the sandbox saw of the Action's own parameters.
    fn seen(&self) -> Vec<(String, String)> {
        let own = |(name, _): &(String, String)| name.starts_with(char::is_lowercase);
        self.last().parameters.into_iter().filter(own).collect()
    }
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

#[tokio::test]
async fn a_video_is_uploaded_by_one_client_and_deleted_by_the_other() {
    let run = start(pages()).await;
    let video = run.v2.upload(CLIP).send().await.unwrap();
    run.own.delete_vod_file().file_id(&video.file_id).priority(0).send().await.unwrap();
    let actions: Vec<_> =
        run.sandbox.requests().into_iter().filter_map(|seen| seen.action).collect();
    assert_eq!(actions, ["ApplyUpload", "CommitUpload", "DeleteVodFile"]);
    assert_eq!(run.seen(), pairs([("fileId", &video.file_id), ("priority", "0")]));
}

#[tokio::test]
async fn a_refusal_has_the_code_of_the_page() {
    // Of two pages of one Action the last counts.
    let run = start(pages().page("tests/pages/DeleteVodFile.md")).await;
    let delete = || run.own.delete_vod_file().file_id("24820810452266402").priority(1).send();
    let error = delete().await.unwrap_err();
    assert_eq!(error.code_of::<DeleteVodFile>(), Some(DeleteVodFileCode::UnexpectedStatus));
    let told = error.to_string();
    assert!(told.contains("10009 UnexpectedStatus (The video is in a state in which"), "{told}");
    delete().await.unwrap_err();
    let error = delete().await.unwrap_err();
    let Error::Refused(refused) = error else { panic!("{error}") };
    assert_eq!((&*refused.code, refused.retry), ("4400", true));
    assert!(refused.message.contains("DeleteVodFile is limited to 2/h"), "{}", refused.message);
}

#[tokio::test]
async fn what_breaks_the_page_is_listed_and_never_sent() {
    let run = start(pages()).await;
    let error = run.own.delete_vod_file().file_id("").priority(3).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteVodFile was not sent, its parameters break the rules of its page\n  \
         `fileId` = \"\": not empty\n  \
         `priority` = 3: one of 0, 1, 2"
    );
    let nested = Pull::builder().url("").file_name("sea").priority(9).build();
    let error = run.own.multi_pull_vod_file().pullset([nested]).send().await.unwrap_err();
    let Error::Invalid(invalid) = error else { panic!("{error}") };
    let names: Vec<&str> = invalid.violations.iter().map(|one| &*one.parameter).collect();
    assert_eq!(names, ["pullset.1.url", "pullset.1.priority"]);
    assert!(run.sandbox.requests().is_empty());
}

#[tokio::test]
async fn an_array_of_structs_arrives_item_by_item() {
    let run = start(pages()).await;
    let pulls = (1..=11).map(|number| {
        let pull = Pull::builder().url(PRIVATE).file_name(format!("clip {number}"));
        if number == 2 {
            pull.is_transcode(true).is_watermark(false).tags("sea,sun").class_id(-1).build()
        } else {
            pull.build()
        }
    });
    run.own.multi_pull_vod_file().pullset(pulls).send().await.unwrap();
    let seen = run.seen();
    assert_eq!(seen.len(), 11 + 4, "{seen:?}");
    for pair in pairs([
        ("pullset.1.fileName", "clip 1"),
        ("pullset.2.fileName", "clip 2"),
        ("pullset.2.isTranscode", "1"),
        ("pullset.2.isWatermark", "0"),
        ("pullset.2.tags", "sea,sun"),
        ("pullset.2.classId", "-1"),
        ("pullset.11.fileName", "clip 11"),
    ]) {
        assert!(seen.contains(&pair), "{seen:?} lacks {pair:?}");
    }
}

#[tokio::test]
async fn structs_enums_and_shared_types_arrive_by_their_full_names() {
    let run = start(pages()).await;
    let template = |number| Template::builder().definition(number).build();
    let request = ProcessFile::builder()
        .file_id("7")
        .transcode(Transcode::builder().definition([210, 220]).drm(template(10)).build())
        .image_sprite(template(20))
        .cover_by_snapshot(
            CoverBySnapshot::builder()
                .definition(30)
                .position_type(PositionType::Percent)
                .position(50)
                .build(),
        )
        .snapshot_by_time_offset(
            SnapshotByTimeOffset::builder().definition(40).time_offset([1000, 2500]).build(),
        )
        .notify_mode(NotifyMode::None)
        .build();
    let answer = run.own.send(request).await.unwrap();
    assert_eq!(answer.vod_task_id, "251000333-Procedure-0d4d10e1");
    assert_eq!(
        run.seen(),
        pairs([
            ("coverBySnapshot.definition", "30"),
            ("coverBySnapshot.position", "50"),
            ("coverBySnapshot.positionType", "Percent"),
            ("fileId", "7"),
            ("imageSprite.definition", "20"),
            ("notifyMode", "None"),
            ("snapshotByTimeOffset.definition", "40"),
            ("snapshotByTimeOffset.timeOffset.0", "1000"),
            ("snapshotByTimeOffset.timeOffset.1", "2500"),
            ("transcode.definition.0", "210"),
            ("transcode.definition.1", "220"),
            ("transcode.drm.definition", "10"),
        ])
    );
    // An enum is open: what VOD learns tomorrow goes through today.
    let later = run.own.process_file().file_id("7").notify_mode("Hourly").send();
    later.await.unwrap();
    assert_eq!(run.seen(), pairs([("fileId", "7"), ("notifyMode", "Hourly")]));
}

#[tokio::test]
async fn a_host_of_its_own_is_called_unless_the_client_says_otherwise() {
    let direct = own::Client::new(Credential::new("id", "key")).unwrap();
    let host = |request: vod_api::HttpRequest| request.uri().host().unwrap().to_owned();
    let process = ProcessFile::builder().file_id("7").build();
    assert_eq!(host(direct.sign(&process).unwrap()), "vod-gateway.example.com");
    let delete = DeleteVodFile::builder().file_id("7").priority(0).build();
    assert_eq!(host(direct.sign(&delete).unwrap()), "vod.api.qcloud.com");
    let limit = DeleteVodFile::INFO.rate_limit;
    assert_eq!(limit, Some((100, 60)));

    let run = start(pages()).await;
    run.own.send(process).await.unwrap();
    assert_eq!(run.last().action.as_deref(), Some("ProcessFile"));
}

#[tokio::test]
async fn a_secret_is_shown_nowhere() {
    let run = start(pages()).await;
    let pull = || Pull::builder().url(PRIVATE).file_name("sea").build();
    let request = own::MultiPullVodFile::builder().pullset([pull()]).build();
    let signed = run.own.sign(&request).unwrap();
    let before = format!("{request:?} {}", signed.uri());
    assert!(before.contains("[redacted]"), "{before}");
    run.own.send(request).await.unwrap();
    assert_eq!(run.last().method, "POST");

    // A refusal, with the text that was signed beside it.
    let wrong = own::Client::builder()
        .credential(Credential::new(run.sandbox.secret_id(), "a key that opens nothing"))
        .endpoint(format!("{}/v2/index.php", run.sandbox.url()))
        .build()
        .unwrap();
    let error = wrong.multi_pull_vod_file().pullset([pull()]).send().await.unwrap_err();
    assert_eq!(error.code(), Some("4100"));
    let seen = run.sandbox.requests();
    let shown = format!("{before} {error} {error:?} {wrong:?} {seen:?}");
    assert!(shown.contains("pullset.1.fileName") && !shown.contains("hush"), "{shown}");
}
