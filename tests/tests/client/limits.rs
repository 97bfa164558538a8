//! How long a call may take.

use std::time::Duration;

use tokio::time::Instant;
use vod_api::{HttpRequest, Transport, TransportFuture, v3};

use crate::script::{Script, cut, deleted};

/// Never answers, whatever limit it is given.
struct Silent;

impl Transport for Silent {
    fn send(&self, _: HttpRequest, _: Duration) -> TransportFuture<'_> {
        Box::pin(std::future::pending())
    }
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[tokio::test(start_paused = true)]
async fn a_transport_is_told_the_limit_of_the_try_or_what_is_left() {
    let script = Script::played(|at, _| if at == 0 { cut() } else { deleted() });
    let client: v3::Client =
        script.builder().attempt_timeout(seconds(7)).deadline(seconds(20)).build().unwrap();
    client.delete_media().file_id("7").send().await.unwrap();
    let call = || client.delete_media().file_id("7").send();
    call().attempt_timeout(seconds(9)).await.unwrap();
    call().deadline(seconds(3)).await.unwrap();
    let limits: Vec<Duration> = script.seen().iter().map(|seen| seen.limit).collect();
    assert_eq!(limits, [7, 7, 9, 3].map(seconds));
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_in_time_whatever_its_transport_does() {
    let client: v3::Client = v3::Client::builder()
        .credential(vod_api::Credential::new("AKID", "a key"))
        .transport(Silent)
        .deadline(seconds(50))
        .attempt_timeout(seconds(20))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.delete_media().file_id("7").send().await.unwrap_err();
    assert!(start.elapsed() <= seconds(50), "{:?}", start.elapsed());
    assert!(start.elapsed() > seconds(40), "{:?}", start.elapsed());
    assert!(error.is_outcome_unknown());
    let told = error.to_string();
    assert!(told.contains("timed out after") && told.contains("tried 3 times"), "{told}");
    // A call of its own.
    let start = Instant::now();
    let call = client.delete_media().file_id("7").send().attempts(1).attempt_timeout(seconds(2));
    let error = call.await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 2);
    assert!(error.to_string().contains("timed out after 2s"), "{error}");
}
