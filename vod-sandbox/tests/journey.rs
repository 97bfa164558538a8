//! What an upload does on the sandbox, and what is refused.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::io::Write;
use std::net::{Shutdown, TcpStream};

use vod_sandbox::Sandbox;

use run::{BUCKET, directory, run};

#[test]
fn an_upload_goes_from_apply_to_commit() {
    let place = directory("upload");
    let run = run(Sandbox::builder().directory(&place));
    let cover = ("coverType", "jpg");
    let opened = run.post(&[("Action", "ApplyUpload"), cover, ("videoType", "mp4")]).json();
    assert_eq!((opened["code"].as_i64(), &opened["codeDesc"]), (Some(0), &"Success".into()));
    assert_eq!(opened["storageAppId"], 10_022_853);
    let session = opened["vodSessionKey"].as_str().unwrap();
    let commit = [("Action", "CommitUpload"), ("vodSessionKey", session)];
    let early = run.call(&commit);
    assert_eq!(early.code(), 31001);
    let video = opened["video"]["storagePath"].as_str().unwrap();
    assert!(early.text().contains(video), "{}", early.text());

    let content = vec![7; 300_000];
    let put = run.cos("PUT", &format!("/{BUCKET}{video}"), &content);
    assert_eq!(put.status, 200, "{}", put.text());
    assert!(put.head.to_lowercase().contains("etag: \""), "{}", put.head);
    // The cover by Host header.
    let host = format!("{BUCKET}.cos.ap-guangzhou.myqcloud.com");
    let cover = opened["cover"]["storagePath"].as_str().unwrap();
    let put = run.send(format!("{}\r\ncover", run.head("PUT", &host, cover, 5)).as_bytes());
    assert_eq!(put.status, 200, "{}", put.text());

    assert_eq!(run.sandbox.object(BUCKET, video).unwrap(), content);
    assert_eq!(run.cos("GET", &format!("/{BUCKET}{video}"), b"").body, content);
    let head = run.cos("HEAD", &format!("/{BUCKET}{video}"), b"");
    assert!(head.head.to_lowercase().contains("content-length: 300000"), "{}", head.head);
    assert!(head.body.is_empty());

    let committed = run.call(&commit).json();
    assert_eq!(committed["code"], 0, "{committed}");
    assert!(committed["fileId"].as_str().unwrap().parse::<u64>().is_ok());
    let url = committed["video"]["url"].as_str().unwrap().strip_prefix(&run.sandbox.url()).unwrap();
    let fetched = run.send(
        format!("GET {url} HTTP/1.1\r\nHost: x\r\nRange: bytes=1-3\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    );
    assert_eq!((fetched.status, &fetched.body[..]), (206, &[7, 7, 7][..]));

    assert_eq!(run.call(&commit).code(), 31001, "a session key is used once");
    let seen = format!("{:?} {:?}", run.sandbox.requests(), run.sandbox);
    assert!(!seen.contains(session) && !seen.contains("Signature\""), "{seen}");
    assert!(!seen.contains(run.sandbox.secret_key()));
    let deleted = run.cos("DELETE", &format!("/{BUCKET}{video}"), b"");
    assert_eq!(deleted.status, 204);
    assert_eq!(run.cos("GET", &format!("/{BUCKET}{video}"), b"").status, 404);
    run.runtime.block_on(run.sandbox.stop());
    std::fs::remove_dir_all(place).unwrap();
}

#[test]
fn each_refusal_has_its_code() {
    let run = run(Sandbox::builder());
    let apply = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    let with = |more: &[(&'static str, &'static str)]| [&apply[..], more].concat();
    assert_eq!(run.call(&apply).code(), 0);
    assert_eq!(run.call(&with(&[("RequestClient", "SDK_X"), ("SubAppId", "1")])).code(), 0);
    assert_eq!(run.call(&with(&[("SecretId", "nobody")])).code(), 4104);
    assert_eq!(run.call(&with(&[("Timestamp", "1465185768")])).code(), 4500);
    assert_eq!(run.call(&[("Action", "Unheard")]).code(), 6100);
    let query = run.query("GET", &run.address(), &apply);
    assert_eq!(run.get(&query).code(), 0);
    assert_eq!(run.get(&query).code(), 4500, "the nonce was used");

    let wrong = run.get(&query.replace("mp4", "ts"));
    assert_eq!((wrong.status, wrong.code()), (200, 4100));
    let told = wrong.json()["stringToSign"].as_str().unwrap().to_owned();
    let start = format!("GET{}/v2/index.php?Action=ApplyUpload&Nonce=", run.address());
    assert!(told.starts_with(&start) && told.ends_with("&videoType=ts"), "{told}");
    assert!(!wrong.text().contains(run.sandbox.secret_key()));

    let many = run.call(&[("Action", "ApplyUpload"), ("coverSize", "-1"), ("videoSize", "big")]);
    assert_eq!(many.code(), 4000);
    for mistake in [
        "`videoType` is required",
        "`coverSize` needs `coverType`",
        "`coverSize` breaks: 0..",
        "`videoSize` must be a whole number",
    ] {
        assert!(many.text().contains(mistake), "{} lacks {mistake}", many.text());
    }
    let unsigned = run.get("Action=CommitUpload&vodSessionKey=hidden&Nonce=1");
    assert_eq!(unsigned.code(), 4000);
    assert!(unsigned.text().contains("SecretId is required"));
    let codes: Vec<i64> = run.sandbox.requests().iter().map(|seen| seen.code).collect();
    assert_eq!(codes, [0, 0, 4104, 4500, 6100, 0, 4500, 4100, 4000, 4000]);
}

#[test]
fn a_secret_is_not_repeated_in_the_string_that_was_signed() {
    let run = run(Sandbox::builder());
    let query =
        run.query("GET", "elsewhere", &[("Action", "CommitUpload"), ("vodSessionKey", "hush")]);
    let answer = run.get(&query);
    assert_eq!(answer.code(), 4100);
    assert!(!answer.text().contains("hush"), "{}", answer.text());
}

#[test]
fn cos_refuses_what_was_not_reserved_signed_or_meant() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let other = run.cos("PUT", &format!("/{BUCKET}/other"), b"x");
    assert_eq!(other.status, 403);
    assert!(other.text().contains("<Code>AccessDenied</Code>"), "{}", other.text());
    for key in ["../../x", "a/../b", "%2E%2E/x", "..%2fx", "a%00"] {
        let answer = run.cos("PUT", &format!("/{BUCKET}/{key}"), b"x");
        assert!(matches!(answer.status, 400 | 403), "{key}: {}", answer.text());
    }
    let unsigned = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(run.send(unsigned.as_bytes()).status, 403);
    let forged = run.head("PUT", &run.address(), &path, 1).replace("PUT /", "PUT //");
    let forged = run.send(format!("{forged}\r\nx").as_bytes());
    assert!(forged.text().contains("<Code>SignatureDoesNotMatch</Code>"), "{}", forged.text());
    assert!(forged.text().contains("<StringToSign>sha1\n"), "{}", forged.text());
    assert!(!forged.text().contains(run.sandbox.secret_key()));
    let head = run.head("PUT", &run.address(), &path, 1);
    let digest =
        run.send(format!("{head}Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\nx").as_bytes());
    assert!(digest.text().contains("<Code>BadDigest</Code>"), "{}", digest.text());
    assert!(run.sandbox.objects().is_empty());
}

#[test]
fn a_body_that_is_cut_leaves_nothing() {
    let place = directory("cut");
    let run = run(Sandbox::builder().directory(&place));
    let (_, path) = run.open();
    let head = run.head("PUT", &run.address(), &path, 1000);
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all(format!("{head}\r\nhalf").as_bytes()).unwrap();
    let files = || std::fs::read_dir(&place).unwrap().count();
    let wait_for = |count| {
        let mut tries = (0..1000).map(|_| std::thread::sleep(std::time::Duration::from_millis(10)));
        tries.any(|()| files() == count)
    };
    assert!(wait_for(1), "the bytes gather in a file");
    stream.shutdown(Shutdown::Write).unwrap();
    assert!(wait_for(0), "the file of a cut body stays");
    assert!(run.sandbox.objects().is_empty());
    std::fs::remove_dir_all(place).unwrap();
}

#[test]
fn only_loopback_is_listened_on() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let everywhere = Sandbox::builder().listen(([0, 0, 0, 0], 0).into());
    let error = runtime.block_on(everywhere.start()).unwrap_err();
    assert!(error.to_string().contains("loopback"), "{error}");
}
