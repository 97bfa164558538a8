//! Uploads, whichever generation of the API opens them: a place in COS that is reserved, and its
//! files taken over as media.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::media::Media;
use crate::state::State;

/// The bucket's name without the account's number.
pub(crate) const BUCKET: &str = "6c0f1c00vodgzp251000333";
pub(crate) const APP_ID: u64 = 10_022_853;
pub(crate) const REGION: &str = "ap-guangzhou";

/// The bucket's full name at COS.
pub(crate) fn bucket() -> String {
    format!("{BUCKET}-{APP_ID}")
}

/// What an ApplyUpload says of the file to come.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    /// File type, such as `mp4`.
    pub(crate) kind: String,
    /// Image type of the cover, where one is announced.
    pub(crate) cover: Option<String>,
    pub(crate) name: String,
    /// The application it belongs to; none is the account's default one.
    pub(crate) application: Option<u64>,
    pub(crate) class: i64,
    pub(crate) context: String,
    /// When the media expires, as it was written.
    pub(crate) expires: Option<String>,
    /// The key to store the file under, where the caller chose one.
    pub(crate) key: Option<String>,
}

/// What ApplyUpload reserved; keys are without the leading slash.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) file_id: String,
    pub(crate) media: String,
    pub(crate) cover: Option<String>,
    pub(crate) about: About,
}

impl Upload {
    /// The keys of its files.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.media.as_str()).chain(self.cover.as_deref())
    }
}

/// Why an upload cannot be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No open upload has this session key.
    Key,
    /// It was opened for another application.
    Application,
    /// Files that were announced and are not in COS.
    Absent(String),
}

/// Reserves a place; gives the session key too.
pub(crate) fn open(state: &State, about: About) -> (String, Upload) {
    // Up to 19 digits, as the vendor's ids have: more than a float holds.
    let id = fastrand::u64(100_000_000_000_000_000..9_000_000_000_000_000_000);
    let folder = format!("{BUCKET}/{:08x}{id}", fastrand::u32(..));
    let own = || format!("{folder}/f0.{}", plain_suffix(&about.kind));
    let cover = about.cover.as_deref().map(plain_suffix);
    let upload = Upload {
        file_id: id.to_string(),
        media: about.key.clone().unwrap_or_else(own),
        cover: cover.map(|suffix| format!("{folder}/{}.{suffix}", id + 1)),
        about,
    };
    let key = session_key();
    state.memory().uploads.insert(key.clone(), upload.clone());
    (key, upload)
}

/// Takes the files of an upload over; its session key is used up.
pub(crate) fn commit(
    state: &State,
    key: &str,
    is_own: impl FnOnce(&About) -> bool,
) -> Result<Media, Refused> {
    let mut memory = state.memory();
    let upload = memory.uploads.get(key).cloned().ok_or(Refused::Key)?;
    if !is_own(&upload.about) {
        return Err(Refused::Application);
    }
    let absent = |key: &&str| state.store.find(&bucket(), key).is_none();
    let missing: Vec<String> = upload.keys().filter(absent).map(|key| format!("/{key}")).collect();
    if !missing.is_empty() {
        return Err(Refused::Absent(missing.join(", ")));
    }
    memory.uploads.remove(key);
    let media = Media::of(upload, state.now());
    memory.media.insert(media.file_id.clone(), media.clone());
    drop(memory);
    // The place is no longer reserved, so nothing can come of what is under way.
    media.keys().for_each(|key| state.store.multiparts.abandon(&bucket(), key));
    Ok(media)
}

/// Starts with `+/` and ends with `==`: a client that does not encode values fails here.
fn session_key() -> String {
    let mut key = [0xfb_u8, 0xff].to_vec();
    key.extend(std::iter::repeat_with(|| fastrand::u8(..)).take(32));
    STANDARD.encode(key)
}

/// A type as a file suffix: what no path takes apart, and no more.
fn plain_suffix(text: &str) -> String {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).take(10).collect();
    if plain.is_empty() { "bin".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_type_cannot_lead_elsewhere() {
        assert_eq!(super::plain_suffix("mp4"), "mp4");
        assert_eq!(super::plain_suffix("../../a/b"), "ab");
        assert_eq!(super::plain_suffix("//"), "bin");
    }
}
