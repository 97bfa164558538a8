//! An object by one PUT, and what COS has of one.

use std::sync::Arc;

use reqwest::Method;

use super::Feed;
use super::failed::{Failed, Repeat};
use super::place::Place;
use super::send::{Answered, Ask, Payload};
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
    /// What tells it from the object of this length and checksum. Without COS's checksum nobody knows
    /// that it is that one.
    pub(in crate::upload) fn is_other(self, length: u64, crc: u64) -> Option<String> {
        match self {
            Self { size: Some(size), .. } if size != length => {
                Some(format!("the object is {size} bytes long, the file {length}"))
            }
            Self { crc: Some(theirs), .. } if theirs != crc => {
                Some(format!("the object's CRC-64 is {theirs}, that of the file is {crc}"))
            }
            Self { crc: None, .. } => {
                Some(format!("COS tells no CRC-64 of the object; that of the file is {crc}"))
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
                    Ok(ours) if answered.crc64().is_none() => {
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
                    let wait = repeat.wait(self.settings(), failed, false)?;
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
        let other = found.map_or(Some(ABSENT.to_owned()), |found| found.is_other(length, ours));
        let Some(what) = other else { return Ok(()) };
        feed.sent.back(length);
        let error = self.mismatch(what);
        // Where nothing is told of it, another try would not tell more.
        Err(match found {
            Some(Object { crc: None, .. }) => error.into(),
            _ => Failed::once_more(error, false),
        })
    }

    /// What there is, if anything.
    pub(in crate::upload) async fn head(&self) -> Result<Option<Object>, Error> {
        let mut repeat = Repeat::new(self.settings());
        loop {
            let (method, payload) = (Method::HEAD, Payload::Nothing);
            let ask = Ask { method, parameters: &[], media_type: None, payload };
            match self.ask(ask).await {
                Ok(answered) => {
                    let size = answered.header("content-length").and_then(|text| text.parse().ok());
                    return Ok(Some(Object { size, crc: answered.crc64() }));
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
            return Err(self.senseless("COS answered before all was sent"));
        };
        match answered.crc64() {
            Some(theirs) if theirs != ours => {
                feed.sent.back(length);
                let what = format!(
                    "COS has other bytes than were sent: their CRC-64 is {theirs}, not {ours}"
                );
                Err(Failed::once_more(self.mismatch(what), false))
            }
            // Where it is not told of a part, that of the object is looked at.
            _ => Ok(ours),
        }
    }
}
