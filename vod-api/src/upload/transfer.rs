//! One file on its way to its place.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crc_fast::{CrcAlgorithm, checksum_combine};
use tokio::runtime::Handle;
use tokio::time::sleep;

use super::blocks::Blocks;
use super::control::Valve;
use super::cos::{Feed, Object, Part, Place};
use super::engine::Begun;
use super::media::Media;
use super::memory::{Memory, Parts};
use super::progress::Sent;
use super::stretch::{self, Stretch};
use crate::error::{Error, Storage};

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

/// Sends the files of one upload.
pub(super) struct Transfer {
    manner: Manner,
    blocks: Arc<Blocks>,
    valve: Valve,
    sent: Sent,
}

impl Transfer {
    pub(super) fn new(manner: Manner, valve: Valve, sent: Sent) -> Self {
        Self { manner, blocks: Blocks::within(manner.memory), valve, sent }
    }

    /// Sends a file; what COS has afterwards is what was read. One that was begun before goes on
    /// with what COS has of it.
    pub(super) async fn file(
        &self,
        place: &Arc<Place>,
        media: &Media,
        earlier: Option<Parts>,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        if place.settings().mock.is_some() {
            self.sent.add(media.size);
            return Ok(());
        }
        let feed = Arc::new(Feed {
            path: media.path.clone(),
            source: media.source(),
            blocks: Arc::clone(&self.blocks),
            valve: self.valve.clone(),
            sent: self.sent.clone(),
            broken: OnceLock::new(),
        });
        let (media_type, control) = (media.media_type(), self.valve.control());
        if media.size <= stretch::SHORT {
            self.sent.connections(1);
            control.unless_cancelled(place.put(&feed, media.size, media_type)).await?;
            return media.unchanged().await;
        }
        let earlier = match earlier {
            Some(parts) => match self.found(place, media, parts).await? {
                Found::Parts(parts) => Some(parts),
                Found::Object => return Ok(()),
                Found::Nothing => {
                    memory.lost();
                    None
                }
            },
            None => None,
        };
        let Parts { upload_id, part_size, sent: had } = match earlier {
            Some(parts) => parts,
            None => control.unless_cancelled(self.begin(place, media, memory)).await?,
        };
        let stretches = stretch::cut(media.size, part_size);
        let begun = Begun { place: Arc::clone(place), feed, upload_id };
        let open = Open::new(&begun);
        let sending = self.parts(&begun, &stretches, had, media, memory);
        match control.unless_cancelled(sending).await {
            Ok(()) => open.close(),
            // Who goes on later needs them.
            Err(error) if memory.is_kept() && !is_of_the_file(&error) => {
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

    async fn begin(
        &self,
        place: &Place,
        media: &Media,
        memory: &mut Memory,
    ) -> Result<Parts, Error> {
        let part_size = stretch::part_size(media.size, self.manner.part_size)?;
        let upload_id = place.initiate(media.media_type()).await?;
        memory.parts(&upload_id, part_size);
        Ok(Parts { upload_id, part_size, sent: Vec::new() })
    }

    /// What COS has of an upload that was begun before.
    async fn found(&self, place: &Place, media: &Media, mut parts: Parts) -> Result<Found, Error> {
        let stretches = stretch::cut(media.size, parts.part_size);
        parts.sent.sort_by_key(|part| part.number);
        parts.sent.dedup_by_key(|part| part.number);
        match place.parts(&parts.upload_id).await {
            Ok(listed) => {
                let length = |number: u32| {
                    stretches.iter().find(|part| part.number == number).map(|part| part.length)
                };
                let is_there = |part: &Part| {
                    listed.iter().any(|listed| {
                        let is_it = listed.number == part.number && listed.etag == part.etag;
                        is_it && length(part.number) == Some(listed.size)
                    })
                };
                parts.sent.retain(is_there);
                let bytes = parts.sent.iter().filter_map(|part| length(part.number)).sum();
                tracing::info!(parts = parts.sent.len(), bytes, "going on with what COS has");
                self.sent.resumed(bytes);
                Ok(Found::Parts(parts))
            }
            Err(failed) if failed.is_no_such_upload() => {
                // Either it was given up, or it is an object by now.
                let is_whole = parts.sent.len() == stretches.len();
                let found = if is_whole { appearing(place).await? } else { None };
                let ours = whole(&parts.sent, &stretches);
                let is_ours = found.is_some_and(|found| {
                    found.size == Some(media.size) && found.crc.is_none_or(|crc| crc == ours)
                });
                if is_ours {
                    self.sent.resumed(media.size);
                    return Ok(Found::Object);
                }
                Ok(Found::Nothing)
            }
            Err(failed) => Err(failed.error),
        }
    }

    async fn parts(
        &self,
        begun: &Begun,
        stretches: &[Stretch],
        had: Vec<Part>,
        media: &Media,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        let most = self.manner.connections;
        let has = |stretch: &&Stretch| had.iter().all(|part| part.number != stretch.number);
        let missing = stretches.iter().filter(has).copied().collect();
        let mut parts = begun.send(missing, most, &mut |part| memory.part(part)).await?;
        parts.extend(had);
        parts.sort_by_key(|part| part.number);
        media.unchanged().await?;
        let ours = whole(&parts, stretches);
        let theirs = begun.place.complete(&begun.upload_id, &parts).await?;
        let theirs = match theirs {
            Some(crc) => Some(crc),
            None => match begun.place.head().await? {
                Some(found) if found.size.is_some_and(|size| size != media.size) => Some(!ours),
                Some(found) => found.crc,
                None => Some(!ours),
            },
        };
        match theirs {
            Some(theirs) if theirs != ours => Err(Error::Storage(Box::new(Storage {
                code: "CrcMismatch".to_owned(),
                message: format!("the object's CRC-64 is {theirs}, that of the file is {ours}"),
                key: begun.place.key().to_owned(),
                status: 200,
                request_id: String::new(),
            }))),
            _ => Ok(()),
        }
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

/// The CRC-64 of all parts together, which stand in their order.
fn whole(parts: &[Part], stretches: &[Stretch]) -> u64 {
    let each = parts.iter().zip(stretches).map(|(part, stretch)| (part.crc, stretch.length));
    let combined =
        |(all, crc): (u64, u64), length| checksum_combine(CrcAlgorithm::Crc64Xz, all, crc, length);
    each.fold(0, |all, (crc, length)| combined((all, crc), length))
}

/// Parts at COS that make no object yet. Dropped, they are given up, where there is a runtime left
/// to do it.
struct Open {
    place: Arc<Place>,
    upload_id: String,
    closed: bool,
}

impl Open {
    fn new(begun: &Begun) -> Self {
        let (place, upload_id) = (Arc::clone(&begun.place), begun.upload_id.clone());
        Self { place, upload_id, closed: false }
    }

    /// They are an object now.
    fn close(mut self) {
        self.closed = true;
    }

    async fn abort(mut self) {
        self.closed = true;
        give_up(&self.place, &self.upload_id).await;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.closed
            && let Ok(runtime) = Handle::try_current()
        {
            let (place, upload_id) = (Arc::clone(&self.place), self.upload_id.clone());
            runtime.spawn(async move { give_up(&place, &upload_id).await });
        }
    }
}

async fn give_up(place: &Place, upload_id: &str) {
    if let Err(error) = place.abort(upload_id).await {
        tracing::warn!(error = %error.short(), "the parts at COS could not be given up");
    }
}
