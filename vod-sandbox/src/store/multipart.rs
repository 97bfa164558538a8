//! Uploads in parts that are neither complete nor aborted.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::content::Piece;

/// An upload in parts that is neither complete nor aborted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenUpload {
    /// The bucket's full name, `bucket-appid`.
    pub bucket: String,
    /// The key of the object to be, without a leading slash.
    pub key: String,
    /// What requests call it, as `uploadId`.
    pub upload_id: String,
    /// Its parts so far, in the order of their numbers.
    pub parts: Vec<Part>,
}

/// A part of an [`OpenUpload`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// From 1 to 10,000.
    pub number: u16,
    /// Length in bytes.
    pub size: u64,
    /// CRC-64/XZ of its bytes, which COS gives as `x-cos-hash-crc64ecma`.
    pub crc64: u64,
    /// Without its quotes.
    pub etag: String,
}

/// Which upload is meant. The order is that of a listing: of one key the oldest comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) id: String,
}

/// What is known of an upload in parts.
#[derive(Debug)]
pub(crate) struct Multipart {
    pub(crate) content_type: Option<String>,
    /// When it was opened, in Unix seconds.
    pub(crate) opened: u64,
    /// By their numbers, with the Unix second of each.
    pub(crate) parts: BTreeMap<u16, (Piece, u64)>,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Multiparts {
    open: Mutex<BTreeMap<Name, Multipart>>,
    /// How many there were.
    opened: AtomicU64,
}

impl Multiparts {
    /// Opens one.
    pub(crate) fn open(
        &self,
        bucket: &str,
        key: &str,
        content_type: Option<String>,
        now: u64,
    ) -> Name {
        let turn = self.opened.fetch_add(1, Ordering::Relaxed);
        let id = format!("{now:010}{turn:08x}{:032x}", fastrand::u128(..));
        let name = Name { bucket: bucket.to_owned(), key: key.to_owned(), id };
        let upload = Multipart { content_type, opened: now, parts: BTreeMap::new() };
        self.all().insert(name.clone(), upload);
        name
    }

    /// Looks at one; none if it is not open.
    pub(crate) fn look<T>(&self, name: &Name, look: impl FnOnce(&Multipart) -> T) -> Option<T> {
        self.all().get(name).map(look)
    }

    /// Adds a part, in place of an older one of its number. False if the upload is not open.
    pub(crate) fn put(&self, name: &Name, number: u16, piece: Piece, now: u64) -> bool {
        let mut open = self.all();
        let Some(upload) = open.get_mut(name) else { return false };
        let older = upload.parts.insert(number, (piece, now));
        // Files are removed when nobody waits.
        drop(open);
        drop(older);
        true
    }

    /// Takes one out if it is as it should be; none if it is not open.
    pub(crate) fn take<T, E>(
        &self,
        name: &Name,
        check: impl FnOnce(&Multipart) -> Result<T, E>,
    ) -> Option<Result<(Multipart, T), E>> {
        let mut open = self.all();
        match check(open.get(name)?) {
            Ok(found) => open.remove(name).map(|upload| Ok((upload, found))),
            Err(error) => Some(Err(error)),
        }
    }

    /// Opens one again that was taken out.
    pub(crate) fn put_back(&self, name: Name, upload: Multipart) {
        self.all().insert(name, upload);
    }

    /// Forgets one with all its parts. False if it is not open.
    pub(crate) fn abort(&self, name: &Name) -> bool {
        let removed = self.all().remove(name);
        removed.is_some()
    }

    /// Forgets all of an object.
    pub(crate) fn abandon(&self, bucket: &str, key: &str) {
        let mut open = self.all();
        let its = open.keys().filter(|name| name.bucket == bucket && name.key == key).cloned();
        let its: Vec<_> = its.collect();
        let abandoned: Vec<_> = its.iter().map(|name| open.remove(name)).collect();
        drop(open);
        drop(abandoned);
    }

    /// The names of those of a bucket, with the Unix second at which each was opened.
    pub(crate) fn names(&self, bucket: &str) -> Vec<(Name, u64)> {
        let open = self.all();
        let its = open.iter().filter(|(name, _)| name.bucket == bucket);
        its.map(|(name, upload)| (name.clone(), upload.opened)).collect()
    }

    pub(crate) fn list(&self) -> Vec<OpenUpload> {
        let listed = |(name, upload): (&Name, &Multipart)| OpenUpload {
            bucket: name.bucket.clone(),
            key: name.key.clone(),
            upload_id: name.id.clone(),
            parts: upload.parts.iter().map(|(number, (piece, _))| part(*number, piece)).collect(),
        };
        self.all().iter().map(listed).collect()
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Name, Multipart>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn part(number: u16, piece: &Piece) -> Part {
    Part { number, size: piece.size, crc64: piece.crc, etag: piece.etag.clone() }
}
