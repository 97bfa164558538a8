//! Which connections a client opens, and where it goes when it is sent elsewhere.

use std::collections::BTreeSet;

use vod_api::v3;

use crate::generation::BOTH;
use crate::run::{Run, ended, known};
use crate::stub::{Stub, http, nowhere};

#[tokio::test]
async fn calls_that_follow_each_other_use_one() {
    let run = Run::new(&[]).await;
    let client = run.client();
    for number in 0..100 {
        ended(BOTH[number % 2].apply(&client)).await.unwrap();
    }
    let seen = run.sandbox.requests();
    let connections: BTreeSet<u64> = seen.iter().map(|seen| seen.connection).collect();
    assert_eq!((seen.len(), connections.len()), (100, 1), "{connections:?}");
}

#[tokio::test]
async fn one_that_was_cut_is_opened_anew_and_the_new_one_kept() {
    let run = Run::new(&["cut-after, after=1 first=1"]).await;
    let client = run.client();
    for number in 0..10 {
        ended(BOTH[number % 2].apply(&client)).await.unwrap();
    }
    let seen = run.sandbox.requests();
    let connections: Vec<u64> = seen.iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
}

/// A signature is good for one address, and what was signed is nobody else's business.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        for generation in BOTH {
            let elsewhere = Run::new(&[]).await;
            let head = format!("{status}\r\nLocation: {}/", elsewhere.sandbox.url());
            let server = Stub::answering(http(&head, "")).await;
            let client = elsewhere.builder().endpoint(server.url()).build().unwrap();
            let error = ended(generation.apply(&client)).await.unwrap_err();
            let code = &status[..3];
            assert_eq!(
                error.to_string(),
                format!(
                    "the answer to ApplyUpload (HTTP {code}) is not what its page promises\n  is \
                     empty"
                )
            );
            assert_eq!(server.heard().len(), 1, "{status}");
            assert_eq!(elsewhere.sandbox.counts().connections, 0, "{status}");
        }
    }
}

#[tokio::test]
async fn nobody_follows_a_redirect_of_cos() {
    for (status, code) in [("303 See Other", 303), ("307 Temporary", 307)] {
        let (run, elsewhere) = (Run::new(&[]).await, Run::new(&[]).await);
        let head = format!("{status}\r\nLocation: {}/", elsewhere.sandbox.url());
        let cos = Stub::answering(http(&head, "")).await;
        let client = run.builder().cos_endpoint(cos.url()).build().unwrap();
        let error = ended(BOTH[1].upload(&client)).await.unwrap_err();
        assert_eq!(error.status(), Some(code), "{error}");
        assert_eq!((cos.heard().len(), elsewhere.sandbox.counts().connections), (1, 0));
        assert_eq!(run.count("CommitUpload"), 0);
    }
}

#[tokio::test]
async fn another_endpoint_stands_in_for_one_that_is_closed() {
    for generation in BOTH {
        let (run, closed) = (Run::new(&[]).await, nowhere().await);
        let builder = run.builder().endpoint(&closed).alternatives([run.relay.url()]);
        let client = builder.build().unwrap();
        for _ in 0..3 {
            ended(generation.apply(&client)).await.unwrap();
        }
        assert_eq!(run.count("ApplyUpload"), 3);
        let counters = client.runtime().counters();
        assert_eq!((counters.tries, counters.waits), (4, 0), "it is given up once, at once");
        // It stands in for the next upload as well.
        ended(generation.upload(&client)).await.unwrap();
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_is_sent_and_each_is_named() {
    for generation in BOTH {
        let (run, first, other) = (Run::new(&[]).await, nowhere().await, nowhere().await);
        let builder = run.builder().endpoint(&first).alternatives([&other]);
        let client: v3::Client = builder.credential(known(&run.sandbox)).build().unwrap();
        let error = ended(generation.apply(&client)).await.unwrap_err();
        let host = |url: &str| url.replace("http://", "");
        let told =
            error.to_string().replace(&host(&first), "FIRST").replace(&host(&other), "OTHER");
        let refused = "error sending request: client error (Connect): tcp connect error: ";
        let (told, rest) = told.split_once(refused).unwrap();
        assert_eq!(told, "ApplyUpload: no answer from OTHER: ");
        assert!(rest.contains("; nothing was sent; tried 4 times, before that: FIRST: "), "{rest}");
        assert!(rest.ends_with("; not tried again: that is as often as was allowed"), "{rest}");
        assert!(error.is_retryable() && !error.is_outcome_unknown(), "{error}");
    }
}
