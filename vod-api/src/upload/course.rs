//! The way of an upload: places are reserved, the files go there, the video is confirmed. One that
//! broke off before goes on, and one whose place COS takes no longer begins anew, once.

use std::path::Path;
use std::time::Duration;

use super::Uploaded;
use super::control::{Control, Valve};
use super::media::{Media, uncommitted};
use super::memory::{Memory, Parts, Stale, Start};
use super::open::Open;
use super::progress::{Sent, Stage};
use super::reserved::{Apply, Reserved};
use super::stretch::SHORT;
use super::transfer::{Broken, Manner, Transfer};
use crate::action::family;
use crate::client::Runtime;
use crate::error::{Error, FileFault, OutcomeUnknown};

/// An upload whose files have been looked at.
pub(super) struct Looked {
    pub(super) request: Apply,
    pub(super) video: Media,
    pub(super) cover: Option<Media>,
}

/// All that an upload needs on its way.
pub(super) struct Course<'c> {
    runtime: &'c Runtime,
    control: Control,
    transfer: Transfer,
    sent: Sent,
    looked: Looked,
}

impl<'c> Course<'c> {
    pub(super) fn new(
        runtime: &'c Runtime,
        control: Control,
        manner: Manner,
        sent: Sent,
        looked: Looked,
    ) -> Self {
        let valve = Valve::new(control.clone(), manner.bandwidth, sent.clone());
        let transfer = Transfer::new(manner, valve, sent.clone());
        Self { runtime, control, transfer, sent, looked }
    }

    /// Goes it to its end; what is remembered of it is in a folder.
    pub(super) async fn go(&self, folder: Option<&Path>) -> Result<Uploaded, Error> {
        self.of_all(self.looked.cover.as_ref());
        let (mut memory, mut start) = match folder {
            // A short file has nothing to go on with, and what is no file is not known again.
            Some(folder) if self.looked.video.identity().is_some_and(|file| file.size > SHORT) => {
                self.control.unless_cancelled(self.remembered(folder)).await?
            }
            _ => (Memory::none(), Start::Anew),
        };
        let mut begins_anew = true;
        loop {
            let (reserved, parts) = match start {
                Start::Anew => (self.reserve(&mut memory).await?, None),
                Start::GoOn(reserved, parts) => (reserved, Some(parts)),
                Start::Confirm(reserved) => {
                    self.all_there(&reserved);
                    return self.confirm(&reserved, &mut memory, true).await;
                }
            };
            let goes_on = parts.is_some();
            match self.fill(&reserved, parts.flatten(), &mut memory).await {
                Ok(()) => return self.confirm(&reserved, &mut memory, false).await,
                Err(Broken { error, open }) => {
                    let why = self.why_anew(&error, &reserved, goes_on).filter(|_| begins_anew);
                    let Some(why) = why else { return Err(error) };
                    self.can_begin_anew(&why)?;
                    memory.forget(&why);
                    if let Some(open) = open {
                        open.abort().await;
                    }
                    self.sent.anew();
                    (start, begins_anew) = (Start::Anew, false);
                }
            }
        }
    }

    /// What is remembered in a folder, and where the upload begins with that.
    async fn remembered(&self, folder: &Path) -> Result<(Memory, Start), Error> {
        let settings = self.runtime.settings();
        let credential = settings.keys.get().await?;
        // A pair of a role is another one each time. Another server knows nothing of the upload.
        let id = if credential.token().is_some() { "a role" } else { credential.secret_id() };
        let account = format!("{id} {}", settings.called());
        let now = settings.clock.stamp().timestamp;
        let Looked { request, video, .. } = &self.looked;
        let (memory, start, stale) =
            Memory::open(folder, video, request, (&account, now), &self.sent).await?;
        if let Some(Stale { reserved, upload_id }) = stale {
            let place = reserved.place(self.runtime, &reserved.video);
            Open::new(&place, &upload_id, memory.kept()).abort().await;
        }
        Ok((memory, start))
    }

    async fn reserve(&self, memory: &mut Memory) -> Result<Reserved, Error> {
        self.sent.stage(Stage::Apply);
        let Looked { request, video, .. } = &self.looked;
        let reserved = self.control.unless_cancelled(request.clone().reserve(self.runtime)).await?;
        memory.begin(video, request, &reserved);
        Ok(reserved)
    }

    /// Sends the files.
    async fn fill(
        &self,
        reserved: &Reserved,
        parts: Option<Parts>,
        memory: &mut Memory,
    ) -> Result<(), Broken> {
        let Self { runtime, transfer, sent, looked, .. } = self;
        let cover = looked.cover.as_ref().zip(reserved.cover.as_ref());
        self.of_all(cover.map(|(cover, _)| cover));
        let lent = reserved.certificate.as_ref().map(|lent| lent.expires);
        let now = runtime.settings().clock.stamp().timestamp;
        sent.begins(lent.map(|expires| Duration::from_secs(expires.saturating_sub(now))));
        sent.stage(Stage::Video);
        let place = reserved.place(runtime, &reserved.video);
        transfer.media(&place, &looked.video, parts, memory).await?;
        if let Some((cover, key)) = cover {
            sent.stage(Stage::Cover);
            // It is short, and sent again if need be.
            let place = reserved.place(runtime, key);
            transfer.media(&place, cover, None, &mut Memory::none()).await?;
        }
        Ok(())
    }

    /// All was sent before, and COS takes the lent pair no longer.
    fn all_there(&self, reserved: &Reserved) {
        self.of_all(self.looked.cover.as_ref().filter(|_| reserved.cover.is_some()));
        self.sent.begins(None);
        self.sent.resumed(self.sent.total().unwrap_or_default());
    }

    /// Confirms the files, for what may be the second time.
    async fn confirm(
        &self,
        reserved: &Reserved,
        memory: &mut Memory,
        is_second: bool,
    ) -> Result<Uploaded, Error> {
        self.sent.stage(Stage::Commit);
        memory.committing();
        let confirmed = reserved.commit.send(self.runtime, reserved.session.clone()).await;
        let confirmed = confirmed.map_err(|error| if is_second { unknown(error) } else { error });
        let mut uploaded = confirmed.inspect_err(|error| {
            if is_final(error) {
                memory.close();
            }
        })?;
        memory.close();
        uploaded.warnings.splice(0..0, std::mem::take(&mut memory.told));
        uploaded.bytes = self.sent.total().unwrap_or_else(|| self.sent.count());
        if self.looked.cover.is_some() {
            if reserved.cover.is_none() {
                let lost = "VOD reserved no place for the cover; it was not sent";
                uploaded.warnings.push(lost.to_owned());
            } else if uploaded.cover_url.is_none() {
                let lost = "the cover was sent, but VOD's confirmation names none";
                uploaded.warnings.push(lost.to_owned());
            }
        }
        Ok(uploaded)
    }

    /// How much there is to send, with this cover.
    fn of_all(&self, cover: Option<&Media>) {
        let all = [Some(&self.looked.video), cover];
        self.sent.of_all(all.into_iter().flatten().map(Media::size));
    }

    /// Whether its files can be read again.
    fn can_begin_anew(&self, why: &str) -> Result<(), Error> {
        let Looked { video, cover, .. } = &self.looked;
        match [Some(video), cover.as_ref()].into_iter().flatten().find(|media| media.is_once()) {
            Some(media) => {
                let what = format!("could be read once only, and cannot be sent anew: {why}");
                Err(uncommitted(&media.path, FileFault::Spent, &what))
            }
            None => Ok(()),
        }
    }

    /// Why an upload begins anew that broke off, if that can help. A place is lent once: another time,
    /// another place.
    fn why_anew(&self, error: &Error, reserved: &Reserved, goes_on: bool) -> Option<String> {
        let code = error.code().filter(|_| matches!(error, Error::Storage(_)))?;
        let now = self.runtime.settings().clock.stamp().timestamp;
        let lent = reserved.certificate.as_ref().map(|lent| lent.expires);
        // Their clocks need not agree to the second.
        let is_over = lent.is_some_and(|expires| expires <= now + 5);
        match code {
            "ExpiredToken" | "AccessDenied" if is_over => {
                Some("the key pair that VOD lent for it has expired".to_owned())
            }
            // Gone on with once more, it would be refused once more.
            "AccessDenied" | "ExpiredToken" | "InvalidAccessKeyId" | "SignatureDoesNotMatch"
                if goes_on =>
            {
                Some(format!("COS refuses what was lent for it: {code}"))
            }
            _ => None,
        }
    }
}

/// Whether a confirmation that failed has nothing to be gone on with: its session is no more, or what
/// was asked for will be refused again. Who may not ask, or cannot now, asks later.
fn is_final(error: &Error) -> bool {
    let refused = matches!(error, Error::Refused(_)) && !error.is_outcome_unknown();
    let asked = ["InvalidParameter", "InvalidParameterValue", "MissingParameter"];
    let is_wrong = || error.v3_code().is_some_and(|code| asked.contains(&family(code)));
    refused && is_wrong() || matches!(error, Error::OutcomeUnknown(_))
}

/// The refusal of a confirmation that a process of before may have sent as well.
fn unknown(error: Error) -> Error {
    let code = error.v3_code() == Some("InvalidParameterValue.VodSessionKey");
    match error {
        Error::Refused(repeat) if code => {
            let action = repeat.action.clone();
            Error::OutcomeUnknown(Box::new(OutcomeUnknown { action, repeat: *repeat }))
        }
        error => error,
    }
}
