//! The pages of this repository read without a word, and say what the wire says.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use vod_spec::model::{Body, Rule, Type};
use vod_spec::order::{self, Step};
use vod_spec::protocol::Protocol;
use vod_spec::{Reading, read, read_action};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn load(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(root().join(path)).map_err(|error| error.to_string())
}

fn clean(reading: &Reading) {
    assert!(reading.diagnostics.is_empty(), "{}", reading.diagnostics.render(&reading.sources));
}

#[test]
fn the_whole_api_reads_clean() {
    let reading = read("spec/v2/README.md", &mut load);
    clean(&reading);
    let api = &reading.api;
    assert_eq!(api.title, "VOD API 2.0");
    assert_eq!(api.protocol, Protocol::V2);
    assert_eq!(api.endpoint, "https://vod.api.qcloud.com/v2/index.php");
    assert_eq!(api.errors.len(), 23);
    assert_eq!(api.errors.iter().filter(|error| error.retry).count(), 3);
    let names: Vec<_> = api.actions.iter().map(|action| action.name.wire.as_str()).collect();
    assert_eq!(names, ["ApplyUpload", "CommitUpload"]);

    let apply = &api.actions[0];
    assert_eq!(apply.page, "spec/v2/ApplyUpload.md");
    assert_eq!(apply.facts.repeatable, Some(true));
    let limit = apply.facts.rate_limit.unwrap();
    assert_eq!((limit.calls, limit.per.as_secs()), (100, 60));
    let fields: Vec<_> = apply.request.iter().map(|field| field.name.rust.as_str()).collect();
    let expected = [
        "video_type",
        "video_name",
        "video_size",
        "cover_type",
        "cover_name",
        "cover_size",
        "procedure",
    ];
    assert_eq!(fields, expected);
    assert!(apply.request[0].plain && !apply.request[1].plain);
    assert_eq!(apply.request[4].rules[0].rule, Rule::Needs("coverType".to_owned()));
    assert_eq!(apply.response[0].ty, apply.response[1].ty);
    assert!(apply.response[6].is_secret());
    assert_eq!(apply.errors[0].name.rust, "InternalServiceError");
    assert!(apply.errors[0].retry);
    assert_eq!(apply.examples.len(), 2);
    assert_eq!(apply.examples[0].title, "A video with a cover");

    let Type::Named(upload) = apply.response[0].ty else { panic!("a struct") };
    let upload = &api.types[upload];
    assert_eq!(upload.name.rust, "CosUpload");
    assert!(upload.in_response && !upload.in_request);
    let Body::Struct(fields) = &upload.body else { panic!("a struct") };
    assert!(fields[0].plain && !fields[1].plain);
    assert_eq!(reading.sources.text(fields[0].name.span), "storagePath");
}

#[test]
fn one_page_reads_by_itself() {
    let reading = read_action("spec/v2/CommitUpload.md", Protocol::V2, &mut load);
    clean(&reading);
    assert_eq!(reading.api.actions.len(), 1);
    assert_eq!(reading.api.endpoint, "https://vod.api.qcloud.com/v2/index.php");
}

#[test]
fn common_parameters_are_merged_in_byte_order() {
    let reading = read("spec/v2/README.md", &mut load);
    let fields = &reading.api.actions[0].request;
    let names: Vec<&str> = order::of_action(fields, Protocol::V2)
        .iter()
        .map(|step| match step {
            Step::Common(name) => name,
            Step::Own(at) => fields[*at].name.wire.as_str(),
        })
        .collect();
    assert_eq!(
        names,
        [
            "Action",
            "Nonce",
            "Region",
            "SecretId",
            "SignatureMethod",
            "Timestamp",
            "Token",
            "coverName",
            "coverSize",
            "coverType",
            "procedure",
            "videoName",
            "videoSize",
            "videoType",
        ]
    );
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing() {
    let mut windows = |path: &str| {
        let text = String::from_utf8(load(path)?).map_err(|error| error.to_string())?;
        Ok(format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes())
    };
    let reading = read("spec/v2/README.md", &mut windows);
    clean(&reading);
    assert_eq!(reading.api.actions[0].request.len(), 7);
}

fn read_text(text: &[u8]) {
    let reading = read_action("X.md", Protocol::V2, &mut |path| {
        if path == "X.md" { Ok(text.to_vec()) } else { Err("not there".to_owned()) }
    });
    let _ = reading.diagnostics.render(&reading.sources);
    let index = read("X.md", &mut |_| Ok(text.to_vec()));
    let _ = index.diagnostics.render(&index.sources);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[-#|`~a\\[\\]().=&%;<>! \\\\\\n\\t视:\"{},0-9]{0,400}") {
        read_text(text.as_bytes());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_text(&bytes);
    }

    #[test]
    fn no_edit_of_a_page_makes_it_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..20_usize, "[-|#`a视.;=&\\n ]{0,4}"), 1..8)
    ) {
        let page = String::from_utf8(load("spec/v2/ApplyUpload.md").unwrap()).unwrap();
        let mut text: Vec<char> = page.chars().collect();
        for (at, cut, put) in edits {
            let at = at.index(text.len().max(1)).min(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, put.chars());
        }
        read_text(text.into_iter().collect::<String>().as_bytes());
    }
}
