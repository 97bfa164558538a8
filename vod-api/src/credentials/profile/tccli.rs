//! What the vendor's command line keeps: one JSON file a profile.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use super::super::CredentialError;
use super::super::error::pair;
use super::{Found, Text};

/// The pair; an empty file has none.
pub(super) fn read(text: &Text<'_>) -> Result<Option<Found>, CredentialError> {
    let Text { content, file, .. } = *text;
    if content.trim().is_empty() {
        return Ok(None);
    }
    // Its message has a place and no content.
    let json: Value = serde_json::from_str(content).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        CredentialError::unusable(format!("{file}:{line}:{column}: it is no JSON"))
    })?;
    let Value::Object(fields) = json else {
        return Err(CredentialError::unusable(format!("{file} is no JSON object")));
    };
    // The command line then asks the instance, and has no keys here.
    if fields.get("type").and_then(Value::as_str) == Some("cvm-role") {
        let what = format!("{file} stands for the role of the instance: InstanceRole asks for it");
        return Err(CredentialError::unusable(what));
    }
    let key = |name: &str| {
        let missing = || CredentialError::unusable(format!("{file} lacks `{name}`"));
        let value = field(&fields, name).ok_or_else(missing)?;
        Ok((value.to_owned(), format!("{file}: `{name}`")))
    };
    let ((id, id_named), (secret, secret_named)) = (key("secretId")?, key("secretKey")?);
    let mut credential = pair([(id, &id_named), (secret, &secret_named)])?;
    if let Some(token) = field(&fields, "token") {
        credential = credential.with_token(token);
    }
    if let Some(expires) = expires(&fields) {
        if expires <= SystemTime::now() {
            let what = format!("the keys in {file} have expired: log in by `tccli auth login`");
            return Err(CredentialError::unusable(what));
        }
        credential = credential.with_expiry(expires);
    }
    let role = field(&fields, "role-arn").map(|_| "role-arn");
    Ok(Some(Found { credential, role }))
}

fn field<'f>(fields: &'f Map<String, Value>, name: &str) -> Option<&'f str> {
    fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// `expiresAt` is in Unix seconds.
fn expires(fields: &Map<String, Value>) -> Option<SystemTime> {
    let seconds = Duration::from_secs(fields.get("expiresAt")?.as_u64()?);
    SystemTime::UNIX_EPOCH.checked_add(seconds)
}
