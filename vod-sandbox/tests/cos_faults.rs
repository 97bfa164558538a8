//! Faults of COS alone, and a line that is slow.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use vod_sandbox::{Builder, Sandbox};

use run::parts::{MIB, complete, content, crc, etag, initiate, part, refused, unchunked};
use run::{Run, directory, run};

fn faulty(faults: &[&str]) -> Run {
    let add = |builder: Builder, text: &&str| builder.fault(text.parse().unwrap());
    run(faults.iter().fold(Sandbox::builder(), add))
}

/// An upload that is open.
fn opened(run: &Run) -> (String, String) {
    let (_, path) = run.open();
    let id = initiate(run, &path);
    (path, id)
}

/// How much of a body is taken before the line is full and stays so.
fn taken(run: &Run, path: &str, length: usize) -> (TcpStream, usize) {
    let mut stream = TcpStream::connect(run.address()).unwrap();
    let head = run.head("PUT", &run.address(), path, length);
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    let (block, mut taken) = (vec![0; MIB], 0);
    while taken < length {
        match stream.write(&block[..MIB.min(length - taken)]) {
            Ok(written) => taken += written,
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
                break;
            }
        }
    }
    (stream, taken)
}

/// Whether nothing comes back for a moment.
fn is_silent(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let read = stream.read(&mut [0]);
    read.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}

#[test]
fn a_stall_leaves_the_rest_of_a_body_on_the_line() {
    let run = faulty(&["cos:PUT: stall=33554432/1h, first=1", "cos:PUT: stall=3/1ms"]);
    let (path, id) = opened(&run);
    let target = format!("{path}?partNumber=1&uploadId={id}");
    let (mut stream, taken) = taken(&run, &target, 64 * MIB);
    assert!((32 * MIB..64 * MIB).contains(&taken) && is_silent(&mut stream), "{taken}");
    assert_eq!(run.sandbox.uploads()[0].parts, []);
    let body = content(100_000);
    let one = etag(&run, &path, &id, 1, &body);
    complete(&run, &path, &id, &[(1, &one)]);
    assert!(run.cos("GET", &path, b"").body == body, "none of it is lost");
}

#[test]
fn a_rate_bounds_what_is_taken_of_a_body() {
    let run = faulty(&["cos:PUT: rate=1/s, first=1", "cos:PUT: rate=1GB/s, first=1"]);
    let (path, id) = opened(&run);
    let target = format!("{path}?partNumber=1&uploadId={id}");
    let (mut stream, taken) = taken(&run, &target, 64 * MIB);
    assert!(taken < 64 * MIB && is_silent(&mut stream));
    etag(&run, &path, &id, 1, &content(MIB));
    assert_eq!(run.sandbox.counts().faults, 1, "the first one is not over");
}

#[test]
fn a_line_that_is_slow_takes_little_of_a_body() {
    let slow = run(Sandbox::builder().link(1, Duration::ZERO));
    let (mut stream, taken) = taken(&slow, &slow.open().1, 64 * MIB);
    assert!(taken < 64 * MIB && is_silent(&mut stream));

    let quick = run(Sandbox::builder().link(1_000_000_000, Duration::from_millis(1)));
    let (path, id) = opened(&quick);
    let body = content(MIB);
    let one = etag(&quick, &path, &id, 1, &body);
    complete(&quick, &path, &id, &[(1, &one)]);
    assert!(quick.cos("GET", &path, b"").body == body);
}

#[test]
fn a_line_that_is_long_has_late_answers_to_what_is_done() {
    let run = run(Sandbox::builder().link(1_000_000_000, Duration::from_secs(3600)));
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all(run.head("GET", &run.address(), "/b/k", 0).as_bytes()).unwrap();
    stream.write_all(b"\r\n").unwrap();
    while run.sandbox.requests().is_empty() {
        std::thread::yield_now();
    }
    assert!(is_silent(&mut stream));
}

#[test]
fn a_wrong_etag_is_that_of_no_part_and_no_object() {
    let run = faulty(&["cos:PUT: wrong-etag, first=1", "cos:POST: wrong-etag, after=1 first=1"]);
    let (path, id) = opened(&run);
    let wrong = etag(&run, &path, &id, 1, b"a film");
    assert_ne!(format!("\"{}\"", run.sandbox.uploads()[0].parts[0].etag), wrong);
    let code = (400, "InvalidPart".to_owned());
    assert_eq!(refused(&complete(&run, &path, &id, &[(1, &wrong)])), code);
    let right = etag(&run, &path, &id, 1, b"a film");
    let done = complete(&run, &path, &id, &[(1, &right)]);
    let (made, told) = (&run.sandbox.objects()[0].etag, done.element("ETag").unwrap());
    assert!(told.ends_with("-1\"") && told != format!("\"{made}\""), "{told}");
    assert_eq!(run.cos("HEAD", &path, b"").header("etag"), Some(&*format!("\"{made}\"")));
}

#[test]
fn a_wrong_crc_is_told_of_what_was_taken_rightly() {
    let run = faulty(&["cos:PUT: wrong-crc, every=2", "cos:POST: wrong-crc"]);
    let (path, id) = opened(&run);
    let told = |answer: &run::Answer| answer.header("x-cos-hash-crc64ecma").unwrap().to_owned();
    let right = crc(b"a film");
    let answers = [1, 2].map(|_| part(&run, &path, &id, 1, b"a film"));
    assert_eq!(answers.each_ref().map(told), [right, !right].map(|crc| crc.to_string()));
    assert_eq!(run.sandbox.uploads()[0].parts[0].crc64, right);
    let done = complete(&run, &path, &id, &[(1, answers[1].header("etag").unwrap())]);
    assert_eq!(told(&done), (!right).to_string());
    assert_eq!(told(&run.cos("HEAD", &path, b"")), right.to_string());
}

#[test]
fn what_is_lost_was_taken_and_is_not_there() {
    let run = faulty(&["lose, first=2"]);
    let (path, id) = opened(&run);
    let one = etag(&run, &path, &id, 1, b"a film");
    assert_eq!(run.sandbox.uploads()[0].parts, []);
    let code = (400, "InvalidPart".to_owned());
    assert_eq!(refused(&complete(&run, &path, &id, &[(1, &one)])), code);
    assert_eq!(run.cos("PUT", &path, b"a film").status, 200);
    assert_eq!(run.cos("HEAD", &path, b"").status, 404);
    etag(&run, &path, &id, 1, b"a film");
    assert_eq!(unchunked(&complete(&run, &path, &id, &[(1, &one)]).body).0, 2);
}

#[test]
fn a_late_refusal_comes_behind_a_200_and_leaves_the_upload_open() {
    let run = faulty(&["late-refuse=InternalError, first=1"]);
    let (path, id) = opened(&run);
    let one = etag(&run, &path, &id, 1, b"a film");
    let late = complete(&run, &path, &id, &[(1, &one)]);
    let (_, text) = unchunked(&late.body);
    assert!(text.starts_with(' ') && text.trim().starts_with("<Error>"), "{text}");
    assert_eq!(refused(&late), (200, "InternalError".to_owned()));
    assert_eq!(late.header("x-cos-request-id"), late.element("RequestId").as_deref());
    assert_eq!((run.sandbox.uploads().len(), run.sandbox.objects().len()), (1, 0));
    assert!(complete(&run, &path, &id, &[(1, &one)]).element("ETag").is_some());
}

#[test]
fn a_late_refusal_may_hide_that_all_was_done() {
    let run = faulty(&["late-refuse=SlowDown handled"]);
    let (path, id) = opened(&run);
    let one = etag(&run, &path, &id, 1, b"a film");
    let wrong = complete(&run, &path, &id, &[(1, "\"other\"")]);
    assert_eq!(refused(&wrong), (400, "InvalidPart".to_owned()), "that is not said late");
    let late = complete(&run, &path, &id, &[(1, &one)]);
    assert_eq!(refused(&late), (200, "SlowDown".to_owned()));
    assert_eq!((run.sandbox.uploads().len(), run.sandbox.objects().len()), (0, 1));
}

#[test]
fn a_cut_after_the_last_request_leaves_the_object_there() {
    let place = directory("cut-after");
    let fault = "cos:POST: cut-after, after=1".parse().unwrap();
    let run = run(Sandbox::builder().directory(&place).fault(fault));
    let (path, id) = opened(&run);
    // Takes a while to be put together.
    let film = vec![7; 32 * MIB];
    let one = part(&run, &path, &id, 1, &film);
    let one = one.header("etag").unwrap();
    let body = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{one}</ETag></Part>\
         </CompleteMultipartUpload>"
    );
    let target = format!("{path}?uploadId={id}");
    let head = run.head("POST", &run.address(), &target, body.len());
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
    assert_eq!(stream.read_to_end(&mut Vec::new()).unwrap(), 0);
    assert!(run.cos("GET", &path, b"").body == film);
    std::fs::remove_dir_all(place).unwrap();
}

#[test]
fn parts_may_be_refused_now_and_then() {
    let run = faulty(&["cos:PUT: refuse=SlowDown, every=3"]);
    let (path, id) = opened(&run);
    let statuses = [1, 2, 3, 4, 5, 6].map(|number| part(&run, &path, &id, number, b"x").status);
    assert_eq!(statuses, [200, 200, 503, 200, 200, 503]);
    assert_eq!(run.sandbox.uploads()[0].parts.len(), 4);
}
