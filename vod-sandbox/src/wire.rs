//! A connection that tells when all that was written has left for the client.
//!
//! hyper drops what it still holds when a body fails. A body that fails on purpose has to know
//! first that what came before it is gone.

use std::io;
use std::io::IoSlice;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::pace::Pace;

/// How often a connection had nothing left to send.
#[derive(Debug, Default)]
pub(crate) struct Flushes {
    count: AtomicU64,
    waiting: Mutex<Option<Waker>>,
}

impl Flushes {
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Acquire)
    }

    /// Ready once there was a flush after that many.
    pub(crate) fn poll_after(&self, count: u64, cx: &mut Context<'_>) -> Poll<()> {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        if self.count() > count { Poll::Ready(()) } else { Poll::Pending }
    }

    fn note(&self) {
        self.count.fetch_add(1, Ordering::AcqRel);
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waiting {
            waker.wake();
        }
    }
}

/// A stream whose flushes are counted, and which may be read no faster than told.
pub(crate) struct Wire {
    stream: TcpStream,
    flushes: Arc<Flushes>,
    pace: Option<Pace>,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream, flushes: Arc<Flushes>, pace: Option<Pace>) -> Self {
        Self { stream, flushes, pace }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, pace, .. } = self.get_mut();
        let Some(pace) = pace else { return Pin::new(stream).poll_read(cx, buffer) };
        ready!(pace.poll_ready(cx));
        let portion = pace.portion().min(buffer.remaining());
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(portion));
        if Pin::new(stream).poll_read(cx, &mut part)?.is_pending() {
            pace.dry();
            return Poll::Pending;
        }
        let read = part.filled().len();
        pace.count(read);
        buffer.advance(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        if let Poll::Ready(Ok(())) = flushed {
            self.flushes.note();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
