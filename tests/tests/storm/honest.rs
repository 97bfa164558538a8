//! What becomes of the calls of a storm.

use vod_api::Error;

use crate::ONE_AT_A_TIME;
use crate::calls::{CALLS, Storm};

/// Retries that a client has at first; every ten calls that succeed earn another one.
const BUDGET: u64 = 100;

/// Whether an error says what went wrong.
fn is_honest(error: &Error) -> bool {
    let told = error.to_string();
    let caused = match error {
        // Of a sandbox that listens nothing is out of reach.
        Error::Transport(answer) => answer.sent && told.contains("may have been carried out"),
        Error::Refused(refused) => {
            refused.message.contains("told to refuse")
                && error.v3_code() == Some("InternalError")
                // After a try that was cut off nobody knows.
                && error.is_retryable() != refused.tries.unanswered
        }
        Error::Unreadable(answer) => {
            matches!(answer.status, 200 | 503) && told.contains("is not what its page promises")
        }
        _ => false,
    };
    // Whoever answers 200 with something else is asked once by each call that meets it.
    let ends = error.status() == Some(200) && matches!(error, Error::Unreadable(_));
    let stopped = &error.tries().unwrap().stopped;
    caused && (ends == stopped.is_empty())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_ends_well_or_with_an_honest_error() {
    let _turn = ONE_AT_A_TIME.lock().await;
    let storm = Storm::new().await;
    let outcomes = storm.rage(CALLS).await;
    let failed: Vec<&Error> = outcomes.iter().filter_map(|one| one.as_ref().err()).collect();
    for error in &failed {
        assert!(is_honest(error), "{error}\n{error:?}");
    }
    let (failures, successes) = (failed.len() as u64, CALLS - failed.len() as u64);
    assert!(successes > CALLS / 2, "{successes}");
    let counters = storm.client.runtime().counters();
    assert_eq!((counters.calls, counters.failures), (CALLS, failures));
    assert_eq!(counters.tries, CALLS + counters.retries);
    assert_eq!(counters.waits, counters.retries);
    let counts = storm.sandbox.counts();
    assert_eq!(counters.tries, counts.requests, "what was sent is what came");
    assert!(counts.faults > CALLS / 4, "{counts:?}");

    // As often as the budget pays for, and it was spent.
    let most = BUDGET + successes / 10;
    assert!(counters.retries <= most, "{} of {most}", counters.retries);
    let spent = |error: &&&Error| error.tries().unwrap().stopped.contains("budget of retries");
    assert!(failed.iter().filter(spent).count() > 10, "{} retries", counters.retries);
}
