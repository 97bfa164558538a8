//! The bytes of an object or of a part, wherever they lie.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

/// Bytes that do not change.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// One block behind the other.
    Blocks(Arc<[Bytes]>),
    File(PathBuf),
    /// They were not to be kept.
    Forgotten,
}

impl Content {
    /// All of it.
    pub(crate) fn whole(&self) -> io::Result<Bytes> {
        match self {
            Self::Blocks(blocks) => match &**blocks {
                [one] => Ok(one.clone()),
                many => {
                    let length = many.iter().map(Bytes::len).sum();
                    let mut whole = BytesMut::with_capacity(length);
                    for block in many {
                        whole.extend_from_slice(block);
                    }
                    Ok(whole.freeze())
                }
            },
            Self::File(path) => std::fs::read(path).map(Bytes::from),
            Self::Forgotten => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// The blocks from one offset to another.
pub(crate) fn cut(blocks: &[Bytes], start: u64, end: u64) -> Vec<Bytes> {
    let mut at = 0;
    let mut found = Vec::new();
    for block in blocks {
        let length = block.len() as u64;
        let within = |offset: u64| usize::try_from(offset.saturating_sub(at).min(length)).ok();
        if let (Some(from), Some(to)) = (within(start), within(end))
            && from < to
        {
            found.push(block.slice(from..to));
        }
        at += length;
    }
    found
}

/// A file that is removed when it is no longer needed, unless it has another name by then.
#[derive(Debug)]
pub(crate) struct Temporary(PathBuf);

impl Temporary {
    /// A name in this folder that nobody has.
    pub(crate) fn within(folder: &Path) -> Self {
        Self(folder.join(format!(".partial-{:016x}", fastrand::u64(..))))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Bytes that are all there and are no object yet.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) place: Place,
    pub(crate) size: u64,
    pub(crate) crc: u64,
    /// Without its quotes.
    pub(crate) etag: String,
}

#[derive(Debug)]
pub(crate) enum Place {
    Blocks(Arc<[Bytes]>),
    File(Temporary),
    Forgotten,
}

impl Place {
    /// Writes the bytes to a file, never many of them in memory.
    pub(crate) fn copy_to(&self, file: &mut std::fs::File) -> io::Result<u64> {
        match self {
            Self::Blocks(blocks) => blocks.iter().try_fold(0, |length, block| {
                io::copy(&mut block.as_ref().take(u64::MAX), file).map(|copied| length + copied)
            }),
            // What the system copies by itself does not pass through this process.
            Self::File(from) => io::copy(&mut std::fs::File::open(from.path())?, file),
            Self::Forgotten => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_across_blocks() {
        let blocks = ["abc", "", "defg", "h"].map(|text| Bytes::from_static(text.as_bytes()));
        for (start, end, found) in
            [(0, 8, "abc|defg|h"), (1, 4, "bc|d"), (3, 7, "defg"), (7, 99, "h"), (8, 8, "")]
        {
            let cut = cut(&blocks, start, end);
            let texts: Vec<_> =
                cut.iter().map(|block| std::str::from_utf8(block).unwrap()).collect();
            assert_eq!(texts.join("|"), found);
        }
    }
}
