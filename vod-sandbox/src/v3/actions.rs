//! What the Actions of API 3.0 do once a request has passed every check.

use serde_json::{Map, Value, json};
use vod_spec::model::Action;

use super::media;
use super::refusal::Refusal;
use crate::certificate::{Certificate, Purpose};
use crate::state::State;
use crate::upload::{self, About, REGION, Refused};
use crate::{cos, example, media as published, roles, time};

pub(super) type Fields = Map<String, Value>;

/// The fields that an Action answers with; an `Error` among them comes from an example.
pub(super) fn run(state: &State, action: &Action, given: &Fields) -> Result<Fields, Refusal> {
    let answer = match action.name.wire.as_str() {
        "ApplyUpload" => apply_upload(state, given)?,
        "CommitUpload" => commit_upload(state, given)?,
        "DescribeMediaInfos" => media::describe(state, given)?,
        "DeleteMedia" => media::delete(state, given)?,
        "AssumeRole" => assume_role(state, given)?,
        _ => {
            let succeeds = |answer: &Value| answer.pointer("/Response/Error").is_none();
            let mut answer = example::of(action, succeeds);
            answer.get_mut("Response").map_or(Value::Null, Value::take)
        }
    };
    Ok(if let Value::Object(fields) = answer { fields } else { Map::new() })
}

/// A text parameter; empty counts as not given, as most clients send it so.
pub(super) fn text<'g>(given: &'g Fields, name: &str) -> Option<&'g str> {
    given.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The application that a call is about.
pub(super) fn application(given: &Fields) -> Option<u64> {
    given.get("SubAppId").and_then(Value::as_u64)
}

fn apply_upload(state: &State, given: &Fields) -> Result<Value, Refusal> {
    let owned = |name: &str| text(given, name).map(str::to_owned);
    let now = state.now();
    let expires = owned("ExpireTime");
    let past = |unix: i64| u64::try_from(unix).is_ok_and(|unix| unix <= now) || unix < 0;
    if expires.as_deref().and_then(time::unix).is_some_and(past) {
        let message = format!("`ExpireTime` has passed: it is {}", time::iso(now));
        return Err(Refusal::new("InvalidParameter.ExpireTime", message));
    }
    let about = About {
        kind: owned("MediaType").unwrap_or_default(),
        cover: owned("CoverType"),
        name: owned("MediaName").unwrap_or_default(),
        application: application(given),
        class: given.get("ClassId").and_then(Value::as_i64).unwrap_or(0),
        context: owned("SourceContext").unwrap_or_default(),
        expires,
        key: text(given, "MediaStoragePath").map(storage_key).transpose()?,
    };
    let (key, upload) = upload::open(state, about);
    let life = state.manner.certificate_life.as_secs();
    let objects = upload.keys().map(str::to_owned).collect();
    let lent = Certificate::lend(now.saturating_add(life), Purpose::Upload(objects));
    let mut answer = json!({
        "StorageBucket": upload::bucket(),
        "StorageRegion": REGION,
        "VodSessionKey": key,
        "MediaStoragePath": format!("/{}", upload.media),
        "TempCertificate": {
            "SecretId": lent.secret_id,
            "SecretKey": lent.secret_key,
            "Token": lent.token,
            "ExpiredTime": lent.expires,
        },
    });
    if let (Some(cover), Some(fields)) = (&upload.cover, answer.as_object_mut()) {
        fields.insert("CoverStoragePath".to_owned(), format!("/{cover}").into());
    }
    state.memory().certificates.insert(lent.secret_id.clone(), lent);
    Ok(answer)
}

/// The key of a path that the caller chose.
fn storage_key(path: &str) -> Result<String, Refusal> {
    let key = path.strip_prefix('/').filter(|key| cos::is_key(key));
    key.map(str::to_owned).ok_or_else(|| {
        let message = "`MediaStoragePath` starts with `/` and goes on with what can be a key in \
                       COS: neither empty nor too long, and without `.` or `..` as a part";
        Refusal::new("InvalidParameterValue", message)
    })
}

fn commit_upload(state: &State, given: &Fields) -> Result<Value, Refusal> {
    let key = text(given, "VodSessionKey").unwrap_or("");
    let own = |about: &About| about.application == application(given);
    let media = upload::commit(state, key, own).map_err(|refused| {
        let (name, message) = match refused {
            Refused::Key => ("VodSessionKey", "the key is wrong or was used before".to_owned()),
            Refused::Absent(files) => ("VodSessionKey", format!("not in COS: {files}")),
            Refused::Application => {
                ("SubAppId", "the upload was opened for another application".to_owned())
            }
        };
        Refusal::new(format!("InvalidParameterValue.{name}"), format!("`{name}`: {message}"))
    })?;
    let url = |key: &str| published::url(&state.url, key);
    let mut answer = json!({ "FileId": media.file_id, "MediaUrl": url(&media.original) });
    if let (Some(cover), Some(fields)) = (&media.cover, answer.as_object_mut()) {
        fields.insert("CoverUrl".to_owned(), url(cover).into());
    }
    Ok(answer)
}

/// Every role of this form is there, and may be assumed.
fn assume_role(state: &State, given: &Fields) -> Result<Value, Refusal> {
    let role = text(given, "RoleArn").unwrap_or("");
    let named = role.strip_prefix("qcs::cam::uin/").and_then(|rest| rest.split_once(':'));
    let named = named.and_then(|(_, role)| role.split_once('/'));
    if !named.is_some_and(|(kind, name)| kind.starts_with("role") && !name.is_empty()) {
        let message = "`RoleArn` is of the form `qcs::cam::uin/12345678:roleName/uploader`";
        return Err(Refusal::new("ResourceNotFound.RoleNotFound", message));
    }
    let lent = roles::lend(state, given.get("DurationSeconds").and_then(Value::as_u64));
    Ok(roles::assumed(&lent))
}
