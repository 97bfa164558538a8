//! What a sandbox can do wrong with a call, once and without end.

use std::collections::HashSet;
use std::time::Duration;

use vod_api::{Error, v3};

use crate::generation::{BOTH, Generation};
use crate::relay::Heard;
use crate::run::{Run, ended, quick};

/// What is new in each try of API 2.0.
const FRESH: [&str; 3] = ["Nonce", "Timestamp", "Signature"];

/// Whether tries ask for the same, each signed by itself.
fn assert_same(tries: &[Heard], generation: Generation) {
    let distinct =
        |of: &dyn Fn(&Heard) -> String| tries.iter().map(of).collect::<HashSet<String>>().len();
    match generation {
        Generation::V2 => {
            let nonce = |one: &Heard| one.parameters["Nonce"].clone();
            assert_eq!((distinct(&nonce), distinct(&Heard::signature)), (tries.len(), tries.len()));
            let asked = |one: &Heard| {
                let asked = one.parameters.iter().filter(|(name, _)| !FRESH.contains(&&***name));
                format!("{} {:?}", one.method, asked.collect::<Vec<_>>())
            };
            assert_eq!(distinct(&asked), 1, "{tries:?}");
        }
        Generation::V3 => {
            // There is no nonce: a signature is as good as its second.
            let second = |one: &Heard| one.headers["x-tc-timestamp"].clone();
            assert_eq!(distinct(&second), distinct(&Heard::signature), "{tries:?}");
            let asked = |one: &Heard| {
                let fresh = ["x-tc-timestamp", "authorization"];
                let asked = one.headers.iter().filter(|(name, _)| !fresh.contains(&&***name));
                format!("{} {:?} {}", one.method, asked.collect::<Vec<_>>(), one.body)
            };
            assert_eq!(distinct(&asked), 1, "{tries:?}");
        }
    }
}

/// A call that meets a fault once is sent once more, and succeeds.
async fn assert_mended(fault: &str, client: impl Fn(&Run) -> v3::Client) {
    for generation in BOTH {
        let run = Run::new(&[&format!("ApplyUpload: {fault}, first=1")]).await;
        let client = client(&run);
        let session = ended(generation.apply(&client)).await;
        let session = session.unwrap_or_else(|error| panic!("{fault}, {generation:?}: {error}"));
        assert!(!session.expose().is_empty());
        let tries = run.relay.heard();
        assert_eq!((tries.len(), run.count("ApplyUpload")), (2, 2), "{fault}, {generation:?}");
        assert_same(&tries, generation);
        let counters = client.runtime().counters();
        assert_eq!((counters.calls, counters.tries, counters.retries), (1, 2, 1));
        assert_eq!((counters.failures, counters.waits), (0, 1));
    }
}

/// A call that meets a fault each time ends after four tries with this error, in which `HOST` is
/// who was called.
async fn assert_told(fault: &str, told: [String; 2], client: impl Fn(&Run) -> v3::Client) -> Error {
    let mut last = None;
    for (generation, told) in BOTH.into_iter().zip(told) {
        let run = Run::new(&[&format!("ApplyUpload: {fault}")]).await;
        let client = client(&run);
        let error = ended(generation.apply(&client)).await.unwrap_err();
        let text = error.to_string().replace(run.relay.address(), "HOST");
        assert_eq!(without_id(&text, &error), told, "{fault}, {generation:?}");
        let tries = run.relay.heard();
        assert_eq!((tries.len(), run.count("ApplyUpload")), (4, 4), "{fault}, {generation:?}");
        assert_same(&tries, generation);
        let counters = client.runtime().counters();
        assert_eq!((counters.tries, counters.retries, counters.failures), (4, 3, 1));
        last = Some(error);
    }
    last.unwrap()
}

/// A request's id is another one each time.
fn without_id(text: &str, error: &Error) -> String {
    error.request_id().map_or(text.to_owned(), |id| text.replace(id, "ID"))
}

fn plain(run: &Run) -> v3::Client {
    run.client()
}

/// With this limit for a try, which what comes at once keeps.
fn patient(limit: Duration) -> impl Fn(&Run) -> v3::Client {
    move |run| run.builder().attempt_timeout(limit).build().unwrap()
}

/// With this limit for silence.
fn listening(limit: Duration) -> impl Fn(&Run) -> v3::Client {
    move |run| run.builder().idle_timeout(limit).build().unwrap()
}

/// What an error says behind its cause.
fn four(told: &str, before: &str) -> String {
    let stopped = "not tried again: that is as often as was allowed";
    format!("{told}; tried 4 times, before that: {before} (3 times); {stopped}")
}

/// The same of both generations.
fn alike(told: &str, before: &str) -> [String; 2] {
    let told = four(told, before);
    [told.clone(), told]
}

/// A call without a whole answer.
fn unanswered(what: &str) -> [String; 2] {
    let told =
        format!("ApplyUpload: no answer from HOST: {what}; the request may have been carried out");
    alike(&told, &format!("HOST: {what}"))
}

#[tokio::test]
async fn an_answer_that_is_late() {
    assert_mended("delay=1h", patient(Duration::from_secs(2))).await;
    let told = unanswered("timed out after 200ms");
    let error = assert_told("delay=1h", told, patient(Duration::from_millis(200))).await;
    assert!(matches!(error, Error::Transport(_)) && error.is_outcome_unknown(), "{error}");
}

#[tokio::test]
async fn a_gateway_that_is_busy() {
    for status in ["503 Service Unavailable", "502 Bad Gateway"] {
        let (code, _) = status.split_once(' ').unwrap();
        let fault = format!("status={code}");
        assert_mended(&fault, plain).await;
        let page = format!(
            "<html> <head><title>{status}</title></head> <body> <center><h1>{status}</h1></center> \
             <hr><center>sandbox</center>"
        );
        let page: String = page.chars().take(120).collect();
        let told = format!(
            "the answer to ApplyUpload (HTTP {code}) is not what its page promises\n  is not JSON: \
             expected value at line 1 column 1\n  it begins: {page}"
        );
        let error = assert_told(&fault, alike(&told, &format!("HTTP {code}")), plain).await;
        assert_eq!(error.status(), Some(code.parse().unwrap()));
    }
}

#[tokio::test]
async fn a_gateway_that_says_when() {
    for generation in BOTH {
        let run = Run::new(&["ApplyUpload: status=503 retry-after=1, first=1"]).await;
        let client = run.client();
        ended(generation.apply(&client)).await.unwrap();
        let tries = run.relay.heard();
        assert_eq!(tries.len(), 2);
        assert_same(&tries, generation);
        assert_eq!(client.runtime().counters().waited, Duration::from_secs(1));
        let signed = |one: &Heard| one.signature();
        assert_ne!(signed(&tries[0]), signed(&tries[1]), "signed by the time of the try");
    }
}

#[tokio::test]
async fn a_server_that_fails() {
    for (fault, codes) in [
        ("refuse=InternalError", ["6000", "InternalError"]),
        ("refuse=6000", ["6000", "InternalError"]),
    ] {
        assert_mended(fault, plain).await;
        let message =
            "the sandbox was told to refuse this request; the same call may succeed later";
        let told = [
            format!(
                "VOD refused ApplyUpload: 6000 InternalError (The server failed): (6000){message}"
            ),
            format!(
                "VOD refused ApplyUpload: InternalError (The server failed): {message} (request ID)"
            ),
        ];
        let told = [four(&told[0], codes[0]), four(&told[1], codes[1])];
        let error = assert_told(fault, told, plain).await;
        assert!(error.is_retryable() && !error.is_outcome_unknown());
    }
}

#[tokio::test]
async fn a_quota_that_is_spent() {
    let (v2, v3) = ("4400", "RequestLimitExceeded");
    // Each is told by the name that the other has for it.
    for (generation, code, other) in [(Generation::V2, v2, v3), (Generation::V3, v3, v2)] {
        let fault = format!("ApplyUpload: refuse={other}");
        let run = Run::new(&[&format!("{fault}, after=2 first=1")]).await;
        let client = run.client();
        for requests in [1, 2, 4] {
            ended(generation.apply(&client)).await.unwrap();
            assert_eq!(run.count("ApplyUpload"), requests, "{generation:?}");
        }
        assert_same(&run.relay.heard(), generation);
        let waited = client.runtime().counters().waited;
        assert!(waited >= Duration::from_millis(500), "long enough to matter: {waited:?}");

        run.set(&[&fault]);
        let twice = run.builder().retry(quick().attempts(2)).build().unwrap();
        let error = ended(generation.apply(&twice)).await.unwrap_err();
        let told = error.to_string();
        assert!(told.starts_with(&format!("VOD refused ApplyUpload: {code} ")), "{told}");
        let stopped = "not tried again: that is as often as was allowed";
        let tail = format!("; tried 2 times, before that: {code}; {stopped}");
        assert!(told.ends_with(&tail), "{told}");
        assert!(error.next_step().contains("call less often"), "{}", error.next_step());
    }
}

#[tokio::test]
async fn a_line_that_is_cut() {
    for fault in ["cut-before", "cut-after"] {
        assert_mended(fault, plain).await;
        let what = "error sending request: client error (SendRequest): connection closed before \
                    message completed";
        let error = assert_told(fault, unanswered(what), plain).await;
        assert!(error.is_outcome_unknown() && !error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    for fault in ["cut-body=0", "cut-body=10", "cut-body=99999", "wrong-length", "wrong-length=1"] {
        assert_mended(fault, plain).await;
        let what = "error decoding response body: request or response body error: error reading a \
                    body from connection: end of file before message length reached";
        let error = assert_told(fault, unanswered(what), plain).await;
        assert!(error.is_outcome_unknown(), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_trickles() {
    assert_mended("slow-body=1/1h", listening(Duration::from_secs(2))).await;
    let told = unanswered("timed out: nothing came for 200ms");
    assert_told("slow-body=1/1h", told, listening(Duration::from_millis(200))).await;
    // One that goes on coming is waited for, however long it is silent all together.
    for generation in BOTH {
        let run = Run::new(&["slow-body=20/20ms"]).await;
        let client = listening(Duration::from_secs(2))(&run);
        ended(generation.apply(&client)).await.unwrap();
        assert_eq!(run.count("ApplyUpload"), 1);
    }
}

/// Whoever answers so is no server of VOD's: a repeat would be answered the same.
#[tokio::test]
async fn an_answer_that_is_none() {
    for generation in BOTH {
        let run = Run::new(&["ApplyUpload: garbage"]).await;
        let client = run.client();
        let error = ended(generation.apply(&client)).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the answer to ApplyUpload (HTTP 200) is not what its page promises\n  is not JSON: \
             expected value at line 1 column 1\n  it begins: %% neither JSON nor XML: the sandbox \
             was told to answer with garbage %%"
        );
        assert_eq!((run.relay.heard().len(), run.count("ApplyUpload")), (1, 1));
        run.set(&[]);
        ended(generation.apply(&client)).await.unwrap();
    }
}
