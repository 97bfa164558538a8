//! What a refusal says to whom it meets: by its code, by its family, and in a sentence.

use serde_json::json;
use vod_api::{Action, Credential, Error, ErrorCode as _, Refused, v2, v3};

use crate::grove::{GrowTree, GrowTreeCode};

fn refused<A: Action>(request: &A, body: &str) -> Error {
    let client = v3::Client::new(Credential::new("AKID", "key")).unwrap();
    match client.runtime().read(request, 200, body) {
        Err(error @ Error::Refused(_)) => error,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("{body} is no success"),
    }
}

fn by(code: &str) -> Error {
    let body = json!({
        "Response": { "Error": { "Code": code, "Message": "No." }, "RequestId": "id-7" }
    });
    refused(&v3::ApplyUpload::builder().media_type("mp4").build(), &body.to_string())
}

fn by_v2(code: i64) -> Error {
    let body = json!({ "code": code, "message": "No.", "codeDesc": "Word" }).to_string();
    refused(&v2::ApplyUpload::builder().video_type("mp4").build(), &body)
}

fn inner(error: &Error) -> &Refused {
    if let Error::Refused(refused) = error { refused } else { panic!("{error}") }
}

#[test]
fn a_code_of_the_page_has_its_meaning_and_its_variant() {
    let error = by("InvalidParameterValue.MediaType");
    assert_eq!(
        error.to_string(),
        "VOD refused ApplyUpload: InvalidParameterValue.MediaType (VOD takes no media files of \
         this `MediaType`): No. (request id-7)"
    );
    assert_eq!(error.code(), Some("InvalidParameterValue.MediaType"));
    assert_eq!(error.v3_code(), error.code());
    assert_eq!((error.request_id(), error.status()), (Some("id-7"), Some(200)));
    let code = error.code_of::<v3::ApplyUpload>().unwrap();
    assert_eq!(code, v3::ApplyUploadCode::InvalidParameterValueMediaType);
    assert_eq!(code.family(), "InvalidParameterValue");
    assert!(!error.is_retryable());
}

#[test]
fn a_code_of_the_index_may_be_sent_again_when_the_index_says_so() {
    let error = by("RequestLimitExceeded.UinLimitExceeded");
    assert!(error.is_retryable() && inner(&error).retry);
    assert!(error.to_string().contains("; the same call may succeed later (request id-7)"));
    let common = v3::CommonCode::from_code("RequestLimitExceeded.UinLimitExceeded");
    let code = error.code_of::<v3::ApplyUpload>().unwrap();
    assert_eq!(code, v3::ApplyUploadCode::Common(common));
}

#[test]
fn a_code_that_no_page_lists_has_the_meaning_of_its_family() {
    for (code, family, retry) in [
        ("RequestLimitExceeded.Tomorrow", "RequestLimitExceeded", true),
        ("InternalError.DBError.Slow", "InternalError", true),
        ("InvalidParameter.NewThing", "InvalidParameter", false),
    ] {
        let (error, known) = (by(code), by(family));
        assert_eq!(error.code(), Some(code));
        assert_eq!(inner(&error).meaning, inner(&known).meaning, "{code}");
        assert!(!inner(&error).meaning.is_empty(), "{code}");
        assert_eq!((error.is_retryable(), known.is_retryable()), (retry, retry), "{code}");
        let kept = error.code_of::<v3::ApplyUpload>().unwrap();
        assert_eq!((kept.code(), kept.family()), (code, family));
    }
    let error = by("Unheard.Of");
    assert_eq!((inner(&error).meaning, error.is_retryable()), ("", false));
    assert_eq!(error.to_string(), "VOD refused ApplyUpload: Unheard.Of: No. (request id-7)");
}

#[test]
fn the_pages_own_row_counts_before_the_family() {
    let body = r#"{"Response":{"Error":{"Code":"ResourceInUse.Nest"},"RequestId":"i"}}"#;
    let error = refused(&GrowTree::builder().name("x").build(), body);
    assert!(error.is_retryable());
    assert_eq!(error.code_of::<GrowTree>(), Some(GrowTreeCode::ResourceInUseNest));
    assert!(error.to_string().contains("(A bird sits in it)"), "{error}");
}

#[test]
fn a_refusal_is_one_whatever_its_members_are() {
    let request = v3::DescribeMediaInfos::builder().file_ids(["1"]).build();
    for (members, code, message) in [
        (r#""Error":{"Code":"FailedOperation","Message":"m","New":[{}]}"#, "FailedOperation", "m"),
        (r#""Error":{"Message":"m"}"#, "", "m"),
        (r#""Error":{"Code":null,"Message":"m"}"#, "", "m"),
        (r#""Error":{"Code":7,"Message":{"a":1}}"#, "7", r#"{"a":1}"#),
        // In API 3.0 no code means success.
        (r#""Error":{"Code":"0"}"#, "0", ""),
        (r#""Error":"down""#, "", "down"),
        (r#""Error":{}"#, "", ""),
        // Fields beside it count for nothing.
        (r#""MediaInfoSet":7,"Error":{"Code":"X","Message":"m"},"Limit":"a""#, "X", "m"),
    ] {
        let error = refused(&request, &format!(r#"{{"Response":{{{members},"RequestId":"i"}}}}"#));
        let refused = inner(&error);
        assert_eq!((&*refused.code, &*refused.message), (code, message), "{members}");
        assert_eq!(error.request_id(), Some("i"));
    }
    let error = refused(&request, r#"{"Response":{"Error":{"Message":"m"}}}"#);
    assert_eq!(error.to_string(), "VOD refused DescribeMediaInfos without a code: m");
    assert_eq!(error.request_id(), None);
}

#[test]
fn a_code_of_api_2_has_its_name_in_api_3() {
    for (number, name) in [
        (4100, Some("AuthFailure.SignatureFailure")),
        (4104, Some("AuthFailure.SecretIdNotFound")),
        (4400, Some("RequestLimitExceeded")),
        (6000, Some("InternalError")),
        (4500, None),
        (123_456, None),
    ] {
        let error = by_v2(number);
        assert_eq!(error.v3_code(), name, "{number}");
        assert_eq!(error.code(), Some(&*number.to_string()));
        // Both generations give one step for one cause.
        if let Some(name) = name {
            assert_eq!(error.next_step(), by(name).next_step(), "{name}");
            assert_eq!(error.is_retryable(), by(name).is_retryable(), "{name}");
        }
    }
}

#[test]
fn each_cause_has_a_step_to_take() {
    for (code, step) in [
        ("AuthFailure.SignatureExpire", "clock"),
        ("AuthFailure.SignatureFailure", "secret key"),
        ("AuthFailure.SecretIdNotFound", "SecretId"),
        ("AuthFailure.TokenFailure", "temporary key pair"),
        ("AuthFailure.UnauthorizedOperation", "access management"),
        ("AuthFailure.InvalidAuthorization", "check the key pair"),
        ("UnauthorizedOperation.CamNoAuth", "access management"),
        ("RequestLimitExceeded.IPLimitExceeded", "less often"),
        ("LimitExceeded.Storage", "quota"),
        ("InvalidParameterValue.SubAppId", "VOD application"),
        ("InvalidParameterValue.Whatever", "parameter that the message names"),
        ("MissingParameter.Whatever", "give the parameter"),
        ("UnknownParameter", "leave out"),
        ("InvalidAction", "name and version"),
        ("ResourceNotFound.TemplateNotExist", "check the id"),
        ("InternalError.Whatever", "later"),
        ("ServiceUnavailable", "later"),
        ("Unheard.Of", "page of the Action"),
    ] {
        let error = by(code);
        assert!(error.next_step().contains(step), "{code}: {}", error.next_step());
    }
}
