//! Keeps objects and parts of them, in memory or as files below a directory.
//!
//! An object appears whole or not at all: bytes gather in a [`Partial`], become a [`Piece`], and
//! leave nothing behind unless that is kept.

mod content;
mod join;
mod multipart;
mod partial;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

pub(crate) use content::{Content, Piece, cut};
use content::{Place, Temporary};
pub(crate) use join::etag_of;
pub(crate) use multipart::{Multipart, Multiparts, Name};
pub use multipart::{OpenUpload, Part};
pub(crate) use partial::Partial;

use crate::hex::hex;

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
/// Longer encoded keys are named by their hash: file systems stop at 255 bytes.
const LONGEST_NAME: usize = 200;
/// The folder of parts, below that of objects.
const PARTS: &str = ".parts";

/// What is known of a stored object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Object {
    /// The bucket's full name, `bucket-appid`.
    pub bucket: String,
    /// The key, without a leading slash.
    pub key: String,
    /// Length in bytes.
    pub size: u64,
    /// CRC-64/XZ of the content, which COS gives as `x-cos-hash-crc64ecma`.
    pub crc64: u64,
    /// Its ETag, without the quotes: 32 digits that are the same for the same content and, where it
    /// was put with Content-MD5, are that; of an object in parts made of theirs, with their number
    /// behind a dash.
    pub etag: String,
    /// The Content-Type it was put with.
    pub content_type: Option<String>,
}

/// All objects, by bucket and key, and the parts of those to be.
#[derive(Debug)]
pub(crate) struct Store {
    objects: Mutex<BTreeMap<(String, String), (Object, Content)>>,
    pub(crate) multiparts: Multiparts,
    forgets: bool,
    // Behind what lies in it: the last to be dropped finds it empty.
    directory: Option<Directory>,
}

/// Where files lie.
#[derive(Debug)]
struct Directory {
    objects: PathBuf,
    parts: PathBuf,
}

impl Store {
    /// Objects become files below `directory`, or stay in memory without one; of one that forgets
    /// their contents are kept nowhere.
    pub(crate) fn new(directory: Option<PathBuf>, forgets: bool) -> io::Result<Self> {
        if let Some(directory) = &directory {
            std::fs::create_dir_all(directory)?;
        }
        let directory = directory.map(|objects| Directory { parts: objects.join(PARTS), objects });
        let (objects, multiparts) = (Mutex::default(), Multiparts::default());
        Ok(Self { objects, multiparts, forgets, directory })
    }

    /// A place for bytes that may become an object.
    pub(crate) async fn begin(&self) -> io::Result<Partial> {
        match &self.directory {
            _ if self.forgets => Ok(Partial::forgotten()),
            Some(directory) => Partial::in_file(Temporary::within(&directory.objects)).await,
            None => Ok(Partial::in_memory()),
        }
    }

    /// A place for bytes that may become a part.
    pub(crate) async fn begin_part(&self) -> io::Result<Partial> {
        let Some(directory) = self.directory.as_ref().filter(|_| !self.forgets) else {
            return self.begin().await;
        };
        tokio::fs::create_dir_all(&directory.parts).await?;
        Partial::in_file(Temporary::within(&directory.parts)).await
    }

    /// Makes the bytes an object, in place of an older one of its key.
    pub(crate) fn keep(
        &self,
        piece: Piece,
        bucket: &str,
        key: &str,
        content_type: Option<String>,
    ) -> io::Result<Object> {
        let content = match piece.place {
            Place::Blocks(blocks) => Content::Blocks(blocks),
            Place::File(temporary) => {
                let kept = temporary.path().with_file_name(file_name(bucket, key));
                std::fs::rename(temporary.path(), &kept)?;
                Content::File(kept)
            }
            Place::Forgotten => Content::Forgotten,
        };
        let object = Object {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            size: piece.size,
            crc64: piece.crc,
            etag: piece.etag,
            content_type,
        };
        let name = (bucket.to_owned(), key.to_owned());
        self.objects().insert(name, (object.clone(), content));
        Ok(object)
    }

    /// Makes these parts of an upload that was taken out the object it is for. The upload is open
    /// again if that fails.
    pub(crate) fn complete(
        &self,
        name: Name,
        upload: Multipart,
        numbers: &[u16],
    ) -> io::Result<Object> {
        let pieces = numbers.iter().filter_map(|number| Some(&upload.parts.get(number)?.0));
        let pieces: Vec<&Piece> = pieces.collect();
        let folder = self.directory.as_ref().map(|directory| directory.objects.as_path());
        let whole = join::join(folder, &pieces);
        let content_type = upload.content_type.clone();
        let kept = whole.and_then(|whole| self.keep(whole, &name.bucket, &name.key, content_type));
        if kept.is_err() {
            self.multiparts.put_back(name, upload);
        }
        kept
    }

    pub(crate) fn find(&self, bucket: &str, key: &str) -> Option<(Object, Content)> {
        self.objects().get(&(bucket.to_owned(), key.to_owned())).cloned()
    }

    /// Forgets an object; that it was not there is no error.
    pub(crate) fn remove(&self, bucket: &str, key: &str) -> io::Result<()> {
        match self.objects().remove(&(bucket.to_owned(), key.to_owned())) {
            Some((_, Content::File(path))) => std::fs::remove_file(path),
            _ => Ok(()),
        }
    }

    pub(crate) fn list(&self) -> Vec<Object> {
        self.objects().values().map(|(object, _)| object.clone()).collect()
    }

    fn objects(&self) -> MutexGuard<'_, BTreeMap<(String, String), (Object, Content)>> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // One that is not there, or that another sandbox has parts in, stays as it is.
        let _ = std::fs::remove_dir(&self.parts);
    }
}

/// A name that lies in the directory itself, whatever the key: no separator survives, and a
/// leading dot cannot, because a bucket stands first.
fn file_name(bucket: &str, key: &str) -> PathBuf {
    let whole = format!("{bucket}/{key}");
    let name = utf8_percent_encode(&whole, KEPT).to_string();
    let hashed = name.len() > LONGEST_NAME || name.starts_with('.');
    let name = if hashed { hex(&Sha256::digest(whole.as_bytes())) } else { name };
    Path::new(&name).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leaves_the_directory() {
        let long = "x".repeat(850);
        for (bucket, key) in
            [("b", "../../etc"), ("..", "x"), ("/b", "/k"), ("b", "\0"), ("b", &long)]
        {
            let name = file_name(bucket, key);
            assert_eq!(name.components().count(), 1, "{name:?}");
            assert!(!name.starts_with("..") && name.is_relative(), "{name:?}");
            assert!(name.as_os_str().len() <= 255, "{name:?}");
        }
    }
}
