//! Where the parts of an upload come from: a cut of what can be read anywhere, or a stream.

use std::sync::Arc;

use super::content::Content;
use super::cos::Feed;
use super::media::uncommitted;
use super::stream::Stream;
use super::stretch::{StreamParts, Stretch};
use crate::error::{Error, FileFault};

/// A part, and what it is read from.
pub(super) type Piece = (Stretch, Arc<Feed>);

/// Gives part after part.
pub(super) enum Supply {
    Cut { stretches: std::vec::IntoIter<Stretch>, feed: Arc<Feed> },
    Stream(Box<Incoming>),
}

/// A stream that is cut as it comes.
pub(super) struct Incoming {
    pub(super) stream: Stream,
    pub(super) parts: StreamParts,
    /// What each part's feed is made after.
    pub(super) feed: Arc<Feed>,
    /// A part that was read to see how long the stream is.
    pub(super) first: Option<Piece>,
}

impl Supply {
    pub(super) async fn next(&mut self) -> Result<Option<Piece>, Error> {
        match self {
            Self::Cut { stretches, feed } => {
                Ok(stretches.next().map(|stretch| (stretch, Arc::clone(feed))))
            }
            Self::Stream(incoming) => match incoming.first.take() {
                Some(piece) => Ok(Some(piece)),
                None => incoming.read().await,
            },
        }
    }
}

impl Incoming {
    /// The next part, kept in memory as long as it is of use.
    pub(super) async fn read(&mut self) -> Result<Option<Piece>, Error> {
        let Self { stream, parts, feed, .. } = self;
        if stream.has_ended() {
            return Ok(None);
        }
        let broken = |(fault, what): (FileFault, String)| uncommitted(&feed.path, fault, &what);
        let (number, size) =
            parts.next().map_err(|what| uncommitted(&feed.path, FileFault::TooLong, &what))?;
        let part = stream.part(size, &feed.blocks, &feed.valve).await;
        let (blocks, length) = part.map_err(broken)?;
        if stream.has_ended() && stream.length().is_none() {
            feed.sent.ended(stream.read());
        }
        let stretch = Stretch { number, from: 0, length };
        Ok((length > 0).then(|| (stretch, feed.of(Content::Memory(blocks)))))
    }
}
