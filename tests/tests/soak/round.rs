//! A sandbox that fails in some ways, some uploads to it, and what is left of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;
use vod_api::{Builder, Credential, Error, Retry, v3};
use vod_sandbox::Sandbox;

use crate::draw::Drawn;
use crate::errand::{End, Errand, Outcome};
use crate::judge::{commits, judge};
use crate::tally::Tally;

const MIB: u64 = 1 << 20;
/// Uploads at a time.
const AT_ONCE: usize = 4;
/// How often an upload is made again where the last one broke off, before all is well.
const AGAIN: usize = 2;

/// Gives the seed away when a round fails.
struct Told(u64, Vec<String>);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("VOD_SOAK_SEED={} begins with the round that failed: {:?}", self.0, self.1);
        }
    }
}

pub(crate) struct Round {
    sandbox: Sandbox,
    drawn: Drawn,
    folder: PathBuf,
}

impl Round {
    pub(crate) async fn run(seed: u64, is_long: bool, tally: &mut Tally) {
        let mut rng = Rng::with_seed(seed);
        let folder = std::env::temp_dir().join(format!("vod-soak-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let (drawn, builder) = Drawn::of(&mut rng);
        let _told = Told(seed, drawn.told.clone());
        // What is in files is not in the memory that is counted.
        let sandbox = builder.directory(folder.join("cos")).start().await.unwrap();
        sandbox.set_faults(drawn.faults.clone());
        let round = Arc::new(Self { sandbox, drawn, folder: folder.clone() });
        let (count, longest) = if is_long { (12, 40 * MIB) } else { (6, 14 * MIB) };
        let errands: Vec<Errand> =
            (1..=count).map(|number| Errand::of(&mut rng, number, longest, &folder)).collect();

        let client = round.client(Some(Duration::from_secs(1)));
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let mut under_way = JoinSet::new();
        for errand in errands {
            let (round, client, turns) = (Arc::clone(&round), client.clone(), Arc::clone(&turns));
            under_way.spawn(async move {
                let _turn = turns.acquire().await.unwrap();
                let outcomes = round.make(&client, &errand).await;
                (errand, outcomes)
            });
        }
        let mut made = Vec::new();
        while let Some(one) = under_way.join_next().await {
            made.push(one.unwrap());
        }
        made.sort_by_key(|(errand, _)| errand.number);
        tally.faults(round.sandbox.counts().faults);

        // All is well again: what may go on does, and ends well.
        round.sandbox.set_faults([]);
        let client = round.client(None);
        for (errand, outcomes) in &mut made {
            if errand.goes_on() && !is_over(outcomes.last().unwrap()) {
                let outcome = errand.run(&client, End::None).await;
                judge(&round.sandbox, None, errand, End::None, &outcome).await;
                outcomes.push(outcome);
            }
        }
        let errands: Vec<&Errand> = made.iter().map(|(errand, _)| errand).collect();
        round.nothing_is_left(&errands).await;
        for (_, outcomes) in &made {
            tally.outcomes(outcomes);
        }
        drop(made);
        drop(client);
        let round = Arc::into_inner(round).unwrap();
        round.sandbox.stop().await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    /// One that gives up soon, or one that does not.
    fn client(&self, patience: Option<Duration>) -> v3::Client {
        let retry = Retry::default().backoff(Duration::from_millis(1), Duration::from_millis(20));
        let mut builder: Builder<v3::Client> = v3::Client::builder()
            .credential(Credential::new(self.sandbox.secret_id(), self.sandbox.secret_key()))
            .endpoint(self.sandbox.url())
            .cos_endpoint(self.sandbox.url())
            .rate_limits(false)
            .retry(retry);
        if let Some(patience) = patience {
            builder = builder.idle_timeout(patience).attempt_timeout(patience * 2);
        }
        builder.build().unwrap()
    }

    /// Makes an upload, and makes it again where it may go on.
    async fn make(&self, client: &v3::Client, errand: &Errand) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let mut end = errand.end;
        for _ in 0..=AGAIN {
            let outcome = errand.run(client, end).await;
            judge(&self.sandbox, Some(&self.drawn), errand, end, &outcome).await;
            let looks = match &outcome {
                Outcome::Failed(Error::Transport(_)) | Outcome::Dropped => false,
                Outcome::Failed(error) => error.is_outcome_unknown(),
                Outcome::Done(_) => true,
            };
            outcomes.push(outcome);
            // Who is told that nobody knows looks before it is made anew.
            if !errand.goes_on() || looks && commits(&self.sandbox, errand) > 0 {
                break;
            }
            end = End::None;
        }
        outcomes
    }

    /// Neither parts at COS nor states, of uploads that are over.
    async fn nothing_is_left(&self, errands: &[&Errand]) {
        for errand in errands {
            assert!(commits(&self.sandbox, errand) <= 1, "upload {} is there twice", errand.number);
        }
        // What is given up in passing takes a while where that fails now and then.
        for _ in 0..1000 {
            if self.parts_left().is_empty() {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        let parts = self.parts_left();
        assert!(parts.is_empty(), "parts are left: {parts:?}");
        let states = states(&self.folder.join("state"));
        // What was refused to go on is set aside.
        let refused = self.drawn.expires || self.drawn.has("AccessDenied");
        let aside = |name: &&String| refused && name.contains(".aside-");
        assert!(states.iter().all(|name| aside(&name)), "states are left: {states:?}");
    }

    /// The uploads with parts that nobody gave up, or whose client was not let.
    fn parts_left(&self) -> Vec<String> {
        let requests = self.sandbox.requests();
        let open = self.sandbox.uploads().into_iter().filter(|upload| !upload.parts.is_empty());
        let refused = |id: &str| {
            let mut asked = requests.iter().filter(|seen| {
                seen.method == "DELETE"
                    && seen.parameters.get("uploadId").is_some_and(|its| its == id)
            });
            // Whoever has a pair no longer cannot ask, and a refusal may be for good.
            self.drawn.expires || asked.next_back().is_some_and(|seen| seen.fault.is_some())
        };
        let left = open.map(|upload| upload.upload_id).filter(|id| !refused(id));
        // With what was asked of each.
        let asked = |id: String| {
            let its = requests
                .iter()
                .filter(|seen| seen.parameters.get("uploadId").is_some_and(|its| *its == id));
            let its = its.map(|seen| format!("{} {} {:?}", seen.method, seen.code, seen.fault));
            format!("{id}: {}", its.collect::<Vec<_>>().join("; "))
        };
        left.map(asked).collect()
    }
}

/// Whether there is nothing to go on with.
fn is_over(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Done(_) | Outcome::Failed(Error::OutcomeUnknown(_)))
}

fn states(folder: &Path) -> Vec<String> {
    let Ok(names) = std::fs::read_dir(folder) else { return Vec::new() };
    names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
