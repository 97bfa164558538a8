//! `vod call` by API 3.0: what words become by the page, how it is signed, what is refused.

use std::io::Write as _;
use std::process::{Command, Stdio};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::run::{KEY, file, stderr, stdout, vod};

const PAGE: &str = "../vod-spec/tests/pages/v3_good/CreateProcedureTemplate.md";

fn dry(words: &[&str]) -> Value {
    let output = vod(&[&["call"], words, &["--dry-run", "--json"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

/// The body that the words make.
fn body(words: &[&str]) -> Value {
    serde_json::from_str(dry(words)["body"].as_str().unwrap()).unwrap()
}

/// What is told of words that break their page.
fn told(words: &[&str]) -> String {
    let output = vod(&[&["call"], words, &["--dry-run", "--json"]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stdout(&output)["error"]["message"].is_string());
    stderr(&output).to_owned()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

#[test]
fn a_dry_run_shows_a_request_that_is_signed_right() {
    let shown = dry(&[
        "SearchMedia",
        "Names=上传 \"&=",
        "Limit=7",
        "--timestamp",
        "1795500000",
        "--region",
        "ap-guangzhou",
        "--language",
        "en-US",
    ]);
    let (headers, body) = (&shown["headers"], shown["body"].as_str().unwrap());
    assert_eq!(shown["method"], "POST");
    assert_eq!(shown["url"], "https://vod.tencentcloudapi.com/");
    for (name, value) in [
        ("content-type", "application/json"),
        ("x-tc-action", "SearchMedia"),
        ("x-tc-version", "2018-07-17"),
        ("x-tc-timestamp", "1795500000"),
        ("x-tc-region", "ap-guangzhou"),
        ("x-tc-language", "en-US"),
    ] {
        assert_eq!(headers[name], value, "{headers}");
    }
    let canonical = format!(
        "POST\n/\n\ncontent-type:application/json\nhost:vod.tencentcloudapi.com\n\n\
         content-type;host\n{}",
        hex(&Sha256::digest(body))
    );
    let scope = "2026-11-24/vod/tc3_request";
    let signed =
        format!("TC3-HMAC-SHA256\n1795500000\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    assert_eq!(shown["stringToSign"], signed);
    let day = mac(format!("TC3{KEY}").as_bytes(), "2026-11-24");
    let signature = hex(&mac(&mac(&mac(&day, "vod"), "tc3_request"), &signed));
    assert_eq!(shown["signature"], *signature);
    assert_eq!(
        headers["authorization"],
        format!(
            "TC3-HMAC-SHA256 Credential=AKIDtest/{scope}, SignedHeaders=content-type;host, \
             Signature={signature}"
        )
    );
    assert!(!shown.to_string().contains(KEY));
}

#[test]
fn an_array_is_given_by_repeating_by_numbers_or_as_json() {
    let two = json!({ "FileIds": ["1", "2"] });
    for words in [
        &["FileIds=1", "FileIds=2"][..],
        &["FileIds.1=2", "FileIds.0=1"],
        &["FileIds=[\"1\", \"2\"]"],
    ] {
        assert_eq!(body(&[&["DescribeMediaInfos"], words].concat()), two, "{words:?}");
    }
    assert_eq!(body(&["DescribeMediaInfos", "FileIds=1"]), json!({ "FileIds": ["1"] }));
    assert_eq!(body(&["DescribeMediaInfos", "FileIds=[]"]), json!({ "FileIds": [] }));
}

#[test]
fn nested_parameters_are_dotted_or_json_and_typed_by_the_page() {
    let flow = json!({
        "Name": "7",
        "SubAppId": 1_500_001,
        "MediaProcessTask": { "TranscodeTaskSet": [
            { "Definition": 20, "Watermarks": [{ "Definition": 4, "Shares": 0.5 }] },
            { "Definition": 30 },
        ] },
        "Comment": "{\"a\": 1}",
        "Ext_Info": { "by": ["hand"] },
        "Silent": 1,
    });
    let plain = [
        "CreateProcedureTemplate",
        "--page",
        PAGE,
        "Name=7",
        "SubAppId=1500001",
        "Comment={\"a\": 1}",
        "Ext_Info={\"by\": [\"hand\"]}",
        "Silent=true",
    ];
    let set = "MediaProcessTask.TranscodeTaskSet";
    let dotted = [
        format!("{set}.0.Definition=20"),
        format!("{set}.0.Watermarks.0.Definition=4"),
        format!("{set}.0.Watermarks.0.Shares=0.5"),
        format!("{set}.1.Definition=30"),
    ];
    let first = "{\"Definition\": 20, \"Watermarks\": [{\"Definition\": 4, \"Shares\": 0.5}]}";
    let second = "{\"Definition\": 30}";
    for ways in [
        dotted.to_vec(),
        vec![format!("{set}=[{first}, {second}]")],
        vec![format!("{set}={first}"), format!("{set}={second}")],
        vec![format!("{set}.0={first}"), format!("{set}.1.Definition=30")],
        vec![format!("MediaProcessTask={{\"TranscodeTaskSet\": [{first}, {second}]}}")],
    ] {
        let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
        assert_eq!(body(&[&plain[..], &ways].concat()), flow, "{ways:?}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_by_their_paths() {
    let set = "MediaProcessTask.TranscodeTaskSet";
    let words = [
        "SubAppId=-1",
        "Silent=maybe",
        "Coment=x",
        "Ext_Info=no json",
        &format!("{set}.0.Watermarks=[{{\"Definition\": \"4\", \"Shares\": 2, \"Share\": 1}}]"),
        &format!("{set}.2.Definition=1"),
    ];
    let call = ["CreateProcedureTemplate", "--page", PAGE];
    let said = told(&[&call[..], &words].concat());
    for part in [
        "`Name` is required",
        "`SubAppId` must be a whole number that is not negative (given: \"-1\")",
        "`Silent` must be 0 or 1",
        "`Coment` is no parameter of the page; did you mean `Comment`?",
        "`Ext_Info` is any JSON and must be given as JSON: ",
        "is counted from `MediaProcessTask.TranscodeTaskSet.0` on without a gap",
        "Parameters that no page knows go by --extra.",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let said = told(&[&call[..], &["Name=", words[4], "Comment=a", "Comment=b"]].concat());
    for part in [
        "`Name` breaks: not empty",
        "`Comment` is given twice",
        "`MediaProcessTask.TranscodeTaskSet.0.Definition` is required",
        "`MediaProcessTask.TranscodeTaskSet.0.Watermarks.0.Definition` is text, not a whole number",
        "`MediaProcessTask.TranscodeTaskSet.0.Watermarks.0.Shares` breaks: 0..=1",
        "did you mean `MediaProcessTask.TranscodeTaskSet.0.Watermarks.0.Shares`?",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let ids: Vec<String> = (0..21).map(|id| format!("FileIds={id}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let said = told(&[&["DescribeMediaInfos"], &ids[..]].concat());
    assert!(said.contains("`FileIds` has 21 items, which breaks: ..=20 items"), "{said}");
}

#[test]
fn a_value_is_given_one_way() {
    for (words, part) in [
        (&["FileIds=[\"1\"]", "FileIds=2"][..], "`FileIds` is given as a whole and by its items"),
        (&["FileIds=1", "FileIds.1=2"], "`FileIds` is given as a whole and by its items"),
        (&["FileIds=[1]"], "`FileIds.0` is a number, not text"),
        (&["FileIds=[\"1\""], "`FileIds` is an array and must be given as JSON: "),
        (&["FileIds=1", "SubAppId.0=1"], "`SubAppId` is one value"),
    ] {
        let said = told(&[&["DescribeMediaInfos"], words].concat());
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

#[test]
fn a_body_is_taken_whole_from_a_file_or_stdin() {
    let text = r#"{"FileIds": ["1"], "SubAppId": 7}"#;
    let path = file("body.json", text.as_bytes());
    let path = path.to_str().unwrap();
    let whole: Value = serde_json::from_str(text).unwrap();
    assert_eq!(body(&["DescribeMediaInfos", "--body", path]), whole);
    let mut child = Command::new(env!("CARGO_BIN_EXE_vod"))
        .args(["call", "DescribeMediaInfos", "--body", "-", "--dry-run", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let shown = stdout(&child.wait_with_output().unwrap());
    assert_eq!(shown["body"], whole.to_string());

    let wrong = file("wrong.json", br#"{"FileIds": "1", "SubAppId": null, "SubApp": 1}"#);
    let said = told(&["DescribeMediaInfos", "--body", wrong.to_str().unwrap()]);
    for part in
        ["`FileIds` is text, not an array", "`SubAppId` is null", "`SubApp` is no parameter"]
    {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let broken = file("broken.json", br#"{"FileIds": s3ss10n"#);
    let said = told(&["DescribeMediaInfos", "--body", broken.to_str().unwrap()]);
    assert!(said.contains("broken.json: the body is not JSON: "), "{said}");
    assert!(!said.contains("s3ss10n"), "{said}");
    assert_eq!(vod(&["call", "X", "A=1", "--body", path]).status.code(), Some(2));
    let missing = vod(&["call", "DescribeMediaInfos", "--body", "no/such.json"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn an_extra_parameter_goes_along_and_never_stands_for_one_of_the_page() {
    let call = ["ApplyUpload", "MediaType=mp4"];
    let extra = ["--extra", "New.0.A=7", "--extra", "New.0.B=x", "--extra", "Text=\"7\""];
    let made = json!({ "MediaType": "mp4", "New": { "0": { "A": 7, "B": "x" } }, "Text": "7" });
    assert_eq!(body(&[&call[..], &extra].concat()), made);
    let said = told(
        &[
            &call[..],
            &["--extra", "SubAppId=7", "--extra", "SecretKey=s3ss10n", "--extra", "x=1"],
            &["--extra", "x=2"],
        ]
        .concat(),
    );
    for part in [
        "`SubAppId` is a parameter of the page",
        "`SecretKey` comes from the environment variable",
        "`x` is given twice",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    assert!(!said.contains("s3ss10n"), "{said}");
    let task = ["ProcessMedia", "FileId=1", "MediaProcessTask.TranscodeTaskSet.0.Definition=1"];
    let inner = ["--extra", "MediaProcessTask.TranscodeTaskSet.0.Newer=true"];
    let made = body(&[&task[..], &inner].concat());
    assert_eq!(made["MediaProcessTask"]["TranscodeTaskSet"][0]["Newer"], true);
}

#[test]
fn headers_of_the_protocol_have_ways_of_their_own() {
    for (name, way) in [
        ("Action", "first word"),
        ("X-TC-Region", "--region"),
        ("Language", "--language"),
        ("Timestamp", "--timestamp"),
        ("Version", "the page"),
        ("Nonce", "API 3.0 has none"),
        ("SecretId", "TENCENTCLOUD_SECRET_ID"),
        ("Token", "TENCENTCLOUD_TOKEN"),
        ("Authorization", "by the command"),
    ] {
        let said = told(&["ApplyUpload", "MediaType=mp4", &format!("{name}=gz")]);
        assert!(said.contains(&format!("`{name}` ")) && said.contains(way), "{said}");
        assert!(!said.contains("--extra") && !said.contains("\"gz\""), "{said}");
    }
    // A page may have a parameter of such a name.
    let words = ["CreateProcedureTemplate", "--page", PAGE, "Name=x", "Region=here"];
    assert_eq!(body(&words), json!({ "Name": "x", "Region": "here" }));
}

#[test]
fn a_secret_is_in_no_message() {
    let mark = "MediaProcessTask.TranscodeTaskSet.0.Watermarks.0";
    let words = [
        "CreateProcedureTemplate",
        "--page",
        PAGE,
        &format!("{mark}.Pull_Url=s3ss10n"),
        &format!("{mark}.PullUrl=s3ss10n"),
        "MediaProcessTask.TranscodeTaskSet.1=s3ss10n",
        "Ext_Info=s3ss10n",
        "Nam=s3ss10n",
    ];
    let said = told(&words);
    assert!(said.contains(&format!("did you mean `{mark}.Pull_Url`?")), "{said}");
    assert!(!said.contains("s3ss10n"), "{said}");
    let said = told(&["CommitUpload", "VodSesionKey=s3ss10n"]);
    assert!(said.contains("did you mean `VodSessionKey`?"), "{said}");
    assert!(!said.contains("s3ss10n"), "{said}");
}
