//! `vod call` by API 2.0.

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::run::{KEY, stderr, stdout, vod};
use crate::server::decoded;

#[test]
fn a_dry_run_shows_a_request_that_is_signed_right() {
    for (nonce, name) in [("11886", "plain"), ("1", "a b&c=d+e%f~*'/上传"), ("7", "")] {
        let name = format!("videoName={name}");
        let words = ["call", "--api", "v2", "ApplyUpload", "videoType=mp4", &name, "coverType=jpg"];
        let fixed = ["--dry-run", "--json", "--nonce", nonce, "--timestamp", "1465185768"];
        let document = stdout(&vod(&[&words[..], &fixed[..]].concat()));
        let text = |key: &str| document[key].as_str().unwrap();
        assert_eq!(text("method"), "GET");
        let (address, query) = text("url").split_once('?').unwrap();
        let mut pairs: Vec<(String, String)> = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        let signature = pairs.pop().unwrap();
        assert_eq!(signature, ("Signature".to_owned(), text("signature").to_owned()));
        let mut sorted = pairs.clone();
        sorted.sort();
        assert_eq!(pairs, sorted);
        let joined: Vec<String> =
            sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let host = address.strip_prefix("https://").unwrap();
        let string_to_sign = format!("GET{host}?{}", joined.join("&"));
        assert_eq!(text("stringToSign"), string_to_sign);
        let mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
        let hash = mac.chain_update(string_to_sign).finalize().into_bytes();
        assert_eq!(signature.1, base64::engine::general_purpose::STANDARD.encode(hash));
    }
}

#[test]
fn all_mistakes_are_told_at_once_and_nothing_is_sent() {
    let output =
        vod(&["call", "--api", "v2", "ApplyUpload", "vidoType=mp4", "coverName=x", "videoSize=-1"]);
    assert_eq!(output.status.code(), Some(2));
    for told in [
        "`videoType` is required",
        "`videoSize` breaks: 0..",
        "`coverName` needs `coverType`",
        "did you mean `videoType`?",
    ] {
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
}

#[test]
fn an_extra_parameter_is_signed_along_and_never_stands_for_one_of_the_page() {
    let call = ["call", "--api", "v2", "ApplyUpload", "videoType=mp4", "--dry-run", "--json"];
    let good = stdout(&vod(&[&call[..], &["--extra", "SubAppId=7"]].concat()));
    assert!(good["stringToSign"].as_str().unwrap().contains("&SubAppId=7&"));
    let words = ["--extra", "videoType=mp3", "--extra", "x=1", "--extra", "x=2"];
    let bad = vod(&[&call[..], &words].concat());
    assert_eq!(bad.status.code(), Some(2));
    assert!(stderr(&bad).contains("`videoType` is a parameter of the page"), "{}", stderr(&bad));
    assert!(stderr(&bad).contains("`x` is given twice"), "{}", stderr(&bad));
}

#[test]
fn a_secret_under_a_mistyped_name_is_not_shown() {
    let output = vod(&["call", "--api", "v2", "CommitUpload", "vodSesionKey=s3ss10n", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did you mean `vodSessionKey`?"), "{}", stderr(&output));
    assert!(!format!("{}{}", stdout(&output), stderr(&output)).contains("s3ss10n"));
}

#[test]
fn a_secret_goes_by_post_and_no_key_is_shown() {
    let output = vod(&[
        "call",
        "--api",
        "v2",
        "CommitUpload",
        "vodSessionKey=s3ss10n",
        "--dry-run",
        "--json",
    ]);
    let document = stdout(&output);
    assert_eq!(document["method"], "POST");
    assert!(!document["url"].as_str().unwrap().contains("s3ss10n"));
    let shown = format!("{document}{}", stderr(&output));
    assert!(!shown.contains(KEY));
}

#[test]
fn a_refusal_is_told_in_the_pages_words() {
    let output = vod(&[
        "call",
        "--api",
        "v2",
        "CommitUpload",
        "vodSessionKey=s3ss10n",
        "--sandbox",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output)["error"]["code"], "31001");
    assert_eq!(stdout(&output)["error"]["status"], 200);
    assert!(stderr(&output).contains("used before"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("s3ss10n"));
}

#[test]
fn parameters_of_the_protocol_have_ways_of_their_own() {
    let call = ["call", "--api", "v2", "ApplyUpload", "videoType=mp4", "--dry-run", "--json"];
    for (name, way) in [
        ("Region", "--region"),
        ("Nonce", "--nonce"),
        ("Timestamp", "--timestamp"),
        ("SecretId", "TENCENTCLOUD_SECRET_ID"),
        ("Token", "TENCENTCLOUD_TOKEN"),
        ("SignatureMethod", "by the command"),
        ("Signature", "by the command"),
        ("Action", "first word"),
    ] {
        let pair = format!("{name}=gz");
        for words in [&[&*pair][..], &["--extra", &pair]] {
            let output = vod(&[&call[..], words].concat());
            assert_eq!(output.status.code(), Some(2), "{words:?}");
            let told = stderr(&output);
            assert!(told.contains(&format!("`{name}` ")) && told.contains(way), "{told}");
            assert!(!told.contains("--extra") && !told.contains("gz"), "{told}");
        }
    }
    let unknown = vod(&[&call[..], &["other=1"]].concat());
    assert!(stderr(&unknown).contains("go by --extra"), "{}", stderr(&unknown));
    let name = vod(&[&call[..], &["--extra", "a_b=1"]].concat());
    assert_eq!(name.status.code(), Some(2));
    assert!(stderr(&name).contains("`a_b` must not have `_`"), "{}", stderr(&name));
    let region = stdout(&vod(&[&call[..], &["--region", "gz"]].concat()));
    assert!(region["stringToSign"].as_str().unwrap().contains("&Region=gz&"), "{region}");
}
