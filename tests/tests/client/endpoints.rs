//! Endpoints that stand in for one that cannot be reached.

use vod_api::v3;

use crate::script::{Script, cut, deleted, unreachable};

const OTHER: &str = "https://vod.ap-guangzhou.tencentcloudapi.com";

fn hosts(script: &Script) -> Vec<String> {
    script.seen().iter().map(|seen| seen.request.uri().host().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn the_next_one_is_tried_at_once_signed_for_its_host_and_kept() {
    let script = Script::played(|_, request| match request.uri().host() {
        Some("vod.tencentcloudapi.com") => unreachable(),
        _ => deleted(),
    });
    let client: v3::Client = script.builder().alternatives([OTHER]).build().unwrap();
    for _ in 0..2 {
        client.delete_media().file_id("7").send().await.unwrap();
    }
    let other = "vod.ap-guangzhou.tencentcloudapi.com";
    assert_eq!(hosts(&script), ["vod.tencentcloudapi.com", other, other]);
    let seen = script.seen();
    assert!(seen[1].at.is_zero(), "without a wait");
    // The signature is that of a client which calls nothing else.
    let there: v3::Client = script.builder().endpoint(OTHER).build().unwrap();
    let timestamp = seen[1].header("x-tc-timestamp").parse().unwrap();
    let request = v3::DeleteMedia::builder().file_id("7").build();
    let stamp = vod_api::Stamp { nonce: 1, timestamp };
    let signed = there.runtime().prepare(&request, stamp).unwrap().into_http().unwrap();
    assert_eq!(seen[1].header("authorization"), signed.headers()["authorization"]);
}

#[tokio::test(start_paused = true)]
async fn they_take_turns_when_none_can_be_reached() {
    let script = Script::of([unreachable]);
    let client: v3::Client = script.builder().alternatives([OTHER]).build().unwrap();
    let error = client.delete_media().file_id("7").send().await.unwrap_err();
    let (first, other) = ("vod.tencentcloudapi.com", "vod.ap-guangzhou.tencentcloudapi.com");
    assert_eq!(hosts(&script), [first, other, first, other]);
    assert!(
        error.to_string().contains(&format!("before that: {first}: out of reach; {other}")),
        "{error}"
    );
    // One that was reached and broke off is called again.
    let script = Script::of([cut, deleted]);
    let client: v3::Client = script.builder().alternatives([OTHER]).build().unwrap();
    client.delete_media().file_id("7").send().await.unwrap();
    assert_eq!(hosts(&script), [first, first]);
}

#[test]
fn one_that_cannot_be_called_is_refused_at_the_start() {
    let script = Script::of([deleted]);
    for (other, told) in
        [("http://far.example", "is plain http"), ("far.example", "needs a scheme")]
    {
        let built = script.builder::<v3::Client>().alternatives([other]).build();
        let error = built.unwrap_err().to_string();
        assert!(error.contains(other) && error.contains(told), "{error}");
    }
}
