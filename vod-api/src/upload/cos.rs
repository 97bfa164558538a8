//! The leg to COS: one object by one PUT.

use std::path::Path;

use percent_encoding::utf8_percent_encode;
use reqwest::Url;
use tokio::fs::File;

use super::Sent;
use super::body::FileBody;
use super::sign::{Covered, RESERVED, authorization};
use crate::client::Settings;
use crate::error::{Error, Storage};
use crate::protocol::v2::Stamp;
use crate::secret::{Secret, scrubbed};
use crate::v2::ApplyUploadResponse;

/// What one PUT may carry, by COS's rules.
const LARGEST: u64 = 5 << 30;

/// How long a signature is good; the clock is looked at when the PUT begins.
const VALID_SECONDS: u64 = 3600;

/// A bucket as `ApplyUpload` names it.
pub(super) struct Bucket {
    host: String,
}

impl Bucket {
    /// The bucket's own host: `name-appid.cos.region.myqcloud.com`.
    pub(super) fn of(reserved: &ApplyUploadResponse) -> Self {
        let mut name = reserved.storage_bucket.clone();
        if let Some(app_id) = reserved.storage_app_id
            && !name.ends_with(&format!("-{app_id}"))
        {
            name = format!("{name}-{app_id}");
        }
        // The old name of a region is no part of a host of today's COS, but better than none.
        let region = reserved.storage_region_v5.as_ref().unwrap_or(&reserved.storage_region);
        Self { host: format!("{name}.cos.{region}.myqcloud.com") }
    }
}

/// Puts a file where VOD wants it.
pub(super) async fn put(
    settings: &Settings,
    bucket: &Bucket,
    key: &str,
    path: &Path,
    media_type: &str,
    sent: Sent,
) -> Result<(), Error> {
    let file = File::open(path).await.map_err(|error| Error::file(path, error))?;
    let before = file.metadata().await.map_err(|error| Error::file(path, error))?.len();
    if before > LARGEST {
        let what = format!("is {before} bytes long; one PUT to COS takes {LARGEST} at most");
        return Err(Error::file(path, what));
    }
    let key = format!("/{}", key.trim_start_matches('/'));
    let length = before.to_string();
    let headers =
        [("content-length", &*length), ("content-type", media_type), ("host", &*bucket.host)];
    let now = Stamp::now().timestamp;
    let authorization = authorization(
        settings.signer.credential(),
        &Covered {
            method: "PUT",
            path: &key,
            parameters: &[],
            headers: &headers,
            valid: (now, now + VALID_SECONDS),
        },
    );
    let base = match &settings.cos_endpoint {
        Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
        None => format!("https://{}", bucket.host),
    };
    let encoded: Vec<String> =
        key.split('/').map(|part| utf8_percent_encode(part, RESERVED).to_string()).collect();
    let url = Url::parse(&format!("{base}{}", encoded.join("/")))
        .map_err(|error| Error::config(format!("COS's endpoint gives no address: {error}")))?;
    let called = url.authority().to_owned();
    let mut request = settings
        .connections
        .to(&url)?
        .put(url)
        .header("authorization", &authorization)
        .body(reqwest::Body::wrap(FileBody { file, left: before, sent }));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    if let Some(token) = settings.signer.credential().token() {
        request = request.header("x-cos-security-token", token.expose());
    }
    let failed = |error| Error::transport("PUT", &called, error);
    let mut response = request.send().await.map_err(failed)?;
    let status = response.status().as_u16();
    if status != 200 {
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
        let signature = authorization.rsplit('=').next().map(Secret::from);
        let hide = |text| scrubbed(text, settings.signer.credential().secrets().chain(&signature));
        return Err(Error::Storage(Box::new(Storage {
            code: hide(element(&body, "Code")),
            message: hide(element(&body, "Message")),
            key,
            status,
            request_id: hide(request_id),
        })));
    }
    let after = tokio::fs::metadata(path).await.map_err(|error| Error::file(path, error))?.len();
    if after == before {
        return Ok(());
    }
    let what =
        format!("changed from {before} to {after} bytes while it was sent; nothing was committed");
    Err(Error::file(path, what))
}

/// The text of the first element of a name in COS's flat XML.
fn element(xml: &str, name: &str) -> String {
    let text = xml.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
    let text = text.and_then(|rest| rest.split_once(&format!("</{name}>"))).map(|(text, _)| text);
    text.unwrap_or_default().to_owned()
}
