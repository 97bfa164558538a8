//! What a test may ask about afterwards.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;
use vod_sandbox::Sandbox;

use run::{Run, run};

#[test]
fn each_request_is_seen_with_its_connection_host_time_and_size() {
    let run = run(Sandbox::builder());
    let call = run.v3("ApplyUpload", &json!({ "MediaType": "mp4" }));
    let last = String::from_utf8(call.bytes()).unwrap();
    let kept = last.replace("Connection: close\r\n", "");
    let mut stream = TcpStream::connect(run.address()).unwrap();
    stream.write_all([kept, last].concat().as_bytes()).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    run.cos("PUT", "/b/k", b"1");
    let seen = run.sandbox.requests();
    let connections: Vec<u64> = seen.iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [1, 1, 2]);
    assert!(seen[0].arrived <= seen[1].arrived && seen[1].arrived <= seen[2].arrived);
    let sizes: Vec<u64> = seen.iter().map(|seen| seen.received).collect();
    let size = call.body.len() as u64;
    assert_eq!(sizes, [size, size, 0], "what is refused by its head is not read");
    assert_eq!(seen[0].host, run.address());
    let counts = run.sandbox.counts();
    assert_eq!((counts.requests, counts.connections, counts.received), (3, 2, size * 2));
    let by_action: Vec<(String, u64)> = counts.by_action.into_iter().collect();
    assert_eq!(by_action, [("ApplyUpload".to_owned(), 2), ("cos:PUT".to_owned(), 1)]);
}

#[test]
fn a_request_whose_client_left_within_its_body_is_seen_too() {
    let run = run(Sandbox::builder());
    let (_, path) = run.open();
    let address = run.address();
    let form = format!("POST /v2/index.php HTTP/1.1\r\nHost: {address}\r\nContent-Length: 10\r\n");
    let call = run.v3("ApplyUpload", &json!({ "MediaType": "mp4" })).bytes();
    for (at, head) in [run.head("PUT", &address, &path, 10), form].into_iter().enumerate() {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(format!("{head}\r\n12345").as_bytes()).unwrap();
        drop(stream);
        seen_soon(&run, at + 2);
    }
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(&call[..call.len() - 1]).unwrap();
    drop(stream);
    seen_soon(&run, 4);
    let received: Vec<u64> = run.sandbox.requests()[1..].iter().map(|seen| seen.received).collect();
    assert_eq!(received[..2], [5, 5]);
}

/// Waits until so many requests were seen.
fn seen_soon(run: &Run, requests: usize) {
    for _ in 0..500 {
        if run.sandbox.requests().len() == requests {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(run.sandbox.requests().len(), requests, "{:?}", run.sandbox.requests());
}
