//! A clock that is not the server's.

use std::time::{Duration, UNIX_EPOCH};

use vod_api::{HttpRequest, Stamp};

use crate::script::{Line, Script, Seen, committed, deleted, refused, refused_v2, status, with};

/// An HTTP date so many seconds from now.
fn date(ahead: i64) -> String {
    let now = UNIX_EPOCH + Duration::from_secs(Stamp::now().timestamp.saturating_add_signed(ahead));
    httpdate::fmt_http_date(now)
}

/// Lets a request in whose time is near the server's.
fn judged(ahead: i64, signed: u64, success: Line, refusal: vod_api::HttpResponse) -> Line {
    let server = Stamp::now().timestamp.saturating_add_signed(ahead);
    let answer = if signed.abs_diff(server) <= 300 { success } else { Ok(refusal) };
    with(answer?, "date", &date(ahead))
}

fn timestamp(request: &HttpRequest) -> u64 {
    request.headers()["x-tc-timestamp"].to_str().unwrap().parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn it_is_corrected_once_and_stays_corrected() {
    for ahead in [600, -600, 86_400, -86_400] {
        let script = Script::played(move |_, request| {
            judged(ahead, timestamp(request), deleted(), refused("AuthFailure.SignatureExpire"))
        });
        let client = script.v3();
        let clone = client.clone();
        for client in [&client, &clone] {
            client.delete_media().file_id("7").send().await.unwrap();
        }
        assert_eq!(script.count(), 3, "one was refused");
        assert!(script.times()[1].is_zero(), "without a wait");
        // What is signed offline has the server's time too.
        let signed =
            client.sign(&vod_api::v3::DeleteMedia::builder().file_id("7").build()).unwrap();
        let server = Stamp::now().timestamp.saturating_add_signed(ahead);
        assert!(timestamp(&signed).abs_diff(server) < 5);
    }
}

#[tokio::test(start_paused = true)]
async fn api_2_has_two_codes_for_it() {
    for code in [4500, 4200] {
        let script = Script::played(move |_, request| {
            let seen = Seen { at: Duration::ZERO, limit: Duration::ZERO, request: request.clone() };
            let signed = seen.parameter("Timestamp").parse().unwrap();
            judged(3600, signed, committed(), refused_v2(code))
        });
        let client = script.v2();
        client.commit_upload().vod_session_key("s").send().await.unwrap();
        assert_eq!(script.count(), 2, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_right_is_not_corrected() {
    let refusal = || with(refused("AuthFailure.SignatureExpire"), "date", &date(0));
    let script = Script::of([refusal]);
    let error = script.v3().delete_media().file_id("7").send().await.unwrap_err();
    assert_eq!(script.count(), 1);
    assert_eq!(error.code(), Some("AuthFailure.SignatureExpire"));
    // A server that goes on refusing is asked once more, and no oftener.
    let script = Script::of([|| with(refused("AuthFailure.SignatureExpire"), "date", &date(7200))]);
    let error = script.v3().delete_media().file_id("7").send().await.unwrap_err();
    assert_eq!(script.count(), 2);
    assert!(error.to_string().contains("tried 2 times"), "{error}");
    // Without a date there is nothing to go by.
    let script = Script::of([|| Ok(refused("AuthFailure.SignatureExpire"))]);
    script.v3().delete_media().file_id("7").send().await.unwrap_err();
    assert_eq!(script.count(), 1);
    // Another refusal of a server with another clock is left alone.
    let script = Script::of([|| with(status(200, refused_body()), "date", &date(7200))]);
    script.v3().delete_media().file_id("7").send().await.unwrap_err();
    assert_eq!(script.count(), 1);
}

fn refused_body() -> String {
    String::from_utf8(refused("InvalidParameterValue.FileId").into_body().to_vec()).unwrap()
}
