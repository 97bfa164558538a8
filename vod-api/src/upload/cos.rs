//! The leg to COS: one object by one PUT.

use std::future::Future;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use http::header::DATE;
use percent_encoding::utf8_percent_encode;
use reqwest::Url;
use tokio::time::timeout;

use super::Sent;
use super::body::{Broken, FileBody};
use super::media::{Media, uncommitted};
use super::reserved::{Reserved, unusable};
use super::sign::{Covered, RESERVED, authorization};
use crate::client::Settings;
use crate::client::connections::failure;
use crate::error::{ConfigFault, Error, Storage};
use crate::secret::{Secret, scrubbed};
use crate::transport::TransportError;

/// How long a signature is good; the clock is looked at when the PUT begins.
const VALID_SECONDS: u64 = 3600;

/// A bucket as `ApplyUpload` names it.
#[derive(Debug)]
pub(super) struct Bucket {
    name: String,
    region: String,
}

impl Bucket {
    /// Of a bucket's name and its region, each with the field it comes from.
    pub(super) fn of(bucket: (&str, &str), region: (&str, &str)) -> Result<Self, Error> {
        for (field, part) in [bucket, region] {
            // Anything else could lead the files to another host.
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
            if part.is_empty() || !part.bytes().all(plain) {
                return Err(unusable(field, "is no part of a host's name"));
            }
        }
        Ok(Self { name: bucket.1.to_owned(), region: region.1.to_owned() })
    }

    /// With the id of the application that owns it, which is a part of the name.
    pub(super) fn of_app(mut self, id: i64) -> Self {
        if !self.name.ends_with(&format!("-{id}")) {
            self.name = format!("{}-{id}", self.name);
        }
        self
    }

    /// The bucket's own host: `name-appid.cos.region.myqcloud.com`.
    fn host(&self) -> String {
        format!("{}.cos.{}.myqcloud.com", self.name, self.region)
    }
}

/// An object's key, as `ApplyUpload` names its path.
#[derive(Debug)]
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

/// Puts a file where VOD wants it.
pub(super) async fn put(
    settings: &Settings,
    reserved: &Reserved,
    key: &Key,
    media: &Media,
    sent: Sent,
) -> Result<(), Error> {
    if settings.mock.is_some() {
        sent.add(media.size);
        return Ok(());
    }
    let (ahead, before) = (settings.clock.ahead(), sent.count());
    let put = || once(settings, reserved, key, media, sent.clone());
    let done = match put().await {
        Err(Failed { error, date: Some(date) }) if error.code() == Some("RequestTimeTooSkewed") => {
            match settings.clock.correct(ahead, date) {
                Some(seconds) => {
                    tracing::warn!(seconds, "this machine's clock is not that of COS");
                    sent.back_to(before);
                    put().await
                }
                None => Err(Failed { error, date: None }),
            }
        }
        done => done,
    };
    done.map_err(|failed| failed.error)
}

/// A PUT that failed, and the time of the server that refused it.
struct Failed {
    error: Error,
    date: Option<SystemTime>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, date: None }
    }
}

async fn once(
    settings: &Settings,
    reserved: &Reserved,
    key: &Key,
    media: &Media,
    sent: Sent,
) -> Result<(), Failed> {
    let host = reserved.bucket.host();
    let length = media.size.to_string();
    let headers =
        [("content-length", &*length), ("content-type", media.media_type()), ("host", &*host)];
    let now = settings.clock.stamp().timestamp;
    let mut until = now + VALID_SECONDS;
    let credential = match &reserved.certificate {
        Some(certificate) => {
            until = until.min(certificate.expires);
            &certificate.credential
        }
        None => &settings.keys.get().await?,
    };
    let authorization = authorization(
        credential,
        &Covered {
            method: "PUT",
            path: &key.path,
            parameters: &[],
            headers: &headers,
            valid: (now, until),
        },
    );
    let signature = authorization.rsplit('=').next().map(Secret::from);
    let base = match &settings.cos_endpoint {
        Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
        None => format!("https://{host}"),
    };
    let url = Url::parse(&format!("{base}{}", key.encoded)).map_err(|error| {
        let what = format!("COS's endpoint gives no address: {error}");
        Error::config(ConfigFault::Endpoint, what)
    })?;
    let called = url.authority().to_owned();
    let broken = Broken::default();
    let file = media.reader().await?;
    let body = FileBody { file, left: media.size, sent: sent.clone(), broken: broken.clone() };
    let mut request = settings
        .connections
        .to(&url)?
        .put(url)
        .header("authorization", Sensitive(&authorization))
        .body(reqwest::Body::wrap(body));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    if let Some(token) = credential.token() {
        request = request.header("x-cos-security-token", Sensitive(token.expose()));
    }
    let answer = moving(request.send(), &sent, settings.connections.idle()).await;
    // Whatever COS made of half a body, the file is the cause.
    if let Some((fault, what)) = broken.get() {
        return Err(uncommitted(&media.path, *fault, what).into());
    }
    let response = answer.map_err(|error| Error::transport("PUT", &called, error))?;
    if response.status() == 200 {
        return Ok(media.unchanged().await?);
    }
    let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| httpdate::parse_http_date(date).ok());
    let of_call = credential.secrets().chain(&signature).chain([&reserved.session]);
    let hidden: Vec<&Secret> = of_call.chain(settings.secrets()).collect();
    let idle = settings.connections.idle();
    Err(Failed { error: refused(response, key, &hidden, idle).await, date })
}

/// A header's value that whoever logs headers does not show.
struct Sensitive<'t>(&'t str);

impl TryFrom<Sensitive<'_>> for HeaderValue {
    type Error = http::Error;

    fn try_from(Sensitive(text): Sensitive<'_>) -> Result<Self, Self::Error> {
        let mut value = Self::from_str(text)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Waits for an answer as long as bytes move.
async fn moving(
    answer: impl Future<Output = reqwest::Result<reqwest::Response>>,
    sent: &Sent,
    idle: Duration,
) -> Result<reqwest::Response, TransportError> {
    let mut answer = std::pin::pin!(answer);
    loop {
        let before = sent.count();
        match timeout(idle, &mut answer).await {
            Ok(answer) => return answer.map_err(failure),
            Err(_) if sent.count() == before => {
                let what = format!("timed out: nothing moved for {idle:?}");
                return Err(TransportError { what, sent: true });
            }
            Err(_) => {}
        }
    }
}

async fn refused(
    mut response: reqwest::Response,
    key: &Key,
    hidden: &[&Secret],
    idle: Duration,
) -> Error {
    let status = response.status().as_u16();
    let request_id = response.headers().get("x-cos-request-id");
    let request_id = request_id.and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let mut body = Vec::new();
    // What does not come, or not to its end, is told by what has come.
    while let Ok(Ok(Some(chunk))) = timeout(idle, response.chunk()).await {
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
    fn a_header_that_is_secret_is_not_shown() {
        let value = HeaderValue::try_from(Sensitive("a token")).unwrap();
        assert_eq!((value.to_str().unwrap(), &*format!("{value:?}")), ("a token", "Sensitive"));
        assert!(HeaderValue::try_from(Sensitive("a\nb")).is_err());
    }

    #[test]
    fn a_bucket_is_never_another_host() {
        let of = |bucket, region| Bucket::of(("storageBucket", bucket), ("storageRegion", region));
        for bucket in ["", "a.example/", "a@b", "a:1", "a#", "a b", "ü"] {
            let error = of(bucket, "gzp").err().unwrap();
            assert!(error.to_string().contains("`storageBucket` is no part"), "{bucket}: {error}");
        }
        let bucket = of("b", "gzp").unwrap().of_app(1);
        assert_eq!(bucket.host(), "b-1.cos.gzp.myqcloud.com");
        assert_eq!(bucket.of_app(1).host(), "b-1.cos.gzp.myqcloud.com");
        let error = of("b", "x/y").err().unwrap();
        assert!(error.to_string().contains("`storageRegion`"), "{error}");
    }
}
