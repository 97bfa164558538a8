//! The example end to end: signed by vod-api, carried by ureq, answered by the sandbox.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use other_client::{Failure, OtherClient};
use tokio::runtime::Runtime;
use vod_api::{Credential, Error, v3};
use vod_sandbox::Sandbox;

const UNKNOWN: &str = "5285485491730299999";

/// The runtime is the sandbox's alone; the client has none.
fn start() -> (Runtime, Sandbox) {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    (runtime, sandbox)
}

fn client(sandbox: &Sandbox, key: &str) -> OtherClient {
    let credential = Credential::new(sandbox.secret_id(), key);
    let vod = v3::Client::builder().credential(credential).endpoint(sandbox.url());
    OtherClient::new(vod.build().unwrap())
}

#[test]
fn a_place_is_reserved_and_media_are_looked_up() {
    let (_runtime, sandbox) = start();
    let client = client(&sandbox, sandbox.secret_key());
    let request = v3::ApplyUpload::builder().media_type("mp4").media_name("Häfen").build();
    let reserved = client.send(&request).unwrap();
    assert!(!reserved.media_storage_path.is_empty(), "{reserved:?}");
    let request = v3::DescribeMediaInfos::builder().file_ids([UNKNOWN]).build();
    assert_eq!(client.send(&request).unwrap().not_exist_file_id_set, [UNKNOWN]);
}

#[test]
fn a_refusal_is_read_as_one() {
    let (_runtime, sandbox) = start();
    let client = client(&sandbox, "a key that opens nothing");
    let request = v3::DescribeMediaInfos::builder().file_ids([UNKNOWN]).build();
    let error = client.send(&request).unwrap_err();
    let Failure::Vod(error @ Error::Refused(_)) = error else { panic!("{error}") };
    assert_eq!(error.code(), Some("AuthFailure.SignatureFailure"));
}
