//! A call over a connection that is kept alive, beside the same bytes sent by bare reqwest.
//!
//! A server of this file answers fixed bytes on loopback. Who goes first changes from round to
//! round, and a ratio is the median over rounds of two times of one round, so that a slow moment of
//! the machine strikes both. `--check` makes a missed target a failure.
#![allow(clippy::unwrap_used, reason = "a bench that cannot run has nothing to tell")]

use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Instant;

use vod_api::{Action, Credential, Prepared, Stamp, v2, v3};

/// How much slower than bare reqwest a call may be.
const TARGET: f64 = 1.15;
const ROUNDS: u32 = 101;
const CALLS: u32 = 50;

const V2: &str = r#"{"code":0,"message":"","codeDesc":"Success","fileId":"24820810452266402",
"video":{"url":"http://1256700310.vod2.myqcloud.com/7d2f9ab1/24820810452266402/f0.mp4"}}"#;
const V3: &str = r#"{"Response":{"FileId":"5285485491730284163",
"MediaUrl":"http://1500041207.vod2.myqcloud.com/7d2f9ab1/5285485491730284163/f0.mp4",
"RequestId":"3b7e0a15-c6d2-4a8f-b934-5e6f70819a2b"}}"#;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("{:<24} {:>9} {:>9} {:>7}", "", "time", "reqwest", "ratio");
    let kept = runtime.block_on(async {
        let old = v2::Client::builder().credential(credential()).endpoint(answering(V2));
        let (old, session) = (old.rate_limits(false).build().unwrap(), "c2Vzc2lvbiBrZXk=");
        let request = v2::CommitUpload::builder().vod_session_key(session).build();
        let v2 = row("v2: CommitUpload", old.runtime(), &request).await;
        let new = v3::Client::builder().credential(credential()).endpoint(answering(V3));
        let new = new.rate_limits(false).build().unwrap();
        let request = v3::CommitUpload::builder().vod_session_key(session).build();
        let v3 = row("v3: CommitUpload", new.runtime(), &request).await;
        v2 && v3
    });
    if check && !kept { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn credential() -> Credential {
    Credential::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA")
}

/// A server that reads a request and answers, as long as there are any.
fn answering(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || serve(&stream.unwrap(), body));
        }
    });
    address
}

fn serve(mut stream: &TcpStream, body: &str) {
    stream.set_nodelay(true).unwrap();
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length:";
    let answer = format!("{head} {length}\r\n\r\n{body}");
    let (mut request, mut block) = (Vec::new(), vec![0; 16 << 10]);
    while let Ok(read @ 1..) = stream.read(&mut block) {
        request.extend_from_slice(&block[..read]);
        if is_whole(&request) {
            request.clear();
            stream.write_all(answer.as_bytes()).unwrap();
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = std::str::from_utf8(&request[..end]).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    request.len() >= end + 4 + length.map_or(0, |length| length.parse().unwrap())
}

/// Measures a call of ours and the same request sent bare; tells whether the target is met.
async fn row<A: Action + Clone>(name: &str, ours: &vod_api::Runtime, request: &A) -> bool {
    let prepared = ours.prepare(request, Stamp::now()).unwrap();
    let call = || async { drop(ours.send(request.clone()).await.unwrap()) };
    // The connections are opened, and stay so. Ours also sets TLS up, which reqwest asks for.
    time(&call).await;
    let bare = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let send = || async { drop(sent(&bare, &prepared).await) };
    time(&send).await;
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let (a, b) = if round % 2 == 0 {
            let a = time(&call).await;
            (a, time(&send).await)
        } else {
            let b = time(&send).await;
            (time(&call).await, b)
        };
        rounds.push((a, b, a / b));
    }
    let time = median(rounds.iter().map(|round| round.0));
    let floor = median(rounds.iter().map(|round| round.1));
    let ratio = median(rounds.iter().map(|round| round.2));
    let verdict = if ratio > TARGET { "missed" } else { "met" };
    println!("{name:<24} {time:>6.1} µs {floor:>6.1} µs {ratio:>7.2}  {verdict}: at most {TARGET}");
    ratio <= TARGET
}

/// The same bytes by reqwest alone, the answer read to its end.
async fn sent(http: &reqwest::Client, prepared: &Prepared) -> bytes::Bytes {
    let mut request = http.post(prepared.url()).body(prepared.body().unwrap().to_owned());
    for (name, value) in prepared.headers() {
        request = request.header(name, &*value);
    }
    request.send().await.unwrap().bytes().await.unwrap()
}

/// Microseconds of one call, from as many as a round holds.
async fn time<F: Future<Output = ()>>(call: &impl Fn() -> F) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS {
        call().await;
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
