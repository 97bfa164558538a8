//! PUT, GET, HEAD and DELETE of one object.

use std::io::{self, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, RANGE,
};
use http::{HeaderValue, Response, StatusCode};
use http_body::{Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncSeekExt, ReadBuf};

use super::receive::{failed, receive};
use super::xml::Refusal;
use crate::fault::Twist;
use crate::store::{Content, Object, Store, cut};

/// The header with an object's CRC-64, in decimal.
const CRC: HeaderName = HeaderName::from_static("x-cos-hash-crc64ecma");

/// Bytes read from a file at a time.
const BLOCK: usize = 64 << 10;

/// Stores the body under the key, if it is all there.
pub(crate) async fn put(
    store: &Store,
    (bucket, key): (&str, &str),
    headers: &HeaderMap,
    body: &mut Body,
    open: impl Fn() -> bool,
    twist: Twist<'_>,
) -> Result<Response<Body>, Refusal> {
    let piece = receive(store.begin(), headers, body).await?;
    // An upload may have been committed while the body was on its way.
    if !open() {
        return Err(Refusal::denied("the upload that reserved this path is no longer open"));
    }
    let mut response = Response::new(Body::empty());
    receipt(&mut response, &piece.etag, piece.crc, twist);
    if twist == Twist::Lose {
        return Ok(response);
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.map(str::to_owned);
    store.keep(piece, bucket, key, content_type).map_err(failed)?;
    Ok(response)
}

/// Says by headers what was stored.
pub(super) fn receipt(response: &mut Response<Body>, etag: &str, crc: u64, twist: Twist<'_>) {
    set(response, ETAG, &format!("\"{}\"", twist.etag(etag)));
    checksum(response, twist.crc(crc));
}

/// Says the CRC-64 by its header.
pub(super) fn checksum(response: &mut Response<Body>, crc: u64) {
    set(response, CRC, &crc.to_string());
}

/// Answers with the object, or with the part of it that `Range` names; without the body for HEAD.
pub(crate) async fn get(
    found: Option<(Object, Content)>,
    headers: &HeaderMap,
    head: bool,
    twist: Twist<'_>,
) -> Result<Response<Body>, Refusal> {
    let Some((object, content)) = found else {
        let message = "The specified key does not exist.";
        return Err(Refusal::new(StatusCode::NOT_FOUND, "NoSuchKey", message));
    };
    let asked = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let range = asked.and_then(|text| range(text, object.size));
    let (start, end) = match range {
        Some((start, end)) if start == end => {
            let message = "the range lies outside the object";
            return Err(Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidRange", message));
        }
        Some(range) => range,
        None => (0, object.size),
    };
    let body =
        if head { Body::empty() } else { open(content, start, end).await.map_err(failed)? };
    let mut response = Response::new(body);
    if range.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let shown = format!("bytes {start}-{}/{}", end.saturating_sub(1), object.size);
        set(&mut response, CONTENT_RANGE, &shown);
    }
    set(&mut response, CONTENT_LENGTH, &(end - start).to_string());
    set(&mut response, ACCEPT_RANGES, "bytes");
    receipt(&mut response, &object.etag, object.crc64, twist);
    let content_type = object.content_type.as_deref().unwrap_or("application/octet-stream");
    set(&mut response, CONTENT_TYPE, content_type);
    Ok(response)
}

/// Removes the object; one that is not there is removed too.
pub(crate) fn delete(store: &Store, bucket: &str, key: &str) -> Result<Response<Body>, Refusal> {
    store.remove(bucket, key).map_err(failed)?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// What one `bytes=a-b` selects of `size` bytes, the end excluded; empty if it lies outside, none
/// for forms that a server may ignore.
fn range(text: &str, size: u64) -> Option<(u64, u64)> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let (start, end) = if first.is_empty() {
        (size.saturating_sub(last.parse().ok()?), size)
    } else {
        let last: u64 = if last.is_empty() { u64::MAX } else { last.parse().ok()? };
        (first.parse().ok()?, last.saturating_add(1).min(size))
    };
    Some((start.min(end), end))
}

async fn open(content: Content, start: u64, end: u64) -> io::Result<Body> {
    match content {
        Content::Blocks(blocks) => {
            let blocks = cut(&blocks, start, end).into_iter();
            Ok(Body::new(Blocks { blocks, left: end - start }))
        }
        Content::Forgotten => Err(io::ErrorKind::NotFound.into()),
        Content::File(path) => {
            let mut file = File::open(path).await?;
            file.seek(SeekFrom::Start(start)).await?;
            Ok(Body::new(Reading { file, left: end - start }))
        }
    }
}

/// What lies in memory as a body.
struct Blocks {
    blocks: std::vec::IntoIter<Bytes>,
    left: u64,
}

impl HttpBody for Blocks {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let block = self.blocks.next();
        self.left -= block.as_ref().map_or(0, |block| block.len() as u64);
        Poll::Ready(block.map(|block| Ok(Frame::data(block))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// A file as a body, a block at a time.
struct Reading {
    file: File,
    left: u64,
}

impl HttpBody for Reading {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(BLOCK);
        if wanted == 0 {
            return Poll::Ready(None);
        }
        let mut block = vec![0; wanted];
        let mut buffer = ReadBuf::new(&mut block);
        match Pin::new(&mut self.file).poll_read(cx, &mut buffer) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) => {}
        }
        let read = buffer.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        block.truncate(read);
        self.left -= read as u64;
        Poll::Ready(Some(Ok(Frame::data(block.into()))))
    }
}

fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_are_cut_to_the_object() {
        assert_eq!(range("bytes=2-4", 10), Some((2, 5)));
        assert_eq!(range("bytes=2-", 10), Some((2, 10)));
        assert_eq!(range("bytes=-3", 10), Some((7, 10)));
        assert_eq!(range("bytes=5-99", 10), Some((5, 10)));
        assert_eq!(range("bytes=10-", 10), Some((10, 10)));
        assert_eq!(range("bytes=1-2,4-5", 10), None);
    }
}
