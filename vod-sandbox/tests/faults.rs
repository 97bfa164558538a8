//! Faults, each seen as bytes on the wire, and what becomes of the request that met one.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use vod_sandbox::{Builder, Fault, Sandbox};

use run::{BUCKET, Run, run};

fn faulty(faults: &[&str]) -> Run {
    let add = |builder: Builder, text: &&str| builder.fault(text.parse().unwrap());
    run(faults.iter().fold(Sandbox::builder().rate_limits(false), add))
}

fn set(run: &Run, faults: &[&str]) {
    run.sandbox.set_faults(faults.iter().map(|text| text.parse().unwrap()));
}

/// A right ApplyUpload of API 3.0.
fn apply(run: &Run) -> Vec<u8> {
    run.v3("ApplyUpload", &json!({ "MediaType": "mp4" })).bytes()
}

/// All that comes back until the connection is closed.
fn wire(run: &Run, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

/// What comes back on a connection that then keeps silent, which it stays while another request is
/// answered.
fn silent(run: &Run, request: &[u8], bytes: usize) -> (TcpStream, Vec<u8>) {
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    while !answer.windows(4).any(|four| four == b"\r\n\r\n") && bytes > 0 {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        answer.push(byte[0]);
    }
    let mut body = vec![0; bytes];
    stream.read_exact(&mut body).unwrap();
    assert_eq!(run.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status, 404);
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let error = stream.read(&mut [0]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
    (stream, body)
}

fn commit(run: &Run, opened: &Value) -> Vec<u8> {
    run.v3("CommitUpload", &json!({ "VodSessionKey": opened["VodSessionKey"] })).bytes()
}

/// An upload of API 3.0 whose file is at COS.
fn uploaded(run: &Run) -> Value {
    let opened = run.apply(&json!({}));
    let path = opened["MediaStoragePath"].as_str().unwrap();
    assert_eq!(run.put(&opened, path, "a film").status, 200);
    opened
}

/// The code of a request that was seen, from the newest.
fn last(run: &Run, back: usize) -> vod_sandbox::Seen {
    let mut all = run.sandbox.requests();
    all.remove(all.len() - 1 - back)
}

#[test]
fn a_delay_holds_back_the_answer_and_not_the_deed() {
    let run = faulty(&["CommitUpload: delay=1h, first=1", "ApplyUpload: delay=1ms"]);
    let opened = uploaded(&run);
    let (_waiting, _) = silent(&run, &commit(&run, &opened), 0);
    assert_eq!(last(&run, 0).fault.as_deref(), Some("CommitUpload: delay=3600s, first=1"));
    let again = run.send(&commit(&run, &opened)).refusal().0;
    assert_ne!(again, "", "what waits was carried out");
}

#[test]
fn a_stop_does_not_wait_for_a_delay() {
    let run = faulty(&["delay=1h"]);
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all(&apply(&run)).unwrap();
    while run.sandbox.requests().is_empty() {
        std::thread::yield_now();
    }
    run.runtime.block_on(run.sandbox.stop());
    assert_eq!(stream.read_to_end(&mut Vec::new()).unwrap(), 0);
}

#[test]
fn a_status_comes_as_from_a_proxy_and_nothing_is_done() {
    let run = faulty(&["CommitUpload: status=503 retry-after=2, first=1"]);
    let opened = uploaded(&run);
    let answer = run.send(&commit(&run, &opened));
    assert!(answer.head.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{}", answer.head);
    for header in ["retry-after: 2", "content-type: text/html", "date: "] {
        assert!(answer.head.contains(header), "{} lacks {header}", answer.head);
    }
    assert!(answer.text().contains("<h1>503 Service Unavailable</h1>"), "{}", answer.text());
    let seen = last(&run, 0);
    assert_eq!((seen.code, seen.action.as_deref()), (503, Some("CommitUpload")));
    assert!(run.send(&commit(&run, &opened)).response()["FileId"].is_string());
}

#[test]
fn a_status_may_hide_that_all_was_done() {
    let run = faulty(&["CommitUpload: status=504 handled, first=1"]);
    let opened = uploaded(&run);
    assert_eq!(run.send(&commit(&run, &opened)).status, 504);
    assert_eq!(last(&run, 0).code, 0, "what became of it in truth");
    assert_ne!(run.send(&commit(&run, &opened)).refusal().0, "");
}

#[test]
fn each_protocol_refuses_in_its_own_form() {
    let run = faulty(&["refuse=RequestLimitExceeded"]);
    let (code, message) = run.send(&apply(&run)).refusal();
    assert_eq!(code, "RequestLimitExceeded");
    assert!(message.contains("told to refuse"), "{message}");
    assert_eq!(last(&run, 0).error.as_deref(), Some("RequestLimitExceeded"));
    let call = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    for answer in [run.call(&call), run.post(&call)] {
        assert_eq!((answer.status, answer.code()), (200, 4400));
        assert_eq!(answer.json()["codeDesc"], "RequestLimitExceeded");
        assert_eq!(last(&run, 0).code, 4400);
    }
    set(&run, &["refuse=4400"]);
    assert_eq!(run.send(&apply(&run)).refusal().0, "RequestLimitExceeded");
    assert_eq!(run.call(&call).code(), 4400);
    let path = format!("/{BUCKET}/a.mp4");
    assert_eq!(run.cos("GET", &path, b"").status, 404, "COS has no numbers");
    set(&run, &["refuse=SlowDown retry-after=1"]);
    let answer = run.cos("PUT", &path, b"12345");
    assert_eq!(answer.status, 503);
    assert!(answer.head.contains("application/xml") && answer.head.contains("retry-after: 1"));
    assert!(answer.text().contains("<Code>SlowDown</Code>"), "{}", answer.text());
    assert!(answer.text().contains(&format!("<Resource>{path}</Resource>")));
    assert_eq!((last(&run, 0).code, last(&run, 0).received), (503, 5));
    assert_eq!(run.call(&call).code(), 0, "API 2.0 has no number for it");
    set(&run, &["refuse=RequestTimeTooSkewed", "refuse=4100"]);
    assert_eq!(run.cos("GET", &path, b"").status, 403);
    assert_eq!(run.cos("HEAD", &path, b"").body, b"");
    set(&run, &["cos: refuse=SlowDown status=429"]);
    assert_eq!(run.cos("GET", &path, b"").status, 429);
}

#[test]
fn a_limit_on_calls_is_a_refusal_after_so_many() {
    let run = faulty(&["ApplyUpload: refuse=4400, after=2"]);
    let call = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    let codes: Vec<i64> = (0..4).map(|_| run.call(&call).code()).collect();
    assert_eq!(codes, [0, 0, 4400, 4400]);
}

#[test]
fn a_cut_before_leaves_everything_undone() {
    let run = faulty(&["CommitUpload: cut-before, first=1"]);
    let opened = uploaded(&run);
    assert_eq!(wire(&run, &commit(&run, &opened)), b"");
    let seen = last(&run, 0);
    assert_eq!((seen.code, seen.action.as_deref()), (-1, Some("CommitUpload")));
    assert_eq!(seen.fault.as_deref(), Some("CommitUpload: cut-before, first=1"));
    assert!(run.send(&commit(&run, &opened)).response()["FileId"].is_string());
}

#[test]
fn a_cut_may_come_within_a_body() {
    let run = faulty(&["cos:PUT: cut-before=5"]);
    let (_, path) = run.open();
    let head = run.head("PUT", &run.address(), &path, 10);
    assert_eq!(wire(&run, format!("{head}\r\n12345").as_bytes()), b"");
    assert_eq!(last(&run, 0).received, 5);
    assert_eq!(run.sandbox.objects(), []);
}

#[test]
fn a_cut_after_leaves_everything_done() {
    let run = faulty(&["cut-after, every=2"]);
    let call = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    let opened = run.call(&call).json();
    let path = format!("/{BUCKET}{}", opened["video"]["storagePath"].as_str().unwrap());
    let head = run.head("PUT", &run.address(), &path, 6);
    assert_eq!(wire(&run, format!("{head}\r\na film").as_bytes()), b"");
    assert_eq!((last(&run, 0).code, last(&run, 0).received), (200, 6));
    let key = opened["video"]["storagePath"].as_str().unwrap();
    assert_eq!(run.sandbox.object(BUCKET, key).unwrap(), "a film");
    set(&run, &["CommitUpload: cut-after, first=1"]);
    let opened = uploaded(&run);
    assert_eq!(wire(&run, &commit(&run, &opened)), b"");
    assert_eq!(last(&run, 0).code, 0);
    assert_ne!(run.send(&commit(&run, &opened)).refusal().0, "");
}

#[test]
fn a_cut_body_breaks_off_at_its_byte() {
    let run =
        faulty(&["ApplyUpload: cut-body=12, first=1", "ApplyUpload: cut-body=99999, first=1"]);
    let answer = run.send(&apply(&run));
    assert_eq!(answer.text(), r#"{"Response":"#);
    let length = |head: &str| -> usize {
        let (_, rest) = head.split_once("content-length: ").unwrap();
        rest.split("\r\n").next().unwrap().parse().unwrap()
    };
    assert!(length(&answer.head) > 100, "{}", answer.head);
    let answer = run.send(&apply(&run));
    assert_eq!(answer.body.len(), length(&answer.head) - 1, "never all of it");
    let (_, path) = run.open();
    let film = vec![b'f'; 5_000_000];
    set(&run, &["cos:PUT: cut-body=0", "cos:GET: cut-body=4000000"]);
    let head = run.head("PUT", &run.address(), &path, film.len());
    assert_eq!(wire(&run, &[head.as_bytes(), b"\r\n", &film].concat()), b"", "it has no body");
    let answer = run.cos("GET", &path, b"");
    assert_eq!((length(&answer.head), answer.body.len()), (5_000_000, 4_000_000));
}

#[test]
fn a_slow_body_comes_bit_by_bit() {
    let run = faulty(&["ApplyUpload: slow-body=7/1h, first=1", "slow-body=100/1ms"]);
    let (_waiting, body) = silent(&run, &apply(&run), 7);
    assert_eq!(body, br#"{"Respo"#);
    assert!(run.send(&apply(&run)).response()["VodSessionKey"].is_string());
}

#[test]
fn garbage_is_a_success_that_nobody_can_read() {
    let run = faulty(&["garbage"]);
    let answer = run.send(&apply(&run));
    assert_eq!(answer.status, 200);
    assert!(serde_json::from_slice::<Value>(&answer.body).is_err());
    assert!(!answer.text().is_empty() && !answer.text().contains('<'), "{}", answer.text());
    set(&run, &[]);
    assert_eq!(run.call(&[("Action", "ApplyUpload"), ("videoType", "mp4")]).code(), 0);
}

#[test]
fn a_wrong_length_promises_more_than_comes() {
    let run = faulty(&["wrong-length=5"]);
    let call = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    let answer = run.call(&call);
    assert_eq!(answer.code(), 0, "all of the answer is there");
    let promised = format!("content-length: {}", answer.body.len() + 5);
    assert!(answer.head.contains(&promised), "{}", answer.head);
    let path = format!("/{BUCKET}{}", answer.json()["video"]["storagePath"].as_str().unwrap());
    let answer = run.cos("PUT", &path, b"a film");
    assert!(answer.head.contains("content-length: 5") && answer.body.is_empty());
    assert!(run.cos("HEAD", &path, b"").head.contains("content-length: 6"), "it sends none");
}

#[test]
fn a_target_is_an_action_of_either_generation_or_cos() {
    let run = faulty(&["ApplyUpload: status=501", "cos:PUT: status=502", "cos: status=503"]);
    let call = [("Action", "ApplyUpload"), ("videoType", "mp4")];
    assert_eq!(run.send(&apply(&run)).status, 501);
    assert_eq!((run.call(&call).status, run.post(&call).status), (501, 501));
    let other = run.call(&[("Action", "CommitUpload"), ("vodSessionKey", "x")]);
    assert_eq!((other.status, other.code()), (200, 31001));
    let path = format!("/{BUCKET}/a.mp4");
    assert_eq!(run.cos("PUT", &path, b"1").status, 502);
    assert_eq!(run.cos("GET", &path, b"").status, 503);
    let media = run.send(b"GET /media/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(media.status, 503);
    set(&run, &["status=504"]);
    assert_eq!(run.cos("GET", &path, b"").status, 504);
    assert_eq!(run.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status, 504);
}

#[test]
fn a_target_that_nobody_serves_fails_the_start() {
    let run = faulty(&[]);
    let typo = Sandbox::builder().fault(Fault::garbage().on("AplyUpload"));
    let error = run.runtime.block_on(typo.start()).unwrap_err().to_string();
    assert!(error.contains("`AplyUpload: garbage`; did you mean `ApplyUpload`?"), "{error}");
}

#[test]
fn faults_can_change_while_it_runs() {
    let run = faulty(&["status=503"]);
    assert_eq!(run.send(&apply(&run)).status, 503);
    run.sandbox.set_faults([Fault::status(502).on("ApplyUpload").first(1)]);
    assert_eq!(run.send(&apply(&run)).status, 502);
    assert_eq!(run.send(&apply(&run)).status, 200);
    run.sandbox.set_faults([Fault::status(502).on("ApplyUpload").first(1)]);
    assert_eq!(run.send(&apply(&run)).status, 502, "it counts anew");
}

#[test]
fn a_request_may_bring_its_own_fault() {
    let run = faulty(&["status=503"]);
    let call = run.v3("ApplyUpload", &json!({ "MediaType": "mp4" }));
    let bring = |fault: &str| run.answer(&call.clone().set("X-Sandbox-Fault", fault));
    let twice = "ApplyUpload: status=502, first=2";
    assert_eq!(bring(twice).status, 502);
    assert_eq!(bring("CommitUpload: status=502").status, 200, "the sandbox's own do not count");
    assert_eq!(bring(twice).status, 502);
    assert_eq!(bring(twice).status, 200, "headers of one text count together");
    let answer = bring("status=999");
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.text(),
        "the header X-Sandbox-Fault: `status=999` needs an HTTP status from 200 to 599\n"
    );
    assert_eq!(last(&run, 0).code, 400);
    assert_eq!(run.answer(&call).status, 503);
    let unsigned = "PUT /b/k HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\
                    x-sandbox-fault: refuse=SlowDown\r\n\r\n";
    assert_eq!(run.send(unsigned.as_bytes()).status, 503);
}

#[test]
fn a_test_can_ask_what_struck() {
    let run = faulty(&["ApplyUpload: cut-after, first=1"]);
    assert_eq!(wire(&run, &apply(&run)), b"");
    run.open();
    let seen = run.sandbox.requests();
    let told: Vec<_> = seen.iter().map(|seen| (seen.connection, seen.fault.as_deref())).collect();
    assert_eq!(told, [(1, Some("ApplyUpload: cut-after, first=1")), (2, None)]);
    let counts = run.sandbox.counts();
    assert_eq!((counts.requests, counts.faults), (2, 1));
    assert_eq!(counts.by_action["ApplyUpload"], 2);
}
