//! A machine whose clock is not the server's.

use std::sync::Arc;

use vod_api::v3;
use vod_sandbox::Sandbox;

use crate::generation::BOTH;
use crate::run::{CLIP, Run, ended, known};

/// How the sandbox answered, oldest first: the Action or the method, and whether it succeeded.
fn answers(sandbox: &Sandbox) -> Vec<(String, bool)> {
    let told = |seen: vod_sandbox::Seen| {
        let succeeded = matches!(seen.code, 0 | 200);
        (seen.action.unwrap_or(seen.method), succeeded)
    };
    sandbox.requests().into_iter().map(told).collect()
}

fn named(answers: &[(String, bool)]) -> Vec<(&str, bool)> {
    answers.iter().map(|(name, succeeded)| (&**name, *succeeded)).collect()
}

#[tokio::test]
async fn the_first_call_corrects_it_for_all() {
    for generation in BOTH {
        for ahead in [600, -600, 86_400, -86_400] {
            let run = Run::new(&[]).await;
            run.sandbox.set_clock(ahead);
            let client = run.client();
            for _ in 0..3 {
                ended(generation.apply(&client)).await.unwrap();
            }
            ended(generation.apply(&client.clone())).await.unwrap();
            let succeeded: Vec<bool> =
                answers(&run.sandbox).into_iter().map(|(_, succeeded)| succeeded).collect();
            assert_eq!(succeeded, [false, true, true, true, true], "{generation:?}, {ahead}");
            let counters = client.runtime().counters();
            assert_eq!((counters.retries, counters.waits, counters.failures), (1, 0, 0));
        }
    }
}

#[tokio::test]
async fn an_upload_goes_by_the_servers_clock_to_cos_too() {
    for generation in BOTH {
        for ahead in [600, -600, 86_400, -86_400] {
            let run = Run::new(&[]).await;
            run.sandbox.set_clock(ahead);
            ended(generation.upload(&run.client())).await.unwrap();
            assert_eq!(
                named(&answers(&run.sandbox)),
                [
                    ("ApplyUpload", false),
                    ("ApplyUpload", true),
                    ("PUT", true),
                    ("CommitUpload", true)
                ],
                "{generation:?}, {ahead}"
            );
        }
    }
}

/// Within five minutes the API takes any time, and COS none that is still to come.
#[tokio::test]
async fn a_clock_that_only_cos_minds_is_corrected_there() {
    for generation in BOTH {
        let run = Run::new(&[]).await;
        run.sandbox.set_clock(-200);
        let client = run.client();
        for _ in 0..2 {
            ended(generation.upload(&client)).await.unwrap();
        }
        assert_eq!(
            named(&answers(&run.sandbox)),
            [
                ("ApplyUpload", true),
                ("PUT", false),
                ("PUT", true),
                ("CommitUpload", true),
                ("ApplyUpload", true),
                ("PUT", true),
                ("CommitUpload", true)
            ],
            "{generation:?}"
        );
        assert_eq!(run.sandbox.objects().len(), 2);
    }
}

/// A client that watches its upload sets the server's clock while the file is on its way.
async fn uploaded(faults: &[&str], ahead: i64) -> (Arc<Sandbox>, Result<(), vod_api::Error>) {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    sandbox.set_faults(faults.iter().map(|fault| fault.parse().unwrap()));
    let (url, watched) = (sandbox.url(), Arc::clone(&sandbox));
    let client: v3::Client = v3::Client::builder()
        .credential(known(&sandbox))
        .endpoint(&url)
        .cos_endpoint(&url)
        .build()
        .unwrap();
    let upload = client.upload(CLIP).on_progress(move |progress| {
        if progress.stage == vod_api::Stage::Video {
            watched.set_clock(ahead);
        }
    });
    let outcome = ended(upload.send()).await.map(drop);
    (sandbox, outcome)
}

#[tokio::test]
async fn cos_is_asked_again_once_and_only_if_its_clock_differs() {
    let (sandbox, outcome) =
        uploaded(&["cos:PUT: refuse=RequestTimeTooSkewed, first=1"], 200).await;
    outcome.unwrap();
    let (clip, object) = (std::fs::read(CLIP).unwrap(), sandbox.objects().remove(0));
    assert!(sandbox.object(&object.bucket, &object.key).unwrap() == clip);
    assert_eq!(sandbox.counts().by_action["cos:PUT"], 2);

    let skewed = "cos:PUT: refuse=RequestTimeTooSkewed";
    for (ahead, puts) in [(200, 2), (0, 1)] {
        let (sandbox, outcome) = uploaded(&[skewed], ahead).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.code(), Some("RequestTimeTooSkewed"), "{error}");
        assert_eq!(sandbox.counts().by_action["cos:PUT"], puts, "{ahead}");
        assert_eq!(sandbox.counts().by_action.get("CommitUpload"), None);
    }
}
