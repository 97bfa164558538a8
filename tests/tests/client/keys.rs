//! Key pairs that are fetched, and fetched anew when the server does not know one any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use vod_api::{
    Credential, CredentialError, CredentialFault, CredentialProvider, Error, HttpRequest,
    provide_with, v3,
};

use crate::script::{Line, Script, deleted, refused, with};

/// The SecretId that signed.
fn signer(request: &HttpRequest) -> &str {
    let header = request.headers()["authorization"].to_str().unwrap();
    header.split("Credential=").nth(1).unwrap().split('/').next().unwrap()
}

/// Hands out `AKID0`, then `AKID1` and so on, and counts.
fn rotating(count: &Arc<AtomicUsize>, life: Option<Duration>) -> impl CredentialProvider + use<> {
    let count = Arc::clone(count);
    provide_with(move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let pair = Credential::new(format!("AKID{number}"), "a key");
        let pair = match life {
            Some(life) => pair.with_expiry(SystemTime::now() + life),
            None => pair,
        };
        async move { Ok(pair) }
    })
}

fn knows(id: &'static str, code: &'static str) -> impl Fn(usize, &HttpRequest) -> Line {
    move |_, request| if signer(request) == id { deleted() } else { Ok(refused(code)) }
}

async fn delete(client: &v3::Client) -> Result<(), Error> {
    client.delete_media().file_id("7").send().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn after_a_rotation_a_call_goes_on_with_the_new_pair() {
    for code in [
        "AuthFailure.SecretIdNotFound",
        "AuthFailure.TokenFailure",
        "AuthFailure.SignatureFailure",
        "AuthFailure.InvalidSecretId",
    ] {
        let (count, script) = (Arc::default(), Script::played(knows("AKID1", code)));
        let client: v3::Client =
            script.builder().credentials(rotating(&count, None)).build().unwrap();
        delete(&client).await.unwrap();
        delete(&client.clone()).await.unwrap();
        let signers: Vec<String> =
            script.seen().iter().map(|seen| signer(&seen.request).to_owned()).collect();
        assert_eq!(signers, ["AKID0", "AKID1", "AKID1"], "{code}");
        assert!(script.times()[1].is_zero(), "without a wait");
        assert_eq!(count.load(Ordering::Relaxed), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_pair_that_stays_refused_is_told_and_not_tried_again_and_again() {
    let code = "AuthFailure.SecretIdNotFound";
    // Given by hand there is no other.
    let script = Script::played(knows("nobody", code));
    let error = delete(&script.v3()).await.unwrap_err();
    assert_eq!((script.count(), error.code()), (1, Some(code)));
    // The provider hands out the same one.
    let script = Script::played(knows("nobody", code));
    let same = provide_with(|| async { Ok(Credential::new("AKID", "a key")) });
    let client: v3::Client = script.builder().credentials(same).build().unwrap();
    delete(&client).await.unwrap_err();
    assert_eq!(script.count(), 1);
    // The next one is refused too.
    let (count, script) = (Arc::default(), Script::played(knows("nobody", code)));
    let client: v3::Client = script.builder().credentials(rotating(&count, None)).build().unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!(script.count(), 2);
    assert!(error.to_string().contains(&format!("tried 2 times, before that: {code}")), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_a_provider_says_is_the_error() {
    let script = Script::of([deleted]);
    let sealed = provide_with(|| async {
        Err(CredentialError::new(CredentialFault::Unreached, "the vault is sealed"))
    });
    let client: v3::Client = script.builder().credentials(sealed).build().unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "the vault is sealed");
    assert!(matches!(error, Error::Credential(_)) && error.is_retryable());
    assert_eq!(script.count(), 0);
    // It is given the call's time and no more.
    let slow = provide_with(std::future::pending);
    let client: v3::Client = script.builder().credentials(slow).build().unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "DeleteMedia was not sent within 60s: no key pair came in time");
}

#[tokio::test(start_paused = true)]
async fn a_pair_expires_by_the_servers_clock() {
    // By this machine's clock, which is a day slow, it is good for an hour; in truth it is over.
    let day = 86_400;
    let script = Script::played(move |_, request| {
        let timestamp: u64 = request.headers()["x-tc-timestamp"].to_str().unwrap().parse().unwrap();
        let server = vod_api::Stamp::now().timestamp + day;
        let answer = if timestamp.abs_diff(server) < 300 {
            deleted()
        } else {
            Ok(refused("AuthFailure.SignatureExpire"))
        };
        let date = SystemTime::now() + Duration::from_secs(day);
        with(answer?, "date", &httpdate::fmt_http_date(date))
    });
    let count = Arc::default();
    let life = Some(Duration::from_secs(3600));
    let client: v3::Client = script.builder().credentials(rotating(&count, life)).build().unwrap();
    delete(&client).await.unwrap();
    assert_eq!(signer(&script.seen()[1].request), "AKID1", "asked anew once the time was known");
}

#[tokio::test]
async fn signing_without_sending_needs_a_pair_that_is_there() {
    let (count, script) = (Arc::default(), Script::of([deleted]));
    let client: v3::Client = script.builder().credentials(rotating(&count, None)).build().unwrap();
    let request = v3::DeleteMedia::builder().file_id("7").build();
    let error = client.sign(&request).unwrap_err();
    assert!(error.to_string().contains("`runtime().ready().await`"), "{error}");
    client.runtime().ready().await.unwrap();
    assert_eq!(signer(&client.sign(&request).unwrap()), "AKID0");
    let error = v3::Client::builder().build().map(drop).unwrap_err();
    assert!(error.to_string().contains("or where to fetch one"), "{error}");
}
