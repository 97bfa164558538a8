//! Key pairs that come and go: one that is rotated, and those that roles are lent.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::time::Duration;

use serde_json::{Value, json};
use vod_sandbox::Sandbox;

use run::v3::Call;
use run::{Answer, BUCKET, Run, head_of, now, run};

const METADATA: &str = "/latest/meta-data/cam/security-credentials";

/// A pair, with the token that goes with one that was lent.
struct Pair {
    id: String,
    key: String,
    token: String,
}

impl Pair {
    fn new(id: &str, key: &str) -> Self {
        Self { id: id.to_owned(), key: key.to_owned(), token: String::new() }
    }

    fn of(run: &Run) -> Self {
        Self::new(run.sandbox.secret_id(), run.sandbox.secret_key())
    }

    fn lent(fields: &Value) -> Self {
        let text = |name: &str| fields[name].as_str().unwrap().to_owned();
        Self { id: text("TmpSecretId"), key: text("TmpSecretKey"), token: text("Token") }
    }

    fn without_token(&self) -> Self {
        Self::new(&self.id, &self.key)
    }

    fn signs(&self, call: Call) -> Call {
        let call = Call { id: self.id.clone(), key: self.key.clone(), ..call };
        if self.token.is_empty() { call } else { call.set("X-TC-Token", &self.token) }
    }

    /// What API 3.0, API 2.0 and COS say to it.
    fn said(&self, run: &Run) -> (String, i64, String) {
        let apply = run.v3("ApplyUpload", &json!({ "MediaType": "mp4" }));
        let new = run.answer(&self.signs(apply)).refusal().0;
        let mut own =
            vec![("Action", "ApplyUpload"), ("videoType", "mp4"), ("SecretId", &*self.id)];
        if !self.token.is_empty() {
            own.push(("Token", &self.token));
        }
        let old = run.get(&run.query_by(&self.key, "GET", &run.address(), &own)).code();
        let host = run.address();
        let (path, pair) = (format!("/{BUCKET}/x"), (&*self.id, &*self.key));
        let head = head_of(pair, now(), ("GET", &host, &path), 0);
        let token = match &*self.token {
            "" => String::new(),
            token => format!("x-cos-security-token: {token}\r\n"),
        };
        let cos = run.send(format!("{head}{token}\r\n").as_bytes()).text();
        let cos = cos.split("<Code>").nth(1).and_then(|rest| rest.split('<').next());
        (new, old, cos.unwrap_or_default().to_owned())
    }
}

fn said(new: &str, old: i64, cos: &str) -> (String, i64, String) {
    (new.to_owned(), old, cos.to_owned())
}

/// Let in everywhere; COS has no such object.
fn welcome() -> (String, i64, String) {
    said("", 0, "NoSuchKey")
}

fn assume(run: &Run, body: &Value) -> Call {
    let call = Call { service: "sts", ..run.v3("AssumeRole", body) };
    call.set("X-TC-Version", "2018-08-13")
}

fn role() -> Value {
    json!({ "RoleArn": "qcs::cam::uin/12345678:roleName/uploader", "RoleSessionName": "night" })
}

fn read(run: &Run, path: &str) -> Answer {
    let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", run.address());
    run.send(format!("{head}Connection: close\r\n\r\n").as_bytes())
}

#[test]
fn a_pair_that_was_rotated_is_known_nowhere_and_the_new_one_everywhere() {
    let run = run(Sandbox::builder());
    let old = Pair::of(&run);
    assert_eq!(old.said(&run), welcome());
    let lent = Pair::lent(&run.answer(&assume(&run, &role())).response()["Credentials"]);
    run.sandbox.rotate("AKIDnew", "a new key");
    let unknown = said("AuthFailure.SecretIdNotFound", 4104, "InvalidAccessKeyId");
    assert_eq!(old.said(&run), unknown);
    assert_eq!(Pair::new("AKIDnew", "a new key").said(&run), welcome());
    let wrong = said("AuthFailure.SignatureFailure", 4100, "SignatureDoesNotMatch");
    assert_eq!(Pair::new("AKIDnew", &old.key).said(&run), wrong);
    assert_eq!(lent.said(&run), welcome(), "what was lent stays good");
    run.sandbox.rotate(&old.id, &old.key);
    assert_eq!(old.said(&run), welcome());
}

#[test]
fn a_role_is_lent_a_pair_that_does_what_the_account_may() {
    let run = run(Sandbox::builder());
    let mut body = role();
    body["DurationSeconds"] = json!(1800);
    let answer = run.answer(&assume(&run, &body)).response();
    assert_eq!(answer.get("Error"), None, "{answer}");
    let expires = answer["ExpiredTime"].as_u64().unwrap();
    assert!((now() + 1790..=now() + 1800).contains(&expires), "{answer}");
    assert!(answer["Expiration"].as_str().unwrap().ends_with('Z'), "{answer}");
    let lent = Pair::lent(&answer["Credentials"]);
    assert_eq!(lent.said(&run), welcome());
    let wrong = said("AuthFailure.TokenFailure", 4105, "InvalidAccessKeyId");
    assert_eq!(lent.without_token().said(&run), wrong);
    let other = Pair { token: "another".to_owned(), ..lent };
    assert_eq!(other.said(&run), said("AuthFailure.TokenFailure", 4105, "AccessDenied"));
    let seen = format!("{:?}", run.sandbox.requests());
    assert!(seen.contains("AssumeRole") && !seen.contains(&other.key), "{seen}");
}

#[test]
fn a_lent_pair_has_its_time() {
    let run = run(Sandbox::builder().role_life(Duration::ZERO));
    let mut body = role();
    body["DurationSeconds"] = json!(1800);
    let lent = Pair::lent(&run.answer(&assume(&run, &body)).response()["Credentials"]);
    let over = said("AuthFailure.TokenFailure", 4105, "ExpiredToken");
    assert_eq!(lent.said(&run), over);
    let lent = Pair::lent(&read(&run, &format!("{METADATA}/vod-sandbox")).json());
    assert_eq!(lent.said(&run), over);
}

#[test]
fn sts_is_a_service_of_its_own() {
    let run = run(Sandbox::builder());
    let right = assume(&run, &role());
    let (code, told) = run.answer(&Call { service: "vod", ..right.clone() }).refusal();
    assert_eq!(code, "AuthFailure.SignatureFailure");
    assert!(told.contains("for `vod`, not for `sts`"), "{told}");
    let code = |call: &Call| run.answer(call).refusal().0;
    assert_eq!(code(&right.clone().set("X-TC-Version", "2018-07-17")), "NoSuchVersion");
    for (host, wanted) in [
        ("sts.tencentcloudapi.com", ""),
        ("sts.ap-guangzhou.tencentcloudapi.com", ""),
        ("vod.tencentcloudapi.com", "AuthFailure.SignatureFailure"),
    ] {
        let call = Call { signed_host: host.to_owned(), ..right.clone() };
        assert_eq!(code(&call), wanted, "{host}");
    }
    let nobody = json!({ "RoleArn": "uploader", "RoleSessionName": "night" });
    assert_eq!(code(&assume(&run, &nobody)), "ResourceNotFound.RoleNotFound");
}

#[test]
fn an_instance_finds_its_role_and_a_pair_in_its_metadata() {
    let run = run(Sandbox::builder());
    for path in [METADATA.to_owned(), format!("{METADATA}/")] {
        assert_eq!(read(&run, &path).text(), "vod-sandbox");
    }
    let found = read(&run, &format!("{METADATA}/vod-sandbox")).json();
    assert_eq!(found["Code"], "Success");
    let expires = found["ExpiredTime"].as_u64().unwrap();
    assert!((now() + 7190..=now() + 7200).contains(&expires), "{found}");
    assert_eq!(Pair::lent(&found).said(&run), welcome());
    assert_eq!(read(&run, &format!("{METADATA}/nobody")).status, 404);
    let seen = run.sandbox.requests();
    let metadata: Vec<_> = seen.iter().filter(|seen| seen.path.starts_with(METADATA)).collect();
    assert_eq!(metadata.iter().map(|seen| seen.code).collect::<Vec<_>>(), [200, 200, 200, 404]);
    assert!(metadata.iter().all(|seen| seen.action.is_none() && seen.method == "GET"));
    assert_eq!(run.sandbox.counts().by_action.get("metadata"), Some(&4));
}
