//! Media files that VOD has taken over from COS.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::upload::{About, Upload};

/// Under this path anyone may fetch the files of committed uploads.
pub(crate) const PATH: &str = "/media/";

const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// One media file; keys are without the leading slash.
#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) file_id: String,
    /// The original's key.
    pub(crate) original: String,
    pub(crate) cover: Option<String>,
    pub(crate) about: About,
    /// When it was committed, in Unix seconds.
    pub(crate) created: u64,
}

impl Media {
    pub(crate) fn of(upload: Upload, created: u64) -> Self {
        let Upload { file_id, media, cover, about } = upload;
        Self { file_id, original: media, cover, about, created }
    }

    /// The keys of its files.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.original.as_str()).chain(self.cover.as_deref())
    }
}

/// Where a sandbox at `base` hands out the object of this key.
pub(crate) fn url(base: &str, key: &str) -> String {
    format!("{base}{PATH}{}", utf8_percent_encode(key, KEPT))
}
