//! The rate limits that pages state.

use std::time::Duration;

use vod_api::{Error, v2, v3};

use crate::script::{Script, committed, deleted};

async fn commit(client: &v2::Client) -> Result<(), Error> {
    client.commit_upload().vod_session_key("s").send().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn calls_wait_for_the_window_of_their_action() {
    let script = Script::of([committed]);
    let client: v2::Client = script.builder().deadline(Duration::from_secs(90)).build().unwrap();
    let clone = client.clone();
    for at in 0..101 {
        commit(if at % 2 == 0 { &client } else { &clone }).await.unwrap();
    }
    let times = script.times();
    assert!(times[..100].iter().all(Duration::is_zero), "{times:?}");
    assert!(times[100] >= Duration::from_secs(60), "{:?}", times[100]);
    assert!(times[100] < Duration::from_secs(63), "{:?}", times[100]);
    let counters = client.runtime().counters();
    assert_eq!(counters.waits, 1);
    assert!(counters.waited >= Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_would_wait_past_its_deadline_says_so_and_takes_no_place() {
    let script = Script::of([committed]);
    let client = script.v2();
    for _ in 0..100 {
        commit(&client).await.unwrap();
    }
    let error = commit(&client).await.unwrap_err();
    assert!(matches!(error, Error::Deadline(_)) && error.is_retryable(), "{error}");
    assert_eq!(
        error.to_string(),
        "CommitUpload was not sent within 60s: its rate limit of 100 in 60 s lets the next one go \
         in 61.2s"
    );
    assert_eq!(script.count(), 100);
    tokio::time::sleep(Duration::from_secs(5)).await;
    commit(&client).await.unwrap();
    assert_eq!(script.times()[100].as_millis(), 61_200);
}

#[tokio::test(start_paused = true)]
async fn api_3_has_its_own_and_both_can_be_switched_off() {
    let script = Script::of([deleted]);
    let delete = async |client: &v3::Client| client.delete_media().file_id("7").send().await;
    let client = script.v3();
    for _ in 0..250 {
        delete(&client).await.unwrap();
    }
    let last = *script.times().last().unwrap();
    assert!((2000..2100).contains(&last.as_millis()), "{last:?}");
    let script = Script::of([deleted]);
    let client: v3::Client = script.builder().rate_limits(false).build().unwrap();
    for _ in 0..250 {
        delete(&client).await.unwrap();
    }
    assert!(script.times().iter().all(Duration::is_zero));
}
