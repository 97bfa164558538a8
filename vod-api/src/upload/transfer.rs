//! A video or a cover on its way to its place.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::time::sleep;

use super::blocks::Blocks;
use super::content::Content;
use super::control::Valve;
use super::cos::{ABSENT, Feed, Object, Part, Place};
use super::engine::Begun;
use super::media::{Media, uncommitted};
use super::memory::{Memory, Parts};
use super::open::{Open, give_up};
use super::progress::Sent;
use super::stretch::{self, StreamParts, Stretch};
use super::supply::{Incoming, Supply};
use crate::error::{Error, FileFault, Storage};

/// How files are sent.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) part_size: Option<u64>,
    pub(super) connections: usize,
    pub(super) memory: usize,
    pub(super) bandwidth: Option<u64>,
}

impl Default for Manner {
    fn default() -> Self {
        Self { part_size: None, connections: 32, memory: 16 << 20, bandwidth: None }
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
    /// What COS has of an upload that ended and is remembered.
    left: Mutex<Option<(Arc<Place>, String)>>,
}

impl Transfer {
    pub(super) fn new(manner: Manner, valve: Valve, sent: Sent) -> Self {
        let (blocks, left) = (Blocks::within(manner.memory), Mutex::default());
        Self { manner, blocks, valve, sent, left }
    }

    /// Sends a video or a cover; what COS has afterwards is what was read. One that was begun before
    /// goes on with what COS has of it.
    pub(super) async fn media(
        &self,
        place: &Arc<Place>,
        media: &Media,
        earlier: Option<Parts>,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        if place.settings().mock.is_some() {
            self.sent.add(media.size().unwrap_or(0));
            return Ok(());
        }
        match media.content() {
            Some((content, size)) => {
                let feed = self.feed(media, content);
                if size <= stretch::SHORT {
                    return self.whole(place, &feed, size, media).await;
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
    ) -> Result<(), Error> {
        let found = match earlier {
            Some(parts) => {
                let upload_id = parts.upload_id.clone();
                let found = self.found(place, size, parts).await;
                Some(found.inspect_err(|_| self.leave(place, &upload_id))?)
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
                self.begin(place, media, size, memory).await?
            }
        };
        let has = |stretch: &Stretch| had.iter().any(|part| part.number == stretch.number);
        let missing: Vec<Stretch> =
            stretch::cut(size, part_size).into_iter().filter(|stretch| !has(stretch)).collect();
        let supply = Supply::Cut { stretches: missing.into_iter(), feed };
        self.parts(place, upload_id, supply, had, media, memory).await
    }

    /// Leaves what COS has of an upload to whoever goes on.
    fn leave(&self, place: &Arc<Place>, upload_id: &str) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = Some((Arc::clone(place), upload_id.to_owned()));
    }

    /// Gives up what was left, where COS lets us: nobody goes on with it.
    pub(super) async fn give_up_left(&self) {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((place, upload_id)) = left {
            give_up(&place, &upload_id).await;
        }
    }

    async fn begin(
        &self,
        place: &Place,
        media: &Media,
        size: u64,
        memory: &mut Memory,
    ) -> Result<Parts, Error> {
        let part_size = stretch::part_size(size, self.manner.part_size)
            .map_err(|what| Error::file(&media.path, FileFault::TooLong, what))?;
        let initiate = place.initiate(media.media_type());
        let upload_id = self.valve.control().unless_cancelled(initiate).await?;
        memory.parts(&upload_id, part_size);
        Ok(Parts { upload_id, part_size, sent: Vec::new() })
    }

    /// Sends what comes once and in its order.
    async fn stream(&self, place: &Arc<Place>, media: &Media) -> Result<(), Error> {
        let Some(stream) = media.stream() else {
            let what = "could be read once only, and has to be sent again from its beginning";
            return Err(uncommitted(&media.path, FileFault::Spent, what));
        };
        let Manner { part_size, memory, .. } = self.manner;
        let parts = StreamParts::of(stream.length(), part_size, memory)
            .map_err(|what| Error::file(&media.path, FileFault::TooLong, what))?;
        let nothing = Content::Memory(Arc::new([]));
        let feed = self.feed(media, nothing);
        let mut incoming = Incoming { stream, parts, feed, first: None };
        let control = self.valve.control();
        let Some((stretch, feed)) = control.unless_cancelled(incoming.read()).await? else {
            return Err(uncommitted(&media.path, FileFault::Empty, "is empty"));
        };
        if incoming.stream.has_ended() {
            return self.whole(place, &feed, stretch.length, media).await;
        }
        incoming.first = Some((stretch, feed));
        let initiate = place.initiate(media.media_type());
        let upload_id = control.unless_cancelled(initiate).await?;
        let supply = Supply::Stream(Box::new(incoming));
        self.parts(place, upload_id, supply, Vec::new(), media, &mut Memory::none()).await
    }

    /// What COS has of an upload that was begun before.
    async fn found(&self, place: &Place, size: u64, mut parts: Parts) -> Result<Found, Error> {
        let stretches = stretch::cut(size, parts.part_size);
        parts.sent.sort_by_key(|part| part.number);
        parts.sent.dedup_by_key(|part| part.number);
        match place.parts(&parts.upload_id).await {
            Ok(listed) => {
                let is_there = |part: &Part| {
                    let (number, from, length) = (part.number, part.from, part.length);
                    let ours = Stretch { number, from, length };
                    let listed = listed.iter().find(|listed| listed.number == part.number);
                    listed.is_some_and(|listed| {
                        listed.etag == part.etag
                            && listed.size == part.length
                            && stretches.contains(&ours)
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
                let found = if is_whole { appearing(place).await? } else { None };
                let ours = Part::joined(&parts.sent);
                let is_ours = found.is_some_and(|found| {
                    found.size == Some(size) && found.crc.is_none_or(|crc| crc == ours)
                });
                if is_ours {
                    self.sent.resumed(size);
                    return Ok(Found::Object);
                }
                Ok(Found::Nothing)
            }
            Err(failed) => Err(failed.error),
        }
    }

    /// Sends all parts that the upload lacks and makes one object of them; gives up or keeps what
    /// COS has when it fails.
    async fn parts(
        &self,
        place: &Arc<Place>,
        upload_id: String,
        supply: Supply,
        had: Vec<Part>,
        media: &Media,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        let begun = Begun { place: Arc::clone(place), upload_id, sent: self.sent.clone() };
        let open = Open::new(place, &begun.upload_id, memory.is_kept());
        let sending = self.object(&begun, supply, had, media, memory);
        match self.valve.control().unless_cancelled(sending).await {
            Ok(()) => open.close(),
            // Who goes on later needs them.
            Err(error) if memory.is_kept() && !is_of_the_file(&error) => {
                self.leave(place, &begun.upload_id);
                open.close();
                return Err(error);
            }
            Err(error) => {
                open.abort().await;
                memory.close();
                return Err(error);
            }
        }
        Ok(())
    }

    async fn object(
        &self,
        begun: &Begun,
        supply: Supply,
        had: Vec<Part>,
        media: &Media,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        let most = self.manner.connections;
        let mut parts = begun.send(supply, most, &mut |part| memory.part(part)).await?;
        parts.extend(had);
        parts.sort_by_key(|part| part.number);
        media.unchanged().await?;
        let (ours, size) =
            (Part::joined(&parts), parts.iter().map(|part| part.length).sum::<u64>());
        let theirs = begun.place.complete(&begun.upload_id, &parts).await?;
        let found = match theirs {
            Some(crc) => Some(Object { size: None, crc: Some(crc) }),
            None => appearing(&begun.place).await?,
        };
        let other = match found {
            Some(found) => found.is_other(size, ours),
            None => Some(ABSENT.to_owned()),
        };
        other.map_or(Ok(()), |message| {
            Err(Error::Storage(Box::new(Storage {
                code: "CrcMismatch".to_owned(),
                message,
                key: begun.place.key().to_owned(),
                status: 200,
                request_id: String::new(),
            })))
        })
    }
}

/// An object whose parts COS had, all of them: it may be at work on it still.
async fn appearing(place: &Place) -> Result<Option<Object>, Error> {
    for _ in 0..20 {
        let found = place.head().await?;
        if found.is_some() {
            return Ok(found);
        }
        sleep(Duration::from_millis(500)).await;
    }
    Ok(None)
}

/// What COS has of an upload of before.
enum Found {
    Parts(Parts),
    /// The whole of it.
    Object,
    Nothing,
}

/// Whether it is the file that ended an upload: what was sent of it is worth nothing.
fn is_of_the_file(error: &Error) -> bool {
    matches!(error, Error::File(_)) || error.code() == Some("CrcMismatch")
}

/// Whether COS refuses what was lent for an upload. Gone on with once more, it would be refused once
/// more: it begins anew.
pub(super) fn is_refused(error: &Error) -> bool {
    matches!(error, Error::Storage(refused) if refused.status == 403)
}
