//! Keeps objects, in memory or as files below a directory.
//!
//! An object appears whole or not at all: bytes gather in a [`Partial`], which leaves nothing
//! behind unless it is kept.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use md5::{Digest, Md5};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::hex::hex;

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
/// Longer encoded keys are named by their hash: file systems stop at 255 bytes.
const LONGEST_NAME: usize = 200;

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
    /// MD5 of the content, in hexadecimal.
    pub md5: String,
    /// The Content-Type it was put with.
    pub content_type: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    File(PathBuf),
}

/// All objects, by bucket and key.
#[derive(Debug)]
pub(crate) struct Store {
    directory: Option<PathBuf>,
    objects: Mutex<BTreeMap<(String, String), (Object, Content)>>,
}

impl Store {
    /// Objects become files below `directory`, or stay in memory without one.
    pub(crate) fn new(directory: Option<PathBuf>) -> io::Result<Self> {
        if let Some(directory) = &directory {
            std::fs::create_dir_all(directory)?;
        }
        Ok(Self { directory, objects: Mutex::default() })
    }

    /// A place for bytes that may become an object.
    pub(crate) async fn begin(&self) -> io::Result<Partial> {
        let place = if let Some(directory) = &self.directory {
            let path = directory.join(format!(".partial-{:016x}", fastrand::u64(..)));
            let file = File::options().write(true).create_new(true).open(&path).await?;
            Place::File { file, path }
        } else {
            Place::Memory(BytesMut::new())
        };
        Ok(Partial { place, size: 0, md5: Md5::new() })
    }

    /// Makes the bytes an object, in place of an older one of its key.
    pub(crate) async fn keep(
        &self,
        mut partial: Partial,
        bucket: &str,
        key: &str,
        content_type: Option<String>,
    ) -> io::Result<Object> {
        let content = match &mut partial.place {
            Place::Memory(bytes) => Content::Bytes(std::mem::take(bytes).freeze()),
            Place::File { file, path } => {
                file.flush().await?;
                let kept = path.with_file_name(file_name(bucket, key));
                tokio::fs::rename(&*path, &kept).await?;
                Content::File(kept)
            }
        };
        let object = Object {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            size: partial.size,
            md5: partial.md5(),
            content_type,
        };
        let name = (bucket.to_owned(), key.to_owned());
        self.objects().insert(name, (object.clone(), content));
        Ok(object)
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

/// Bytes on their way in. Dropped before it is kept, its file is removed.
pub(crate) struct Partial {
    place: Place,
    size: u64,
    md5: Md5,
}

enum Place {
    Memory(BytesMut),
    File { file: File, path: PathBuf },
}

impl Partial {
    pub(crate) async fn write(&mut self, block: &[u8]) -> io::Result<()> {
        self.md5.update(block);
        self.size += block.len() as u64;
        match &mut self.place {
            Place::Memory(bytes) => bytes.extend_from_slice(block),
            Place::File { file, .. } => file.write_all(block).await?,
        }
        Ok(())
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// MD5 of the bytes so far.
    pub(crate) fn digest(&self) -> [u8; 16] {
        self.md5.clone().finalize().into()
    }

    fn md5(&self) -> String {
        hex(&self.digest())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Place::File { path, .. } = &self.place {
            // Once kept the file has another name, and this finds nothing.
            let _ = std::fs::remove_file(path);
        }
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
