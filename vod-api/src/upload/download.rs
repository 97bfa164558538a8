//! What stands at an address, read as it comes. A connection that breaks is taken up again.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, IF_RANGE, RANGE,
};
use http::{HeaderMap, HeaderValue};
use reqwest::{Client, Response, StatusCode, Url};
use tokio::time::{sleep, timeout};

use crate::client::Settings;
use crate::client::connections::failure;

/// How often in a row a connection is taken up again.
const ATTEMPTS: u32 = 4;

/// A header that is another one when another file stands there.
type Mark = (&'static str, HeaderValue);

/// An answer that is being read.
pub(super) struct Download {
    http: Client,
    url: Url,
    response: Response,
    ahead: Bytes,
    /// Bytes that came so far.
    at: u64,
    length: Option<u64>,
    /// What tells that it is still the same that stands there.
    mark: Option<Mark>,
    idle: Duration,
    left: u32,
}

impl Download {
    /// Asks for what stands at an address; or why it is not to be had.
    pub(super) async fn open(settings: &Settings, url: &Url) -> Result<Self, String> {
        let http = settings.connections.fetching(url).map_err(|error| error.to_string())?;
        let idle = settings.connections.idle();
        let mut left = ATTEMPTS;
        let response = loop {
            let what = match ask(&http, url, idle, HeaderMap::new()).await {
                Ok(response) if response.status() == StatusCode::OK => break response,
                Ok(response) => {
                    let what = format!("is answered with {}", response.status());
                    if !is_passing(response.status()) {
                        return Err(what);
                    }
                    what
                }
                Err(what) => format!("cannot be fetched: {what}"),
            };
            if left == 0 {
                return Err(what);
            }
            tracing::info!(what, "asking an address again");
            wait(&mut left).await;
        };
        unpacked(response.headers())?;
        let mark = mark(response.headers());
        let (length, ahead, left) = (response.content_length(), Bytes::new(), ATTEMPTS);
        Ok(Self { http, url: url.clone(), response, ahead, at: 0, length, mark, idle, left })
    }

    /// How long it is, if the server says so.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The media type that the server names.
    pub(super) fn media_type(&self) -> Option<&str> {
        let named = self.response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
        Some(named.split(';').next().unwrap_or_default().trim())
    }

    /// What has come and was not taken; nothing but at the end.
    pub(super) async fn ahead(&mut self) -> io::Result<&mut Bytes> {
        while self.ahead.is_empty() {
            let what = match timeout(self.idle, self.response.chunk()).await {
                Ok(Ok(Some(chunk))) => {
                    self.at += chunk.len() as u64;
                    (self.ahead, self.left) = (chunk, ATTEMPTS);
                    continue;
                }
                Ok(Ok(None)) if self.length.is_none_or(|length| self.at >= length) => break,
                Ok(Ok(None)) => "the connection was closed before its end".to_owned(),
                Ok(Err(error)) => failure(error).what,
                Err(_) => format!("nothing came for {:?}", self.idle),
            };
            self.take_up(what).await?;
        }
        Ok(&mut self.ahead)
    }

    /// Goes on where a connection ended.
    async fn take_up(&mut self, mut what: String) -> io::Result<()> {
        if self.at > 0 && self.mark.is_none() {
            let why = "and the server gives no sign by which to take it up again";
            return Err(io::Error::other(format!("{what}, {why}")));
        }
        // Of what has not begun the whole is asked for: that needs neither ranges nor a mark.
        let wanted = if self.at == 0 { StatusCode::OK } else { StatusCode::PARTIAL_CONTENT };
        while self.left > 0 {
            tracing::info!(at = self.at, what, "taking a download up again");
            wait(&mut self.left).await;
            match ask(&self.http, &self.url, self.idle, self.rest()).await {
                Ok(response) if response.status() == wanted => {
                    let other = |other| {
                        io::Error::other(format!("{what}, and what came another time {other}"))
                    };
                    self.length = self.same(&response).map_err(other)?;
                    self.mark = self.mark.take().or_else(|| mark(response.headers()));
                    self.response = response;
                    return Ok(());
                }
                Ok(response) if response.status() == StatusCode::OK => {
                    let why = "and another time the whole of it came, or another file";
                    return Err(io::Error::other(format!("{what}, {why}")));
                }
                Ok(response) => what = format!("the server answered with {}", response.status()),
                Err(error) => what = error,
            }
        }
        Err(io::Error::other(what))
    }

    /// The headers that ask for what has not come yet.
    fn rest(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let (Some((_, mark)), true) = (&self.mark, self.at > 0) {
            let range = HeaderValue::try_from(format!("bytes={}-", self.at));
            headers.extend(range.ok().map(|range| (RANGE, range)));
            headers.insert(IF_RANGE, mark.clone());
        }
        headers
    }

    /// How long the whole is; or what is other in this answer than in the first. Not every server
    /// that knows `Range` heeds `If-Range`.
    fn same(&self, response: &Response) -> Result<Option<u64>, String> {
        let headers = response.headers();
        unpacked(headers)?;
        if let Some((name, mark)) = &self.mark {
            match headers.get(*name) {
                Some(now) if now == mark => {}
                Some(_) => return Err(format!("has another {name}")),
                None => return Err(format!("has no {name}")),
            }
        }
        let length = if self.at == 0 {
            response.content_length()
        } else {
            let (begin, length) = stretch(headers).ok_or("tells no place by Content-Range")?;
            if begin != self.at {
                return Err(format!("begins at byte {begin}, not {}", self.at));
            }
            Some(length)
        };
        match (self.length, length) {
            (Some(length), Some(now)) if now != length => {
                Err(format!("is of {now} bytes in all, not {length}"))
            }
            (before, now) => Ok(before.or(now)),
        }
    }
}

async fn ask(
    http: &Client,
    url: &Url,
    idle: Duration,
    headers: HeaderMap,
) -> Result<Response, String> {
    // The bytes themselves are wanted, no packed form of them.
    let request = http.get(url.clone()).headers(headers).header(ACCEPT_ENCODING, "identity");
    match timeout(idle, request.send()).await {
        Ok(answer) => answer.map_err(|error| failure(error).what),
        Err(_) => Err(format!("nothing came for {idle:?}")),
    }
}

/// A strong `ETag`, else when it was changed last.
fn mark(headers: &HeaderMap) -> Option<Mark> {
    let named = |name| Some((name, headers.get(name)?.clone()));
    let strong = |(_, tag): &Mark| !tag.as_bytes().starts_with(b"W/");
    named("ETag").filter(strong).or_else(|| named("Last-Modified"))
}

/// Where a stretch begins, and how long the whole is.
fn stretch(headers: &HeaderMap) -> Option<(u64, u64)> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (places, length) = range.split_once('/')?;
    let (begin, _) = places.split_once('-')?;
    Some((begin.parse().ok()?, length.parse().ok()?))
}

/// Refuses what is packed, whatever was asked for: it would be stored so, and nobody could play it.
fn unpacked(headers: &HeaderMap) -> Result<(), String> {
    let named = headers.get_all(CONTENT_ENCODING).iter();
    let codings = named.flat_map(|named| named.as_bytes().split(|byte| *byte == b','));
    let mut codings = codings.map(<[u8]>::trim_ascii).filter(|coding| !coding.is_empty());
    match codings.find(|coding| !coding.eq_ignore_ascii_case(b"identity")) {
        Some(coding) => {
            let coding = coding.escape_ascii();
            Err(format!("has the Content-Encoding {coding}, which was not asked for"))
        }
        None => Ok(()),
    }
}

fn is_passing(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 429)
}

/// Waits a little, and longer each time.
async fn wait(left: &mut u32) {
    let times = ATTEMPTS.saturating_sub(*left);
    *left = left.saturating_sub(1);
    sleep(Duration::from_millis(100 << times).mul_f64(0.5 + fastrand::f64() / 2.0)).await;
}

/// An address as anybody may see it: without password and query.
pub(super) fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}
