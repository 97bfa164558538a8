//! What an upload by API 3.0 does on the sandbox, up to the key pair that is lent for it.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::time::Duration;

use serde_json::{Value, json};
use vod_sandbox::Sandbox;

use run::{BUCKET, now, run};

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn an_upload_goes_from_apply_to_what_is_known_of_the_file() {
    let run = run(Sandbox::builder());
    let opened = run.apply(&json!({
        "CoverType": "jpg",
        "MediaName": "Harbour",
        "SubAppId": 1_500_041_207_u64,
        "SourceContext": "order-4711",
        "ExpireTime": "2199-01-01T00:00:00Z",
    }));
    assert_eq!(opened["StorageBucket"], BUCKET);
    let expires = opened["TempCertificate"]["ExpiredTime"].as_u64().unwrap();
    assert!((7100..=7200).contains(&(expires - now())), "{expires}");
    let (media, cover) = (text(&opened["MediaStoragePath"]), text(&opened["CoverStoragePath"]));
    let commit = json!({ "VodSessionKey": opened["VodSessionKey"], "SubAppId": 1_500_041_207_u64 });
    let early = run.answer(&run.v3("CommitUpload", &commit)).refusal();
    assert_eq!(early.0, "InvalidParameterValue.VodSessionKey");
    assert!(early.1.contains(media) && early.1.contains(cover), "{}", early.1);

    for (path, body) in [(media, "video"), (cover, "cover")] {
        let put = run.put(&opened, path, body);
        assert_eq!(put.status, 200, "{}", put.text());
        assert_eq!(run.sandbox.object(BUCKET, path).unwrap(), body);
    }
    let committed = run.ask("CommitUpload", &commit);
    let id = text(&committed["FileId"]);
    for (url, body) in [(&committed["MediaUrl"], "video"), (&committed["CoverUrl"], "cover")] {
        let path = text(url).strip_prefix(&run.sandbox.url()).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert_eq!(run.send(request.as_bytes()).text(), body);
    }
    let again = run.answer(&run.v3("CommitUpload", &commit)).refusal();
    assert_eq!(again.0, "InvalidParameterValue.VodSessionKey", "a session key is used once");

    let asked = json!({ "FileIds": [id, "7"], "SubAppId": 1_500_041_207_u64 });
    let told = run.ask("DescribeMediaInfos", &asked);
    assert_eq!(told["NotExistFileIdSet"], json!(["7"]));
    let info = &told["MediaInfoSet"][0];
    assert_eq!(info["FileId"], id);
    let basic = &info["BasicInfo"];
    assert_eq!((&basic["Name"], &basic["Type"]), (&json!("Harbour"), &json!("mp4")));
    assert_eq!(basic["MediaUrl"], committed["MediaUrl"]);
    assert_eq!(basic["CoverUrl"], committed["CoverUrl"]);
    assert_eq!(basic["SourceInfo"]["SourceContext"], "order-4711");
    assert_eq!(basic["ExpireTime"], "2199-01-01T00:00:00Z");
    assert_eq!(info["MetaData"]["Size"], 5);
    let part = json!({ "FileIds": [id], "SubAppId": 1_500_041_207_u64, "Filters": ["metaData"] });
    let part = run.ask("DescribeMediaInfos", &part);
    assert_eq!(part["MediaInfoSet"][0].get("BasicInfo"), None);
    let elsewhere = run.ask("DescribeMediaInfos", &json!({ "FileIds": [id] }));
    assert_eq!(elsewhere["NotExistFileIdSet"], json!([id]), "of another application");

    let delete = |parts: Value| {
        let body = json!({ "FileId": id, "SubAppId": 1_500_041_207_u64, "DeleteParts": parts });
        run.answer(&run.v3("DeleteMedia", &body)).refusal().0
    };
    assert_eq!(delete(json!([{ "Type": "TranscodeFiles", "Definition": 10 }])), "");
    assert!(run.sandbox.object(BUCKET, media).is_some());
    assert_eq!(delete(json!([{ "Type": "OriginalFiles" }])), "");
    assert!(run.sandbox.object(BUCKET, media).is_none());
    let rest = run.ask("DescribeMediaInfos", &asked);
    assert_eq!(rest["MediaInfoSet"][0]["BasicInfo"]["MediaUrl"], "");
    assert_eq!(delete(json!([])), "");
    assert!(run.sandbox.objects().is_empty());
    assert_eq!(delete(json!([])), "ResourceNotFound");

    let seen = format!("{:?} {:?}", run.sandbox.requests(), run.sandbox);
    let lent = &opened["TempCertificate"];
    for secret in [&opened["VodSessionKey"], &lent["SecretKey"], &lent["Token"]] {
        assert!(!seen.contains(text(secret)), "{seen}");
    }
    assert!(seen.contains("FileIds.0") && !seen.contains("Signature=") && !seen.contains("Cred"));
}

#[test]
fn an_upload_without_a_cover_has_none() {
    let run = run(Sandbox::builder());
    let opened = run.apply(&json!({}));
    assert_eq!(opened.get("CoverStoragePath"), None);
    assert_eq!(run.put(&opened, text(&opened["MediaStoragePath"]), "x").status, 200);
    let committed = run.ask("CommitUpload", &json!({ "VodSessionKey": opened["VodSessionKey"] }));
    assert!(committed["FileId"].is_string() && committed.get("CoverUrl").is_none(), "{committed}");
}

#[test]
fn an_upload_belongs_to_its_application() {
    let run = run(Sandbox::builder());
    let opened = run.apply(&json!({ "SubAppId": 1 }));
    run.put(&opened, text(&opened["MediaStoragePath"]), "x");
    let key = &opened["VodSessionKey"];
    for other in [json!({ "VodSessionKey": key }), json!({ "VodSessionKey": key, "SubAppId": 2 })] {
        let refused = run.answer(&run.v3("CommitUpload", &other)).refusal();
        assert_eq!(refused.0, "InvalidParameterValue.SubAppId");
    }
    let own = run.ask("CommitUpload", &json!({ "VodSessionKey": key, "SubAppId": 1 }));
    assert!(own["FileId"].is_string(), "{own}");
}

#[test]
fn a_path_of_the_callers_is_taken_if_it_is_safe() {
    let run = run(Sandbox::builder());
    let opened = run.apply(&json!({ "MediaStoragePath": "/films/harbour at dawn.mp4" }));
    assert_eq!(opened["MediaStoragePath"], "/films/harbour at dawn.mp4");
    // As it is written in a request line; signed is what it means.
    let lent = &opened["TempCertificate"];
    let pair = (text(&lent["SecretId"]), text(&lent["SecretKey"]));
    let host = format!("{BUCKET}.cos.ap-guangzhou.myqcloud.com");
    let path = "/films/harbour at dawn.mp4";
    let head = run::head_of(pair, now(), ("PUT", &host, path), 1);
    let head = head.replacen(path, "/films/harbour%20at%20dawn.mp4", 1);
    let token = text(&lent["Token"]);
    let put = run.send(format!("{head}x-cos-security-token: {token}\r\n\r\nx").as_bytes());
    assert_eq!(put.status, 200, "{}", put.text());
    let committed = run.ask("CommitUpload", &json!({ "VodSessionKey": opened["VodSessionKey"] }));
    let url = text(&committed["MediaUrl"]).strip_prefix(&run.sandbox.url()).unwrap();
    assert_eq!(url, "/media/films/harbour%20at%20dawn.mp4");
    let fetch = format!("GET {url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(run.send(fetch.as_bytes()).text(), "x");

    for path in ["films/a.mp4", "/", "/a/../b.mp4", "/./a", &format!("/{}", "x".repeat(851))] {
        let body = json!({ "MediaType": "mp4", "MediaStoragePath": path });
        let refused = run.answer(&run.v3("ApplyUpload", &body)).refusal();
        assert_eq!(refused.0, "InvalidParameterValue", "{path}");
    }
}

#[test]
fn a_lent_pair_writes_its_own_objects_with_its_own_token() {
    let run = run(Sandbox::builder());
    let (opened, other) = (run.apply(&json!({})), run.apply(&json!({})));
    let path = text(&opened["MediaStoragePath"]);
    let code = |token: Option<&str>, path: &str| {
        let answer = run.put_with(&opened, path, "x", token);
        let text = answer.text();
        let code = text.split("<Code>").nth(1).and_then(|rest| rest.split('<').next());
        (answer.status, code.unwrap_or_default().to_owned())
    };
    let refused = |code: &str| (403, code.to_owned());
    let token = opened["TempCertificate"]["Token"].as_str();
    assert_eq!(code(None, path), refused("InvalidAccessKeyId"));
    assert_eq!(code(Some("another"), path), refused("AccessDenied"));
    assert_eq!(code(other["TempCertificate"]["Token"].as_str(), path), refused("AccessDenied"));
    let foreign = text(&other["MediaStoragePath"]);
    assert_eq!(code(token, foreign), refused("AccessDenied"));
    assert_eq!(code(token, "/elsewhere"), refused("AccessDenied"));
    assert!(run.sandbox.objects().is_empty());
    assert_eq!(code(token, path), (200, String::new()));
    // The account's own pair stays good for every upload.
    assert_eq!(run.cos("PUT", &format!("/{BUCKET}{foreign}"), b"x").status, 200);
}

#[test]
fn a_lent_pair_has_its_time() {
    let none = run(Sandbox::builder().certificate_life(Duration::ZERO));
    let opened = none.apply(&json!({}));
    let put = none.put(&opened, text(&opened["MediaStoragePath"]), "x");
    assert_eq!(put.status, 400);
    assert!(put.text().contains("<Code>ExpiredToken</Code>"), "{}", put.text());
    // By the sandbox's clock, not by the machine's.
    let ahead = run(Sandbox::builder().clock(250).certificate_life(Duration::from_secs(100)));
    let opened = ahead.apply(&json!({}));
    assert!(opened["TempCertificate"]["ExpiredTime"].as_u64().unwrap() > now() + 300);
    let put = ahead.put(&opened, text(&opened["MediaStoragePath"]), "x");
    assert_eq!(put.status, 200, "{}", put.text());
}

#[test]
fn a_lent_pair_calls_no_action() {
    let run = run(Sandbox::builder());
    let opened = run.apply(&json!({}));
    let lent = &opened["TempCertificate"];
    let mut call = run.v3("ApplyUpload", &json!({ "MediaType": "mp4" }));
    call.id = text(&lent["SecretId"]).to_owned();
    call.key = text(&lent["SecretKey"]).to_owned();
    assert_eq!(run.answer(&call).refusal().0, "AuthFailure.TokenFailure");
    let call = call.set("X-TC-Token", text(&lent["Token"]));
    assert_eq!(run.answer(&call).refusal().0, "AuthFailure.UnauthorizedOperation");
}
