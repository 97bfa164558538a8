//! An object by one PUT, and what COS has of one.

use std::sync::Arc;

use reqwest::Method;

use super::Feed;
use super::failed::{Failed, Repeat};
use super::place::Place;
use super::send::{Answered, Ask, CRC, Payload};
use crate::error::Error;

/// What COS says of an object.
pub(in crate::upload) struct Object {
    pub(in crate::upload) size: Option<u64>,
    pub(in crate::upload) crc: Option<u64>,
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
                Ok(answered) => self.is_what_was_sent(&answered, feed, length),
                Err(failed) => Err(failed),
            };
            match put {
                Ok(_) => return Ok(()),
                Err(failed) => {
                    let crowded = failed.crowded;
                    let wait = repeat.wait(self.settings(), failed)?;
                    feed.sent.retry(crowded);
                    tokio::time::sleep(wait).await;
                }
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
