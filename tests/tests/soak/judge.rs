//! Whether what an upload came to is true.

use vod_api::{Error, Uploaded};
use vod_sandbox::Sandbox;

use crate::draw::Drawn;
use crate::errand::{End, Errand, Outcome};
use crate::fetch::published;

/// Holds what an errand came to against what the sandbox has. `None` is a world without faults.
pub(crate) async fn judge(
    sandbox: &Sandbox,
    drawn: Option<&Drawn>,
    errand: &Errand,
    end: End,
    outcome: &Outcome,
) {
    let commits = commits(sandbox, errand);
    let told = format!("upload {}: {outcome:?} after {commits} confirmations", errand.number);
    assert!(commits <= 1, "{told}: it is there twice");
    match outcome {
        Outcome::Done(uploaded) => {
            assert_eq!(commits, 1, "{told}");
            is_there(sandbox, errand, uploaded, &told).await;
        }
        Outcome::Failed(error) => {
            assert!(commits == 0 || error.is_outcome_unknown(), "{told}: {error}");
            assert!(is_honest(error, commits, drawn, end), "{told}: {error}");
        }
        Outcome::Dropped => {}
    }
    if commits == 1 {
        let length = std::fs::metadata(&errand.video).unwrap().len();
        let mut is_there = false;
        for object in sandbox.objects() {
            is_there |= object.size == length
                && published(&sandbox.url(), &object.key, &errand.video).await == Some(true);
        }
        assert!(is_there, "{told}: it was confirmed and is not there");
    }
}

/// How often an upload was confirmed, whether or not anybody was told.
pub(crate) fn commits(sandbox: &Sandbox, errand: &Errand) -> usize {
    let number = errand.number.to_string();
    let its = |seen: &&vod_sandbox::Seen| {
        seen.action.as_deref() == Some("CommitUpload")
            && seen.parameters.get("SubAppId") == Some(&number)
            && seen.code == 0
    };
    sandbox.requests().iter().filter(its).count()
}

/// The files that are published are those that were sent.
async fn is_there(sandbox: &Sandbox, errand: &Errand, uploaded: &Uploaded, told: &str) {
    let urls =
        [(&uploaded.video_url, Some(&errand.video)), (&uploaded.cover_url, errand.cover.as_ref())];
    for (url, file) in urls {
        let Some(file) = file else { continue };
        let url = url.as_deref().unwrap_or_else(|| panic!("{told}: no {}", file.display()));
        let (_, key) = url.split_once("/media/").unwrap();
        let is_it = published(&sandbox.url(), key, file).await;
        assert_eq!(is_it, Some(true), "{told}: {url} is not what was sent");
    }
}

/// Whether an error tells what went wrong, and it did.
fn is_honest(error: &Error, commits: usize, drawn: Option<&Drawn>, end: End) -> bool {
    if let Error::Cancelled = error {
        return matches!(end, End::Cancelled(_));
    }
    let Some(drawn) = drawn else {
        // Confirmed by an earlier try that was not answered.
        return matches!(error, Error::OutcomeUnknown(_)) && commits == 1;
    };
    let has = |words: &[&str]| words.iter().any(|word| drawn.has(word));
    // Without a fault there is one cause left.
    let breaks = has(&["cut", "stall", "wrong-length", "slow-body", "delay", "rate", "handled"]);
    let lost = has(&["lose"]);
    match error {
        Error::Transport(answer) => !answer.what.is_empty() && breaks,
        Error::Refused(refused) => {
            refused.message.contains("told to refuse") && has(&["refuse"])
                || refused.message.contains("not in COS") && lost
        }
        Error::Unreadable(_) => has(&["garbage", "status"]),
        Error::OutcomeUnknown(_) => commits == 1 || lost,
        Error::Storage(storage) => match &*storage.code {
            "" => has(&["status", "refuse"]),
            "CrcMismatch" => has(&["wrong-crc", "garbage", "lose", "handled"]),
            "InvalidPart" => has(&["lose", "wrong-etag"]),
            "ExpiredToken" | "AccessDenied" if drawn.expires => true,
            code => has(&["refuse"]) && drawn.has(code),
        },
        _ => false,
    }
}
