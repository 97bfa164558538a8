//! Who of several has a credential, and what is said when nobody has.

use vod_api::{
    Chain, Credential, CredentialError, CredentialFault, CredentialProvider, Environment, Error,
    provide_with,
};

use crate::profile::Home;

fn failing(fault: CredentialFault, what: &'static str) -> impl CredentialProvider {
    provide_with(move || async move { Err::<Credential, _>(CredentialError::new(fault, what)) })
}

#[tokio::test]
async fn the_first_that_has_one_gives_it() {
    let home = Home::new("chain").sections("[default]\nsecret_id = AKIDfile\nsecret_key = k\n");
    let chain = Chain::new()
        .then("environment", Environment::reading(|_| None))
        .then("profile", home.profile("default"))
        .then("spare", Credential::new("AKIDspare", "k"));
    assert_eq!(chain.provide().await.unwrap().secret_id(), "AKIDfile");
}

#[tokio::test]
async fn when_nobody_has_one_each_says_why() {
    let home = Home::new("nobody");
    let chain = Chain::new()
        .then("environment", Environment::reading(|_| None))
        .then("profile", home.profile("default"));
    let error = chain.provide().await.unwrap_err();
    assert_eq!(error.fault, CredentialFault::Absent);
    let lines: Vec<&str> = error.what.lines().collect();
    let [_, environment, profile] = lines[..] else { panic!("{error}") };
    assert!(
        environment.contains("environment: ") && environment.contains("TENCENTCLOUD_SECRET_ID")
    );
    assert!(profile.contains("profile: ") && profile.contains("~/.tencentcloud/credentials"));
    let empty = Chain::new().provide().await.unwrap_err();
    assert!(empty.what.contains("nobody was asked"), "{empty}");
}

#[tokio::test]
async fn half_a_pair_does_not_make_the_next_one_sign() {
    let half = |name: &str| (name == "TENCENTCLOUD_SECRET_ID").then(|| "AKID".to_owned());
    let chain = Chain::new()
        .then("nobody", failing(CredentialFault::Absent, "nothing here"))
        .then("environment", Environment::reading(half))
        .then("spare", Credential::new("AKIDspare", "k"));
    let error = chain.provide().await.unwrap_err();
    assert_eq!(error.fault, CredentialFault::Unusable);
    assert!(
        error.what.contains("nothing here") && error.what.contains("KEY is not set"),
        "{error}"
    );
}

#[test]
fn a_program_is_told_whether_to_try_again() {
    let told = |fault| Error::from(CredentialError::new(fault, "the vault is sealed"));
    for (fault, retry) in [
        (CredentialFault::Absent, false),
        (CredentialFault::Unusable, false),
        (CredentialFault::Unreached, true),
    ] {
        let error = told(fault);
        assert_eq!(error.is_retryable(), retry, "{fault:?}");
        assert_eq!(error.to_string(), "the vault is sealed");
        assert!(!error.is_credential() && !error.next_step().is_empty());
    }
}
