//! A role that is assumed by way of the sandbox's STS.

use std::time::{Duration, SystemTime};

use vod_api::{
    AssumeRole, Cached, Credential, CredentialError, CredentialFault, CredentialProvider,
    Environment, provide_with, sts,
};
use vod_sandbox::Sandbox;

use crate::{KEY, client, known};

pub(crate) const ROLE: &str = "qcs::cam::uin/12345678:roleName/uploader";

fn assume<P: CredentialProvider>(sandbox: &Sandbox, base: P) -> AssumeRole<P> {
    AssumeRole::new(base, ROLE).endpoint(sandbox.url())
}

async fn error(role: AssumeRole<impl CredentialProvider>) -> CredentialError {
    let error = role.provide().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
    error
}

#[tokio::test]
async fn the_pair_of_a_role_uploads() {
    let sandbox = Sandbox::start().await.unwrap();
    let role = assume(&sandbox, known(&sandbox))
        .session_name("night-shift")
        .duration(Duration::from_secs(1800))
        .external_id("a-partner")
        .policy(r#"{"version": "2.0"}"#);
    let lent = role.provide().await.unwrap();
    assert_eq!(lent.origin(), Some(&*format!("lent by the role {ROLE}")));
    let life = lent.expires().unwrap().duration_since(SystemTime::now()).unwrap();
    assert!(life > Duration::from_secs(1700) && life <= Duration::from_secs(1800), "{life:?}");
    let asked = &sandbox.requests()[0].parameters;
    for (name, value) in [
        ("RoleArn", ROLE),
        ("RoleSessionName", "night-shift"),
        ("DurationSeconds", "1800"),
        ("ExternalId", "a-partner"),
        ("Policy", "%7B%22version%22%3A%20%222.0%22%7D"),
        ("X-TC-Version", "2018-08-13"),
        ("X-TC-Region", "ap-guangzhou"),
    ] {
        assert_eq!(asked.get(name).map(String::as_str), Some(value), "{name}");
    }
    let uploaded = client(&sandbox, lent.clone()).upload("media/clip.mp4").send().await.unwrap();
    assert!(!uploaded.file_id.is_empty());
    let old = vod_api::v2::Client::from(&client(&sandbox, lent));
    assert!(!old.upload("media/clip.mp4").send().await.unwrap().file_id.is_empty());
}

#[tokio::test]
async fn a_pair_that_has_expired_is_refused_for_its_token() {
    let sandbox = Sandbox::builder().role_life(Duration::ZERO).start().await.unwrap();
    let lent = assume(&sandbox, known(&sandbox)).provide().await.unwrap();
    let refused = client(&sandbox, lent).apply_upload().media_type("mp4").send().await.unwrap_err();
    assert_eq!(refused.code(), Some("AuthFailure.TokenFailure"));
    assert!(refused.is_credential());
}

#[tokio::test]
async fn why_a_role_is_not_lent_is_told() {
    let sandbox = Sandbox::start().await.unwrap();
    let wrong = Credential::new(sandbox.secret_id(), KEY).with_origin("from a drawer");
    let refused = error(assume(&sandbox, wrong)).await;
    assert_eq!(refused.fault, CredentialFault::Unusable);
    for told in [ROLE, "from a drawer", "AuthFailure.SignatureFailure", "(request "] {
        assert!(refused.what.contains(told), "{refused}");
    }
    let nobody = AssumeRole::new(known(&sandbox), "uploader").endpoint(sandbox.url());
    assert!(error(nobody).await.what.contains("ResourceNotFound.RoleNotFound"));
    let long = assume(&sandbox, known(&sandbox)).duration(Duration::from_secs(50_000));
    assert!(error(long).await.what.contains("DurationSeconds"));
    let nothing = error(assume(&sandbox, Environment::reading(|_| None))).await;
    assert_eq!(nothing.fault, CredentialFault::Absent);
    assert!(nothing.what.contains("TENCENTCLOUD_SECRET_ID"), "{nothing}");
    let away = AssumeRole::new(known(&sandbox), ROLE).endpoint("http://127.0.0.1:9");
    assert_eq!(error(away).await.fault, CredentialFault::Unreached);
}

#[tokio::test]
async fn the_action_can_be_called_by_itself() {
    let sandbox = Sandbox::start().await.unwrap();
    let client: sts::Client =
        sts::Client::builder().credential(known(&sandbox)).endpoint(sandbox.url()).build().unwrap();
    let lent = client.assume_role().role_arn(ROLE).role_session_name("night").send().await.unwrap();
    assert!(!format!("{lent:?}").contains(lent.credentials.tmp_secret_key.expose()));
    let nobody = client.assume_role().role_arn("x").role_session_name("night").send().await;
    let code = nobody.unwrap_err().code_of::<sts::AssumeRole>();
    assert_eq!(code, Some(sts::AssumeRoleCode::ResourceNotFoundRoleNotFound));
}

#[tokio::test]
async fn a_rotated_pair_is_followed_once_the_old_one_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let first = known(&sandbox);
    let vault = std::sync::Arc::new(std::sync::Mutex::new(first));
    let asked = std::sync::Arc::clone(&vault);
    let keys = Cached::new(provide_with(move || {
        let pair = asked.lock().unwrap().clone();
        async { Ok(pair) }
    }));
    let used = keys.provide().await.unwrap();
    sandbox.rotate("AKIDnew", KEY);
    *vault.lock().unwrap() = Credential::new("AKIDnew", KEY);
    let call = async |pair| client(&sandbox, pair).apply_upload().media_type("mp4").send().await;
    let refused = call(keys.provide().await.unwrap()).await.unwrap_err();
    assert!(refused.is_credential(), "{refused}");
    keys.invalidate(&used);
    call(keys.provide().await.unwrap()).await.unwrap();
}
