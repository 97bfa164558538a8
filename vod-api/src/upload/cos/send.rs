//! One request to COS, signed and sent once.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::header::DATE;
use http::{HeaderMap, HeaderValue};
use percent_encoding::utf8_percent_encode;
use reqwest::{Method, Url};
use tokio::time::{Instant, timeout};

use super::body::Watch;
use super::failed::Failed;
use super::place::Place;
use super::sign::{Covered, RESERVED, authorization};
use super::xml::{Document, told};
use super::{Feed, PartBody};
use crate::client::connections::failure;
use crate::error::{ConfigFault, Error, Storage};
use crate::secret::{Secret, scrubbed};
use crate::transport::TransportError;
use crate::upload::media::uncommitted;
use crate::upload::progress::Sent;

/// How long a signature is good; the clock is looked at when the request is sent.
const VALID_SECONDS: u64 = 3600;
/// No answer is read past this; a list of a thousand parts is a tenth of it.
const LARGEST_ANSWER: usize = 4 << 20;

/// A request.
pub(super) struct Ask<'a> {
    pub(super) method: Method,
    pub(super) parameters: &'a [(&'a str, &'a str)],
    pub(super) media_type: Option<&'a str>,
    pub(super) payload: Payload,
}

pub(super) enum Payload {
    Nothing,
    Text(String),
    Part { feed: Arc<Feed>, from: u64, length: u64 },
}

/// An answer that is no refusal.
pub(super) struct Answered {
    pub(super) headers: HeaderMap,
    pub(super) body: String,
    /// The CRC-64 of the bytes of a file that were sent.
    pub(super) crc: Option<u64>,
}

impl Answered {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// COS's checksum of an object or of a part, where it tells one.
    pub(super) fn crc64(&self) -> Option<u64> {
        self.header("x-cos-hash-crc64ecma")?.parse().ok()
    }
}

impl Place {
    /// Sends a request. Bytes of a file that were counted as sent and are not taken are counted
    /// back.
    pub(super) async fn ask(&self, ask: Ask<'_>) -> Result<Answered, Failed> {
        let settings = self.runtime.settings();
        let ahead = settings.clock.ahead();
        let (payload, length) = match ask.payload {
            Payload::Nothing => (None, 0),
            Payload::Text(text) => {
                let length = text.len() as u64;
                (Some((reqwest::Body::from(text), None)), length)
            }
            Payload::Part { feed, from, length } => {
                let (body, watch) = PartBody::new(&feed, from, length);
                (Some((reqwest::Body::wrap(body), Some((feed, watch)))), length)
            }
        };
        let length_text = length.to_string();
        let mut headers = vec![("host", &*self.host)];
        if payload.is_some() {
            headers.push(("content-length", &*length_text));
        }
        headers.extend(ask.media_type.map(|media_type| ("content-type", media_type)));
        let (credential, expires) = self.signer().await?;
        let now = settings.clock.stamp().timestamp;
        let until = (now + VALID_SECONDS).min(expires.unwrap_or(u64::MAX));
        let authorization = authorization(
            &credential,
            &Covered {
                method: ask.method.as_str(),
                path: self.key(),
                parameters: ask.parameters,
                headers: &headers,
                valid: (now, until),
            },
        );
        let signature = authorization.rsplit('=').next().map(Secret::from);
        let url = self.url(ask.parameters)?;
        let called = url.authority().to_owned();
        let named = ask.method.to_string();
        let mut request = settings.connections.to(&url)?.request(ask.method, url);
        request = request.header("authorization", Sensitive(&authorization));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(token) = credential.token() {
            request = request.header("x-cos-security-token", Sensitive(token.expose()));
        }
        let mut watched = None;
        if let Some((body, part)) = payload {
            (request, watched) = (request.body(body), part);
        }
        let mut back = Back(watched.clone());
        let idle = settings.connections.idle();
        let sent = watched.as_ref().map(|(feed, watch)| (&**watch, feed.sent.clone(), length));
        let answer = moving(request.send(), sent, idle).await;
        if let Some((feed, _)) = &watched
            && let Some((fault, what)) = feed.broken.get()
        {
            // Whatever COS made of half a body, the file is the cause.
            return Err(uncommitted(&feed.path, *fault, what).into());
        }
        let unanswered = |error: TransportError| {
            let crowded = error.what.starts_with("timed out");
            Failed::once_more(Error::transport(&named, &called, error), crowded)
        };
        let mut response = answer.map_err(unanswered)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let (body, broken) = read(&mut response, idle).await;
        // A refusal that was cut before it says why is none yet.
        let is_bare = || told(&body, &Document::read(&body), "Code").is_empty();
        let silent = status.is_success() || status.is_client_error() && is_bare();
        if let Some(error) = broken.filter(|_| silent) {
            return Err(unanswered(error));
        }
        let hidden = || {
            let pair = credential.secrets().chain(&signature);
            let of_call = pair.chain([&self.session]);
            of_call.chain(settings.secrets()).cloned().collect::<Vec<Secret>>()
        };
        // A refusal may come in an answer that began as a success.
        let document = if status.is_success() && !body.contains("<Error>") {
            None
        } else {
            Some(Document::read(&body))
        };
        if let Some(document) =
            document.filter(|document| !status.is_success() || document.root == "Error")
        {
            let dated = date(&headers).map(|server| (ahead, server));
            let told = |name| told(&body, &document, name);
            return Err(self.refused(status.as_u16(), &headers, told, &hidden(), dated));
        }
        let crc = watched.as_ref().and_then(|(_, watch)| watch.crc());
        if crc.is_some() {
            back.0 = None;
        }
        Ok(Answered { headers, body, crc })
    }

    fn refused<'a>(
        &self,
        status: u16,
        headers: &HeaderMap,
        told: impl Fn(&'static str) -> &'a str,
        hidden: &[Secret],
        dated: Option<(i64, SystemTime)>,
    ) -> Failed {
        let id = headers.get("x-cos-request-id").and_then(|id| id.to_str().ok());
        let hide = |text: &str| scrubbed(text.to_owned(), hidden);
        let code = hide(told("Code"));
        let crowded = matches!(status, 503 | 429) || code == "SlowDown";
        let slow = ["RequestTimeout", "UserNetworkTooSlow", "InternalError", "ServiceUnavailable"];
        let again = crowded || status >= 500 || status == 408 || slow.contains(&&*code);
        let error = Error::Storage(Box::new(Storage {
            code,
            message: hide(told("Message")),
            key: self.key().to_owned(),
            status,
            request_id: hide(id.unwrap_or_else(|| told("RequestId"))),
        }));
        Failed { error, again, crowded, dated }
    }

    /// COS has not what was sent.
    pub(in crate::upload) fn mismatch(&self, what: String) -> Error {
        self.fault("CrcMismatch", what)
    }

    /// COS, or what stands between here and there, answered what is no answer.
    pub(super) fn senseless(&self, what: &str) -> Failed {
        Failed::once_more(self.fault("UnexpectedAnswer", what.to_owned()), false)
    }

    /// A fault of ours to tell: COS itself called it a success.
    fn fault(&self, code: &str, message: String) -> Error {
        Error::Storage(Box::new(Storage {
            code: code.to_owned(),
            message,
            key: self.key().to_owned(),
            status: 200,
            request_id: String::new(),
        }))
    }

    fn url(&self, parameters: &[(&str, &str)]) -> Result<Url, Error> {
        let base = match &self.runtime.settings().cos_endpoint {
            Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
            None => format!("https://{}", self.host),
        };
        let encoded = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
        let pairs: Vec<String> = parameters
            .iter()
            .map(|(name, value)| match *value {
                "" => encoded(name),
                value => format!("{}={}", encoded(name), encoded(value)),
            })
            .collect();
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        Url::parse(&format!("{base}{}{query}", self.key.encoded)).map_err(|error| {
            let what = format!("COS's endpoint gives no address: {error}");
            Error::config(ConfigFault::Endpoint, what)
        })
    }
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

/// Counts back what was sent in vain, unless it is emptied.
struct Back(Option<(Arc<Feed>, Arc<Watch>)>);

impl Drop for Back {
    fn drop(&mut self) {
        if let Some((feed, watch)) = &self.0 {
            feed.sent.back(watch.moved());
        }
    }
}

/// Waits for an answer as long as bytes move, or are held on purpose.
async fn moving(
    answer: impl Future<Output = reqwest::Result<reqwest::Response>>,
    body: Option<(&Watch, Sent, u64)>,
    idle: Duration,
) -> Result<reqwest::Response, TransportError> {
    let mut answer = std::pin::pin!(answer);
    let moved = || body.as_ref().map_or(0, |(watch, ..)| watch.moved());
    let mut silent = Instant::now();
    loop {
        let before = moved();
        match (timeout(idle, &mut answer).await, &body) {
            (Ok(answer), _) => return answer.map_err(failure),
            (Err(_), Some((watch, ..))) if moved() != before || watch.is_held() => {
                silent = Instant::now();
            }
            (Err(_), Some((watch, sent, length)))
                if watch.is_over() && silent.elapsed() < drains(*length, sent, idle) => {}
            (Err(_), _) => {
                let what = format!("timed out: nothing moved for {idle:?}");
                return Err(TransportError { what, sent: true });
            }
        }
    }
}

/// So much of a body the buffers on its way hold when all of it was handed on.
const BUFFERED: u64 = 4 << 20;

/// How long what was handed on may take to get there. A slow line takes minutes for what it buffers:
/// three times what the speed of the last part says, as lines vary. Before anything came through nobody
/// knows how slow it is; nine times the limit is enough for sixteen connections of a megabit.
fn drains(length: u64, sent: &Sent, idle: Duration) -> Duration {
    match sent.part_speed() {
        Some(speed) => idle.max(Duration::from_secs(3 * length.min(BUFFERED) / speed)),
        None => 9 * idle,
    }
}

/// What comes of an answer, and why no more did, if it does not end. Of a refusal that is enough.
async fn read(
    response: &mut reqwest::Response,
    idle: Duration,
) -> (String, Option<TransportError>) {
    let mut body = Vec::new();
    let broken = loop {
        // A space every now and then says that COS is still at work.
        let what = match timeout(idle, response.chunk()).await {
            Ok(Ok(None)) => break None,
            Ok(Ok(Some(chunk))) => {
                body.extend_from_slice(&chunk);
                if body.len() <= LARGEST_ANSWER {
                    continue;
                }
                format!("the answer is longer than {LARGEST_ANSWER} bytes, not read on")
            }
            Ok(Err(error)) => break Some(failure(error)),
            Err(_) => format!("timed out: nothing came for {idle:?}"),
        };
        break Some(TransportError { what, sent: true });
    };
    (String::from_utf8_lossy(&body).into_owned(), broken)
}

/// The server's time.
fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_is_secret_is_not_shown() {
        let value = HeaderValue::try_from(Sensitive("a token")).unwrap();
        assert_eq!((value.to_str().unwrap(), &*format!("{value:?}")), ("a token", "Sensitive"));
        assert!(HeaderValue::try_from(Sensitive("a\nb")).is_err());
    }
}
