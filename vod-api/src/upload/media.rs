//! What is to be sent: what it is called, of what type, how long it is and what it is read from.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::content::Content;
use super::download::{Download, shown};
use super::file::{self, Identity, Opened};
use super::source::{Origin, Source};
use super::stream::{Reader, Stream};
use super::stretch::LONGEST;
use crate::client::Settings;
use crate::error::{Error, FileFault};

/// A video or a cover, looked at before anything is sent.
pub(super) struct Media {
    /// What errors call it; of a file its path as it was given.
    pub(super) path: PathBuf,
    /// The name of a file that would hold it.
    name: Option<PathBuf>,
    /// The type that VOD is told.
    pub(super) kind: String,
    size: Option<u64>,
    body: Body,
}

enum Body {
    File(Opened),
    Memory(Content),
    /// Taken when it is sent.
    Stream(Mutex<Option<Stream>>),
}

/// What is known of what is to be sent before its type is.
struct Found {
    path: PathBuf,
    name: Option<PathBuf>,
    media_type: Option<String>,
    size: Option<u64>,
    body: Body,
}

impl Media {
    /// `untyped` is the fault of one of no known type. An address is asked with these settings, or
    /// not at all.
    pub(super) async fn open(
        source: Source,
        told: Option<String>,
        untyped: FileFault,
        settings: Option<&Settings>,
    ) -> Result<Self, Error> {
        let Source { origin, name, length } = source;
        // A path that tells no type is not opened in vain.
        let path = match &origin {
            Origin::File(path) => Some(path.clone()),
            _ => None,
        };
        let named = |path: &Option<PathBuf>| path.as_deref().and_then(extension);
        let kind = told.or_else(|| named(&name)).or_else(|| named(&path));
        if let (None, Some(path)) = (&kind, &path) {
            let what = "the name has no extension to tell the type by";
            return Err(Error::file(path, untyped, what));
        }
        let found = find(origin, name.as_deref(), length, settings).await?;
        let Found { path, name: own, media_type, size, body } = found;
        let kind = kind.or_else(|| named(&own));
        let kind = kind.or_else(|| type_of(media_type.as_deref()?)).ok_or_else(|| {
            Error::file(&path, untyped, "nothing tells its type, no name and no media type")
        })?;
        let name = name.or(own);
        match (size, length) {
            (Some(0), _) => {
                return Err(Error::file(&path, FileFault::Empty, "is empty; nothing was sent"));
            }
            (Some(size), _) if size > LONGEST => {
                let what = format!("is {size} bytes long; COS takes objects of {LONGEST} at most");
                return Err(Error::file(&path, FileFault::TooLong, what));
            }
            (Some(size), Some(said)) if size != said => {
                let what = format!("is {size} bytes long, not {said}; nothing was sent");
                return Err(Error::file(&path, FileFault::Changed, what));
            }
            _ => {}
        }
        Ok(Self { path, name, kind, size, body })
    }

    /// The name that VOD is told.
    pub(super) fn stem(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        name.file_stem().map(|stem| stem.to_string_lossy().into_owned())
    }

    /// The media type that COS stores with the object and that players are served.
    pub(super) fn media_type(&self) -> &'static str {
        let kind = self.kind.to_ascii_lowercase();
        let known = TYPES.iter().find(|(extension, _)| *extension == kind);
        known.map_or("application/octet-stream", |(_, media_type)| media_type)
    }

    /// How many bytes it has, if that is known.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    /// What it holds, if that can be read anywhere and again, and how much that is.
    pub(super) fn content(&self) -> Option<(Content, u64)> {
        let content = match &self.body {
            Body::File(opened) => Content::File(opened.file.clone()),
            Body::Memory(content) => content.clone(),
            Body::Stream(_) => return None,
        };
        Some((content, self.size?))
    }

    /// What it is read from once; gone when it was taken.
    pub(super) fn stream(&self) -> Option<Stream> {
        match &self.body {
            Body::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Body::File(_) | Body::Memory(_) => None,
        }
    }

    /// Whether it can be read once only.
    pub(super) fn is_once(&self) -> bool {
        matches!(self.body, Body::Stream(_))
    }

    /// What tells a file from another one.
    pub(super) fn identity(&self) -> Option<&Identity> {
        match &self.body {
            Body::File(opened) => Some(&opened.identity),
            Body::Memory(_) | Body::Stream(_) => None,
        }
    }

    /// Whether it is still as it was when it was opened: else what was sent may be a mixture.
    pub(super) async fn unchanged(&self) -> Result<(), Error> {
        match &self.body {
            Body::File(opened) => opened.unchanged().await,
            Body::Memory(_) | Body::Stream(_) => Ok(()),
        }
    }
}

async fn find(
    origin: Origin,
    name: Option<&Path>,
    length: Option<u64>,
    settings: Option<&Settings>,
) -> Result<Found, Error> {
    let called = |or: &str| name.map_or_else(|| PathBuf::from(or), Path::to_path_buf);
    let of_stream = |stream| Body::Stream(Mutex::new(stream));
    Ok(match origin {
        Origin::File(path) => {
            let (size, body) = match file::open(path.clone()).await? {
                file::Entry::File(opened) => (Some(opened.identity.size), Body::File(opened)),
                file::Entry::Pipe(pipe) => {
                    let stream = Stream::new(Reader::blocking(pipe), length);
                    (length, of_stream(Some(stream)))
                }
            };
            Found { name: Some(path.clone()), path, media_type: None, size, body }
        }
        Origin::Bytes(bytes) => {
            let (path, size) = (called("the bytes"), Some(bytes.len() as u64));
            let body = Body::Memory(Content::of(&bytes));
            Found { path, name: None, media_type: None, size, body }
        }
        Origin::Reader(reader) => {
            let body = of_stream(Some(Stream::new(reader, length)));
            let path = called("the stream");
            Found { path, name: None, media_type: None, size: length, body }
        }
        Origin::Url(text) => {
            let url = Url::parse(&text).ok();
            let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
            let url = url.ok_or_else(|| {
                let what = "is no address of http or https";
                Error::file("the address".as_ref(), FileFault::Unreadable, what)
            })?;
            let path = PathBuf::from(shown(&url));
            let last = url.path_segments().and_then(|mut parts| parts.next_back());
            let last = last.filter(|last| !last.is_empty());
            let own = last.map(|last| percent_decode_str(last).decode_utf8_lossy().into_owned());
            let name = own.map(PathBuf::from);
            let Some(settings) = settings else {
                return Ok(Found {
                    path,
                    name,
                    media_type: None,
                    size: length,
                    body: of_stream(None),
                });
            };
            let download = Download::open(settings, &url).await;
            let download =
                download.map_err(|what| Error::file(&path, FileFault::Unreadable, what))?;
            let (size, media_type) =
                (download.length().or(length), download.media_type().map(str::to_owned));
            let stream = Stream::new(Reader::Download(Box::new(download)), size);
            Found { path, name, media_type, size, body: of_stream(Some(stream)) }
        }
    })
}

/// A fault that ends an upload on its way.
pub(super) fn uncommitted(path: &Path, fault: FileFault, what: &str) -> Error {
    Error::file(path, fault, format!("{what}; nothing was committed"))
}

/// The extension in small letters, unless it is none of a type.
fn extension(path: &Path) -> Option<String> {
    let extension = path.extension()?.to_str().filter(|extension| !extension.is_empty())?;
    let is_type = extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_type.then(|| extension.to_ascii_lowercase())
}

/// The type of what is served as a media type.
fn type_of(media_type: &str) -> Option<String> {
    let known = TYPES.iter().find(|(_, known)| known.eq_ignore_ascii_case(media_type));
    known.map(|(extension, _)| (*extension).to_owned())
}

/// Types, and the media types they are served as; of several types that are one, the first is the
/// usual one.
const TYPES: &[(&str, &str)] = &[
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("mp4v", "video/mp4"),
    ("f4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("qt", "video/quicktime"),
    ("webm", "video/webm"),
    ("mkv", "video/x-matroska"),
    ("avi", "video/x-msvideo"),
    ("flv", "video/x-flv"),
    ("wmv", "video/x-ms-wmv"),
    ("asf", "video/x-ms-asf"),
    ("mpg", "video/mpeg"),
    ("mpeg", "video/mpeg"),
    ("ts", "video/mp2t"),
    ("3gp", "video/3gpp"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("flac", "audio/flac"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("bmp", "image/bmp"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
];
