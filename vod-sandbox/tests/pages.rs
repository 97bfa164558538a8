//! Pages of a user's own: what the sandbox answers by them, and how it holds to them.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use serde_json::json;
use tokio::runtime::Runtime;
use vod_sandbox::{Builder, Sandbox};

use run::run;
use run::v3::Call;

const INDEX: &str = "tests/pages/README.md";
const PULL: &str = "tests/pages/PullThing.md";
const BUSY: &str = "tests/pages/busy/PullThing.md";

const ONE: [(&str, &str); 3] = [
    ("Action", "PullThing"),
    ("things.1.name", "a"),
    ("things.1.url", "https://x.example/?k=hush"),
];

fn own() -> Builder {
    Sandbox::builder().pages(INDEX)
}

#[test]
fn an_own_action_is_answered_with_its_first_example_that_succeeds() {
    let run = run(own());
    let answer = run.call(&ONE).json();
    assert_eq!((answer["code"].as_i64(), &answer["taskId"]), (Some(0), &"pull-1".into()));
    assert_eq!(run.call(&[("Action", "CommitUpload"), ("vodSessionKey", "x")]).code(), 31001);
}

#[test]
fn a_page_by_itself_is_served_and_the_last_one_of_a_name_counts() {
    let only = run(Sandbox::builder().page(PULL));
    assert_eq!(only.call(&ONE).json()["taskId"], "pull-1");
    let last = run(own().page(BUSY));
    assert_eq!(last.call(&ONE).json()["code"], "1018", "all its examples refuse");
    assert_eq!(last.sandbox.requests()[0].code, 1018);
    let last = run(Sandbox::builder().page(BUSY).pages(INDEX));
    assert_eq!(last.call(&ONE).code(), 0);
}

#[test]
fn an_own_action_meets_every_check() {
    let run = run(own());
    let wrong = run.call(&[("Action", "PullThing"), ("things.1.name", ""), ("things.3.name", "c")]);
    assert_eq!(wrong.code(), 4000);
    for mistake in ["`things.1.name` breaks: not empty", "`things.1.url` is required"] {
        assert!(wrong.text().contains(mistake), "{} lacks {mistake}", wrong.text());
    }
    let query = run.query("GET", &run.address(), &ONE);
    assert_eq!(run.get(&query).code(), 0);
    assert_eq!(run.get(&query).code(), 4500, "the nonce was used");
    assert_eq!(run.get(&query.replace("Action=PullThing", "Action=PullThings")).code(), 4100);
}

#[test]
fn the_host_of_its_own_may_be_the_one_that_is_signed() {
    let run = run(own());
    let signed = |host| run.query("GET", host, &ONE);
    assert_eq!(run.get(&signed("pull.example.com")).code(), 0);
    let other = run.get(&signed("vod.api.qcloud.com"));
    assert_eq!(other.code(), 4100, "the service's host is not the Action's");
}

#[test]
fn a_secret_in_an_array_is_kept_to_nobody() {
    let run = run(own());
    assert_eq!(run.call(&ONE).code(), 0);
    let unsigned = run.get(&run.query("GET", "elsewhere", &ONE));
    assert_eq!(unsigned.code(), 4100);
    let seen = format!("{} {:?}", unsigned.text(), run.sandbox.requests());
    assert!(seen.contains("things.1.name") && !seen.contains("hush"), "{seen}");
}

#[test]
fn a_rate_limit_is_kept_for_each_action_and_can_be_left_out() {
    let held = run(own());
    let codes: Vec<i64> = (0..4).map(|_| held.call(&ONE).code()).collect();
    assert_eq!(codes, [0, 0, 0, 4400]);
    let refused = held.call(&ONE);
    assert_eq!(refused.json()["codeDesc"], "RequestLimitExceeded");
    assert!(refused.text().contains("PullThing is limited to 3/h"), "{}", refused.text());
    // The user's ApplyUpload states no limit, and what others were called does not count.
    assert_eq!(held.call(&[("Action", "CommitUpload"), ("vodSessionKey", "x")]).code(), 31001);
    let free = run(own().rate_limits(false));
    assert!((0..10).all(|_| free.call(&ONE).code() == 0));
}

#[test]
fn the_embedded_pages_limits_are_kept_too() {
    let run = run(Sandbox::builder());
    let apply = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    assert!((0..100).all(|_| run.call(&apply).code() == 0));
    let over = run.call(&apply);
    assert_eq!(over.code(), 4400);
    assert!(over.text().contains("ApplyUpload is limited to 100/min"), "{}", over.text());
}

#[test]
fn a_page_of_ones_own_changes_what_an_upload_must_say_and_not_what_it_does() {
    let run = run(own());
    let apply = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    assert_eq!(run.call(&apply).code(), 4000, "the user's page wants a name");
    let opened = run.call(&[&apply[..], &[("videoName", "n")]].concat()).json();
    assert!(opened["video"]["storagePath"].as_str().unwrap().ends_with("f0.mp4"), "{opened}");
    assert_ne!(opened["vodSessionKey"], "from the example");
}

#[test]
fn a_mistake_in_a_page_fails_the_start_and_is_shown_with_its_place() {
    let runtime = Runtime::new().unwrap();
    let error = runtime.block_on(own().page("tests/pages/broken.md").start()).unwrap_err();
    let shown = error.to_string();
    assert!(shown.contains("tests/pages/broken.md:9:15"), "{shown}");
    assert!(shown.contains("tests/pages/broken.md:10:9"), "{shown}");
    let error = runtime.block_on(Sandbox::builder().pages("no/such.md").start()).unwrap_err();
    assert!(error.to_string().contains("no/such.md"), "{error}");
}

#[test]
fn a_page_of_api_3_0_is_served_and_checked_beside_those_of_api_2_0() {
    let run = run(own().page("tests/pages/v3/DescribeMedia.md"));
    let call = |body| {
        let call = run.v3("DescribeMedia", &body).set("X-TC-Version", "2024-07-18");
        Call { service: "media", ..call }
    };
    let right = call(json!({ "FileId": "7" }));
    let other = Call { service: "media", ..run.v3("DescribeMedia", &json!({ "FileId": "7" })) };
    assert_eq!(run.answer(&other).refusal().0, "NoSuchVersion");
    let host = |host: &str| Call { signed_host: host.to_owned(), ..right.clone() };
    let foreign = run.answer(&host("vod.tencentcloudapi.com")).refusal();
    assert_eq!(foreign.0, "AuthFailure.SignatureFailure", "the service's host is not the Action's");
    let answer = run.answer(&host("media.example.com")).response();
    assert_eq!(answer["Name"], "Harbour", "the first example that succeeds");
    let shots = json!([{ "At": 11, "Wide": true }, { "Key": "hush", "Wide": 1 }]);
    let (code, told) = run.answer(&call(json!({ "FileId": "", "Shots": shots }))).refusal();
    assert_eq!(code, "InvalidParameterValue");
    for mistake in [
        "`FileId` breaks: not empty",
        "`Shots.0.At` breaks: 0..=10",
        "`Shots.0.Wide` is a boolean, not 0 or 1",
        "`Shots.1.At` is required",
    ] {
        assert!(told.contains(mistake), "{told} lacks {mistake}");
    }
    let seen = format!("{:?}", run.sandbox.requests());
    assert!(seen.contains("Shots.1.Wide") && !seen.contains("hush"), "{seen}");
    let (code, told) = run.answer(&right).refusal();
    assert_eq!(code, "RequestLimitExceeded");
    assert!(told.contains("DescribeMedia is limited to 2/h"), "{told}");
    assert_eq!(run.call(&ONE).code(), 0, "API 2.0 is served beside it");
    assert_eq!(run.call(&[("Action", "DescribeMedia")]).code(), 6100, "and is another API");
}
