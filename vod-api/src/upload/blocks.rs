//! Blocks of memory that bytes pass through: as many as there may be, used again and again.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A block's length.
pub(super) const BLOCK: usize = 256 << 10;

/// All the blocks of an upload.
pub(super) struct Blocks {
    free: Mutex<Vec<Vec<u8>>>,
    /// How many there may be.
    all: Mutex<usize>,
    permits: Arc<Semaphore>,
}

impl Blocks {
    /// As many as there is memory for; two at least, one that is read and one that is sent.
    pub(super) fn within(memory: usize) -> Arc<Self> {
        let all = (memory / BLOCK).max(2);
        let permits = Arc::new(Semaphore::new(all));
        Arc::new(Self { free: Mutex::default(), all: Mutex::new(all), permits })
    }

    /// Makes room for so many bytes all at once, however little memory there was to be.
    pub(super) fn make_room(&self, bytes: u64) {
        let wanted = usize::try_from(bytes).unwrap_or(usize::MAX).div_ceil(BLOCK);
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(more) = wanted.checked_sub(*all) {
            self.permits.add_permits(more);
            *all = wanted;
        }
    }

    /// A block, once one is free.
    pub(super) async fn take(self: &Arc<Self>) -> Block {
        // The semaphore is never closed.
        let permit = Arc::clone(&self.permits).acquire_owned().await.ok();
        let kept = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let memory = kept.unwrap_or_else(|| vec![0; BLOCK]);
        Block { memory, length: 0, blocks: Arc::clone(self), _permit: permit }
    }
}

/// A block; dropped, it is free again.
pub(super) struct Block {
    memory: Vec<u8>,
    length: usize,
    blocks: Arc<Blocks>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Block {
    /// How much it holds at most.
    pub(super) fn room(&self) -> usize {
        self.memory.len()
    }

    /// Fills it, with no more than is `left`.
    pub(super) fn fill(
        &mut self,
        left: u64,
        read: impl FnOnce(&mut [u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(self.memory.len());
        if let Some(bytes) = self.memory.get_mut(..length) {
            read(bytes)?;
            self.length = length;
        }
        Ok(())
    }

    /// What is left of it to be filled, but no more than that it holds `limit` bytes.
    pub(super) fn rest(&mut self, limit: usize) -> &mut [u8] {
        let limit = limit.min(self.memory.len());
        self.memory.get_mut(self.length..limit).unwrap_or_default()
    }

    /// So many bytes more were filled.
    pub(super) fn filled(&mut self, bytes: usize) {
        self.length = (self.length + bytes).min(self.memory.len());
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.memory.get(..self.length).unwrap_or_default()
    }

    pub(super) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        self.bytes()
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let memory = std::mem::take(&mut self.memory);
        self.blocks.free.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }
}
