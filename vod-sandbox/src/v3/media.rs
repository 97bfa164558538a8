//! The Actions on media files that were uploaded to this sandbox.

use serde_json::{Map, Value, json};

use super::actions::{Fields, application, text};
use super::refusal::Refusal;
use crate::media::{self, Media};
use crate::state::State;
use crate::time;
use crate::upload::{REGION, bucket};

/// What media that never expires says.
const NEVER: &str = "9999-12-31T23:59:59Z";
/// File types that have no picture.
const SOUND: [&str; 5] = ["mp3", "m4a", "flac", "ogg", "wav"];

pub(super) fn describe(state: &State, given: &Fields) -> Result<Value, Refusal> {
    let texts = |name: &str| {
        let items = given.get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str)
    };
    if texts("FileIds").next().is_none() {
        let message = "`FileIds` is empty";
        return Err(Refusal::new("InvalidParameterValue.FileIdsEmpty", message));
    }
    let wants = |part: &str| {
        let mut filters = texts("Filters").peekable();
        filters.peek().is_none() || filters.any(|filter| filter.eq_ignore_ascii_case(part))
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for id in texts("FileIds") {
        let found = find(state, given, id);
        let Some(media) = found else {
            unknown.push(id);
            continue;
        };
        let mut info = Map::from_iter([("FileId".to_owned(), Value::from(id))]);
        if wants("basicInfo") {
            info.insert("BasicInfo".to_owned(), basic(state, &media));
        }
        if wants("metaData") {
            info.insert("MetaData".to_owned(), meta(state, &media));
        }
        known.push(info);
    }
    Ok(json!({ "MediaInfoSet": known, "NotExistFileIdSet": unknown }))
}

/// Deletes the media file, or its original alone: it has no other parts here.
pub(super) fn delete(state: &State, given: &Fields) -> Result<Value, Refusal> {
    let id = text(given, "FileId").unwrap_or("");
    let media = find(state, given, id)
        .ok_or_else(|| Refusal::new("ResourceNotFound", "`FileId`: no media file has this id"))?;
    let parts = given.get("DeleteParts").and_then(Value::as_array);
    let parts = parts.filter(|parts| !parts.is_empty());
    let is_original = |part: &Value| part.get("Type").is_some_and(|kind| kind == "OriginalFiles");
    let gone: Vec<&str> = match parts {
        None => media.keys().collect(),
        Some(parts) if parts.iter().any(is_original) => vec![&media.original],
        Some(_) => Vec::new(),
    };
    for key in gone {
        state.store.remove(&bucket(), key).map_err(|error| {
            let message = format!("the sandbox's storage failed: {}", error.kind());
            Refusal::new("InternalError", message)
        })?;
    }
    if parts.is_none() {
        state.memory().media.remove(id);
    }
    Ok(json!({}))
}

/// The media file of an id, in the application that a call names.
fn find(state: &State, given: &Fields, id: &str) -> Option<Media> {
    let memory = state.memory();
    let media = memory.media.get(id)?;
    (media.about.application == application(given)).then(|| media.clone())
}

fn basic(state: &State, media: &Media) -> Value {
    let about = &media.about;
    let url = |key: &str| {
        let stored = state.store.find(&bucket(), key).is_some();
        if stored { media::url(&state.url, key) } else { String::new() }
    };
    let kind = about.kind.to_ascii_lowercase();
    let created = time::iso(media.created);
    let class = if about.class == 0 { "Other" } else { "" };
    let category = if SOUND.contains(&kind.as_str()) { "Audio" } else { "Video" };
    json!({
        "Name": about.name,
        "Description": "",
        "CreateTime": created,
        "UpdateTime": created,
        "ExpireTime": about.expires.as_deref().unwrap_or(NEVER),
        "ClassId": about.class,
        "ClassName": class,
        "ClassPath": class,
        "CoverUrl": media.cover.as_deref().map_or_else(String::new, url),
        "Type": about.kind,
        "MediaUrl": url(&media.original),
        "SourceInfo": { "SourceType": "Upload", "SourceContext": about.context },
        "StorageRegion": REGION,
        "StoragePath": about.key.as_ref().map_or_else(String::new, |key| format!("/{key}")),
        "TagSet": [],
        "Vid": "",
        "Category": category,
        "Status": "Normal",
        "StorageClass": "STANDARD",
    })
}

/// The sandbox knows how long a file is; what is in it, it does not look at.
fn meta(state: &State, media: &Media) -> Value {
    let size = state.store.find(&bucket(), &media.original).map_or(0, |(object, _)| object.size);
    json!({
        "Size": size,
        "Container": media.about.kind,
        "Bitrate": 0,
        "Height": 0,
        "Width": 0,
        "Duration": 0.0,
        "Rotate": 0,
        "VideoStreamSet": [],
        "AudioStreamSet": [],
        "VideoDuration": 0.0,
        "AudioDuration": 0.0,
        "Md5": "",
    })
}
