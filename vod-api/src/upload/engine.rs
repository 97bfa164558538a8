//! The parts of a file on their way, as many at a time as fill the line.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, interval, sleep};

use super::cos::{Failed, Part, Place, Repeat};
use super::pace::Pace;
use super::progress::{PERIOD, Sent};
use super::supply::{Piece, Supply};
use crate::error::Error;

/// An upload in parts that was begun.
pub(super) struct Begun {
    pub(super) place: Arc<Place>,
    pub(super) upload_id: String,
    pub(super) sent: Sent,
}

/// A part that waits to be sent, and its tries so far.
type Job = (Piece, Repeat);

/// The next part on its way to be one that can be sent, and where the next ones come from.
type Reading = Pin<Box<dyn Future<Output = (Supply, Result<Option<Piece>, Error>)> + Send>>;

fn next_of(mut supply: Supply) -> Reading {
    Box::pin(async move {
        let next = supply.next().await;
        (supply, next)
    })
}

/// A part that was sent once, since when, and what came of it.
struct Done {
    job: Job,
    began: Instant,
    came: Result<Part, Failed>,
}

impl Begun {
    /// Sends all parts that there are, over as many connections at most; `keep` is told of each that
    /// COS has. An outage is waited for as long as told since anything came through.
    ///
    /// Dropped, or when one part fails for good, the others stop where they are.
    pub(super) async fn send(
        &self,
        supply: Supply,
        (most, patience): (usize, Duration),
        keep: &mut (dyn FnMut(&Part) + Send),
    ) -> Result<Vec<Part>, Error> {
        let settings = self.place.settings();
        let (mut sent, mut ready) = (Vec::new(), VecDeque::<Job>::new());
        let mut reading = Some(next_of(supply));
        let (mut under_way, mut resting) = (JoinSet::new(), JoinSet::new());
        let counted = &self.sent;
        let mut pace = Pace::new(most, Instant::now());
        let mut last = Instant::now();
        let mut tick = interval(PERIOD);
        loop {
            while under_way.len() < pace.connections()
                && let Some(job) = ready.pop_front()
            {
                under_way.spawn(worker(Arc::clone(&self.place), self.upload_id.clone(), job));
            }
            counted.connections(under_way.len());
            if reading.is_none() && under_way.is_empty() && resting.is_empty() {
                return Ok(sent);
            }
            let event = poll_fn(|context| {
                if let Poll::Ready(Some(done)) = under_way.poll_join_next(context) {
                    return Poll::Ready(Event::Done(done));
                }
                if let Poll::Ready(Some(job)) = resting.poll_join_next(context) {
                    return Poll::Ready(Event::Rested(job));
                }
                if tick.poll_tick(context).is_ready() {
                    return Poll::Ready(Event::Tick);
                }
                // One is ready ahead.
                if ready.is_empty()
                    && let Some(next) = &mut reading
                    && let Poll::Ready((supply, next)) = next.as_mut().poll(context)
                {
                    return Poll::Ready(Event::Next(supply, next));
                }
                Poll::Pending
            });
            match event.await {
                Event::Done(done) => {
                    let Done { job: (piece, mut repeat), began, came } = joined(done).await;
                    let failed = match came {
                        Ok(part) => {
                            last = Instant::now();
                            pace.part(part.length, began, last);
                            counted.came(part.length, last.duration_since(began));
                            keep(&part);
                            sent.push(part);
                            continue;
                        }
                        Err(failed) => failed,
                    };
                    let crowded = failed.crowded;
                    let wait = repeat.wait(settings, failed, last.elapsed() < patience)?;
                    counted.retry(crowded);
                    if crowded {
                        pace.crowded(Instant::now());
                    }
                    // Its connection is for others meanwhile.
                    resting.spawn(async move {
                        sleep(wait).await;
                        (piece, repeat)
                    });
                }
                Event::Tick => counted.catch_up(),
                Event::Rested(job) => ready.push_front(joined(job).await),
                Event::Next(supply, next) => {
                    reading = match next? {
                        Some(piece) => {
                            ready.push_back((piece, Repeat::new(settings)));
                            Some(next_of(supply))
                        }
                        None => None,
                    };
                }
            }
        }
    }
}

/// What there is to be done next.
enum Event {
    Done(Result<Done, JoinError>),
    Rested(Result<Job, JoinError>),
    Tick,
    Next(Supply, Result<Option<Piece>, Error>),
}

/// What a task came to. A panic in one is the caller's; a runtime that ends takes the caller along.
async fn joined<T>(task: Result<T, JoinError>) -> T {
    match task.map_err(JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        Err(Err(_)) => std::future::pending().await,
    }
}

async fn worker(place: Arc<Place>, upload_id: String, job: Job) -> Done {
    let began = Instant::now();
    let ((stretch, feed), _) = &job;
    let came = place.part(feed, &upload_id, stretch.number, (stretch.from, stretch.length)).await;
    Done { job, began, came }
}
