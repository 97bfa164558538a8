//! `vod upload`.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::run::{CLIP, COVER, KEY, command, file, stderr, stdout, vod};
use crate::sandbox::Sandbox;
use crate::server::{get, server};

#[test]
fn an_upload_ends_in_one_document_and_the_object_is_the_file() {
    let sandbox = Sandbox::start();
    let target = format!("--sandbox={}", sandbox.url());
    let output = vod(&["upload", CLIP, "--cover", COVER, &target, "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let document = stdout(&output);
    let (clip, cover) = (std::fs::read(CLIP).unwrap(), std::fs::read(COVER).unwrap());
    assert_eq!(document["bytes"], clip.len() + cover.len());
    assert!(document["fileId"].as_str().unwrap().bytes().all(|byte| byte.is_ascii_digit()));
    assert!(get(document["videoUrl"].as_str().unwrap()) == clip);
    assert!(get(document["coverUrl"].as_str().unwrap()) == cover);
}

#[test]
fn what_was_uploaded_is_found_by_its_id_and_deleted() {
    let sandbox = Sandbox::start();
    let target = format!("--sandbox={}", sandbox.url());
    let upload = ["upload", CLIP, "--name", "Harbour", "--sub-app-id", "1500041207"];
    let output = vod(&[&upload[..], &[&target, "--json"]].concat());
    let id = stdout(&output)["fileId"].as_str().unwrap().to_owned();
    let call = |action: &str, parameter: &str| {
        let words = ["call", action, &format!("{parameter}={id}"), "SubAppId=1500041207"];
        let output = vod(&[&words[..], &[&target, "--json"]].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)["Response"].clone()
    };
    let found = call("DescribeMediaInfos", "FileIds");
    assert_eq!(found["MediaInfoSet"][0]["FileId"], *id, "{found}");
    assert_eq!(found["MediaInfoSet"][0]["BasicInfo"]["Name"], "Harbour", "{found}");
    call("DeleteMedia", "FileId");
    assert_eq!(call("DescribeMediaInfos", "FileIds")["NotExistFileIdSet"][0], *id);
}

#[test]
fn an_upload_by_api_2_0_is_one_of_its_own_words() {
    let sandbox = Sandbox::start();
    let target = format!("--sandbox={}", sandbox.url());
    let words = ["upload", CLIP, "--cover", COVER, "--api", "v2", "--sub-app-id", "7"];
    let output = vod(&[&words[..], &[&target, "--json"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(get(stdout(&output)["coverUrl"].as_str().unwrap()) == std::fs::read(COVER).unwrap());
    let dry = stdout(&vod(&[&words[..], &[&target, "--dry-run", "--json"]].concat()));
    assert!(dry["stringToSign"].as_str().unwrap().contains("&SubAppId=7&"), "{dry}");
    let language = vod(&[&words[..], &["--language", "en-US", "--dry-run"]].concat());
    assert_eq!(language.status.code(), Some(2));
    assert!(stderr(&language).contains("--language is for API 3.0"), "{}", stderr(&language));
}

#[test]
fn a_wrong_key_is_told_with_the_step_that_mends_it() {
    let sandbox = Sandbox::start();
    for (id, code, next) in [
        (vod_sandbox::FIXED_PAIR.0, "AuthFailure.SignatureFailure", "next: check the secret key"),
        ("AKIDother", "AuthFailure.SecretIdNotFound", "next: check the SecretId"),
    ] {
        for api in ["v3", "v2"] {
            let output = command()
                .args(["upload", CLIP, "--json", "--api", api])
                .arg(format!("--sandbox={}", sandbox.url()))
                .env("VOD_SANDBOX_SECRET_ID", id)
                .env("VOD_SANDBOX_SECRET_KEY", KEY)
                .output()
                .unwrap();
            assert_eq!(output.status.code(), Some(1));
            let error = &stdout(&output)["error"];
            assert_eq!(error["v3Code"], code, "{error}");
            assert_eq!((api == "v3"), error["requestId"].is_string(), "{error}");
            assert!(stderr(&output).contains(next), "{}", stderr(&output));
            assert!(!format!("{error}{}", stderr(&output)).contains(KEY));
        }
    }
}

#[test]
fn an_upload_needs_no_sandbox_of_its_own() {
    let output = vod(&["upload", CLIP, "--sandbox"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("file id"));
}

#[test]
fn no_proxy_stands_before_a_sandbox() {
    let mut command = command();
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        // Nobody serves the discard port.
        command.env(name, "http://127.0.0.1:9");
    }
    let output = command.args(["upload", CLIP, "--sandbox"]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn an_upload_names_the_option_that_mends_it() {
    let untyped = file("untyped", b"any");
    let untyped = untyped.to_str().unwrap();
    let video = vod(&["upload", untyped, "--sandbox"]);
    assert_eq!(video.status.code(), Some(2));
    assert!(stderr(&video).contains("with --type, such as"), "{}", stderr(&video));
    let cover = vod(&["upload", CLIP, "--cover", untyped, "--sandbox"]);
    assert_eq!(cover.status.code(), Some(2));
    assert!(stderr(&cover).contains("with --cover-type, such as"), "{}", stderr(&cover));
    let plain = vod(&["upload", CLIP, "--sandbox=http://vod.example"]);
    assert_eq!(plain.status.code(), Some(2));
    assert!(stderr(&plain).contains("that `vod sandbox` prints"), "{}", stderr(&plain));
    for output in [video, cover, plain] {
        assert!(!stderr(&output).contains("(..)") && !stderr(&output).contains("::"));
    }
    let types = ["--type", "mp4", "--cover", untyped, "--cover-type", "jpg"];
    let told = vod(&[&["upload", untyped, "--sandbox"], &types[..]].concat());
    assert!(told.status.success(), "{}", stderr(&told));
}

#[test]
fn a_dry_upload_shows_its_request_and_its_files_and_sends_nothing() {
    let url = server(|head, _| panic!("sent: {head}"));
    let words = ["upload", CLIP, "--cover", COVER, "--dry-run", "--region", "gz", "--api", "v2"];
    let target = format!("--sandbox={url}");
    let words = [&words[..], &[&target]].concat();
    let output = vod(&[&words[..], &["--json"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let document = stdout(&output);
    let (clip, cover) = (std::fs::read(CLIP).unwrap(), std::fs::read(COVER).unwrap());
    let signed = document["stringToSign"].as_str().unwrap();
    for pair in [
        format!("videoSize={}", clip.len()),
        format!("coverSize={}", cover.len()),
        "videoType=mp4".to_owned(),
        "coverType=jpg".to_owned(),
        "Region=gz".to_owned(),
    ] {
        assert!(signed.contains(&format!("&{pair}")), "{signed} lacks {pair}");
    }
    assert!(document["url"].as_str().unwrap().starts_with(&format!("{url}/v2/index.php?")));
    let files = serde_json::json!([
        { "file": "video", "path": CLIP, "bytes": clip.len(), "mediaType": "video/mp4" },
        { "file": "cover", "path": COVER, "bytes": cover.len(), "mediaType": "image/jpeg" },
    ]);
    assert_eq!(document["files"], files);
    let text = vod(&words);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("string to sign\n") && text.contains("image/jpeg"), "{text}");
    let missing = vod(&["upload", "no/such/clip.mp4", "--dry-run"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn a_dry_upload_by_api_3_0_shows_the_body_of_its_first_request() {
    let words = ["upload", CLIP, "--cover", COVER, "--sub-app-id", "1500041207", "--dry-run"];
    let more =
        ["--region", "ap-guangzhou", "--language", "en-US", "--procedure", "LongVideoPreset"];
    let shown = stdout(&vod(&[&words[..], &more, &["--json"]].concat()));
    let body: serde_json::Value = serde_json::from_str(shown["body"].as_str().unwrap()).unwrap();
    let made = serde_json::json!({
        "MediaType": "mp4", "MediaName": "clip", "CoverType": "jpg", "SubAppId": 1_500_041_207,
        "Procedure": "LongVideoPreset",
    });
    assert_eq!(body, made);
    assert_eq!(shown["url"], "https://vod.tencentcloudapi.com/");
    assert_eq!(shown["headers"]["x-tc-region"], "ap-guangzhou");
    assert_eq!(shown["headers"]["x-tc-language"], "en-US");
    assert_eq!(shown["files"].as_array().unwrap().len(), 2);
}

#[test]
fn an_empty_file_is_named_and_nothing_is_sent() {
    let url = server(|head, _| panic!("sent: {head}"));
    let empty = file("empty.mp4", b"");
    let target = format!("--sandbox={url}");
    for words in [["upload", empty.to_str().unwrap()], ["upload", CLIP]] {
        let cover = file("empty.jpg", b"");
        let output = vod(&[&words[..], &["--cover", cover.to_str().unwrap(), &target]].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(" is empty"), "{}", stderr(&output));
        assert!(stderr(&output).contains("empty."), "{}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_upload_whose_answer_cannot_be_printed_still_tells_its_id() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command()
        .args(["upload", CLIP, "--sandbox"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("; uploaded as "), "{}", stderr(&output));
}

#[test]
fn what_stderr_cannot_take_is_lost_alone() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let film = file("unheard.mp4", &vec![1; 9 << 20]);
    // No state can be kept in a file, which is a warning.
    let words = ["upload", film.to_str().unwrap(), "--json", "--state-dir", CLIP];
    let sandbox = Sandbox::start();
    let target = format!("--sandbox={}", sandbox.url());
    let warned = command().args(words).arg(&target).stderr(full()).output().unwrap();
    assert!(stdout(&warned)["warnings"][0].as_str().unwrap().contains("cannot be resumed"));
    assert_eq!(warned.status.code(), Some(0));
    let failed = command().args(["upload", "no.mp4", &target]).stderr(full()).output().unwrap();
    assert_eq!(failed.status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn a_name_of_two_lines_is_told_on_one() {
    let here = file("two\nlines", b"film");
    let there = here.with_file_name("two\nlines.mp4");
    for (path, words, code) in [(&here, &[][..], 2), (&there, &[], 1), (&here, &["--dry-run"], 2)] {
        let output = vod(&[&["upload", path.to_str().unwrap(), "--sandbox"], words].concat());
        assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
        let first = stderr(&output).lines().next().unwrap().to_owned();
        assert!(first.contains("two") && first.contains("lines"), "{first}");
    }
    let plan = vod(&["upload", here.to_str().unwrap(), "--type", "mp4", "--dry-run"]);
    let plan = String::from_utf8(plan.stdout).unwrap();
    assert!(plan.lines().any(|line| line.contains("two") && line.contains("lines")), "{plan}");
}

#[cfg(unix)]
#[test]
fn an_upload_whose_state_cannot_grow_is_there_all_the_same() {
    let film = file("limited.mp4", &vec![1; 20 << 20]);
    let state = film.with_extension("state");
    let _ = std::fs::remove_dir_all(&state);
    let sandbox = Sandbox::start();
    let target = format!("--sandbox={}", sandbox.url());
    let binary = command();
    // A block is of 512 bytes or of 1024: not much of a journal has room in it.
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 1; exec \"$0\" upload \"$@\""])
        .arg(binary.get_program())
        .args([film.as_os_str(), target.as_ref(), "--json".as_ref()])
        .args(["--state-dir".as_ref(), state.as_os_str()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let warning = stdout(&output)["warnings"][0].as_str().unwrap().to_owned();
    assert!(warning.contains("cannot be resumed"), "{warning}");
    let left: Vec<_> = std::fs::read_dir(&state).unwrap().map(|entry| entry.unwrap()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_option_beyond_its_limits_is_told_with_them_and_nothing_is_sent() {
    let url = server(|head, _| panic!("sent: {head}"));
    let target = format!("--sandbox={url}");
    for (option, value, rule) in [
        ("--part-size", "0", "write bytes such as"),
        ("--part-size", "1B", "COS takes parts from 1MiB to 5GiB"),
        ("--part-size", "5368709121", "COS takes parts from 1MiB to 5GiB"),
        ("--connections", "0", "write a number from 1 to 65535"),
        ("--bandwidth", "0", "write bytes such as"),
        ("--type", "video/mp4", "write the extension"),
        ("--type", "", "write the extension"),
    ] {
        let output = vod(&["upload", CLIP, &target, option, value]);
        assert_eq!(output.status.code(), Some(2), "{option} {value}");
        let told = stderr(&output);
        assert!(told.contains(option) && told.contains(rule), "{option} {value}: {told}");
    }
    // As of a script whose variable is not set.
    let output = vod(&["upload", CLIP, "--sandbox="]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("give the address that `vod sandbox` prints"), "{output:?}");
    // What is no extension of a type is not told as one.
    let odd = file("clip.mp4 ", b"film");
    let output = vod(&["upload", odd.to_str().unwrap(), &target]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("give it with --type"), "{output:?}");
    // So many parts no object has. It has a length and takes no room.
    let film = file("long.mp4", b"");
    let opened = std::fs::OpenOptions::new().write(true).open(&film).unwrap();
    opened.set_len(10_001 << 20).unwrap();
    let output = vod(&["upload", film.to_str().unwrap(), &target, "--part-size", "1MiB"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("long.mp4: cannot go in parts of 1048576 bytes"), "{told}");
    assert!(told.contains("2097152 bytes or more would do"), "{told}");
    std::fs::remove_file(film).unwrap();
}

#[test]
fn options_are_taken_as_people_write_them() {
    let dry = |words: &[&str]| {
        let output = vod(&[&["upload", CLIP, "--dry-run", "--json"], words].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)["body"].as_str().unwrap().to_owned()
    };
    assert!(dry(&["--type", ".MOV"]).contains(r#""MediaType":"mov""#));
    dry(&["--bandwidth", "5MB/s", "--part-size", "5GiB", "--connections", "65535"]);
}

#[test]
fn a_file_that_cannot_be_sent_is_told_with_the_step_that_mends_it() {
    let empty = file("empty.mp4", b"");
    for (path, what, step) in [
        (empty.to_str().unwrap(), "is empty", "see why there is nothing in the file"),
        ("../tests", "is a folder", "see that the path or address leads to what can be read"),
        ("no.mp4", "No such file", "see that the path or address leads to what can be read"),
    ] {
        let output = vod(&["upload", path, "--type", "mp4", "--sandbox", "--json"]);
        assert_eq!(output.status.code(), Some(1));
        let error = &stdout(&output)["error"];
        assert!(error["message"].as_str().unwrap().contains(what), "{error}");
        assert_eq!(error["nextStep"], step);
    }
}

#[test]
fn where_there_is_no_terminal_a_line_tells_that_it_lives() {
    let url = server(|_, _| String::new());
    let target = format!("--sandbox={url}");
    let mut child = command()
        .args(["upload", CLIP, "--json", &target])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("reserve: 0%, 0 B of "), "{line}");
    assert!(line.contains("waiting for an answer for "), "{line}");
}
