//! What can be read anywhere, and more than once.

use std::fs::File;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

use super::blocks::BLOCK;

/// Bytes of a known length.
#[derive(Clone)]
pub(super) enum Content {
    File(Arc<File>),
    /// As blocks, each of [`BLOCK`] bytes but the last.
    Memory(Arc<[Bytes]>),
}

impl Content {
    /// Of bytes that are in memory.
    pub(super) fn of(bytes: &Bytes) -> Self {
        let starts = (0..bytes.len()).step_by(BLOCK);
        Self::Memory(starts.map(|from| bytes.slice(from..bytes.len().min(from + BLOCK))).collect())
    }
}

/// What blocks in memory hold from a place on, up to the end of a block; no more than is `left`.
pub(super) fn piece(blocks: &[Bytes], at: u64, left: u64) -> Bytes {
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let (block, from) = (at / BLOCK as u64, whole(at % BLOCK as u64));
    let Some(block) = blocks.get(whole(block)) else { return Bytes::new() };
    let from = from.min(block.len());
    block.slice(from..block.len().min(from.saturating_add(whole(left))))
}

/// Fills a buffer with what stands at a place of a file; blocks the thread.
#[cfg(unix)]
pub(super) fn read_exact_at(file: &File, at: u64, buffer: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
pub(super) fn read_exact_at(file: &File, mut at: u64, mut buffer: &mut [u8]) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                at += read as u64;
                buffer = buffer.get_mut(read..).unwrap_or_default();
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_memory_are_read_from_any_place_on() {
        let bytes: Vec<u8> = (0..=250).cycle().take(2 * BLOCK + 7).collect();
        let Content::Memory(blocks) = Content::of(&Bytes::from(bytes.clone())) else { panic!() };
        assert_eq!(blocks.len(), 3);
        for (from, length) in [(0, bytes.len()), (5, BLOCK), (BLOCK - 1, 2), (2 * BLOCK, 7)] {
            let mut read = Vec::new();
            while read.len() < length {
                let left = length - read.len();
                read.extend_from_slice(&piece(&blocks, (from + read.len()) as u64, left as u64));
            }
            assert!(read == bytes[from..from + length], "{from} {length}");
        }
        assert!(piece(&blocks, bytes.len() as u64, 1).is_empty());
    }
}
