//! The client of API 3.0 against the sandbox: the same journey, with a key pair that is lent for it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use std::time::Duration;

use vod_api::{Credential, Error, Untyped, v2, v3};
use vod_sandbox::Sandbox;

const CLIP: &str = "media/clip.mp4";
const COVER: &str = "media/cover.jpg";
const KEY: &str = "a key that opens nothing";

fn client(sandbox: &Sandbox, credential: Credential) -> v3::Client {
    let url = sandbox.url();
    v3::Client::builder().credential(credential).endpoint(&url).cos_endpoint(&url).build().unwrap()
}

fn known(sandbox: &Sandbox) -> v3::Client {
    client(sandbox, Credential::new(sandbox.secret_id(), sandbox.secret_key()))
}

#[tokio::test]
async fn an_upload_stores_both_files_and_is_found_by_its_id() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = known(&sandbox);
    let uploaded = client.upload(CLIP).cover(COVER).name("A clip").send().await.unwrap();
    assert!(uploaded.warnings.is_empty(), "{uploaded:?}");
    let (clip, cover) = (std::fs::read(CLIP).unwrap(), std::fs::read(COVER).unwrap());
    assert_eq!(uploaded.bytes, (clip.len() + cover.len()) as u64);
    for (content, url) in [(&clip, &uploaded.video_url), (&cover, &uploaded.cover_url)] {
        let url = url.as_deref().unwrap();
        let objects = sandbox.objects();
        let object = objects.iter().find(|object| url.ends_with(&object.key)).unwrap();
        assert!(sandbox.object(&object.bucket, &object.key).unwrap() == content, "{url}");
    }

    let ids = [&*uploaded.file_id, "24820810452266402"];
    let found = client.describe_media_infos().file_ids(ids).send().await.unwrap();
    assert_eq!(found.not_exist_file_id_set, [ids[1]]);
    let [info] = &*found.media_info_set else { panic!("{found:?}") };
    assert_eq!(info.file_id, uploaded.file_id);
    let basic = info.basic_info.as_ref().unwrap();
    assert_eq!(basic.name, "A clip");
    assert_eq!(Some(&basic.media_url), uploaded.video_url.as_ref());

    client.delete_media().file_id(&uploaded.file_id).send().await.unwrap();
    let found = client.describe_media_infos().file_ids([uploaded.file_id]).send().await.unwrap();
    assert!(found.media_info_set.is_empty(), "{found:?}");
}

#[tokio::test]
async fn an_application_takes_what_was_uploaded_for_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = known(&sandbox);
    client.upload(CLIP).sub_app_id(1_500_041_207).send().await.unwrap();
    // The session of one application is none of another's.
    let reserved = client.apply_upload().media_type("mp4").sub_app_id(1_500_041_207).send();
    let session = reserved.await.unwrap().vod_session_key;
    let commit = client.commit_upload().vod_session_key(session).sub_app_id(1_500_041_208);
    let error = commit.send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameterValue.SubAppId"));
}

#[tokio::test]
async fn one_runtime_serves_both_generations() {
    let sandbox = Sandbox::start().await.unwrap();
    let new = known(&sandbox);
    let old = v2::Client::from(&new);
    assert!(!old.upload(CLIP).send().await.unwrap().file_id.is_empty());
    assert!(!new.upload(CLIP).send().await.unwrap().file_id.is_empty());
}

#[tokio::test]
async fn refusals_say_what_the_page_says_and_what_to_do() {
    let sandbox = Sandbox::start().await.unwrap();
    let wrong_key = client(&sandbox, Credential::new(sandbox.secret_id(), KEY));
    let error = wrong_key.apply_upload().media_type("mp4").send().await.unwrap_err();
    assert_eq!(error.code(), Some("AuthFailure.SignatureFailure"));
    assert!(error.request_id().is_some_and(|id| id.len() > 8), "{error:?}");
    assert!(error.next_step().contains("secret key"), "{}", error.next_step());
    let nobody = client(&sandbox, Credential::new("nobody", KEY));
    let error = nobody.apply_upload().media_type("mp4").send().await.unwrap_err();
    assert_eq!(
        error.code_of::<v3::ApplyUpload>(),
        Some(v3::ApplyUploadCode::Common(v3::CommonCode::AuthFailureSecretIdNotFound))
    );
    let known = known(&sandbox);
    let commit = known.commit_upload().vod_session_key("never handed out");
    let error = commit.send().await.unwrap_err();
    assert_eq!(
        error.code_of::<v3::CommitUpload>(),
        Some(v3::CommitUploadCode::InvalidParameterValueVodSessionKey)
    );
    assert_eq!(error.v3_code(), error.code());
    assert!(!error.is_retryable());
    let shown = format!("{error} {error:?} {wrong_key:?}");
    assert!(!shown.contains(KEY) && !shown.contains("never handed out"), "{shown}");

    // The same refusal of API 2.0 has the same name.
    let old = v2::Client::from(&wrong_key);
    let error = old.apply_upload().video_type("mp4").send().await.unwrap_err();
    assert_eq!(
        (error.code(), error.v3_code()),
        (Some("4100"), Some("AuthFailure.SignatureFailure"))
    );
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_corrected_for_the_whole_journey() {
    let sandbox = Sandbox::builder().clock(1_700_000_000).start().await.unwrap();
    known(&sandbox).upload(CLIP).send().await.unwrap();
    let errors: Vec<String> =
        sandbox.requests().into_iter().filter_map(|request| request.error).collect();
    assert_eq!(errors, ["AuthFailure.SignatureExpire"]);
}

#[tokio::test]
async fn a_lent_key_pair_that_has_expired_is_refused_by_cos() {
    let life = Duration::ZERO;
    let sandbox = Sandbox::builder().certificate_life(life).start().await.unwrap();
    let error = known(&sandbox).upload(CLIP).send().await.unwrap_err();
    let Error::Storage(storage) = &error else { panic!("{error}") };
    assert!(storage.status >= 400 && !storage.code.is_empty(), "{error}");
    assert!(sandbox.objects().is_empty());
}

#[tokio::test]
async fn invalid_parameters_are_never_sent_and_any_action_can_be_called_by_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = known(&sandbox);
    let long = client.apply_upload().media_type("mp4").source_context("x".repeat(251)).send();
    let Error::Invalid(invalid) = long.await.unwrap_err() else { panic!() };
    assert_eq!(invalid.violations[0].parameter, "SourceContext");
    assert!(sandbox.requests().is_empty());

    let ids = serde_json::json!(["1"]);
    let request = Untyped::v3("DescribeMediaInfos", "2018-07-17").json("FileIds", ids);
    let answer = client.runtime().send_untyped(&request).await.unwrap();
    assert_eq!(answer["Response"]["NotExistFileIdSet"][0], "1");
}
