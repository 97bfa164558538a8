//! What comes once and in its order, cut into parts that are in memory.

use std::future::poll_fn;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;

use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, ReadBuf};

use super::blocks::{BLOCK, Blocks};
use super::control::Valve;
use super::download::Download;
use crate::error::FileFault;

/// What is wrong with what is read.
pub(super) type Broken = (FileFault, String);

/// What is read once.
pub(super) struct Stream {
    reader: Reader,
    /// How long it is said to be.
    length: Option<u64>,
    read: u64,
    /// A byte that was read to see whether there is one.
    next: Option<u8>,
    ended: bool,
}

impl Stream {
    pub(super) fn new(reader: Reader, length: Option<u64>) -> Self {
        Self { reader, length, read: 0, next: None, ended: false }
    }

    /// How long it is said to be.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Bytes that were read so far.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// Whether all of it was read.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Its next part, of so many bytes unless it ends before; blocks that hold it until they are
    /// dropped, and none after its end.
    pub(super) async fn part(
        &mut self,
        size: u64,
        blocks: &Arc<Blocks>,
        valve: &Valve,
    ) -> Result<(Arc<[Bytes]>, u64), Broken> {
        blocks.make_room(size);
        let (mut part, mut length) = (Vec::new(), 0);
        while length < size && !self.ended {
            valve.open().await;
            let mut block = blocks.take().await;
            let limit = usize::try_from(size - length).unwrap_or(BLOCK).min(block.room());
            if let (Some(byte), Some(first)) = (self.next.take(), block.rest(limit).first_mut()) {
                *first = byte;
                block.filled(1);
            }
            while block.length() < limit && !self.ended {
                let read = self.reader.read(block.rest(limit)).await.map_err(unreadable)?;
                block.filled(read);
                self.ended = read == 0;
            }
            length += block.length() as u64;
            if block.length() > 0 {
                part.push(block.into_bytes());
            }
        }
        self.read += length;
        if !self.ended {
            let mut byte = [0];
            self.ended = self.reader.read(&mut byte).await.map_err(unreadable)? == 0;
            self.next = (!self.ended).then_some(byte[0]);
        }
        match self.length {
            Some(said) if self.ended && self.read < said => {
                let what = format!("ended after {} of {said} bytes", self.read);
                Err((FileFault::Changed, what))
            }
            Some(said) if self.read > said || (self.read == said && !self.ended) => {
                let what = format!("goes on after the {said} bytes that it was said to have");
                Err((FileFault::Changed, what))
            }
            _ => Ok((part.into(), length)),
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it stands where errors are mapped")]
fn unreadable(error: io::Error) -> Broken {
    (FileFault::Unreadable, format!("cannot be read: {error}"))
}

/// Who reads.
pub(super) enum Reader {
    Async(Pin<Box<dyn AsyncRead + Send>>),
    Blocking(Blocking),
    Download(Box<Download>),
}

impl Reader {
    pub(super) fn blocking(reader: impl Read + Send + 'static) -> Self {
        Self::Blocking(Blocking { reader: Some(Box::new(reader)), ahead: Bytes::new() })
    }

    /// Reads into a buffer; nothing but at the end.
    async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Async(reader) => {
                let mut buffer = ReadBuf::new(buffer);
                poll_fn(|context| reader.as_mut().poll_read(context, &mut buffer)).await?;
                Ok(buffer.filled().len())
            }
            Self::Blocking(Blocking { reader, ahead }) => {
                if ahead.is_empty() {
                    *ahead = Blocking::read(reader).await?;
                }
                Ok(take(ahead, buffer))
            }
            Self::Download(download) => {
                let ahead = download.ahead().await?;
                Ok(take(ahead, buffer))
            }
        }
    }
}

/// A reader that blocks its thread, and what it gave.
pub(super) struct Blocking {
    reader: Option<Box<dyn Read + Send>>,
    ahead: Bytes,
}

impl Blocking {
    async fn read(kept: &mut Option<Box<dyn Read + Send>>) -> io::Result<Bytes> {
        // Gone if a read before was given up half-way.
        let Some(mut reader) = kept.take() else {
            return Err(io::Error::other("a read of before did not end"));
        };
        let read = tokio::task::spawn_blocking(move || {
            let mut buffer = vec![0; BLOCK];
            let read = loop {
                match reader.read(&mut buffer) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            let read = read.map(|length| {
                buffer.truncate(length);
                Bytes::from(buffer)
            });
            (reader, read)
        });
        let (reader, read) = read.await.map_err(io::Error::other)?;
        *kept = Some(reader);
        read
    }
}

/// Moves what there is into a buffer, as far as it has room.
fn take(ahead: &mut Bytes, buffer: &mut [u8]) -> usize {
    let length = ahead.len().min(buffer.len());
    if let Some(buffer) = buffer.get_mut(..length) {
        ahead.copy_to_slice(buffer);
    }
    length
}
