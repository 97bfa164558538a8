//! A stretch of what is sent as a request body: read in blocks, each byte once, hashed on its way.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use crc_fast::Digest;
use http_body::{Body, Frame, SizeHint};

use super::super::blocks::{BLOCK, Blocks};
use super::super::content::{Content, piece, read_exact_at};
use super::super::control::Valve;
use super::super::progress::Sent;
use super::crc;
use crate::error::FileFault;

/// Where an object's bytes come from, and what they pass on their way.
pub(in crate::upload) struct Feed {
    /// Named in errors.
    pub(in crate::upload) path: PathBuf,
    pub(in crate::upload) content: Content,
    pub(in crate::upload) blocks: Arc<Blocks>,
    pub(in crate::upload) valve: Valve,
    pub(in crate::upload) sent: Sent,
    /// What is wrong with the file: the error that ends a body goes to the connection, which buries
    /// it.
    pub(in crate::upload) broken: OnceLock<(FileFault, String)>,
}

impl Feed {
    /// Of other content, all else as here.
    pub(in crate::upload) fn of(&self, content: Content) -> Arc<Self> {
        Arc::new(Self {
            path: self.path.clone(),
            content,
            blocks: Arc::clone(&self.blocks),
            valve: self.valve.clone(),
            sent: self.sent.clone(),
            broken: OnceLock::new(),
        })
    }
}

/// What is known of a body from outside.
#[derive(Default)]
pub(in crate::upload) struct Watch {
    moved: AtomicU64,
    /// Whether it is held up on purpose.
    held: AtomicBool,
    crc: Mutex<Option<u64>>,
}

impl Watch {
    pub(super) fn moved(&self) -> u64 {
        self.moved.load(Ordering::Relaxed)
    }

    pub(super) fn is_held(&self) -> bool {
        self.held.load(Ordering::Relaxed)
    }

    /// Waits until so many bytes may go.
    async fn hold(&self, valve: &Valve, bytes: usize) {
        self.held.store(true, Ordering::Relaxed);
        valve.pass(bytes).await;
        self.held.store(false, Ordering::Relaxed);
    }

    /// Whether all of it was handed to the connection.
    pub(super) fn is_over(&self) -> bool {
        self.crc().is_some()
    }

    /// The CRC-64 of all that was sent, once it was.
    pub(super) fn crc(&self) -> Option<u64> {
        *self.crc.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is handed on at once: on a slow line it takes seconds, and only what was handed on shows that
/// anything moves.
const FRAME: usize = 64 << 10;

fn whole(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

type Reading = Pin<Box<dyn Future<Output = io::Result<(Bytes, Digest)>> + Send>>;

/// The bytes of a file from a place on.
pub(in crate::upload) struct PartBody {
    feed: Arc<Feed>,
    watch: Arc<Watch>,
    at: u64,
    left: u64,
    /// What was read and is not yet handed on.
    ready: Bytes,
    /// Behind a lock that is never waited for, so that the body may be shared as reqwest wants.
    reading: Option<Mutex<Reading>>,
    digest: Option<Digest>,
}

impl PartBody {
    pub(in crate::upload) fn new(feed: &Arc<Feed>, from: u64, length: u64) -> (Self, Arc<Watch>) {
        let watch = Arc::new(Watch::default());
        let body = Self {
            feed: Arc::clone(feed),
            watch: Arc::clone(&watch),
            at: from,
            left: length,
            ready: Bytes::new(),
            reading: None,
            digest: Some(crc::digest()),
        };
        (body, watch)
    }

    /// Begins to read the next block, so that it is there when this one has left.
    fn begin(&mut self) {
        let Some(mut digest) = self.digest.take().filter(|_| self.left > 0) else { return };
        let (feed, watch, at, left) =
            (Arc::clone(&self.feed), Arc::clone(&self.watch), self.at, self.left);
        let reading: Reading = match feed.content.clone() {
            Content::File(file) => Box::pin(async move {
                // Who is held up has no block that others wait for.
                watch.hold(&feed.valve, BLOCK.min(whole(left))).await;
                let mut block = feed.blocks.take().await;
                let read = tokio::task::spawn_blocking(move || {
                    block.fill(left, |bytes| read_exact_at(&file, at, bytes))?;
                    digest.update(block.bytes());
                    Ok((block.into_bytes(), digest))
                });
                read.await.unwrap_or_else(|error| Err(io::Error::other(error)))
            }),
            Content::Memory(blocks) => Box::pin(async move {
                let bytes = piece(&blocks, at, left);
                if bytes.is_empty() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                watch.hold(&feed.valve, bytes.len()).await;
                digest.update(&bytes);
                Ok((bytes, digest))
            }),
        };
        self.reading = Some(Mutex::new(reading));
    }

    /// Takes what was read to be handed on, or notes what is wrong with the file.
    fn take(&mut self, read: io::Result<(Bytes, Digest)>) -> io::Result<()> {
        let (bytes, digest) = read.inspect_err(|error| {
            let fault = if error.kind() == io::ErrorKind::UnexpectedEof {
                let what = "is shorter than when it was opened".to_owned();
                (FileFault::Changed, what)
            } else {
                (FileFault::Unreadable, format!("cannot be read: {error}"))
            };
            // Only the first one counts.
            let _ = self.feed.broken.set(fault);
        })?;
        self.at += bytes.len() as u64;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        (self.digest, self.ready) = (Some(digest), bytes);
        Ok(())
    }

    fn ended(&mut self) {
        if let Some(digest) = &self.digest {
            let mut crc = self.watch.crc.lock().unwrap_or_else(PoisonError::into_inner);
            *crc = Some(digest.finalize());
        }
    }
}

impl Body for PartBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.ready.is_empty() {
            if self.reading.is_none() {
                self.begin();
            }
            let Some(reading) = self.reading.as_mut() else { return Poll::Ready(None) };
            let reading = reading.get_mut().unwrap_or_else(PoisonError::into_inner);
            let read = ready!(reading.as_mut().poll(context));
            self.reading = None;
            if let Err(error) = self.take(read) {
                return Poll::Ready(Some(Err(error)));
            }
            if self.left > 0 {
                self.begin();
            }
            // Polled once, it is under way.
            if let Some(reading) = self.reading.as_mut() {
                let reading = reading.get_mut().unwrap_or_else(PoisonError::into_inner);
                if let Poll::Ready(read) = reading.as_mut().poll(context) {
                    *reading = Box::pin(std::future::ready(read));
                }
            }
        }
        let length = self.ready.len().min(FRAME);
        let frame = self.ready.split_to(length);
        self.watch.moved.fetch_add(length as u64, Ordering::Relaxed);
        self.feed.sent.add(length as u64);
        if self.is_end_stream() {
            self.ended();
        }
        Poll::Ready(Some(Ok(Frame::data(frame))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0 && self.ready.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left + self.ready.len() as u64)
    }
}
