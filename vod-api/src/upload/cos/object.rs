//! An object by one PUT, and what COS has of one.

use std::sync::Arc;

use reqwest::Method;

use super::Feed;
use super::failed::{Failed, Repeat};
use super::place::Place;
use super::send::{Answered, Ask, CRC, Payload};
use crate::error::Error;

/// What is wrong with an object that is not there.
pub(in crate::upload) const ABSENT: &str = "COS has no object where one was sent";

/// What COS says of an object.
#[derive(Clone, Copy)]
pub(in crate::upload) struct Object {
    pub(in crate::upload) size: Option<u64>,
    pub(in crate::upload) crc: Option<u64>,
}

impl Object {
    /// What tells it from the object of this length and checksum, if anything does.
    pub(in crate::upload) fn is_other(self, length: u64, crc: u64) -> Option<String> {
        match self {
            Self { size: Some(size), .. } if size != length => {
                Some(format!("the object is {size} bytes long, the file {length}"))
            }
            Self { crc: Some(theirs), .. } if theirs != crc => {
                Some(format!("the object's CRC-64 is {theirs}, that of the file is {crc}"))
            }
            _ => None,
        }
    }
}

impl Place {
    /// Puts the whole of a file.
    pub(in crate::upload) async fn put(
        &self,
        feed: &Arc<Feed>,
        length: u64,
        media_type: &str,
    ) -> Result<(), Error> {
        let mut repeat = Repeat::new(self.settings());
        loop {
            let payload = Payload::Part { feed: Arc::clone(feed), from: 0, length };
            let (method, media_type) = (Method::PUT, Some(media_type));
            let ask = Ask { method, parameters: &[], media_type, payload };
            let put = match self.ask(ask).await {
                Ok(answered) => match self.is_what_was_sent(&answered, feed, length) {
                    Ok(ours) if answered.header(CRC).is_none() => {
                        self.is_there(feed, length, ours).await
                    }
                    checked => checked.map(|_| ()),
                },
                Err(failed) => Err(failed),
            };
            match put {
                Ok(()) => return Ok(()),
                Err(failed) => {
                    let crowded = failed.crowded;
                    let wait = repeat.wait(self.settings(), failed)?;
                    feed.sent.retry(crowded);
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// Looks at an object that was taken without a word of its checksum: anything between here and
    /// COS may have said so.
    async fn is_there(&self, feed: &Feed, length: u64, ours: u64) -> Result<(), Failed> {
        let found = self.head().await?;
        match found.and_then(|found| found.is_other(length, ours)) {
            None if found.is_some() => Ok(()),
            what => {
                feed.sent.back(length);
                Err(self.corrupted(what.unwrap_or_else(|| ABSENT.to_owned())))
            }
        }
    }

    /// What there is, if anything.
    pub(in crate::upload) async fn head(&self) -> Result<Option<Object>, Error> {
        let mut repeat = Repeat::new(self.settings());
        loop {
            let (method, payload) = (Method::HEAD, Payload::Nothing);
            let ask = Ask { method, parameters: &[], media_type: None, payload };
            match self.ask(ask).await {
                Ok(answered) => {
                    let number = |name| answered.header(name).and_then(|text| text.parse().ok());
                    let (size, crc) = (number("content-length"), number(CRC));
                    return Ok(Some(Object { size, crc }));
                }
                Err(failed) if failed.error.status() == Some(404) => return Ok(None),
                Err(failed) => repeat.after(self.settings(), failed).await?,
            }
        }
    }

    /// Holds COS's checksum of what was sent against ours, which it gives.
    pub(super) fn is_what_was_sent(
        &self,
        answered: &Answered,
        feed: &Feed,
        length: u64,
    ) -> Result<u64, Failed> {
        let Some(ours) = answered.crc else {
            let what = "COS answered before all was sent".to_owned();
            feed.sent.back(length);
            return Err(self.corrupted(what));
        };
        match answered.header(CRC).map(str::parse::<u64>) {
            Some(Ok(theirs)) if theirs != ours => {
                feed.sent.back(length);
                Err(self.corrupted(format!(
                    "COS has other bytes than were sent: their CRC-64 is {theirs}, not {ours}"
                )))
            }
            // A server that gives none is not COS; what it has is looked at in the end.
            _ => Ok(ours),
        }
    }
}
