//! A file that is to be sent: what kind it is, how long, and whether it stays as it is.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::source::Source;
use super::stretch::LONGEST;
use crate::error::{Error, FileFault};

/// A file, opened and looked at before anything is sent.
pub(super) struct Media {
    pub(super) path: PathBuf,
    /// The type that VOD is told.
    pub(super) kind: String,
    pub(super) size: u64,
    file: Arc<File>,
    identity: Identity,
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

/// Does what blocks where that does no harm.
async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(job).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

impl Media {
    /// `untyped` is the fault of a file of no known type.
    pub(super) async fn open(
        path: PathBuf,
        told: Option<String>,
        untyped: FileFault,
    ) -> Result<Self, Error> {
        let kind = match told {
            Some(told) => told,
            None => extension(&path).ok_or_else(|| {
                Error::file(&path, untyped, "the name has no extension to tell the type by")
            })?,
        };
        let opened = path.clone();
        let opened = blocking(move || {
            // Looked at before it is opened: to open a pipe is to wait for its writer.
            if !std::fs::metadata(&opened)?.is_file() {
                return Ok(None);
            }
            let file = File::open(&opened)?;
            let identity = Identity::of(&file.metadata()?);
            Ok(Some((file, identity)))
        });
        let opened =
            opened.await.map_err(|error| Error::file(&path, FileFault::Unreadable, error))?;
        let Some((file, identity)) = opened else {
            return Err(Error::file(&path, FileFault::Unreadable, "is not a file"));
        };
        let size = identity.size;
        if size == 0 {
            return Err(Error::file(&path, FileFault::Empty, "is empty; nothing was sent"));
        }
        if size > LONGEST {
            let what = format!("is {size} bytes long; COS takes objects of {LONGEST} at most");
            return Err(Error::file(&path, FileFault::TooLong, what));
        }
        Ok(Self { kind, size, file: Arc::new(file), identity, path })
    }

    /// The name that VOD is told.
    pub(super) fn stem(&self) -> Option<String> {
        self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
    }

    /// The media type that COS stores with the object and that players are served.
    pub(super) fn media_type(&self) -> &'static str {
        media_type(&self.kind.to_ascii_lowercase())
    }

    /// What to read.
    pub(super) fn source(&self) -> Source {
        Source(Arc::clone(&self.file))
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

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

/// A fault that ends an upload on its way.
pub(super) fn uncommitted(path: &Path, fault: FileFault, what: &str) -> Error {
    Error::file(path, fault, format!("{what}; nothing was committed"))
}

/// The extension in small letters.
fn extension(path: &Path) -> Option<String> {
    let extension = path.extension()?.to_str().filter(|extension| !extension.is_empty())?;
    Some(extension.to_ascii_lowercase())
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "mp4" | "m4v" | "mp4v" | "f4v" => "video/mp4",
        "mov" | "qt" => "video/quicktime",
        "webm" => "video/webm",
        "mkv" => "video/x-matroska",
        "avi" => "video/x-msvideo",
        "flv" => "video/x-flv",
        "wmv" => "video/x-ms-wmv",
        "asf" => "video/x-ms-asf",
        "mpg" | "mpeg" => "video/mpeg",
        "ts" => "video/mp2t",
        "3gp" => "video/3gpp",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "flac" => "audio/flac",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        _ => "application/octet-stream",
    }
}
