//! What is sent again.

use std::collections::HashSet;
use std::time::Duration;

use vod_api::{Error, Retry, Untyped, v2, v3};

use crate::script::{
    Script, committed, cut, deleted, refused, refused_v2, status, unreachable, with,
};

async fn delete(client: &v3::Client) -> Result<v3::DeleteMediaResponse, Error> {
    client.delete_media().file_id("7").send().await
}

fn internal() -> Result<vod_api::HttpResponse, vod_api::TransportError> {
    Ok(refused("InternalError"))
}

#[tokio::test(start_paused = true)]
async fn each_try_has_its_own_nonce_time_and_signature() {
    let script = Script::of([|| Ok(refused_v2(6000)), || Ok(refused_v2(6000)), committed]);
    let client = script.v2();
    let committed = client.commit_upload().vod_session_key("s").send().await.unwrap();
    assert_eq!(committed.file_id, "7");
    let seen = script.seen();
    assert_eq!(seen.len(), 3);
    for name in ["Nonce", "Signature"] {
        let values: HashSet<String> = seen.iter().map(|seen| seen.parameter(name)).collect();
        assert_eq!(values.len(), 3, "{name}: {values:?}");
    }
    assert!(seen.iter().all(|seen| seen.parameter("vodSessionKey") == "s"));
    let counters = client.runtime().counters();
    assert_eq!((counters.calls, counters.tries, counters.retries), (1, 3, 2));
    assert_eq!(counters.failures, 0);
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_parts_of_limits_that_double() {
    let mut longest = [Duration::ZERO; 3];
    let mut third = HashSet::new();
    for _ in 0..60 {
        let script = Script::of([internal]);
        let error = delete(&script.v3()).await.unwrap_err();
        let times = script.times();
        assert_eq!(times.len(), 4);
        for (at, limit) in [100, 200, 400].into_iter().enumerate() {
            let wait = times[at + 1].saturating_sub(times[at]);
            assert!(wait <= Duration::from_millis(limit + 1), "{wait:?} of {limit} ms");
            longest[at] = longest[at].max(wait);
        }
        third.insert(times[3].saturating_sub(times[2]));
        let tries = error.tries().unwrap();
        assert_eq!(tries.count(), 4);
        assert!(
            error.to_string().ends_with(
                "; tried 4 times, before that: InternalError (3 times); not tried again: that is \
                 as often as was allowed"
            ),
            "{error}"
        );
    }
    assert!(longest[2] > Duration::from_millis(200), "{longest:?}");
    assert!(third.len() > 20, "they differ: {third:?}");
}

#[tokio::test(start_paused = true)]
async fn what_the_server_says_of_the_wait_counts() {
    let date = "Tue, 24 Nov 2026 12:00:00 GMT";
    for after in ["7", "Tue, 24 Nov 2026 12:00:07 GMT"] {
        let script = Script::played(move |at, _| match at {
            0 => {
                let busy = with(status(503, "<html>busy</html>"), "retry-after", after);
                with(busy.unwrap(), "date", date)
            }
            _ => deleted(),
        });
        delete(&script.v3()).await.unwrap();
        assert_eq!(script.times()[1].as_secs(), 7, "{after}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_came_too_often_waits_longer_and_so_does_every_clone() {
    let script = Script::of([|| Ok(refused("RequestLimitExceeded")), deleted]);
    let client = script.v3();
    let other = client.clone();
    let clone = async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        delete(&other).await
    };
    let (first, second) = tokio::join!(delete(&client), clone);
    first.unwrap();
    second.unwrap();
    let times = script.times();
    assert_eq!(times.len(), 3);
    for time in &times[1..] {
        assert!(*time >= Duration::from_millis(500), "{times:?}");
    }
    // An Action that is limited leaves the others alone; an account that is does not.
    for (code, waits) in [
        ("RequestLimitExceeded", false),
        ("RequestLimitExceeded.UinLimitExceeded", true),
        ("RequestLimitExceeded.GlobalRegionUinLimitExceeded", true),
        ("RequestLimitExceeded.IPLimitExceeded", true),
    ] {
        let script = Script::played(move |_, request| {
            if request.headers()["x-tc-action"] == "DeleteMedia" {
                Ok(refused(code))
            } else {
                deleted()
            }
        });
        let client = script.v3();
        let (refused, other) = tokio::join!(delete(&client), async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let confirmed = client.confirm_events().event_handles(["h"]).send().await;
            confirmed.unwrap();
            script
                .seen()
                .iter()
                .find(|seen| seen.header("x-tc-action") == "ConfirmEvents")
                .unwrap()
                .at
        });
        assert_eq!(refused.unwrap_err().code(), Some(code));
        assert_eq!(other >= Duration::from_millis(500), waits, "{code}: {other:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_could_do_harm_twice_is_sent_once() {
    let pull = async |client: &v3::Client| {
        client.pull_upload().media_url("https://a.example/v.mp4").send().await
    };
    let script = Script::of([cut]);
    let error = pull(&script.v3()).await.unwrap_err();
    assert_eq!(script.count(), 1);
    assert!(error.is_outcome_unknown());
    assert_eq!(
        error.to_string(),
        "PullUpload: no answer from vod.tencentcloudapi.com: the line is cut; the request may have \
         been carried out; not tried again: a repeat could do harm"
    );
    // What did not reach the server does none, nor what was one too many.
    for line in [unreachable, || Ok(refused("RequestLimitExceeded")), || Ok(status(429, "slow"))] {
        let script = Script::of([line]);
        let error = pull(&script.v3()).await.unwrap_err();
        assert_eq!(script.count(), 4, "{error}");
        assert!(!error.is_outcome_unknown());
    }
    for line in [internal, || Ok(status(502, "<html>bad gateway</html>"))] {
        let script = Script::of([line]);
        let error = pull(&script.v3()).await.unwrap_err();
        assert_eq!(script.count(), 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_action_without_a_page_is_repeated_when_that_is_safe() {
    for (line, times) in [
        (cut as fn() -> _, 1),
        (internal, 1),
        (unreachable, 4),
        (|| Ok(refused("RequestLimitExceeded")), 4),
    ] {
        let script = Script::of([line]);
        let untyped = Untyped::v3("DoThing", "2018-07-17");
        let error = script.v3().runtime().send_untyped(&untyped).await.unwrap_err();
        assert_eq!(script.count(), times, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_final_answer_is_final() {
    for line in [
        || Ok(refused("InvalidParameterValue.FileId")),
        || Ok(refused("AuthFailure.SignatureFailure")),
        || Ok(status(200, "<html>a captive portal</html>")),
        || Ok(status(404, "not here")),
    ] {
        let script = Script::of([line]);
        let error = delete(&script.v3()).await.unwrap_err();
        assert_eq!(script.count(), 1, "{error}");
        assert!(!error.to_string().contains("tried"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn retries_end_with_the_deadline() {
    let script = Script::played(|_, _| with(status(503, "busy"), "retry-after", "40"));
    let error = delete(&script.v3()).await.unwrap_err();
    assert_eq!(script.times().iter().map(Duration::as_secs).collect::<Vec<_>>(), [0, 40]);
    assert!(
        error.to_string().ends_with(
            "; tried 2 times, before that: HTTP 503; not tried again: the next try is due in \
             40.0s, past the call's 60s"
        ),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_spends_its_budget_and_no_more() {
    let script = Script::of([internal]);
    let retry = Retry::default().budget(5);
    let client: v3::Client = script.builder().retry(retry).build().unwrap();
    let mut last = None;
    for _ in 0..10 {
        last = delete(&client).await.err();
    }
    assert_eq!(script.count(), 10 + 5);
    let last = last.unwrap().to_string();
    assert!(
        last.ends_with("; not tried again: the client has spent its budget of retries"),
        "{last}"
    );
    let script = Script::of([internal]);
    let client: v3::Client = script.builder().retry(Retry::never()).build().unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!(script.count(), 1);
    assert!(!error.to_string().contains("tried"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_may_have_been_carried_out_is_no_failure() {
    let of_v2 = Script::of([cut, || Ok(refused_v2(31001))]);
    let of_v3 = Script::of([cut, || Ok(refused("InvalidParameterValue.VodSessionKey"))]);
    let gateway =
        Script::of([|| Ok(status(504, "")), || Ok(refused("InvalidParameterValue.VodSessionKey"))]);
    let v2 = of_v2.v2().commit_upload().vod_session_key("s").send().await.map(drop);
    let v3 = of_v3.v3().commit_upload().vod_session_key("s").send().await.map(drop);
    let behind = gateway.v3().commit_upload().vod_session_key("s").send().await.map(drop);
    for (outcome, before) in [
        (v2, "vod.api.qcloud.com: the line is cut"),
        (v3, "vod.tencentcloudapi.com: the line is cut"),
        (behind, "HTTP 504"),
    ] {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)) && error.is_outcome_unknown(), "{error}");
        let told = error.to_string();
        assert!(told.starts_with("CommitUpload may have been carried out: a request"), "{told}");
        assert!(told.ends_with(&format!("; tried 2 times, before that: {before}")), "{told}");
        assert!(error.next_step().contains("look whether"), "{}", error.next_step());
        assert!(!error.is_retryable());
        // Whoever begins anew at this code would upload twice.
        assert_eq!(error.code_of::<v2::CommitUpload>(), None);
    }
    // With nothing before it the same code is a refusal.
    let script = Script::of([|| Ok(refused_v2(31001))]);
    let error = script.v2().commit_upload().vod_session_key("s").send().await.unwrap_err();
    assert_eq!(error.code_of::<v2::CommitUpload>(), Some(v2::CommitUploadCode::InvalidSessionKey));
    // So it is after one that did not reach the server.
    let script = Script::of([unreachable, || Ok(refused_v2(31001))]);
    let error = script.v2().commit_upload().vod_session_key("s").send().await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_repeat_that_cannot_be_sent_leaves_what_was_sent_as_it_is() {
    // A hundred in a minute: the repeat of the hundredth would be too late.
    let script = Script::played(|at, _| if at == 99 { cut() } else { committed() });
    let at_once = Retry::default().backoff(Duration::ZERO, Duration::ZERO);
    let client: v2::Client = script.builder().retry(at_once).build().unwrap();
    let commit = || client.commit_upload().vod_session_key("s").send();
    for _ in 0..99 {
        commit().await.unwrap();
    }
    let error = commit().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "CommitUpload: no answer from vod.api.qcloud.com: the line is cut; the request may have \
         been carried out; not tried again: its rate limit of 100 in 60 s lets the next one go in \
         61.2s"
    );
    assert!(error.is_outcome_unknown());
    assert_eq!((script.count(), error.tries().unwrap().count()), (100, 1));
    // One that reached nobody says nothing of those before it.
    let script = Script::of([cut, unreachable]);
    let error = delete(&script.v3()).await.unwrap_err();
    let told = error.to_string();
    let told = told.strip_prefix("DeleteMedia: no answer from vod.tencentcloudapi.com: ").unwrap();
    assert!(told.starts_with("out of reach; the request may have been carried out; tried 4"));
    assert!(error.is_outcome_unknown() && !error.is_retryable());
}
