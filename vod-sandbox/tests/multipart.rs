//! Uploads in parts, as raw HTTP.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;
use vod_sandbox::Sandbox;

use run::parts::{MIB, complete, content, crc, etag, initiate, part, refused, unchunked};
use run::{Answer, BUCKET, Run, directory, head_of, now, run};

fn an_object_comes_of_parts(run: &Run) {
    let (opened, path) = run.open();
    let whole = content(2 * MIB + 5);
    let id = initiate(run, &path);
    let three = etag(run, &path, &id, 3, &whole[2 * MIB..]);
    let two = etag(run, &path, &id, 2, &whole[MIB..2 * MIB]);
    let other = etag(run, &path, &id, 1, b"to be replaced");
    let one = etag(run, &path, &id, 1, &whole[..MIB]);
    assert_ne!(one, other);

    let open = run.sandbox.uploads();
    assert_eq!((open.len(), &*open[0].bucket, &*open[0].upload_id), (1, BUCKET, &*id));
    assert_eq!(format!("/{BUCKET}/{}", open[0].key), path);
    let parts: Vec<_> =
        open[0].parts.iter().map(|part| (part.number, part.size, part.crc64)).collect();
    let mib = MIB as u64;
    let crcs = [&whole[..MIB], &whole[MIB..2 * MIB], &whole[2 * MIB..]].map(crc);
    assert_eq!(parts, [(1, mib, crcs[0]), (2, mib, crcs[1]), (3, 5, crcs[2])]);
    assert!(run.sandbox.objects().is_empty(), "parts are no object");

    let done = complete(run, &path, &id, &[(1, &one), (2, &two), (3, &three)]);
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(done.header("transfer-encoding"), Some("chunked"));
    let (chunks, text) = unchunked(&done.body);
    assert!(chunks > 1 && text.starts_with(' '), "{text:?}");
    assert!(text.trim().starts_with("<CompleteMultipartUploadResult>"), "{text:?}");
    let expected = crc(&whole).to_string();
    assert_eq!(done.header("x-cos-hash-crc64ecma"), Some(&*expected));
    let made = done.element("ETag").unwrap();
    assert!(made.ends_with("-3\""), "{made}");
    assert_eq!(done.element("Bucket").as_deref(), Some(BUCKET));
    let host = format!("http://{BUCKET}.cos.ap-guangzhou.myqcloud.com");
    assert_eq!(done.element("Location").unwrap(), path.replace(&format!("/{BUCKET}"), &host));

    let head = run.cos("HEAD", &path, b"");
    assert_eq!(head.header("etag"), Some(&*made));
    assert_eq!(head.header("x-cos-hash-crc64ecma"), Some(&*expected));
    assert_eq!(head.header("content-length"), Some(&*whole.len().to_string()));
    assert!(run.cos("GET", &path, b"").body == whole);
    let objects = run.sandbox.objects();
    assert_eq!((objects[0].size, objects[0].crc64), (whole.len() as u64, crc(&whole)));
    assert_eq!(format!("\"{}\"", objects[0].etag), made);
    assert!(run.sandbox.uploads().is_empty());

    let again = complete(run, &path, &id, &[(1, &one)]);
    assert_eq!(refused(&again), (404, "NoSuchUpload".to_owned()));
    assert_eq!(part(run, &path, &id, 4, b"late").status, 404);
    let session = opened["vodSessionKey"].as_str().unwrap();
    let commit = run.call(&[("Action", "CommitUpload"), ("vodSessionKey", session)]);
    assert_eq!(commit.code(), 0);
}

#[test]
fn an_object_comes_of_parts_in_memory() {
    an_object_comes_of_parts(&run(Sandbox::builder()));
}

#[test]
fn an_object_comes_of_parts_in_files_and_nothing_else_stays() {
    let place = directory("parts");
    let run = run(Sandbox::builder().directory(&place));
    an_object_comes_of_parts(&run);
    let (_, path) = run.open();
    let (id, lost) = (initiate(&run, &path), initiate(&run, &path));
    part(&run, &path, &id, 1, b"aborted");
    part(&run, &path, &lost, 1, b"left alone");
    let count = |folder: &std::path::Path| std::fs::read_dir(folder).unwrap().count();
    assert_eq!(count(&place.join(".parts")), 2);
    assert_eq!(run.cos("DELETE", &format!("{path}?uploadId={id}"), b"").status, 204);
    assert_eq!(count(&place.join(".parts")), 1);
    run.runtime.block_on(run.sandbox.stop());
    drop(run.runtime);
    assert_eq!(count(&place), 1, "the object stays");
    std::fs::remove_dir_all(place).unwrap();
}

#[test]
fn what_is_forgotten_has_its_length_and_its_checksum_alone() {
    let run = run(Sandbox::builder().forget_contents(true));
    let (_, path) = run.open();
    let id = initiate(&run, &path);
    let whole = content(MIB + 5);
    let one = etag(&run, &path, &id, 1, &whole[..MIB]);
    let two = etag(&run, &path, &id, 2, &whole[MIB..]);
    assert_eq!(complete(&run, &path, &id, &[(1, &one), (2, &two)]).status, 200);
    let head = run.cos("HEAD", &path, b"");
    assert_eq!(head.header("content-length"), Some(&*whole.len().to_string()));
    assert_eq!(head.header("x-cos-hash-crc64ecma"), Some(&*crc(&whole).to_string()));
    assert_eq!(run.cos("GET", &path, b"").status, 500);
    let object = &run.sandbox.objects()[0];
    assert_eq!((object.size, object.crc64), (whole.len() as u64, crc(&whole)));
    assert_eq!(run.sandbox.object(&object.bucket, &object.key), None);
}

#[test]
fn a_range_may_lie_across_what_were_parts() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let whole = content(3 * MIB);
    let id = initiate(&run, &path);
    let etags: Vec<_> = (1..)
        .zip(whole.chunks(MIB))
        .map(|(n, body)| (n, etag(&run, &path, &id, n, body)))
        .collect();
    let etags: Vec<_> = etags.iter().map(|(n, etag)| (*n, etag.as_str())).collect();
    assert_eq!(complete(&run, &path, &id, &etags).status, 200);
    let (from, to) = (MIB - 3, 2 * MIB + 3);
    let head = run.head("GET", &run.address(), &path, 0);
    let answer = run.send(format!("{head}Range: bytes={from}-{to}\r\n\r\n").as_bytes());
    assert_eq!(answer.status, 206);
    assert!(answer.body == whole[from..=to]);
}

#[test]
fn complete_is_refused_when_the_parts_are_not_those_that_are_there() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let id = initiate(&run, &path);
    let large = content(MIB);
    let one = etag(&run, &path, &id, 1, &large);
    let two = etag(&run, &path, &id, 2, b"small");
    let three = etag(&run, &path, &id, 3, b"last");
    let code = |parts: &[(usize, &str)]| refused(&complete(&run, &path, &id, parts));
    let bad = |code: &str| (400, code.to_owned());
    assert_eq!(code(&[(2, &two), (1, &one)]), bad("InvalidPartOrder"));
    assert_eq!(code(&[(1, &one), (1, &one)]), bad("InvalidPartOrder"));
    assert_eq!(code(&[(1, &one), (3, &three)]), bad("InvalidPart"));
    assert_eq!(code(&[(1, &one), (2, &two), (3, &three), (4, &three)]), bad("InvalidPart"));
    assert_eq!(code(&[(1, &two), (2, &two)]), bad("InvalidPart"));
    assert_eq!(code(&[(1, &one), (2, &two), (3, &three)]), bad("EntityTooSmall"));
    assert_eq!(code(&[]), bad("MalformedXML"));
    let upload = format!("{path}?uploadId={id}");
    assert_eq!(refused(&run.cos("POST", &upload, b"{}")), bad("MalformedXML"));
    assert!(run.sandbox.objects().is_empty());
    // None of it ended the upload; an ETag goes without its quotes too.
    let parts = [(1, one.trim_matches('"')), (2, two.as_str())];
    assert_eq!(complete(&run, &path, &id, &parts).status, 200);
    assert_eq!(run.sandbox.objects()[0].size, (MIB + 5) as u64);
}

#[test]
fn a_part_is_refused_that_has_no_number_or_no_upload() {
    let run = run(Sandbox::builder());
    let ((_, path), (_, other)) = (run.open(), run.open());
    let id = initiate(&run, &path);
    let put = |query: &str| refused(&run.cos("PUT", &format!("{path}?{query}"), b"x"));
    let bad = |code: &str| (400, code.to_owned());
    for number in ["0", "10001", "-1", "x", ""] {
        let query = format!("partNumber={number}&uploadId={id}");
        assert_eq!(put(&query), bad("InvalidArgument"), "{number}");
    }
    assert_eq!(put(&format!("uploadId={id}")), bad("InvalidArgument"));
    assert_eq!(put("partNumber=1"), bad("InvalidArgument"));
    let gone = (404, "NoSuchUpload".to_owned());
    assert_eq!(put("partNumber=1&uploadId=other"), gone);
    assert_eq!(refused(&part(&run, &other, &id, 1, b"x")), gone, "it is of another object");
    let abort = format!("{path}?uploadId={id}");
    assert_eq!(run.cos("DELETE", &abort, b"").status, 204);
    assert_eq!(refused(&run.cos("DELETE", &abort, b"")), gone);
    assert_eq!(refused(&run.cos("GET", &abort, b"")), gone);
    // More than the line holds: whoever is refused hears why, and no reset.
    assert_eq!(refused(&part(&run, &path, &id, 1, &vec![0; 64 * MIB])), gone);
    assert_eq!(run.cos("PUT", &path, b"plain").status, 200);
    let unknown = run.cos("POST", &path, b"");
    assert_eq!(refused(&unknown), (405, "MethodNotAllowed".to_owned()));
}

#[test]
fn an_upload_belongs_to_its_place_and_its_caller_and_ends_with_the_session() {
    let run = run(Sandbox::builder());
    let free = run.cos("POST", &format!("/{BUCKET}/free?uploads"), b"");
    assert_eq!(refused(&free), (403, "AccessDenied".to_owned()));
    let (opened, other) = (run.apply(&json!({})), run.apply(&json!({})));
    let path = opened["MediaStoragePath"].as_str().unwrap();
    let host = format!("{BUCKET}.cos.ap-guangzhou.myqcloud.com");
    let by = |lent: &serde_json::Value, method: &str, path: &str, body: &str| {
        let lent = |name: &str| lent["TempCertificate"][name].as_str().unwrap();
        let pair = (lent("SecretId"), lent("SecretKey"));
        let head = head_of(pair, now(), (method, &host, path), body.len());
        let token = format!("x-cos-security-token: {}\r\n", lent("Token"));
        run.send(format!("{head}{token}\r\n{body}").as_bytes())
    };
    let uploads = format!("{path}?uploads");
    assert_eq!(refused(&by(&other, "POST", &uploads, "")), (403, "AccessDenied".to_owned()));
    let id = by(&opened, "POST", &uploads, "").element("UploadId").unwrap();
    let first = format!("{path}?partNumber=1&uploadId={id}");
    assert_eq!(by(&opened, "PUT", &first, "a film").status, 200);
    assert_eq!(by(&other, "PUT", &first, "a film").status, 403);
    // Its pair sees in the bucket's list what it may touch.
    let listed = |lent| by(lent, "GET", "/?uploads", "").elements("UploadId");
    assert_eq!((listed(&opened), listed(&other)), (vec![id.clone()], vec![]));
    assert_eq!(run.sandbox.counts().by_action["cos:GET"], 2);

    assert_eq!(by(&opened, "PUT", path, "another film").status, 200);
    let commit = json!({ "VodSessionKey": opened["VodSessionKey"] });
    assert!(run.ask("CommitUpload", &commit)["FileId"].is_string());
    assert_eq!(by(&opened, "PUT", &first, "late").status, 404);
    assert!(run.sandbox.uploads().is_empty());
}

#[test]
fn parts_are_listed_by_pages() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let id = initiate(&run, &path);
    let etags: Vec<_> =
        [9, 1, 10_000, 4].iter().map(|n| etag(&run, &path, &id, *n, &[1; 3][..n % 4])).collect();
    let list = |more: &str| run.cos("GET", &format!("{path}?uploadId={id}{more}"), b"");
    let all = list("");
    assert_eq!(all.elements("PartNumber"), ["1", "4", "9", "10000"]);
    assert_eq!(
        all.elements("ETag"),
        [&etags[1], &etags[3], &etags[0], &etags[2]].map(String::clone)
    );
    assert_eq!(all.elements("Size"), ["1", "0", "1", "0"]);
    let told = |answer: &Answer, name: &str| answer.element(name).unwrap_or_default();
    assert_eq!(
        (told(&all, "IsTruncated"), told(&all, "MaxParts")),
        ("false".into(), "1000".into())
    );
    assert_eq!(all.element("NextPartNumberMarker"), None);
    assert_eq!(told(&all, "UploadId"), id);
    let first = list("&max-parts=3");
    assert_eq!(first.elements("PartNumber"), ["1", "4", "9"]);
    assert_eq!(
        (told(&first, "IsTruncated"), told(&first, "NextPartNumberMarker")),
        ("true".into(), "9".into())
    );
    let rest = list("&max-parts=3&part-number-marker=9");
    assert_eq!(rest.elements("PartNumber"), ["10000"]);
    assert_eq!(told(&rest, "IsTruncated"), "false");
    assert_eq!(told(&list("&max-parts=5000"), "MaxParts"), "1000");
    let key = told(&list("&encoding-type=url"), "Key");
    assert_eq!(format!("/{BUCKET}/{}", key.replace("%2F", "/")), path);
    assert!(key.contains("%2F"), "{key}");
    for wrong in ["&max-parts=0", "&max-parts=x", "&part-number-marker=x", "&encoding-type=x"] {
        assert_eq!(refused(&list(wrong)), (400, "InvalidArgument".to_owned()), "{wrong}");
    }
}

#[test]
fn uploads_are_listed_by_pages() {
    let run = run(Sandbox::builder());
    let mut paths = [run.open().1, run.open().1];
    paths.sort();
    let keys = paths.each_ref().map(|path| path.replacen(&format!("/{BUCKET}/"), "", 1));
    let later = initiate(&run, &paths[1]);
    let both = [initiate(&run, &paths[0]), initiate(&run, &paths[0])];
    let list = |more: &str| run.cos("GET", &format!("/{BUCKET}?uploads{more}"), b"");
    let ids = |more: &str| list(more).elements("UploadId").join(" ");
    let all = list("");
    assert_eq!(all.elements("Key"), [&keys[0], &keys[0], &keys[1]].map(String::clone));
    assert_eq!(all.elements("UploadId"), [&both[0], &both[1], &later].map(String::clone));
    assert_eq!(
        (all.elements("Initiated").len(), all.elements("IsTruncated")),
        (3, vec!["false".into()])
    );
    assert_eq!(ids(&format!("&prefix={}", keys[1])), later);
    let first = list("&max-uploads=1");
    assert_eq!(first.elements("UploadId"), [both[0].clone()]);
    assert_eq!(first.element("IsTruncated").as_deref(), Some("true"));
    assert_eq!(first.element("NextKeyMarker").as_ref(), Some(&keys[0]));
    assert_eq!(first.element("NextUploadIdMarker").as_ref(), Some(&both[0]));
    let behind = format!("&key-marker={}", keys[0]);
    assert_eq!(ids(&behind), later, "of the key itself nothing");
    let behind = format!("{behind}&upload-id-marker={}", both[0]);
    assert_eq!(ids(&behind), format!("{} {later}", both[1]));
    assert_eq!(ids(&format!("{behind}&max-uploads=1")), both[1]);
    let of_object = run.cos("GET", &format!("{}?uploads", paths[0]), b"");
    assert_eq!(refused(&of_object), (400, "InvalidArgument".to_owned()));
}

#[test]
fn a_digest_that_is_announced_is_checked_and_is_the_etag() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let id = initiate(&run, &path);
    let put = |path: &str, md5: &str| {
        let head = run.head("PUT", &run.address(), path, 13);
        run.send(format!("{head}Content-MD5: {md5}\r\n\r\n[Object Part]").as_bytes())
    };
    // Body, digest and ETag of document 436/7742.
    let md5 = "EI9SjrY7Zec08nrjMfX/qg==";
    for path in [format!("{path}?partNumber=1&uploadId={id}"), path.clone()] {
        let answer = put(&path, md5);
        assert_eq!(answer.header("etag"), Some("\"108f528eb63b65e734f27ae331f5ffaa\""));
        assert_eq!(answer.header("x-cos-hash-crc64ecma"), Some("4510578591875220731"));
        assert_eq!(refused(&put(&path, "AAAAAAAAAAAAAAAAAAAAAA==")), (400, "BadDigest".into()));
        assert_eq!(refused(&put(&path, "x")), (400, "InvalidDigest".into()));
    }
    let done = complete(&run, &path, &id, &[(1, "108f528eb63b65e734f27ae331f5ffaa")]);
    assert_eq!(done.element("ETag").unwrap(), "\"b5f37e6969cb260c779631a3136dd078-1\"");
}

#[test]
fn what_a_request_asked_of_an_upload_is_seen_and_no_signature() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let id = initiate(&run, &path);
    part(&run, &path, &id, 7, b"x");
    let get = format!("{path}?q-ak=A&q-signature=B&x-cos-security-token=C&uploadId={id}");
    run.cos("GET", &get, b"");
    let requests = run.sandbox.requests();
    let seen: Vec<_> = requests.iter().rev().take(3).map(|seen| &seen.parameters).collect();
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    };
    assert_eq!(seen[2], &pairs(&[("uploads", "")]));
    assert_eq!(seen[1], &pairs(&[("partNumber", "7"), ("uploadId", &id)]));
    assert_eq!(seen[0], &pairs(&[("uploadId", &id)]));
}

#[test]
fn a_part_that_is_cut_is_not_kept() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let id = initiate(&run, &path);
    let target = format!("{path}?partNumber=1&uploadId={id}");
    let head = run.head("PUT", &run.address(), &target, 1000);
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all(format!("{head}\r\nhalf").as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    assert_eq!(run.sandbox.uploads()[0].parts, []);
}

#[test]
fn a_part_on_its_way_is_refused_when_its_upload_has_ended() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let id = initiate(&run, &path);
    let target = format!("{path}?partNumber=1&uploadId={id}");
    let head = run.head("PUT", &run.address(), &target, 4);
    let mut stream = TcpStream::connect(run.address()).unwrap();
    let expecting = format!("{head}Expect: 100-continue\r\n\r\n");
    stream.write_all(expecting.as_bytes()).unwrap();
    let mut asked = [0; 12];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100", "the body is being read");
    assert_eq!(run.cos("DELETE", &format!("{path}?uploadId={id}"), b"").status, 204);
    stream.write_all(b"late").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("<Code>NoSuchUpload</Code>"), "{answer}");
}
