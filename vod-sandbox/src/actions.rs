//! What the Actions do once a request has passed every check.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use vod_spec::model::Action;

use crate::form::Parameters;
use crate::state::{State, Upload};
use crate::vod::Refusal;

const BUCKET: &str = "6c0f1c00vodgzp251000333";
const APP_ID: u64 = 10_022_853;
pub(crate) const REGION: &str = "ap-guangzhou";
/// Under this path anyone may fetch the files of committed uploads.
pub(crate) const MEDIA: &str = "/media/";

/// The bucket's full name at COS.
pub(crate) fn bucket() -> String {
    format!("{BUCKET}-{APP_ID}")
}

/// The fields that an Action answers with, without the envelope.
pub(crate) fn run(
    state: &State,
    action: &Action,
    parameters: &Parameters,
) -> Result<Map<String, Value>, Refusal> {
    let answer = match action.name.wire.as_str() {
        "ApplyUpload" => apply_upload(state, parameters),
        "CommitUpload" => commit_upload(state, parameters)?,
        _ => example(action),
    };
    Ok(if let Value::Object(fields) = answer { fields } else { Map::new() })
}

fn apply_upload(state: &State, parameters: &Parameters) -> Value {
    let suffix = |name: &str| parameters.get(name).map(|value| plain_suffix(value));
    // Up to 19 digits, as the vendor's ids have: more than a float holds.
    let id = fastrand::u64(100_000_000_000_000_000..9_000_000_000_000_000_000);
    let folder = format!("{BUCKET}/{:08x}{id}", fastrand::u32(..));
    let upload = Upload {
        file_id: id.to_string(),
        video: format!("{folder}/f0.{}", suffix("videoType").unwrap_or_default()),
        cover: suffix("coverType").map(|suffix| format!("{folder}/{}.{suffix}", id + 1)),
    };
    // Starts with `+/` and ends with `==`: a client that does not encode values fails here.
    let mut key = [0xfb_u8, 0xff].to_vec();
    key.extend(std::iter::repeat_with(|| fastrand::u8(..)).take(32));
    let key = STANDARD.encode(key);
    let mut answer = json!({
        "video": { "storagePath": format!("/{}", upload.video) },
        "storageAppId": APP_ID,
        "storageBucket": BUCKET,
        "storageRegion": "gzp",
        "storageRegionV5": REGION,
        "vodSessionKey": key,
    });
    if let (Some(cover), Some(fields)) = (&upload.cover, answer.as_object_mut()) {
        fields.insert("cover".to_owned(), json!({ "storagePath": format!("/{cover}") }));
    }
    state.memory().uploads.insert(key, upload);
    answer
}

fn commit_upload(state: &State, parameters: &Parameters) -> Result<Value, Refusal> {
    let refuse = |message: String| Refusal::new(31001, "InvalidSessionKey", message);
    let key = parameters.get("vodSessionKey").map_or("", String::as_str);
    let mut memory = state.memory();
    let upload = memory.uploads.get(key).cloned();
    let upload =
        upload.ok_or_else(|| refuse("vodSessionKey is wrong or was used before".to_owned()))?;
    let absent = |key: &&str| state.store.find(&bucket(), key).is_none();
    let missing: Vec<String> = upload.keys().filter(absent).map(|key| format!("/{key}")).collect();
    if !missing.is_empty() {
        return Err(refuse(format!("not in COS: {}", missing.join(", "))));
    }
    memory.uploads.remove(key);
    memory.published.extend(upload.keys().map(str::to_owned));
    let url = |key: &str| json!({ "url": format!("{}{MEDIA}{key}", state.url) });
    let mut answer = json!({ "video": url(&upload.video), "fileId": upload.file_id });
    if let (Some(cover), Some(fields)) = (&upload.cover, answer.as_object_mut()) {
        fields.insert("cover".to_owned(), url(cover));
    }
    Ok(answer)
}

/// The first response of the page that succeeds; without one the first there is, which refuses.
fn example(action: &Action) -> Value {
    let shown = action.examples.iter().filter_map(|example| example.response.as_ref());
    let shown = shown.filter_map(|text| serde_json::from_str(&text.value).ok());
    let mut shown: Vec<Value> = shown.collect();
    let succeeds = |answer: &Value| code(answer.get("code")) == Some(0);
    let first = shown.iter().position(succeeds).unwrap_or(0);
    if first < shown.len() { shown.swap_remove(first) } else { Value::Null }
}

/// A code of the envelope: a number that some pages write as text.
pub(crate) fn code(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    }
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
