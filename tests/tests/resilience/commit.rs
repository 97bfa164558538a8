//! A confirmation that is carried out and not answered: whoever began the upload anew would have
//! the video twice.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use vod_api::{Error, Secret, v3};

use crate::generation::{BOTH, Generation};
use crate::run::{Run, ended, known, quick};

/// The session of an upload whose files are at COS and of which nothing was confirmed.
async fn unconfirmed(run: &Run, generation: Generation) -> Secret {
    run.set(&["CommitUpload: status=404"]);
    ended(generation.upload(&run.client())).await.unwrap_err();
    run.set(&[]);
    let last = run.relay.heard().pop().unwrap();
    match generation {
        Generation::V2 => last.parameters["vodSessionKey"].as_str().into(),
        Generation::V3 => {
            let body: serde_json::Value = serde_json::from_str(&last.body).unwrap();
            body["VodSessionKey"].as_str().unwrap().into()
        }
    }
}

/// Whether VOD has taken a video over: then anyone may fetch it, else nobody.
async fn is_published(run: &Run) -> bool {
    let objects = run.sandbox.objects();
    let [object] = &*objects else { panic!("{objects:?}") };
    let address = run.sandbox.url().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let request =
        format!("GET /media/{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", object.key);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    answer.starts_with(b"HTTP/1.1 200 ")
}

/// What became of the confirmations, as the sandbox knows it: whether each one succeeded.
fn confirmations(run: &Run) -> Vec<bool> {
    let seen = run.sandbox.requests();
    let commits = seen.iter().filter(|seen| seen.action.as_deref() == Some("CommitUpload"));
    commits.map(|seen| seen.code == 0).collect()
}

fn assert_unknown(error: &Error, run: &Run, generation: Generation) {
    assert!(matches!(error, Error::OutcomeUnknown(_)) && error.is_outcome_unknown(), "{error}");
    let code = match generation {
        Generation::V2 => "31001",
        Generation::V3 => "InvalidParameterValue.VodSessionKey",
    };
    assert_eq!(
        error.to_string().replace(run.relay.address(), "HOST"),
        format!(
            "CommitUpload may have been carried out: a request was not answered, and its repeat \
             was refused by {code}, as one is that comes too late; tried 2 times, before that: \
             HOST: error sending request: client error (SendRequest): connection closed before \
             message completed"
        )
    );
    assert!(error.next_step().starts_with("look whether"), "{}", error.next_step());
}

#[tokio::test]
async fn one_that_was_carried_out_and_cut_off_is_no_failure() {
    for generation in BOTH {
        let run = Run::new(&[]).await;
        let session = unconfirmed(&run, generation).await;
        assert!(!is_published(&run).await);
        run.set(&["CommitUpload: cut-after, first=1"]);
        let error = ended(generation.commit(&run.client(), &session)).await.unwrap_err();
        assert_unknown(&error, &run, generation);
        assert!(!format!("{error} {error:?}").contains(session.expose()));
        assert_eq!(confirmations(&run)[1..], [true, false]);
        assert!(is_published(&run).await);
    }
}

#[tokio::test]
async fn an_upload_says_so_too() {
    for generation in BOTH {
        for (fault, seen) in [
            ("CommitUpload: cut-after, first=1", [true, false]),
            ("CommitUpload: cut-body=5, first=1", [true, false]),
            ("CommitUpload: status=504 handled, first=1", [true, false]),
        ] {
            let run = Run::new(&[fault]).await;
            let client = run.client();
            let error = ended(generation.upload(&client)).await.unwrap_err();
            assert!(matches!(error, Error::OutcomeUnknown(_)), "{fault}: {error}");
            if fault.contains("cut-after") {
                assert_unknown(&error, &run, generation);
            }
            assert_eq!(confirmations(&run), seen, "{fault}");
            assert!(is_published(&run).await, "{fault}");
            assert_eq!(client.runtime().counters().failures, 1);
        }
    }
}

#[tokio::test]
async fn one_that_was_not_carried_out_is_sent_again() {
    for generation in BOTH {
        for fault in ["cut-before", "status=503", "refuse=InternalError"] {
            let run = Run::new(&[&format!("CommitUpload: {fault}, first=1")]).await;
            let id = ended(generation.upload(&run.client())).await.unwrap();
            assert!(!id.is_empty());
            assert_eq!(confirmations(&run), [false, true], "{fault}");
            assert!(is_published(&run).await);
        }
    }
}

#[tokio::test]
async fn a_place_that_was_reserved_unheard_is_reserved_again() {
    for generation in BOTH {
        let run = Run::new(&["ApplyUpload: cut-after, first=1"]).await;
        ended(generation.upload(&run.client())).await.unwrap();
        let counts = run.sandbox.counts().by_action;
        assert_eq!((counts["ApplyUpload"], counts["cos:PUT"], counts["CommitUpload"]), (2, 1, 1));
        assert!(is_published(&run).await);
    }
}

/// The error of the last try alone would say that nothing was sent.
#[tokio::test]
async fn a_server_that_dies_of_it_leaves_it_unknown() {
    for generation in BOTH {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
            drop(listener);
        });
        let run = Run::new(&[]).await;
        let client: v3::Client = v3::Client::builder()
            .credential(known(&run.sandbox))
            .endpoint(format!("http://{address}"))
            .retry(quick())
            .build()
            .unwrap();
        let error = ended(generation.commit(&client, &"a session".into())).await.unwrap_err();
        server.await.unwrap();
        let told = error.to_string().replace(&address, "HOST");
        assert!(told.contains("; the request may have been carried out; tried 4 times"), "{told}");
        assert!(
            told.contains("before that: HOST: error sending request: client error (Se"),
            "{told}"
        );
        assert!(error.is_outcome_unknown() && !error.is_retryable(), "{told}");
        assert!(error.next_step().starts_with("look whether"), "{}", error.next_step());
    }
}

/// Whoever stands in between may answer after it was carried out.
#[tokio::test]
async fn an_answer_that_is_none_of_vods_leaves_it_unknown() {
    for generation in BOTH {
        for (answer, is_unknown) in [("garbage", true), ("status=200", true), ("status=404", false)]
        {
            let run = Run::new(&[&format!("CommitUpload: {answer} handled")]).await;
            let error = ended(generation.upload(&run.client())).await.unwrap_err();
            assert!(matches!(error, Error::Unreadable(_)), "{error}");
            assert!(is_published(&run).await);
            assert_eq!(error.is_outcome_unknown(), is_unknown, "{answer}: {error}");
            assert_eq!(error.next_step().starts_with("look whether"), is_unknown, "{answer}");
        }
    }
}

/// What a later try is refused for says nothing of the one before it.
#[tokio::test]
async fn a_refusal_behind_it_leaves_it_unknown() {
    for (generation, code) in BOTH.into_iter().zip(["6000", "InternalError"]) {
        let run =
            Run::new(&["CommitUpload: cut-after, first=1", "CommitUpload: refuse=6000"]).await;
        let error = ended(generation.upload(&run.client())).await.unwrap_err();
        assert!(is_published(&run).await);
        assert_eq!(error.code(), Some(code));
        assert!(error.is_outcome_unknown() && !error.is_retryable(), "{error}");
        assert!(error.next_step().starts_with("look whether"), "{}", error.next_step());
        let told = error.to_string().replace(run.relay.address(), "HOST");
        let told = told.split_once("told to refuse this request; ").unwrap().1;
        assert!(told.starts_with("a request before that one may have been carried out"), "{told}");
        let line = "HOST: error sending request: client error (SendRequest): connection closed \
                    before message completed";
        let told = told.split_once("; tried 4 times, before that: ").unwrap().1;
        let stopped = "not tried again: that is as often as was allowed";
        assert_eq!(told, format!("{line}; {code} (2 times); {stopped}"));
        // One that was refused alone is as before.
        run.set(&["CommitUpload: refuse=6000"]);
        let error = ended(generation.upload(&run.client())).await.unwrap_err();
        assert!(!error.is_outcome_unknown() && error.is_retryable(), "{error}");
    }
}
