//! What a test may ask about afterwards.
#![allow(clippy::unwrap_used)] // the functions around the tests are tests as well

mod run;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;
use vod_sandbox::Sandbox;

use run::run;

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
    assert_eq!((counts.requests, counts.connections), (3, 2));
    let by_action: Vec<(String, u64)> = counts.by_action.into_iter().collect();
    assert_eq!(by_action, [("ApplyUpload".to_owned(), 2), ("cos:PUT".to_owned(), 1)]);
}
