//! Key pairs that change while calls are under way.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;
use vod_api::{AssumeRole, Credential, CredentialProvider, InstanceRole, provide_with, v3};
use vod_sandbox::Sandbox;

use crate::generation::{BOTH, Generation};
use crate::run::{ended, known, quick};

const ROLE: &str = "qcs::cam::uin/12345678:roleName/uploader";
/// As many calls of each generation.
const CALLS: usize = 200;
const AT_ONCE: usize = 16;

fn client(sandbox: &Sandbox, keys: impl CredentialProvider) -> v3::Client {
    let url = sandbox.url();
    let builder = v3::Client::builder().credentials(keys).endpoint(&url).cos_endpoint(&url);
    builder.rate_limits(false).retry(quick()).build().unwrap()
}

async fn sandbox(life: Duration) -> Sandbox {
    Sandbox::builder().rate_limits(false).role_life(life).start().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_go_on_while_the_pair_is_rotated() {
    for generation in BOTH {
        let sandbox = sandbox(Duration::ZERO).await;
        let vault = Arc::new(Mutex::new(known(&sandbox)));
        let (asked, fetched) = (Arc::clone(&vault), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&fetched);
        let client = client(
            &sandbox,
            provide_with(move || {
                count.fetch_add(1, Ordering::Relaxed);
                let asked = Arc::clone(&asked);
                async move {
                    // Long enough for others to want one too.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    Ok(asked.lock().unwrap().clone())
                }
            }),
        );
        let mut calls = JoinSet::new();
        for number in 0..CALLS {
            if [CALLS / 3, 2 * CALLS / 3].contains(&number) {
                // Whoever asks the vault meanwhile gets the pair that is good then.
                let mut vault = vault.lock().unwrap();
                let (id, key) = (format!("AKID{number}"), format!("the key of {number}"));
                sandbox.rotate(&id, &key);
                *vault = Credential::new(id, key);
            }
            if calls.len() == AT_ONCE {
                ended(calls.join_next()).await.unwrap().unwrap();
            }
            let client = client.clone();
            calls.spawn(async move { generation.apply(&client).await.map(drop).unwrap() });
        }
        ended(calls.join_all()).await;
        assert_eq!(fetched.load(Ordering::Relaxed), 3, "each pair once, {generation:?}");
        let counters = client.runtime().counters();
        assert_eq!((counters.calls, counters.failures, counters.waits), (200, 0, 0));
        assert!((2..=2 * AT_ONCE as u64).contains(&counters.retries), "{counters:?}");
        assert_eq!(counters.tries, sandbox.counts().requests);
    }
}

/// Calls until what lends pairs was asked so often, by the path or the Action of what asked.
async fn call_until(times: usize, sandbox: &Sandbox, client: &v3::Client, asked: &str) {
    let count = || {
        let seen = sandbox.requests();
        let is_asked = |seen: &&vod_sandbox::Seen| {
            seen.action.as_deref() == Some(asked) || seen.path.ends_with(asked)
        };
        seen.iter().filter(is_asked).count()
    };
    ended(async {
        while count() < times {
            for generation in [Generation::V2, Generation::V3] {
                generation.apply(client).await.unwrap();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    ended(client.upload(crate::run::CLIP).send()).await.unwrap();
    // One may have been under way while its pair expired; who waits for a refusal has more.
    let counters = client.runtime().counters();
    assert!(counters.failures == 0 && counters.retries <= 1, "{counters:?}");
}

#[tokio::test]
async fn a_role_is_assumed_anew_before_its_pair_expires() {
    let sandbox = sandbox(Duration::from_secs(2)).await;
    let role = AssumeRole::new(known(&sandbox), ROLE).endpoint(sandbox.url());
    call_until(3, &sandbox, &client(&sandbox, role), "AssumeRole").await;
}

#[tokio::test]
async fn the_role_of_an_instance_is_asked_anew_before_its_pair_expires() {
    let sandbox = sandbox(Duration::from_secs(2)).await;
    let role = InstanceRole::new().endpoint(sandbox.url());
    call_until(3, &sandbox, &client(&sandbox, role), "/vod-sandbox").await;
}

/// By its own clock the machine would take a pair for good that is over, or fetch one for each call.
#[tokio::test]
async fn a_role_is_lent_by_the_servers_clock() {
    for ahead in [86_400, -86_400] {
        let sandbox = sandbox(Duration::from_secs(600)).await;
        sandbox.set_clock(ahead);
        let role = InstanceRole::new().endpoint(sandbox.url());
        let client = client(&sandbox, role);
        for _ in 0..20 {
            ended(Generation::V3.apply(&client)).await.unwrap();
        }
        let seen = sandbox.requests();
        let fetched = seen.iter().filter(|seen| seen.path.ends_with("/vod-sandbox")).count();
        assert!((1..=2).contains(&fetched), "{fetched} for a clock of {ahead}");
    }
}
