//! A file, opened and looked at before anything is sent, and again when all was.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use super::media::uncommitted;
use crate::error::{Error, FileFault};

/// A file that is open.
pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) file: Arc<File>,
    pub(super) identity: Identity,
}

/// What tells a file from another, and from itself at another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) size: u64,
    pub(super) modified: Option<SystemTime>,
    /// Its device and its number there, where the system has such.
    pub(super) node: Option<(u64, u64)>,
}

impl Identity {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let node = {
            use std::os::unix::fs::MetadataExt as _;
            Some((metadata.dev(), metadata.ino()))
        };
        #[cfg(not(unix))]
        let node = None;
        Self { size: metadata.len(), modified: metadata.modified().ok(), node }
    }
}

/// What stands at a path.
pub(super) enum Entry {
    File(Opened),
    /// What is read once, such as a pipe.
    Pipe(Pipe),
}

pub(super) async fn open(path: PathBuf) -> Result<Entry, Error> {
    let at = path.clone();
    let found = blocking(move || {
        // Looked at before it is opened: to open a pipe is to wait for its writer.
        let kind = std::fs::metadata(&at)?.file_type();
        if kind.is_dir() {
            return Err(io::Error::other("is a folder"));
        }
        if !kind.is_file() {
            return Ok(Entry::Pipe(Pipe { path: at, file: None }));
        }
        let file = File::open(&at)?;
        let identity = Identity::of(&file.metadata()?);
        Ok(Entry::File(Opened { path: at, file: Arc::new(file), identity }))
    });
    found.await.map_err(|error| Error::file(&path, FileFault::Unreadable, error))
}

/// A pipe or a device, opened when it is first read.
pub(super) struct Pipe {
    path: PathBuf,
    file: Option<File>,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(File::open(&self.path)?),
        };
        file.read(buffer)
    }
}

impl Opened {
    /// Whether it is still as it was when it was opened: else what was sent may be a mixture.
    pub(super) async fn unchanged(&self) -> Result<(), Error> {
        let (file, path) = (Arc::clone(&self.file), self.path.clone());
        let looked = blocking(move || {
            // The name may lead to another file by now, or to none.
            let named = std::fs::metadata(path).ok().map(|metadata| Identity::of(&metadata));
            Ok((Identity::of(&file.metadata()?), named))
        });
        let unreadable = |error| Error::file(&self.path, FileFault::Unreadable, error);
        let (now, named) = looked.await.map_err(unreadable)?;
        let before = &self.identity;
        let what = if now.size != before.size {
            format!("changed from {} to {} bytes while it was sent", before.size, now.size)
        } else if now.modified != before.modified {
            "was written to while it was sent".to_owned()
        } else if named.is_some_and(|named| named.node != before.node) {
            "was replaced by another file while it was sent".to_owned()
        } else {
            return Ok(());
        };
        Err(uncommitted(&self.path, FileFault::Changed, &what))
    }
}

/// Does what blocks where that does no harm.
async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(job).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}
