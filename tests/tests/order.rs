//! The order fixed at compile time is a byte sort of the full names, whatever the values are.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use sha1::Sha1;
use sha2::Sha256;
use vod_api::{Action, Credential, Method, SignatureMethod, Stamp, v2};

mod own {
    vod_api::api!("pages/own/README.md");
}

const KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";

/// Signs a request and holds what came of it against a sort and an HMAC of this test's own.
fn check<A: Action>(request: &A, method: SignatureMethod, stamp: Stamp) {
    let client = v2::Client::builder()
        .credential(Credential::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", KEY))
        .signature_method(method)
        .method(Method::Post)
        .region("gz")
        .build()
        .unwrap();
    let prepared = client.runtime().prepare(request, stamp).unwrap();
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let mut pairs: Vec<(String, String)> = prepared
        .body()
        .unwrap()
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    assert_eq!(pairs.pop(), Some(("Signature".into(), prepared.signature().to_owned())));
    let mut sorted = pairs.clone();
    sorted.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
    assert_eq!(pairs, sorted);
    let joined: Vec<String> =
        sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let address = prepared.url().strip_prefix("https://").unwrap();
    let string = format!("POST{address}?{}", joined.join("&"));
    assert_eq!(prepared.string_to_sign(), string);
    let hash = match method {
        SignatureMethod::HmacSha1 => {
            let mac = Hmac::<Sha1>::new_from_slice(KEY.as_bytes()).unwrap();
            mac.chain_update(&string).finalize().into_bytes().to_vec()
        }
        SignatureMethod::HmacSha256 => {
            let mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
            mac.chain_update(&string).finalize().into_bytes().to_vec()
        }
    };
    assert_eq!(prepared.signature(), base64::engine::general_purpose::STANDARD.encode(hash));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[ &=+/%~*'.a-zA-Z0-9_-]{0,20}",
        any::<String>(),
        "[上传视频]{1,5}",
    ]
}

fn given() -> impl Strategy<Value = String> {
    text().prop_map(|text| text + "x")
}

fn method() -> impl Strategy<Value = SignatureMethod> {
    prop_oneof![Just(SignatureMethod::HmacSha1), Just(SignatureMethod::HmacSha256)]
}

fn stamp() -> impl Strategy<Value = Stamp> {
    (1u64.., any::<u64>()).prop_map(|(nonce, timestamp)| Stamp { nonce, timestamp })
}

proptest! {
    #[test]
    fn apply_upload(
        video_type in given(),
        video_name in proptest::option::of(text()),
        video_size in proptest::option::of(0i64..),
        cover_type in proptest::option::of(given()),
        procedure in proptest::option::of(text()),
        extra in proptest::collection::btree_map("[A-Z][a-z]{1,5}(\\.[0-9]{1,2})?", text(), 0..4),
        method in method(),
        stamp in stamp(),
    ) {
        let mut request = v2::ApplyUpload::builder().video_type(video_type).build();
        if cover_type.is_some() {
            request.cover_name.clone_from(&video_name);
            request.cover_size = video_size;
        }
        request.video_name = video_name;
        request.video_size = video_size;
        request.cover_type = cover_type;
        request.procedure = procedure;
        let common = ["Action", "Nonce", "Region", "Signature", "Timestamp", "Token"];
        for (name, value) in extra {
            if !common.iter().any(|common| name.split('.').next() == Some(common)) {
                request.extra.set(name, value);
            }
        }
        check(&request, method, stamp);
    }

    #[test]
    fn commit_upload(session in given(), method in method(), stamp in stamp()) {
        check(&v2::CommitUpload::builder().vod_session_key(session).build(), method, stamp);
    }

    #[test]
    fn nested_structs_and_arrays(
        sources in proptest::collection::vec((given(), proptest::option::of(any::<i64>())), 0..130),
        tags in proptest::option::of(proptest::collection::vec("[a-z&= ]{0,10}", 0..130)),
        format in text(),
        height in proptest::option::of(128u64..1921),
        dry_run in proptest::option::of(any::<bool>()),
        scale in proptest::option::of(0.5f64..2.0),
        method in method(),
        stamp in stamp(),
    ) {
        let sources = sources.into_iter().map(|(file_id, end)| {
            let mut source = own::Source::builder().file_id(file_id).build();
            source.end_time_offset = end;
            source
        });
        let mut output = own::Output::builder().format(&*format).build();
        output.height = height;
        let mut request = own::EditMedia::builder().src_file_list(sources).output(output).build();
        request.tags = tags;
        request.dry_run = dry_run;
        request.scale = scale;
        check(&request, method, stamp);
    }
}

#[test]
fn a_number_that_is_none_is_never_signed() {
    let output = own::Output::builder().format("mp4").build();
    let request = own::EditMedia::builder().src_file_list([]).output(output).scale(f64::NAN);
    let client = v2::Client::new(Credential::new("AKID", KEY)).unwrap();
    let error = client.sign(&request.build()).unwrap_err();
    assert!(error.to_string().ends_with("\n  `scale` = NaN: a finite number"), "{error}");
}
