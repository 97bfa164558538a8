//! The examples: Actions from a page of one's own, and another library that carries requests.

use other_client::OtherClient;
use own_actions::own;
use vod_api::{Method, v2, v3};
use vod_sandbox::Sandbox;

use crate::{Place, debug, error, heard, hunt};

#[tokio::test]
async fn actions_of_ones_own() {
    let page = "../examples/own-actions/spec/README.md";
    let place = Place::of(Sandbox::builder().pages(page)).await;
    let client = v2::Client::from(&place.client());
    let own = own::Client::from(&client);
    let deleted = own.delete_vod_file().file_id("24820810452266402").priority(0).send().await;
    let shown = debug(&own) + &deleted.as_ref().map_or_else(error, |done| debug(done));
    place.assert_silent(client.runtime(), shown);
}

#[tokio::test]
async fn another_library() {
    let place = Place::new().await;
    let session = hunt::secret("session key");
    // A GET of API 2.0 has its signature in the address, and ureq logs addresses.
    let client = place.builder().credential(place.credential.clone()).method(Method::Post);
    let client = client.build().unwrap();
    let asked = move || {
        let other = OtherClient::new(client);
        let apply = v3::ApplyUpload::builder().media_type("mp4").build();
        let mut shown = debug(&other.send(&apply).unwrap());
        let commit = v3::CommitUpload::builder().vod_session_key(&*session).build();
        shown += &debug(&other.send(&commit).unwrap_err());
        let commit = v2::CommitUpload::builder().vod_session_key(&*session).build();
        shown += &debug(&other.send(&commit).unwrap_err());
        let apply = v2::ApplyUpload::builder().video_type("mp4").video_size(7).build();
        shown + &debug(&other.send(&apply).unwrap())
    };
    let shown = tokio::task::spawn_blocking(asked).await.unwrap();
    assert!(heard::said().contains("\nureq"), "ureq said nothing");
    place.assert_silent(place.client().runtime(), shown);
}
