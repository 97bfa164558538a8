//! A file as a request body: read in blocks, each byte once.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead as _, ReadBuf};

use super::Sent;

const BLOCK: usize = 256 << 10;

/// The first `left` bytes of a file; a file that ends before that is an error.
pub(super) struct FileBody {
    pub(super) file: File,
    pub(super) left: u64,
    pub(super) sent: Sent,
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let room = BLOCK.min(usize::try_from(self.left).unwrap_or(BLOCK));
        let mut block = BytesMut::zeroed(room);
        let mut buffer = ReadBuf::new(&mut block);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer))?;
        let read = buffer.filled().len();
        if read == 0 {
            let short = format!("the file became {} bytes shorter while it was sent", self.left);
            return Poll::Ready(Some(Err(std::io::Error::other(short))));
        }
        block.truncate(read);
        self.left -= read as u64;
        self.sent.add(read as u64);
        Poll::Ready(Some(Ok(Frame::data(block.freeze()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
