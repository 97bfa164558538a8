//! What the Actions of API 2.0 do once a request has passed every check.

use serde_json::{Map, Value, json};
use vod_spec::model::Action;

use super::Refusal;
use crate::form::Parameters;
use crate::state::State;
use crate::upload::{self, APP_ID, About, BUCKET, REGION, Refused};
use crate::{example, media};

/// The fields that an Action answers with, without the envelope.
pub(super) fn run(
    state: &State,
    action: &Action,
    parameters: &Parameters,
) -> Result<Map<String, Value>, Refusal> {
    let answer = match action.name.wire.as_str() {
        "ApplyUpload" => apply_upload(state, parameters),
        "CommitUpload" => commit_upload(state, parameters)?,
        _ => example::of(action, |answer| code(answer.get("code")) == Some(0)),
    };
    Ok(if let Value::Object(fields) = answer { fields } else { Map::new() })
}

fn apply_upload(state: &State, parameters: &Parameters) -> Value {
    let text = |name: &str| parameters.get(name).cloned();
    let about = About {
        kind: text("videoType").unwrap_or_default(),
        cover: text("coverType"),
        name: text("videoName").unwrap_or_default(),
        ..About::default()
    };
    let (key, upload) = upload::open(state, about);
    let mut answer = json!({
        "video": { "storagePath": format!("/{}", upload.media) },
        "storageAppId": APP_ID,
        "storageBucket": BUCKET,
        "storageRegion": "gzp",
        "storageRegionV5": REGION,
        "vodSessionKey": key,
    });
    if let (Some(cover), Some(fields)) = (&upload.cover, answer.as_object_mut()) {
        fields.insert("cover".to_owned(), json!({ "storagePath": format!("/{cover}") }));
    }
    answer
}

fn commit_upload(state: &State, parameters: &Parameters) -> Result<Value, Refusal> {
    let key = parameters.get("vodSessionKey").map_or("", String::as_str);
    let media = upload::commit(state, key, |_| true).map_err(|refused| {
        let message = match refused {
            Refused::Absent(files) => format!("not in COS: {files}"),
            Refused::Key | Refused::Application => {
                "vodSessionKey is wrong or was used before".to_owned()
            }
        };
        Refusal::new(31001, "InvalidSessionKey", message)
    })?;
    let url = |key: &str| json!({ "url": media::url(&state.url, key) });
    let mut answer = json!({ "video": url(&media.original), "fileId": media.file_id });
    if let (Some(cover), Some(fields)) = (&media.cover, answer.as_object_mut()) {
        fields.insert("cover".to_owned(), url(cover));
    }
    Ok(answer)
}

/// A code of the envelope: a number that some pages write as text.
pub(super) fn code(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    }
}
