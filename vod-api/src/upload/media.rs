//! A file that is to be sent: what kind it is, how long, and whether it stays as it is.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tokio::fs::File;
use tokio::io::AsyncSeekExt as _;

use crate::error::{Error, FileFault};

/// What one PUT may carry, by COS's rules.
const LARGEST: u64 = 5 << 30;

/// A file, opened and looked at before anything is sent.
pub(super) struct Media {
    pub(super) path: PathBuf,
    /// The type that VOD is told.
    pub(super) kind: String,
    pub(super) size: u64,
    file: File,
    modified: Option<SystemTime>,
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
        let unreadable = |error| Error::file(&path, FileFault::Unreadable, error);
        // Looked at before it is opened: to open a pipe is to wait for its writer.
        if !tokio::fs::metadata(&path).await.map_err(unreadable)?.is_file() {
            return Err(Error::file(&path, FileFault::Unreadable, "is not a file"));
        }
        let file = File::open(&path).await.map_err(unreadable)?;
        let metadata = file.metadata().await.map_err(unreadable)?;
        let size = metadata.len();
        if size == 0 {
            return Err(Error::file(&path, FileFault::Empty, "is empty; nothing was sent"));
        }
        if size > LARGEST {
            let what = format!("is {size} bytes long; one PUT to COS takes {LARGEST} at most");
            return Err(Error::file(&path, FileFault::TooLong, what));
        }
        Ok(Self { kind, size, file, modified: metadata.modified().ok(), path })
    }

    /// The name that VOD is told.
    pub(super) fn stem(&self) -> Option<String> {
        self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
    }

    /// The media type that COS stores with the object and that players are served.
    pub(super) fn media_type(&self) -> &'static str {
        media_type(&self.kind.to_ascii_lowercase())
    }

    /// The file to read from, at its beginning: what is cloned goes on where it was left.
    pub(super) async fn reader(&self) -> Result<File, Error> {
        let unreadable = |error| Error::file(&self.path, FileFault::Unreadable, error);
        let mut file = self.file.try_clone().await.map_err(unreadable)?;
        file.rewind().await.map_err(unreadable)?;
        Ok(file)
    }

    /// Whether it is still as it was when it was opened: else what was sent may be a mixture.
    pub(super) async fn unchanged(&self) -> Result<(), Error> {
        let metadata = self.file.metadata().await;
        let metadata =
            metadata.map_err(|error| Error::file(&self.path, FileFault::Unreadable, error))?;
        let (before, after) = (self.size, metadata.len());
        let what = if after != before {
            format!("changed from {before} to {after} bytes while it was sent")
        } else if metadata.modified().ok() != self.modified {
            "was written to while it was sent".to_owned()
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
