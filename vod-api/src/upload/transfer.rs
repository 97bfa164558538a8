//! A video or a cover on its way to its place.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::blocks::Blocks;
use super::content::Content;
use super::control::Valve;
use super::cos::{ABSENT, Feed, Listed, Object, Part, Place};
use super::engine::Begun;
use super::media::{Media, uncommitted};
use super::memory::{Memory, Parts};
use super::open::Open;
use super::progress::Sent;
use super::stretch::{self, StreamParts, Stretch};
use super::supply::{Incoming, Supply};
use crate::error::{Error, FileFault};

/// So long is waited at most before an object is looked for again.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How files are sent.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) part_size: Option<u64>,
    pub(super) connections: usize,
    pub(super) memory: usize,
    pub(super) bandwidth: Option<u64>,
    /// So long an upload goes on though nothing comes through.
    pub(super) patience: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            part_size: None,
            connections: 32,
            memory: 16 << 20,
            bandwidth: None,
            patience: Duration::from_secs(300),
        }
    }
}

impl Manner {
    /// Whether COS takes the parts that were asked for.
    pub(super) fn fits(&self, media: &Media) -> Result<(), Error> {
        let fits = stretch::part_size(media.size().unwrap_or(0), self.part_size);
        fits.map(drop).map_err(|what| Error::file(&media.path, FileFault::TooLong, what))
    }
}

/// Sends the files of one upload.
pub(super) struct Transfer {
    manner: Manner,
    blocks: Arc<Blocks>,
    valve: Valve,
    sent: Sent,
}

/// A transfer that broke off, and what COS has of it that is remembered.
pub(super) struct Broken {
    pub(super) error: Error,
    pub(super) open: Option<Open>,
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self { error, open: None }
    }
}

impl Transfer {
    pub(super) fn new(manner: Manner, valve: Valve, sent: Sent) -> Self {
        let blocks = Blocks::within(manner.memory);
        Self { manner, blocks, valve, sent }
    }

    /// Sends a video or a cover; what COS has afterwards is what was read. One that was begun before
    /// goes on with what COS has of it.
    pub(super) async fn media(
        &self,
        place: &Arc<Place>,
        media: &Media,
        earlier: Option<Parts>,
        memory: &mut Memory,
    ) -> Result<(), Broken> {
        if place.settings().mock.is_some() {
            self.sent.add(media.size().unwrap_or(0));
            return Ok(());
        }
        match media.content() {
            Some((content, size)) => {
                let feed = self.feed(media, content);
                if size <= stretch::SHORT {
                    return Ok(self.whole(place, &feed, size, media).await?);
                }
                self.file(place, media, (feed, size), earlier, memory).await
            }
            None => self.stream(place, media).await,
        }
    }

    fn feed(&self, media: &Media, content: Content) -> Arc<Feed> {
        Arc::new(Feed {
            path: media.path.clone(),
            content,
            blocks: Arc::clone(&self.blocks),
            valve: self.valve.clone(),
            sent: self.sent.clone(),
            broken: OnceLock::new(),
        })
    }

    /// Sends all of it by one PUT.
    async fn whole(
        &self,
        place: &Place,
        feed: &Arc<Feed>,
        size: u64,
        media: &Media,
    ) -> Result<(), Error> {
        self.sent.connections(1);
        let put = place.put(feed, size, media.media_type());
        self.valve.control().unless_cancelled(put).await?;
        media.unchanged().await
    }

    /// Sends what can be read anywhere and again, in parts.
    async fn file(
        &self,
        place: &Arc<Place>,
        media: &Media,
        (feed, size): (Arc<Feed>, u64),
        earlier: Option<Parts>,
        memory: &mut Memory,
    ) -> Result<(), Broken> {
        let control = self.valve.control();
        let cut = |told| {
            let cut = stretch::cut(size, told);
            cut.map_err(|what| Error::file(&media.path, FileFault::TooLong, what))
        };
        let found = match earlier {
            Some(parts) => {
                let open = Open::new(place, &parts.upload_id, memory.kept());
                let stretches = cut(parts.part_size)?;
                match control.unless_cancelled(self.found(place, size, parts, &stretches)).await {
                    Ok(found) => {
                        open.close();
                        Some(found)
                    }
                    Err(error) => return Err(Broken { error, open: Some(open) }),
                }
            }
            None => None,
        };
        let Parts { upload_id, part_size, sent: had } = match found {
            Some(Found::Object) => return Ok(()),
            Some(Found::Parts(parts)) => parts,
            nothing => {
                if nothing.is_some() {
                    memory.lost();
                }
                let initiate = place.initiate(media.media_type());
                let upload_id = control.unless_cancelled(initiate).await?;
                let part_size = self.manner.part_size;
                memory.parts(&upload_id, part_size);
                Parts { upload_id, part_size, sent: Vec::new() }
            }
        };
        let has: HashSet<u32> = had.iter().map(|part| part.number).collect();
        let mut missing = cut(part_size)?;
        missing.retain(|stretch| !has.contains(&stretch.number));
        let supply = Supply::Cut { stretches: missing.into_iter(), feed };
        self.parts(place, upload_id, supply, had, media, memory).await
    }

    /// Sends what comes once and in its order.
    async fn stream(&self, place: &Arc<Place>, media: &Media) -> Result<(), Broken> {
        let Some(stream) = media.stream() else {
            let what = "could be read once only, and has to be sent again from its beginning";
            return Err(uncommitted(&media.path, FileFault::Spent, what).into());
        };
        let Manner { part_size, memory, .. } = self.manner;
        let parts = StreamParts::of(stream.length(), part_size, memory)
            .map_err(|what| Error::file(&media.path, FileFault::TooLong, what))?;
        let nothing = Content::Memory(Arc::new([]));
        let feed = self.feed(media, nothing);
        let mut incoming = Incoming { stream, parts, feed, first: None };
        let control = self.valve.control();
        let Some((stretch, feed)) = control.unless_cancelled(incoming.read()).await? else {
            return Err(uncommitted(&media.path, FileFault::Empty, "is empty").into());
        };
        if incoming.stream.has_ended() {
            return Ok(self.whole(place, &feed, stretch.length, media).await?);
        }
        incoming.first = Some((stretch, feed));
        let initiate = place.initiate(media.media_type());
        let upload_id = control.unless_cancelled(initiate).await?;
        let supply = Supply::Stream(Box::new(incoming));
        self.parts(place, upload_id, supply, Vec::new(), media, &mut Memory::none()).await
    }

    /// What COS has of an upload that was begun before.
    async fn found(
        &self,
        place: &Place,
        size: u64,
        mut parts: Parts,
        stretches: &[Stretch],
    ) -> Result<Found, Error> {
        // Of a part that was sent twice, the later one counts.
        parts.sent.reverse();
        parts.sent.sort_by_key(|part| part.number);
        parts.sent.dedup_by_key(|part| part.number);
        match place.parts(&parts.upload_id).await {
            Ok(listed) => {
                let listed: HashMap<u32, Listed> =
                    listed.into_iter().map(|listed| (listed.number, listed)).collect();
                let is_there = |part: &Part| {
                    let (number, from, length) = (part.number, part.from, part.length);
                    let ours = stretches.get((number as usize).wrapping_sub(1));
                    listed.get(&number).is_some_and(|listed| {
                        listed.etag == part.etag
                            && listed.size == length
                            && ours == Some(&Stretch { number, from, length })
                    })
                };
                parts.sent.retain(is_there);
                let bytes = parts.sent.iter().map(|part| part.length).sum();
                tracing::info!(parts = parts.sent.len(), bytes, "going on with what COS has");
                self.sent.resumed(bytes);
                Ok(Found::Parts(parts))
            }
            Err(failed) if failed.is_no_such_upload() => {
                // Either it was given up, or it is an object by now.
                let is_whole = parts.sent.len() == stretches.len();
                let found = if is_whole { self.appearing(place).await? } else { None };
                let ours = Part::joined(&parts.sent);
                let is_ours = found.is_some_and(|found| found.is_other(size, ours).is_none());
                if is_ours {
                    self.sent.resumed(size);
                    return Ok(Found::Object);
                }
                Ok(Found::Nothing)
            }
            Err(failed) => Err(failed.error),
        }
    }

    /// Sends all parts that the upload lacks and makes one object of them; gives up what COS has when
    /// that fails, unless it is remembered.
    async fn parts(
        &self,
        place: &Arc<Place>,
        upload_id: String,
        supply: Supply,
        had: Vec<Part>,
        media: &Media,
        memory: &mut Memory,
    ) -> Result<(), Broken> {
        let begun = Begun { place: Arc::clone(place), upload_id, sent: self.sent.clone() };
        let open = Open::new(place, &begun.upload_id, memory.kept());
        let sending = self.object(&begun, supply, had, media, memory);
        match self.valve.control().unless_cancelled(sending).await {
            Ok(()) => {
                open.close();
                Ok(())
            }
            // Who goes on later needs them, unless they are of another file.
            Err(error) if memory.kept().is() && !has_changed(&error) => {
                Err(Broken { error, open: Some(open) })
            }
            Err(error) => {
                open.abort().await;
                memory.close();
                Err(error.into())
            }
        }
    }

    async fn object(
        &self,
        begun: &Begun,
        supply: Supply,
        had: Vec<Part>,
        media: &Media,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        let Manner { connections, patience, .. } = self.manner;
        let limits = (connections, patience);
        let mut parts = begun.send(supply, limits, &mut |part| memory.part(part)).await?;
        parts.extend(had);
        parts.sort_by_key(|part| part.number);
        media.unchanged().await?;
        let (ours, size) =
            (Part::joined(&parts), parts.iter().map(|part| part.length).sum::<u64>());
        let theirs = begun.place.complete(&begun.upload_id, &parts).await?;
        let found = match theirs {
            Some(crc) => Some(Object { size: None, crc: Some(crc) }),
            None => self.appearing(&begun.place).await?,
        };
        let other = match found {
            Some(found) => found.is_other(size, ours),
            None => Some(ABSENT.to_owned()),
        };
        other.map_or(Ok(()), |what| Err(begun.place.mismatch(what)))
    }

    /// An object whose parts COS had, all of them: it may be at work on it still.
    async fn appearing(&self, place: &Place) -> Result<Option<Object>, Error> {
        let (began, mut wait) = (Instant::now(), Duration::from_millis(500));
        loop {
            let found = place.head().await?;
            if found.is_some() || began.elapsed() + wait > self.manner.patience {
                return Ok(found);
            }
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }
}

/// What COS has of an upload of before.
enum Found {
    Parts(Parts),
    /// The whole of it.
    Object,
    Nothing,
}

/// Whether the file is another one by now: what was sent of it is worth nothing.
fn has_changed(error: &Error) -> bool {
    matches!(error, Error::File(file) if file.fault == FileFault::Changed)
}
