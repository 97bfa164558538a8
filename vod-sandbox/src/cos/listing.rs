//! What is listed of uploads in parts: their parts, and the uploads themselves.

use axum::body::Body;
use http::Response;
use percent_encoding::utf8_percent_encode;

use super::multipart::{absent, argument};
use super::sign::KEPT;
use super::xml::{Inside, Refusal, document};
use crate::form::Parameters;
use crate::state::State;
use crate::store::Name;
use crate::time;

/// The most that one answer lists.
const MOST: usize = 1000;
/// Who opened an upload, and whose it is.
const OWNER: &str = "qcs::cam::uin/100000000001:uin/100000000001";

/// The parts of one upload, in the order of their numbers.
pub(super) fn parts(
    state: &State,
    name: &Name,
    query: &Parameters,
) -> Result<Response<Body>, Refusal> {
    let text = Texts::of(query)?;
    let most = most(query, "max-parts")?;
    let marker: u64 = number(query, "part-number-marker")?.unwrap_or(0);
    let listed = state.store.multiparts.look(name, |upload| {
        let behind = upload.parts.iter().filter(|(number, _)| u64::from(**number) > marker);
        let part = |(number, (piece, at)): (&u16, &(crate::store::Piece, u64))| {
            (*number, piece.size, piece.etag.clone(), *at)
        };
        behind.take(most + 1).map(part).collect::<Vec<_>>()
    });
    let mut listed = listed.ok_or_else(absent)?;
    let truncated = listed.len() > most;
    listed.truncate(most);
    Ok(document("ListPartsResult", |result| {
        result.text("Bucket", &name.bucket);
        text.name_encoding(result, "Encoding-type");
        result.text("Key", &text.of_key(&name.key));
        result.text("UploadId", &name.id);
        owned(result);
        result.number("PartNumberMarker", marker);
        if let Some((last, ..)) = listed.last().filter(|_| truncated) {
            result.number("NextPartNumberMarker", *last);
        }
        result.number("MaxParts", most as u64);
        result.text("IsTruncated", if truncated { "true" } else { "false" });
        for (number, size, etag, at) in &listed {
            result.nested("Part", |part| {
                part.number("PartNumber", *number);
                part.text("LastModified", &time::iso(*at));
                part.text("ETag", &format!("\"{etag}\""));
                part.number("Size", *size);
            });
        }
    }))
}

/// The uploads of a bucket that the caller may touch, in the order of their keys and, of one key,
/// of their age.
pub(super) fn uploads(
    state: &State,
    bucket: &str,
    query: &Parameters,
    may: impl Fn(&str) -> bool,
) -> Result<Response<Body>, Refusal> {
    let text = Texts::of(query)?;
    let most = most(query, "max-uploads")?;
    let given = |name| query.get(name).map_or("", String::as_str);
    let (prefix, key, id) = (given("prefix"), given("key-marker"), given("upload-id-marker"));
    // Without a key the other marker counts for nothing; without an id all of the key's are behind.
    let is_behind = |name: &Name| {
        name.key.as_str() > key || (name.key == key && !id.is_empty() && name.id.as_str() > id)
    };
    let mut listed = state.store.multiparts.names(bucket);
    listed.retain(|(name, _)| name.key.starts_with(prefix) && is_behind(name) && may(&name.key));
    let truncated = listed.len() > most;
    listed.truncate(most);
    Ok(document("ListMultipartUploadsResult", |result| {
        result.text("Bucket", bucket);
        text.name_encoding(result, "Encoding-Type");
        result.text("KeyMarker", &text.of_key(key));
        result.text("UploadIdMarker", id);
        if let Some((last, _)) = listed.last().filter(|_| truncated) {
            result.text("NextKeyMarker", &text.of_key(&last.key));
            result.text("NextUploadIdMarker", &last.id);
        }
        result.number("MaxUploads", most as u64);
        result.text("IsTruncated", if truncated { "true" } else { "false" });
        result.text("Prefix", &text.of_key(prefix));
        for (name, opened) in &listed {
            result.nested("Upload", |upload| {
                upload.text("Key", &text.of_key(&name.key));
                upload.text("UploadId", &name.id);
                owned(upload);
                upload.text("Initiated", &time::iso(*opened));
            });
        }
    }))
}

/// How keys are written.
struct Texts {
    encoded: bool,
}

impl Texts {
    fn of(query: &Parameters) -> Result<Self, Refusal> {
        match query.get("encoding-type").map(String::as_str) {
            None => Ok(Self { encoded: false }),
            Some("url") => Ok(Self { encoded: true }),
            Some(_) => Err(argument("encoding-type is url")),
        }
    }

    fn of_key(&self, key: &str) -> String {
        if self.encoded { utf8_percent_encode(key, KEPT).to_string() } else { key.to_owned() }
    }

    fn name_encoding(&self, result: &mut Inside, name: &str) {
        if self.encoded {
            result.text(name, "url");
        }
    }
}

fn owned(element: &mut Inside) {
    for name in ["Initiator", "Owner"] {
        element.nested(name, |who| {
            who.text("ID", OWNER);
            who.text("DisplayName", "100000000001");
        });
    }
    element.text("StorageClass", "STANDARD");
}

fn most(query: &Parameters, name: &str) -> Result<usize, Refusal> {
    let given = number(query, name)?.map(|most| usize::try_from(most).unwrap_or(MOST));
    match given {
        Some(0) => Err(argument("a listing has from 1 to 1000 entries")),
        given => Ok(given.unwrap_or(MOST).min(MOST)),
    }
}

fn number(query: &Parameters, name: &str) -> Result<Option<u64>, Refusal> {
    let read = query.get(name).filter(|text| !text.is_empty()).map(|text| text.parse().ok());
    match read {
        Some(None) => Err(argument("a marker or a limit is no whole number")),
        read => Ok(read.flatten()),
    }
}
