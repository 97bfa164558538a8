//! A storm: so many calls, so many of them at once, with faults by chance.

use std::time::Duration;

use tokio::task::JoinSet;
use vod_api::{Credential, Error, Retry, v2, v3};
use vod_sandbox::Sandbox;

pub(crate) const CALLS: u64 = 1000;
const AT_ONCE: usize = 64;

/// One request in ten meets each, of those that the ones before it leave.
const FAULTS: [&str; 8] = [
    "status=503",
    "cut-before",
    "cut-after",
    "garbage",
    "refuse=InternalError",
    "delay=20ms",
    "cut-body=20",
    "wrong-length",
];

pub(crate) struct Storm {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: v3::Client,
}

impl Storm {
    pub(crate) async fn new() -> Self {
        let sandbox = Sandbox::builder().rate_limits(false).start().await.unwrap();
        let faults = FAULTS.iter().zip(1..);
        let faults = faults.map(|(fault, seed)| format!("{fault}, chance=10% seed={seed}"));
        sandbox.set_faults(faults.map(|fault| fault.parse().unwrap()));
        let client = v3::Client::builder()
            .credential(Credential::new(sandbox.secret_id(), sandbox.secret_key()))
            .endpoint(sandbox.url())
            .rate_limits(false)
            .retry(Retry::default().backoff(Duration::from_millis(1), Duration::from_millis(2)))
            .build()
            .unwrap();
        Self { sandbox, client }
    }

    /// Makes calls of both generations and gives what became of them.
    pub(crate) async fn rage(&self, calls: u64) -> Vec<Result<(), Error>> {
        let mut outcomes = Vec::new();
        let mut under_way = JoinSet::new();
        for number in 0..calls {
            if under_way.len() == AT_ONCE {
                outcomes.push(ended(&mut under_way).await);
            }
            under_way.spawn(call(self.client.clone(), number));
        }
        while !under_way.is_empty() {
            outcomes.push(ended(&mut under_way).await);
        }
        outcomes
    }
}

/// The next call that ends. One that hangs ends the test, and so does one that panics.
async fn ended(calls: &mut JoinSet<Result<(), Error>>) -> Result<(), Error> {
    let ended = tokio::time::timeout(Duration::from_secs(60), calls.join_next()).await;
    ended.unwrap().unwrap().unwrap()
}

/// A call whose answer is of this call and no other.
async fn call(client: v3::Client, number: u64) -> Result<(), Error> {
    if number.is_multiple_of(4) {
        let client = v2::Client::from(&client);
        let reserved = client.apply_upload().video_type("mp4").send().await?;
        assert!(!reserved.vod_session_key.expose().is_empty());
        assert!(reserved.video.storage_path.starts_with('/'), "{reserved:?}");
        return Ok(());
    }
    let id = format!("5285485491{number:09}");
    let found = client.describe_media_infos().file_ids([&id]).send().await?;
    assert_eq!(found.not_exist_file_id_set, [id]);
    Ok(())
}
