//! Bytes on their way in. Dropped before they are all there, they leave nothing behind.

use std::io;

use bytes::{Bytes, BytesMut};
use md5::{Digest, Md5};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::content::{Piece, Place, Temporary};
use crate::crc::Crc;
use crate::hex::hex;

/// How many bytes lie together in memory.
const BLOCK: usize = 1 << 20;

pub(crate) struct Partial {
    coming: Coming,
    size: u64,
    crc: Crc,
    /// Slow beside all else that is done to a byte, so only for those who ask.
    md5: Option<Md5>,
}

enum Coming {
    Memory { full: Vec<Bytes>, last: BytesMut },
    File { file: File, temporary: Temporary },
    Forgotten,
}

impl Partial {
    pub(super) fn in_memory() -> Self {
        Self::of(Coming::Memory { full: Vec::new(), last: BytesMut::new() })
    }

    pub(super) fn forgotten() -> Self {
        Self::of(Coming::Forgotten)
    }

    pub(super) async fn in_file(temporary: Temporary) -> io::Result<Self> {
        let file = File::options().write(true).create_new(true).open(temporary.path()).await?;
        Ok(Self::of(Coming::File { file, temporary }))
    }

    fn of(coming: Coming) -> Self {
        Self { coming, size: 0, crc: Crc::new(), md5: None }
    }

    /// Finds out the MD5 too.
    pub(crate) fn with_md5(mut self) -> Self {
        self.md5 = Some(Md5::new());
        self
    }

    pub(crate) async fn write(&mut self, mut block: &[u8]) -> io::Result<()> {
        self.crc.update(block);
        if let Some(md5) = &mut self.md5 {
            md5.update(block);
        }
        self.size += block.len() as u64;
        match &mut self.coming {
            Coming::Memory { full, last } => {
                while !block.is_empty() {
                    if last.capacity() == 0 {
                        last.reserve(BLOCK);
                    }
                    let room = last.capacity() - last.len();
                    let (now, later) = block.split_at(block.len().min(room));
                    last.extend_from_slice(now);
                    block = later;
                    if last.len() == last.capacity() {
                        full.push(std::mem::take(last).freeze());
                    }
                }
            }
            Coming::File { file, .. } => file.write_all(block).await?,
            Coming::Forgotten => {}
        }
        Ok(())
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// MD5 of the bytes so far, if it was asked for.
    pub(crate) fn md5(&self) -> Option<[u8; 16]> {
        self.md5.as_ref().map(|md5| md5.clone().finalize().into())
    }

    /// Takes the bytes for all there are.
    pub(crate) async fn finish(self) -> io::Result<Piece> {
        let (size, crc) = (self.size, self.crc.value());
        let etag = self.md5().map_or_else(|| format!("{crc:016x}{size:016x}"), |md5| hex(&md5));
        let place = match self.coming {
            Coming::Memory { mut full, last } => {
                if !last.is_empty() {
                    // A copy has no room for more.
                    full.push(Bytes::copy_from_slice(&last));
                }
                Place::Blocks(full.into())
            }
            Coming::File { mut file, temporary } => {
                file.flush().await?;
                Place::File(temporary)
            }
            Coming::Forgotten => Place::Forgotten,
        };
        Ok(Piece { place, size, crc, etag })
    }
}
