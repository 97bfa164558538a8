//! The parts of a file on their way, as many at a time as fill the line.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep};

use super::cos::{Part, Place, Repeat};
use super::pace::Pace;
use super::progress::Sent;
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

/// What a worker comes back with.
enum Done {
    /// It came through, in the time from here on.
    Part(Part, u64, Instant),
    /// It is sent again after a while; and whether the server has too many.
    Again(Job, Duration, bool),
    Failed(Error),
}

impl Begun {
    /// Sends all parts that there are; `keep` is told of each that COS has.
    ///
    /// Dropped, or when one part fails for good, the others stop where they are.
    pub(super) async fn send(
        &self,
        supply: Supply,
        most: usize,
        keep: &mut (dyn FnMut(&Part) + Send),
    ) -> Result<Vec<Part>, Error> {
        let settings = self.place.settings();
        let (mut sent, mut ready) = (Vec::new(), VecDeque::<Job>::new());
        let mut reading = Some(next_of(supply));
        let (mut under_way, mut resting) = (JoinSet::new(), JoinSet::new());
        let counted = &self.sent;
        let mut pace = Pace::new(most, Instant::now());
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
                Event::Done(done) => match joined(done).await {
                    Done::Part(part, bytes, began) => {
                        pace.part(bytes, began, Instant::now());
                        keep(&part);
                        sent.push(part);
                    }
                    Done::Again(job, wait, crowded) => {
                        counted.retry(crowded);
                        if crowded {
                            pace.crowded(Instant::now());
                        }
                        // Its connection is for others meanwhile.
                        resting.spawn(async move {
                            sleep(wait).await;
                            job
                        });
                    }
                    Done::Failed(error) => return Err(error),
                },
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

async fn worker(place: Arc<Place>, upload_id: String, ((stretch, feed), mut repeat): Job) -> Done {
    let (number, from, length) = (stretch.number, stretch.from, stretch.length);
    let began = Instant::now();
    let failed = match place.part(&feed, &upload_id, number, (from, length)).await {
        Ok(part) => return Done::Part(part, length, began),
        Err(failed) => failed,
    };
    let crowded = failed.crowded;
    match repeat.wait(place.settings(), failed) {
        Ok(wait) => Done::Again(((stretch, feed), repeat), wait, crowded),
        Err(error) => Done::Failed(error),
    }
}
