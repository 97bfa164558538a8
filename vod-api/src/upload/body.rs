//! A file as a request body: read in blocks, each byte once.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead as _, ReadBuf};

use super::Sent;
use crate::error::FileFault;

const BLOCK: usize = 256 << 10;

/// The first `left` bytes of a file; a file that ends before that is an error.
pub(super) struct FileBody {
    pub(super) file: File,
    pub(super) left: u64,
    pub(super) sent: Sent,
    /// Told here what is wrong with the file: the error that ends the body goes to the connection,
    /// which buries it.
    pub(super) broken: Broken,
}

/// What ended a body, if it was the file.
pub(super) type Broken = Arc<OnceLock<(FileFault, String)>>;

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
        if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
            // Only the first one counts, and there is no second.
            let _ = self.broken.set((FileFault::Unreadable, format!("cannot be read: {error}")));
            return Poll::Ready(Some(Err(error)));
        }
        let read = buffer.filled().len();
        if read == 0 {
            let what = format!("is {} bytes shorter than when it was opened", self.left);
            let _ = self.broken.set((FileFault::Changed, what));
            return Poll::Ready(Some(Err(std::io::ErrorKind::UnexpectedEof.into())));
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
