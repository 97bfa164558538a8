//! Sections in square brackets, and keys with values.

use super::super::CredentialError;
use super::super::error::pair;
use super::{Found, Text};

/// The profile's section; None when there is none.
pub(super) fn read(text: &Text<'_>) -> Result<Option<Found>, CredentialError> {
    let Text { file, profile, .. } = *text;
    let Some(section) = section(text)? else { return Ok(None) };
    let key = |name: &str| {
        let missing = || {
            let line = section.line;
            let what = format!("{file}:{line}: the profile `{profile}` lacks `{name}`");
            CredentialError::unusable(what)
        };
        let (line, value) = section.value(name).ok_or_else(missing)?;
        Ok((value.to_owned(), format!("{file}:{line}: `{name}`")))
    };
    let ((id, id_named), (secret, secret_named)) = (key("secret_id")?, key("secret_key")?);
    let credential = pair([(id, &id_named), (secret, &secret_named)])?;
    let credential = match section.value("token") {
        Some((_, token)) => credential.with_token(token),
        None => credential,
    };
    let role = section.value("role_arn").map(|_| "role_arn");
    Ok(Some(Found { credential, role }))
}

/// A section's keys and values, by line.
struct Section<'a> {
    line: usize,
    pairs: Vec<(usize, String, &'a str)>,
}

impl Section<'_> {
    /// The last value counts; an empty one counts as none.
    fn value(&self, name: &str) -> Option<(usize, &str)> {
        let (line, _, value) = self.pairs.iter().rfind(|(_, key, _)| key == name)?;
        Some((*line, *value)).filter(|(_, value)| !value.is_empty())
    }
}

fn section<'a>(text: &Text<'a>) -> Result<Option<Section<'a>>, CredentialError> {
    let Text { content, file, profile } = *text;
    let mut found: Option<Section<'_>> = None;
    let mut inside = false;
    for (line, written) in content.trim_start_matches('\u{feff}').lines().enumerate() {
        let (line, written) = (line + 1, written.trim());
        if written.is_empty() || written.starts_with(['#', ';']) {
            continue;
        }
        let head = written.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        if let Some((name, _)) = head {
            inside = name.trim() == profile;
            if inside && found.is_none() {
                found = Some(Section { line, pairs: Vec::new() });
            }
            continue;
        }
        let Some(section) = found.as_mut().filter(|_| inside) else { continue };
        // Not quoted: what is no pair may be a key that lost its name.
        let (key, value) = written.split_once(['=', ':']).ok_or_else(|| {
            let what = format!("{file}:{line}: neither `[profile]` nor `key = value`");
            CredentialError::unusable(what)
        })?;
        section.pairs.push((line, key.trim().to_ascii_lowercase(), unquoted(value.trim())));
    }
    Ok(found)
}

fn unquoted(value: &str) -> &str {
    let within = |quote| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    within('"').or_else(|| within('\'')).unwrap_or(value)
}
