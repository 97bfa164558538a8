//! What a user gives to be sent: a file, bytes, a reader, an address.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tokio::io::AsyncRead;

use super::stream::Reader;

/// A video or a cover to be sent: a file, bytes, a reader, an address.
///
/// ```no_run
/// # async fn upload(recording: impl tokio::io::AsyncRead + Send + 'static) -> Result<(), vod_api::Error> {
/// use vod_api::Source;
///
/// let client = vod_api::v3::Client::new(vod_api::Credential::from_env()?)?;
/// let cover = std::fs::read("holiday.jpg").unwrap_or_default();
/// let upload = client.upload(Source::reader(recording).named("holiday.mp4"));
/// let uploaded = upload.cover(Source::bytes(cover).named("holiday.jpg")).send().await?;
/// println!("{}", uploaded.file_id);
/// # Ok(())
/// # }
/// ```
///
/// Whatever is a path is one too: `client.upload("holiday.mp4")`.
///
/// A reader and an address are read once, in order and not ahead of what memory allows
/// ([`Upload::memory`](crate::Upload::memory)): each part is kept until COS has it, so that it can be
/// sent again. They cannot be resumed by another call, and end with an error when the key pair that
/// VOD lends expires on the way; a file goes on.
///
/// A stream whose length nobody knows goes in parts of 1 MiB, of 2 MiB after a thousand of them, and
/// so on, which is 1,023 GB at most; [`Upload::part_size`](crate::Upload::part_size) of 5 GiB reaches
/// COS's 50,000 GB. Source of COS's limits: vendor document 436/7750.
pub struct Source {
    pub(super) origin: Origin,
    pub(super) name: Option<PathBuf>,
    pub(super) length: Option<u64>,
}

/// Where the bytes are.
pub(super) enum Origin {
    File(PathBuf),
    Bytes(Bytes),
    Reader(Reader),
    Url(String),
}

impl Source {
    fn of(origin: Origin) -> Self {
        Self { origin, name: None, length: None }
    }

    /// A file; what any path becomes. A pipe or a device at the path is read once, as a reader is.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::of(Origin::File(path.into()))
    }

    /// Bytes that are in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Origin::Bytes(bytes.into()))
    }

    /// Whatever is read asynchronously, until it ends.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::of(Origin::Reader(Reader::Async(Box::pin(reader))))
    }

    /// Whatever is read by blocking a thread, such as standard input, until it ends. The threads are
    /// tokio's for such work.
    pub fn blocking_reader(reader: impl Read + Send + 'static) -> Self {
        Self::of(Origin::Reader(Reader::blocking(reader)))
    }

    /// What an `http` or `https` address answers to a GET, on its way through this machine.
    ///
    /// Its name and type are read off the address, else off `Content-Type`. Up to ten redirects are
    /// followed, but none from `https` to `http`. A connection that breaks is taken up again where it
    /// ended, if the server knows ranges and gives a strong `ETag` or `Last-Modified`; before the
    /// first byte it is asked for anew without them. One that is another then, by that header or its
    /// length, is not committed. Nor is anything sent that comes with a `Content-Encoding`: it is
    /// asked for as it is. Errors call it without its query and password.
    pub fn url(url: impl Into<String>) -> Self {
        Self::of(Origin::Url(url.into()))
    }

    /// Calls it by a file's name, such as `holiday.mp4`: its extension is its type, the rest its name
    /// at VOD.
    #[must_use]
    pub fn named(mut self, name: impl Into<PathBuf>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says how many bytes it has. One that turns out to have more, or fewer, is not committed.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin: &dyn fmt::Debug = match &self.origin {
            Origin::File(path) => path,
            Origin::Bytes(bytes) => &format!("{} bytes", bytes.len()),
            Origin::Reader(_) => &"a reader",
            Origin::Url(_) => &"an address",
        };
        let mut source = f.debug_struct("Source");
        source.field("origin", origin).field("name", &self.name).field("length", &self.length);
        source.finish()
    }
}

macro_rules! paths {
    ($($path:ty),*) => {
        $(impl From<$path> for Source {
            fn from(path: $path) -> Self {
                Self::file(path)
            }
        })*
    };
}

paths!(PathBuf, &PathBuf, &Path, String, &String, &str, OsString, &OsStr);
