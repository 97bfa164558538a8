//! Which Action of which generation `vod call` takes a name for.

use crate::run::{stderr, stdout, vod};

/// What the command says to words that it refuses.
fn refused(words: &[&str]) -> String {
    let output = vod(&[&["call"], words, &["--dry-run"]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    stderr(&output).to_owned()
}

#[test]
fn a_name_that_both_have_is_that_of_api_3_0_unless_told() {
    let dry = ["--dry-run", "--json"];
    let newer = stdout(&vod(&[&["call", "ApplyUpload", "MediaType=mp4"], &dry[..]].concat()));
    assert_eq!(newer["url"], "https://vod.tencentcloudapi.com/");
    let older = ["call", "ApplyUpload", "videoType=mp4", "--api", "v2"];
    let older = stdout(&vod(&[&older[..], &dry].concat()));
    assert!(older["url"].as_str().unwrap().starts_with("https://vod.api.qcloud.com/v2/index.php?"));
}

#[test]
fn parameters_of_the_other_generation_are_known_as_such() {
    let told = refused(&["ApplyUpload", "videoType=mp4", "coverType=jpg", "other=1"]);
    assert!(
        told.contains(
            "`videoType`, `coverType` are parameters of ApplyUpload of API 2.0: give --api v2"
        ),
        "{told}"
    );
    assert!(told.contains("go by --extra"), "{told}");
    let told = refused(&["ApplyUpload", "MediaType=mp4", "--api", "v2"]);
    assert!(!told.contains("--extra"), "{told}");
    let is = "`MediaType` is a parameter of ApplyUpload of API 3.0: give --api v3";
    assert!(told.contains(is), "{told}");
}

#[test]
fn an_action_of_the_other_generation_is_told_with_its_option() {
    let told = refused(&["DescribeMediaInfos", "--api", "v2"]);
    assert!(told.contains("`DescribeMediaInfos` is an Action of API 3.0: give --api v3"), "{told}");
    let told = refused(&["DescribeMediaInfo"]);
    for part in
        ["did you mean `DescribeMediaInfos`?", "of API 3.0: ", "of API 2.0: ", "--page FILE"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
}

#[test]
fn options_of_one_generation_are_refused_by_the_other() {
    let newer = ["ApplyUpload", "MediaType=mp4"];
    let older = ["ApplyUpload", "videoType=mp4", "--api", "v2"];
    for (words, option, told) in [
        (&newer[..], ["--nonce", "7"], "API 3.0 has no nonce"),
        (&newer, ["--method", "get"], "go by POST"),
        (&older, ["--language", "en-US"], "--language is for API 3.0"),
        (&["ApplyUpload", "--api", "v2"], ["--body", "-"], "--body is for API 3.0"),
    ] {
        let said = refused(&[words, &option].concat());
        assert!(said.contains(told), "{said}");
    }
}
