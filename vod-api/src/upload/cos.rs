//! The leg to COS: one object by one PUT.

use percent_encoding::utf8_percent_encode;
use reqwest::Url;

use super::Sent;
use super::body::{Broken, FileBody};
use super::media::{Media, uncommitted};
use super::sign::{Covered, RESERVED, authorization};
use crate::client::Settings;
use crate::error::{ConfigFault, Error, Storage, Unreadable};
use crate::protocol::v2::Stamp;
use crate::response::Problem;
use crate::secret::{Secret, scrubbed};
use crate::v2::ApplyUploadResponse;

/// How long a signature is good; the clock is looked at when the PUT begins.
const VALID_SECONDS: u64 = 3600;

/// A bucket as `ApplyUpload` names it.
pub(super) struct Bucket<'r> {
    host: String,
    /// A server that is both VOD and COS knows it and may echo it.
    session: &'r Secret,
}

impl<'r> Bucket<'r> {
    /// The bucket's own host: `name-appid.cos.region.myqcloud.com`.
    pub(super) fn of(reserved: &'r ApplyUploadResponse) -> Result<Self, Error> {
        // The old name of a region is no part of a host of today's COS, but better than none.
        let (field, region) = match &reserved.storage_region_v5 {
            Some(region) => ("storageRegionV5", region),
            None => ("storageRegion", &reserved.storage_region),
        };
        let mut name = reserved.storage_bucket.clone();
        for (field, part) in [("storageBucket", &name), (field, region)] {
            // Anything else could lead the files to another host.
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
            if part.is_empty() || !part.bytes().all(plain) {
                return Err(unusable(field, "is no part of a host's name"));
            }
        }
        if let Some(app_id) = reserved.storage_app_id
            && !name.ends_with(&format!("-{app_id}"))
        {
            name = format!("{name}-{app_id}");
        }
        let host = format!("{name}.cos.{region}.myqcloud.com");
        Ok(Self { host, session: &reserved.vod_session_key })
    }
}

/// An object's key, as `ApplyUpload` names its path.
pub(super) struct Key {
    /// Decoded, with its leading slash.
    path: String,
    encoded: String,
}

impl Key {
    pub(super) fn of(field: &str, path: &str) -> Result<Self, Error> {
        let path = format!("/{}", path.strip_prefix('/').unwrap_or(path));
        // An address with such a part leads elsewhere than it says.
        if path.ends_with('/') || path.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(unusable(field, "is no path of an object"));
        }
        let encoded = |part| utf8_percent_encode(part, RESERVED).to_string();
        let encoded: Vec<String> = path.split('/').map(encoded).collect();
        Ok(Self { encoded: encoded.join("/"), path })
    }
}

fn unusable(field: &str, what: &str) -> Error {
    let problem = Problem { field: field.to_owned(), what: what.to_owned() };
    Error::Unreadable(Box::new(Unreadable::new("ApplyUpload", 200, vec![problem])))
}

/// Puts a file where VOD wants it.
pub(super) async fn put(
    settings: &Settings,
    bucket: &Bucket<'_>,
    key: &Key,
    media: &Media,
    sent: Sent,
) -> Result<(), Error> {
    let length = media.size.to_string();
    let headers = [
        ("content-length", &*length),
        ("content-type", media.media_type()),
        ("host", &*bucket.host),
    ];
    let now = Stamp::now().timestamp;
    let credential = settings.signer.credential();
    let authorization = authorization(
        credential,
        &Covered {
            method: "PUT",
            path: &key.path,
            parameters: &[],
            headers: &headers,
            valid: (now, now + VALID_SECONDS),
        },
    );
    let signature = authorization.rsplit('=').next().map(Secret::from);
    let base = match &settings.cos_endpoint {
        Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
        None => format!("https://{}", bucket.host),
    };
    let url = Url::parse(&format!("{base}{}", key.encoded)).map_err(|error| {
        let what = format!("COS's endpoint gives no address: {error}");
        Error::config(ConfigFault::Endpoint, what)
    })?;
    let called = url.authority().to_owned();
    let broken = Broken::default();
    let file = media.reader().await?;
    let body = FileBody { file, left: media.size, sent, broken: broken.clone() };
    let mut request = settings
        .connections
        .to(&url)?
        .put(url)
        .header("authorization", authorization)
        .body(reqwest::Body::wrap(body));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    if let Some(token) = credential.token() {
        request = request.header("x-cos-security-token", token.expose());
    }
    let answer = request.send().await;
    // Whatever COS made of half a body, the file is the cause.
    if let Some((fault, what)) = broken.get() {
        return Err(uncommitted(&media.path, *fault, what));
    }
    let response = answer.map_err(|error| Error::transport("PUT", &called, error))?;
    if response.status() == 200 {
        return media.unchanged().await;
    }
    let hidden: Vec<&Secret> =
        credential.secrets().chain(&signature).chain([bucket.session]).collect();
    Err(refused(response, key, &hidden).await)
}

async fn refused(mut response: reqwest::Response, key: &Key, hidden: &[&Secret]) -> Error {
    let status = response.status().as_u16();
    let request_id = response.headers().get("x-cos-request-id");
    let request_id = request_id.and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        // A refusal of COS is a few hundred bytes of XML.
        if body.len() > 64 << 10 {
            break;
        }
    }
    let body = String::from_utf8_lossy(&body);
    let hide = |text| scrubbed(text, hidden.iter().copied());
    Error::Storage(Box::new(Storage {
        code: hide(element(&body, "Code")),
        message: hide(element(&body, "Message")),
        key: key.path.clone(),
        status,
        request_id: hide(request_id),
    }))
}

/// The text of the first element of a name in COS's flat XML.
fn element(xml: &str, name: &str) -> String {
    let text = xml.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
    let text = text.and_then(|rest| rest.split_once(&format!("</{name}>"))).map(|(text, _)| text);
    text.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_called_as_it_is_or_refused() {
        for (path, encoded) in
            [("/a/b c.mp4", "/a/b%20c.mp4"), ("a//b", "/a//b"), ("/%2e%2e/..a", "/%252e%252e/..a")]
        {
            let key = Key::of("video.storagePath", path).unwrap();
            assert_eq!(key.encoded, encoded);
            let url = Url::parse(&format!("https://b-1.cos.r.myqcloud.com{encoded}")).unwrap();
            assert_eq!(url.path(), encoded);
        }
        for path in ["", "/", "/../../x y", "/a/./b", "/a/..", "..", "/a/"] {
            let error = Key::of("video.storagePath", path).err().unwrap();
            assert!(
                error.to_string().contains("`video.storagePath` is no path"),
                "{path}: {error}"
            );
        }
    }

    #[test]
    fn a_bucket_is_never_another_host() {
        let region = "gzp".to_owned();
        let mut reserved =
            ApplyUploadResponse { storage_region: region, ..ApplyUploadResponse::default() };
        for bucket in ["", "a.example/", "a@b", "a:1", "a#", "a b", "ü"] {
            reserved.storage_bucket = bucket.to_owned();
            let error = Bucket::of(&reserved).err().unwrap();
            assert!(error.to_string().contains("`storageBucket` is no part"), "{bucket}: {error}");
        }
        reserved.storage_bucket = "b".to_owned();
        reserved.storage_app_id = Some(1);
        assert_eq!(Bucket::of(&reserved).unwrap().host, "b-1.cos.gzp.myqcloud.com");
        reserved.storage_region_v5 = Some("x/y".to_owned());
        let error = Bucket::of(&reserved).err().unwrap();
        assert!(error.to_string().contains("`storageRegionV5`"), "{error}");
    }
}
