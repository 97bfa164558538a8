//! An object in parts: begun, sent part by part, completed or given up.

use std::sync::Arc;

use reqwest::Method;

use super::Feed;
use super::crc;
use super::failed::{Failed, Repeat};
use super::place::Place;
use super::send::{Ask, Payload};
use super::xml::{self, Document};
use crate::error::Error;

/// A part as COS has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::upload) struct Part {
    pub(in crate::upload) number: u32,
    pub(in crate::upload) from: u64,
    pub(in crate::upload) length: u64,
    pub(in crate::upload) etag: String,
    pub(in crate::upload) crc: u64,
}

impl Part {
    /// The CRC-64 of all parts together, which stand in their order.
    pub(in crate::upload) fn joined(parts: &[Self]) -> u64 {
        parts.iter().fold(0, |crc, part| crc::joined(crc, part.crc, part.length))
    }
}

/// A part as COS lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::upload) struct Listed {
    pub(in crate::upload) number: u32,
    pub(in crate::upload) etag: String,
    pub(in crate::upload) size: u64,
}

impl Place {
    /// Begins an upload in parts; gives its id.
    pub(in crate::upload) async fn initiate(&self, media_type: &str) -> Result<String, Error> {
        let mut repeat = Repeat::new(self.settings());
        loop {
            let (method, payload) = (Method::POST, Payload::Nothing);
            let media_type = Some(media_type);
            let ask = Ask { method, parameters: &[("uploads", "")], media_type, payload };
            let failed = match self.ask(ask).await {
                Ok(answered) => match Document::read(&answered.body).text("UploadId") {
                    "" => self.senseless("COS began an upload and gave no id for it"),
                    id => return Ok(id.to_owned()),
                },
                Err(failed) => failed,
            };
            repeat.after(self.settings(), failed).await?;
        }
    }

    /// Sends a part once.
    pub(in crate::upload) async fn part(
        &self,
        feed: &Arc<Feed>,
        upload_id: &str,
        number: u32,
        (from, length): (u64, u64),
    ) -> Result<Part, Failed> {
        let number_text = number.to_string();
        let parameters = [("partNumber", &*number_text), ("uploadId", upload_id)];
        let payload = Payload::Part { feed: Arc::clone(feed), from, length };
        let (method, media_type) = (Method::PUT, None);
        let answered =
            self.ask(Ask { method, parameters: &parameters, media_type, payload }).await?;
        let crc = self.is_what_was_sent(&answered, feed, length)?;
        let Some(etag) = answered.header("etag").map(str::to_owned) else {
            feed.sent.back(length);
            return Err(self.senseless("COS took a part and gave no ETag for it"));
        };
        Ok(Part { number, from, length, etag, crc })
    }

    /// Makes one object of the parts; gives COS's checksum of it, where it says one.
    pub(in crate::upload) async fn complete(
        &self,
        upload_id: &str,
        parts: &[Part],
    ) -> Result<Option<u64>, Error> {
        let mut repeat = Repeat::new(self.settings());
        let mut unanswered = false;
        loop {
            let parts = parts.iter().map(|part| (part.number, &*part.etag));
            let payload = Payload::Text(xml::complete(parts));
            let parameters = [("uploadId", upload_id)];
            let (method, media_type) = (Method::POST, Some("application/xml"));
            let ask = Ask { method, parameters: &parameters, media_type, payload };
            match self.ask(ask).await {
                Ok(answered) => {
                    let document = Document::read(&answered.body);
                    if document.root == "CompleteMultipartUploadResult" {
                        return Ok(answered.crc64());
                    }
                    unanswered = true;
                    let what = "COS's answer to the completion ends before it says anything";
                    repeat.after(self.settings(), self.senseless(what)).await?;
                }
                // What was not answered may have been done, and is known no more afterwards.
                Err(failed) if unanswered && failed.is_no_such_upload() => return Ok(None),
                Err(failed) => {
                    unanswered = true;
                    repeat.after(self.settings(), failed).await?;
                }
            }
        }
    }

    /// The parts that COS has.
    pub(in crate::upload) async fn parts(&self, upload_id: &str) -> Result<Vec<Listed>, Failed> {
        let mut listed = Vec::new();
        let mut marker = String::new();
        let mut repeat = Repeat::new(self.settings());
        loop {
            let mut parameters = vec![("uploadId", upload_id), ("max-parts", "1000")];
            if !marker.is_empty() {
                parameters.push(("part-number-marker", &marker));
            }
            let (method, payload) = (Method::GET, Payload::Nothing);
            let ask = Ask { method, parameters: &parameters, media_type: None, payload };
            let answered = match self.ask(ask).await {
                Ok(answered) => answered,
                Err(failed) if failed.is_no_such_upload() => return Err(failed),
                Err(failed) => {
                    repeat.after(self.settings(), failed).await?;
                    continue;
                }
            };
            let document = Document::read(&answered.body);
            if document.root != "ListPartsResult" {
                let failed = self.senseless("COS's list of parts is none");
                repeat.after(self.settings(), failed).await?;
                continue;
            }
            let texts = |name| document.all(name).collect::<Vec<_>>();
            let (numbers, etags) = (texts("Part/PartNumber"), texts("Part/ETag"));
            for ((number, etag), size) in numbers.iter().zip(etags).zip(texts("Part/Size")) {
                if let (Ok(number), Ok(size)) = (number.parse(), size.parse()) {
                    listed.push(Listed { number, etag: etag.to_owned(), size });
                }
            }
            let next = document.text("NextPartNumberMarker").to_owned();
            if document.text("IsTruncated") != "true" || next.is_empty() || next == marker {
                return Ok(listed);
            }
            marker = next;
        }
    }

    /// Gives the parts up, so that nobody pays for them.
    pub(in crate::upload) async fn abort(&self, upload_id: &str) -> Result<(), Error> {
        let mut repeat = Repeat::new(self.settings());
        loop {
            let (method, payload) = (Method::DELETE, Payload::Nothing);
            let parameters = [("uploadId", upload_id)];
            let ask = Ask { method, parameters: &parameters, media_type: None, payload };
            match self.ask(ask).await {
                // COS says nothing to it.
                Ok(answered) if answered.body.trim().is_empty() => return Ok(()),
                Ok(_) => {
                    let what = "what gave the parts up does not answer as COS does";
                    repeat.after(self.settings(), self.senseless(what)).await?;
                }
                Err(failed) if failed.is_no_such_upload() => return Ok(()),
                Err(failed) => repeat.after(self.settings(), failed).await?,
            }
        }
    }
}
