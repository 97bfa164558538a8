//! A mock as the tests of a program that calls VOD use it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use vod_api::{Error, Mock, TransportError, Untyped, v2, v3};

use crate::grove;

fn file(id: &str) -> v3::DeleteMedia {
    v3::DeleteMedia::builder().file_id(id).build()
}

/// What a panic says.
fn panic_of(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[tokio::test]
async fn an_answer_arrives_as_it_was_made() {
    let mock = Mock::new();
    let tree = || grove::GrowTree::builder().name("x").build();
    let mut response = grove::GrowTreeResponse::default();
    response.root.name = "\"quoted\"\n视频".to_owned();
    response.slope = Some(0.1 + 0.2);
    response.leaves = Some(u64::MAX);
    response.kind = Some(grove::Kind::Elm);
    response.key = Some("hush".into());
    response.labels = Some(Vec::new());
    response.root.next = Some(Box::default());
    mock.expect(tree()).respond(response.clone());
    let client: grove::Client = mock.client();
    assert_eq!(client.send(tree()).await.unwrap(), response);
    mock.assert_done();
}

#[tokio::test]
async fn equal_expectations_are_met_in_order_and_others_in_any() {
    let mock = Mock::new();
    mock.expect(file("1")).refuse("InternalError", "once more");
    mock.expect(file("2")).respond_with(|_| {});
    mock.expect(file("1")).fail(TransportError { what: "cut".to_owned(), sent: true });
    mock.expect(file("1")).respond(v3::DeleteMediaResponse::default());
    let client: v3::Client = mock.client();
    let again = client.clone();
    let first = client.send(file("1")).await.unwrap_err();
    assert!(first.is_retryable() && first.to_string().contains(": once more"), "{first}");
    let second = again.send(file("1")).await.unwrap_err();
    let Error::Transport(second) = second else { panic!("{second}") };
    assert!(second.sent && second.what == "cut");
    let open = panic_of(|| mock.assert_done());
    assert_eq!(
        open,
        "the mock still expects:\n  DeleteMedia { FileId: \"1\" }\n  DeleteMedia { FileId: \"2\" }"
    );
    client.send(file("1")).await.unwrap();
    again.delete_media().file_id("2").send().await.unwrap();
    mock.clone().assert_done();
}

#[tokio::test]
async fn what_nothing_matches_is_shown_beside_what_was_expected() {
    let mock = Mock::new();
    mock.expect(file("1")).respond_with(|_| {});
    mock.expect(file("1")).respond_with(|_| {});
    let client: v3::Client = mock.client();
    let error = client.send(file("2")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteMedia: no answer from the mock: the mock got\n  DeleteMedia { FileId: \"2\" }\nand \
         expects:\n  DeleteMedia { FileId: \"1\" } (2 times); nothing was sent"
    );
    client.send(file("1")).await.unwrap();
    client.send(file("1")).await.unwrap();
    let error = client.send(file("1")).await.unwrap_err();
    assert!(error.to_string().contains("and expects: nothing more"), "{error}");
    // A program that carries on after such an error fails its test all the same.
    assert_eq!(
        panic_of(|| mock.assert_done()),
        "the mock did not expect:\n  DeleteMedia { FileId: \"2\" }\n  DeleteMedia { FileId: \"1\" }"
    );
}

#[tokio::test]
async fn requests_that_differ_in_a_secret_are_told_apart_and_shown_without_it() {
    let commit = |session: &str| v3::CommitUpload::builder().vod_session_key(session).build();
    let mock = Mock::new();
    mock.expect(commit("the expected session")).respond_with(|_| {});
    let client: v3::Client = mock.client();
    let error = client.send(commit("the other session")).await.unwrap_err();
    assert!(error.to_string().contains("which differs in what is not shown"), "{error}");
    let panic = panic_of(|| mock.assert_done());
    let shown = format!("{error} {error:?} {mock:?} {panic}");
    assert!(!shown.contains("session\""), "{shown}");
    assert!(!shown.contains("expected session") && !shown.contains("other session"), "{shown}");
}

#[tokio::test]
async fn the_rules_of_the_page_come_first() {
    let mock = Mock::new();
    let faulty = || grove::GrowTree::builder().name("x").rings([f64::NAN]).build();
    mock.expect(faulty()).respond_with(|_| {});
    let client: grove::Client = mock.client();
    let error = client.send(faulty()).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert!(panic_of(|| mock.assert_done()).contains("still expects:\n  GrowTree"));
}

#[tokio::test]
async fn both_generations_have_mocks_and_do_not_meet() {
    let mock = Mock::new();
    let (old, new): (v2::Client, v3::Client) = (mock.client(), mock.client());
    let reserve = v2::ApplyUpload::builder().video_type("mp4").build();
    mock.expect(reserve.clone()).respond_with(|place| place.storage_bucket = "b".to_owned());
    // Their Actions have one name, and their first parameters one value.
    let error = new.apply_upload().media_type("mp4").send().await.unwrap_err();
    assert!(error.to_string().contains("videoType"), "{error}");
    assert_eq!(old.send(reserve.clone()).await.unwrap().storage_bucket, "b");
    mock.expect(reserve.clone()).refuse("4400", "slowly");
    let error = old.send(reserve.clone()).await.unwrap_err();
    assert_eq!((error.code(), error.v3_code()), (Some("4400"), Some("RequestLimitExceeded")));
    mock.expect(reserve.clone()).refuse("not a number", "m");
    assert_eq!(old.send(reserve).await.unwrap_err().code(), Some("not a number"));
}

#[tokio::test]
async fn an_action_by_name_is_no_action_of_a_page() {
    let mock = Mock::new();
    mock.expect(file("1")).respond_with(|_| {});
    let client: v3::Client = mock.client();
    let request = Untyped::v3("DeleteMedia", "2018-07-17").param("FileId", "1");
    let error = client.runtime().send_untyped(&request).await.unwrap_err();
    assert!(error.to_string().contains("got\n  DeleteMedia { extra: {\"FileId\"} }"), "{error}");
}

#[tokio::test]
async fn an_upload_asks_for_its_actions_and_sends_no_file() {
    let mock = Mock::new();
    let apply = v3::ApplyUpload::builder().media_type("mp4").media_name("clip");
    mock.expect(apply.cover_type("jpg").build()).respond_with(|place| {
        place.storage_bucket = "b-1".to_owned();
        place.storage_region = "nowhere".to_owned();
        place.media_storage_path = "/a/f0.mp4".to_owned();
        place.cover_storage_path = Some("/a/c.jpg".to_owned());
        place.vod_session_key = "session".into();
    });
    mock.expect(v3::CommitUpload::builder().vod_session_key("session").build()).respond_with(
        |done| {
            done.file_id = "7".to_owned();
            done.cover_url = Some("c".to_owned());
        },
    );
    let client: v3::Client = mock.client();
    let upload = client.upload("media/clip.mp4").cover("media/cover.jpg").name("clip");
    let uploaded = upload.send().await.unwrap();
    assert_eq!((&*uploaded.file_id, uploaded.warnings.len()), ("7", 0));
    let length = |path| std::fs::metadata(path).unwrap().len();
    assert_eq!(uploaded.bytes, length("media/clip.mp4") + length("media/cover.jpg"));
    mock.assert_done();
}
