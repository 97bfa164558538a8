//! Requests of API 3.0: what is taken, and what each refusal is called.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use serde_json::{Value, json};
use vod_sandbox::Sandbox;

use run::v3::Call;
use run::{Run, run};

fn apply(run: &Run) -> Call {
    run.v3("ApplyUpload", &json!({ "MediaType": "mp4" }))
}

fn code(run: &Run, call: &Call) -> String {
    run.answer(call).refusal().0
}

#[test]
fn each_header_has_its_refusal() {
    let run = run(Sandbox::builder());
    let right = apply(&run);
    assert_eq!(code(&run, &right), "");
    let none = right.clone().without("X-TC-Version").without("X-TC-Timestamp");
    let (missing, told) = run.answer(&none).refusal();
    assert_eq!(missing, "MissingParameter");
    assert!(told.contains("`X-TC-Version`") && told.contains("`X-TC-Timestamp`"), "{told}");
    let unsigned = right.clone().set("Authorization", "TC3-HMAC-SHA256 Credential=x");
    assert_eq!(code(&run, &unsigned), "AuthFailure.InvalidAuthorization");
    let bare = Call { signed: Vec::new(), ..right.clone() };
    let (form, told) = run.answer(&bare).refusal();
    assert_eq!(form, "AuthFailure.InvalidAuthorization");
    assert!(told.contains("`content-type`"), "{told}");
    let stranger = Call { id: "AKIDnobody".to_owned(), ..right.clone() };
    assert_eq!(code(&run, &stranger), "AuthFailure.SecretIdNotFound");
    let token = right.clone().set("X-TC-Token", "t");
    assert_eq!(code(&run, &token), "AuthFailure.TokenFailure");
    let word = right.clone().set("X-TC-Timestamp", "now");
    assert_eq!(code(&run, &word), "InvalidParameter");
    let version = right.clone().set("X-TC-Version", "2017-01-01");
    assert_eq!(code(&run, &version), "NoSuchVersion");
    let (action, told) = run.answer(&right.clone().set("X-TC-Action", "AplyUpload")).refusal();
    assert_eq!(action, "InvalidAction");
    assert!(told.contains("did you mean `ApplyUpload`?"), "{told}");
    let put = Call { method: "PUT", ..right.clone() };
    assert_eq!(code(&run, &put), "UnsupportedMethod");
    let form = right.set("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(code(&run, &form), "InvalidParameter");
    let seen = run.sandbox.requests();
    let first = (seen[0].code, &seen[0].error, seen[0].parameters["MediaType"].as_str());
    assert_eq!(first, (0, &None, "mp4"));
    assert_eq!((seen[1].code, seen[1].error.as_deref()), (-1, Some("MissingParameter")));
}

#[test]
fn the_window_is_five_minutes_of_the_sandboxs_clock() {
    let run_ahead = run(Sandbox::builder().clock(1000));
    let mut call = apply(&run_ahead);
    assert_eq!(code(&run_ahead, &call), "AuthFailure.SignatureExpire");
    call.timestamp += 1000;
    let call = call.clone().set("X-TC-Timestamp", &call.timestamp.to_string());
    assert_eq!(code(&run_ahead, &call), "");
}

#[test]
fn a_wrong_signature_comes_with_what_was_signed() {
    let run = run(Sandbox::builder());
    let right = run.v3("CommitUpload", &json!({ "VodSessionKey": "hush" }));
    let wrong = Call { key: "another".to_owned(), ..right.clone() };
    let mut wrong = wrong.set("X-TC-Token", "");
    wrong.signed = vec!["content-type", "x-tc-action", "x-tc-token"];
    let answer = run.answer(&wrong);
    let error = &answer.response()["Error"];
    assert_eq!(error["Code"], "AuthFailure.SignatureFailure");
    let canonical = error["canonicalRequest"].as_str().unwrap();
    let start = format!(
        "POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:{}\n\
         x-tc-action:commitupload\nx-tc-token:[redacted]\n\n\
         content-type;host;x-tc-action;x-tc-token\n",
        run.address()
    );
    assert!(canonical.starts_with(&start), "{canonical}");
    let signed = error["stringToSign"].as_str().unwrap();
    assert!(signed.starts_with(&format!("TC3-HMAC-SHA256\n{}\n", wrong.timestamp)), "{signed}");
    assert!(!answer.text().contains("hush") && !answer.text().contains(run.sandbox.secret_key()));

    // Each thing that a signature covers.
    let mut body = right.clone().bytes();
    let at = body.windows(4).position(|four| four == b"hush").unwrap();
    body[at] = b'r';
    assert_eq!(run.send(&body).refusal().0, "AuthFailure.SignatureFailure");
    let text = String::from_utf8(right.bytes()).unwrap();
    let kind = text.replace("charset=utf-8", "charset=gbk");
    assert_eq!(run.send(kind.as_bytes()).refusal().0, "AuthFailure.SignatureFailure");
    let late = Call { days: 1, ..right.clone() };
    let (failure, told) = run.answer(&late).refusal();
    assert_eq!(failure, "AuthFailure.SignatureFailure");
    assert!(told.contains("another date"), "{told}");
    let (failure, told) = run.answer(&Call { service: "cvm", ..right }).refusal();
    assert_eq!(failure, "AuthFailure.SignatureFailure");
    assert!(told.contains("`cvm`"), "{told}");
}

#[test]
fn the_services_own_hosts_may_be_signed() {
    let run = run(Sandbox::builder());
    for (host, wanted) in [
        ("vod.tencentcloudapi.com", ""),
        ("vod.intl.tencentcloudapi.com", ""),
        ("vod.ap-guangzhou.tencentcloudapi.com", ""),
        ("cvm.tencentcloudapi.com", "AuthFailure.SignatureFailure"),
        ("vod.api.qcloud.com", "AuthFailure.SignatureFailure"),
    ] {
        let call = Call { signed_host: host.to_owned(), ..apply(&run) };
        assert_eq!(code(&run, &call), wanted, "{host}");
        // Sent to them by way of a proxy.
        let proxied = Call { host: host.to_owned(), signed_host: host.to_owned(), ..apply(&run) };
        assert_eq!(code(&run, &proxied), "", "{host}");
    }
}

#[test]
fn names_of_headers_count_in_any_case() {
    let run = run(Sandbox::builder());
    let text = String::from_utf8(apply(&run).bytes()).unwrap();
    let text = text.replace("X-TC-", "x-tc-").replace("Content-Type", "CONTENT-TYPE");
    assert_eq!(run.send(text.as_bytes()).refusal().0, "");
}

#[test]
fn every_mistake_is_told_by_its_path_and_the_first_gives_the_code() {
    let run = run(Sandbox::builder());
    let refused = |action: &str, body: Value| run.answer(&run.v3(action, &body)).refusal();
    let (code, told) = refused(
        "ApplyUpload",
        json!({
            "SubAppId": -1,
            "MediaName": 7,
            "ExpireTime": "soon",
            "ClassId": 1.5,
            "SourceContext": "x".repeat(251),
            "CoverTypes": "jpg",
            "Procedure": null,
        }),
    );
    assert_eq!(code, "MissingParameter");
    for mistake in [
        "`MediaType` is required",
        "`SubAppId` must be a whole number that is not negative",
        "`MediaName` is a number, not text",
        "`Procedure` is null, not text; what is not given is left out",
        "`ExpireTime` must be a date and time",
        "`ClassId` must be a whole number",
        "`SourceContext` breaks: ..=250 chars",
        "`CoverTypes` is no parameter of the page; did you mean `CoverType`?",
    ] {
        assert!(told.contains(mistake), "{told} lacks {mistake}");
    }
    for (body, wanted) in [
        (json!({ "MediaType": "mp4", "SubAppId": "1" }), "InvalidParameter"),
        (json!({ "MediaType": "mp4", "SubAppId": -1 }), "InvalidParameter"),
        (json!({ "MediaType": "mp4", "ExpireTime": "soon" }), "InvalidParameterValue.ExpireTime"),
        (
            json!({ "MediaType": "mp4", "ExpireTime": "2001-01-01T00:00:00Z" }),
            "InvalidParameter.ExpireTime",
        ),
        (json!({ "MediaType": "mp4", "SourceContext": "x".repeat(251) }), "InvalidParameterValue"),
        (json!({ "MediaType": "mp4", "Videos": 1 }), "UnknownParameter"),
        (json!([1]), "InvalidParameter"),
    ] {
        assert_eq!(refused("ApplyUpload", body.clone()).0, wanted, "{body}");
    }
    let cut = Call { body: "{\"MediaType\": ".to_owned(), ..apply(&run) };
    let (code, told) = run.answer(&cut).refusal();
    assert_eq!(code, "InvalidParameter");
    assert!(told.contains("line 1"), "{told}");

    let ids: Vec<String> = (0..21).map(|id| id.to_string()).collect();
    let (code, told) = refused("DescribeMediaInfos", json!({ "FileIds": ids }));
    assert_eq!(code, "InvalidParameterValue.FileIds");
    assert!(told.contains("21 items"), "{told}");
    let none = refused("DescribeMediaInfos", json!({ "FileIds": [] }));
    assert_eq!(none.0, "InvalidParameterValue.FileIdsEmpty");
    let nested = json!({ "FileId": "1", "DeleteParts": [{ "Typ": "x", "Definition": "1" }] });
    let (_, told) = refused("DeleteMedia", nested);
    for mistake in [
        "`DeleteParts.0.Definition` is text, not a whole number",
        "`DeleteParts.0.Typ` is no parameter of the page; did you mean `Type`?",
    ] {
        assert!(told.contains(mistake), "{told} lacks {mistake}");
    }
}

#[test]
fn any_other_action_answers_its_pages_example() {
    let run = run(Sandbox::builder());
    let created = run.ask("CreateSubAppId", &json!({ "Name": "films" }));
    assert!(created["SubAppId"].is_u64(), "{created}");
    let again = run.ask("CreateSubAppId", &json!({ "Name": "films" }));
    assert_eq!(created["SubAppId"], again["SubAppId"]);
    assert_ne!(created["RequestId"], again["RequestId"], "a call has its own");
}

#[test]
fn a_get_says_the_same_in_its_query() {
    let run = run(Sandbox::builder());
    let got = |action: &str, query: &str| run.answer(&run.v3_get(action, query)).response();
    let opened = got("ApplyUpload", "SubAppId=15&MediaType=mp4&MediaName=a%20b");
    assert!(opened["VodSessionKey"].is_string(), "{opened}");
    assert_eq!(run.sandbox.requests()[0].parameters["MediaName"], "a b");
    let ids: Vec<String> = (0..12).map(|at| format!("FileIds.{at}={at}")).collect();
    let told = got("DescribeMediaInfos", &ids.join("&"));
    let wanted: Vec<String> = (0..12).map(|at| at.to_string()).collect();
    assert_eq!(told["NotExistFileIdSet"], json!(wanted));
    let parts = "FileId=7&DeleteParts.0.Type=OriginalFiles&DeleteParts.0.Definition=x";
    let refused = got("DeleteMedia", parts)["Error"].clone();
    assert_eq!(refused["Code"], "InvalidParameter", "{refused}");
    let deep = format!("MediaType=mp4&{}=1", vec!["a"; 3000].join("."));
    assert_eq!(got("ApplyUpload", &deep)["Error"]["Code"], "UnknownParameter");
    let mut secret = run.v3_get("CommitUpload", "VodSessionKey=hush&SubAppId=1");
    secret.key = "another".to_owned();
    let answer = run.answer(&secret);
    assert!(answer.text().contains("VodSessionKey=[redacted]&SubAppId=1"), "{}", answer.text());
    assert!(!answer.text().contains("hush"));
}

#[test]
fn what_is_not_served_is_told() {
    let run = run(Sandbox::builder());
    let form = "Action=ApplyUpload&Version=2018-07-17&MediaType=mp4";
    let post = format!(
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    );
    let get = format!("GET /?{form} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    for request in [post, get] {
        let (code, told) = run.send(request.as_bytes()).refusal();
        assert_eq!(code, "InvalidParameter");
        assert!(told.contains("TC3-HMAC-SHA256 alone"), "{told}");
    }
    let nowhere = run.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(nowhere.status, 404);
    assert!(nowhere.text().contains("X-TC-Action"), "{}", nowhere.text());
}
