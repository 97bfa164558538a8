//! The whole journey of a video: `ApplyUpload`, the files to COS, `CommitUpload`.

mod blocks;
mod content;
mod control;
mod cos;
mod download;
mod due;
mod engine;
mod file;
mod journal;
mod media;
mod memory;
mod open;
mod pace;
mod progress;
mod reserved;
mod source;
mod stream;
mod stretch;
mod supply;
mod transfer;
mod v2;
mod v3;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use control::Valve;
use media::{Media, uncommitted};
use memory::{Earlier, Memory, Parts};
use progress::{Observer, Sent};
use reserved::{Generation, Reserved, Told};
use stretch::SHORT;
use transfer::{Manner, Transfer, is_refused};

pub use control::Control;
pub use progress::{Progress, Stage};
pub use reserved::Apply;
pub use source::Source;

use crate::client::{Runtime, Settings};
use crate::error::{Error, FileFault, OutcomeUnknown};

/// An upload, set up and not yet begun.
///
/// ```no_run
/// # async fn upload() -> Result<(), vod_api::Error> {
/// let client = vod_api::v3::Client::new(vod_api::Credential::from_env()?)?;
/// let uploaded = client.upload("holiday.mp4").cover("holiday.jpg").send().await?;
/// println!("{}", uploaded.file_id);
/// # Ok(())
/// # }
/// ```
///
/// The types of both files are read off their extensions; what is no file is a [`Source`] too. A file up to 8 MiB goes to COS by one PUT,
/// a larger one in parts, up to 50,000 GB; each byte is read once and hashed on its way, and COS's
/// CRC-64 of each part and of the whole has to be ours before anything is confirmed. Dropping the
/// future cancels the upload; what reached COS by then is never committed, and given up unless it is
/// remembered ([`Upload::resume_in`]).
#[must_use = "nothing is sent before `send`"]
pub struct Upload<'c> {
    runtime: &'c Runtime,
    generation: Generation,
    video: Source,
    video_type: Option<String>,
    cover: Option<Source>,
    cover_type: Option<String>,
    told: Told,
    observer: Option<Observer>,
    control: Control,
    manner: Manner,
    resume: Option<PathBuf>,
}

/// A video that VOD has taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The video's id, by which every other Action knows it.
    pub file_id: String,
    /// Where it plays from.
    pub video_url: Option<String>,
    /// Where its cover is fetched from.
    pub cover_url: Option<String>,
    /// Bytes that were sent, of video and cover together.
    pub bytes: u64,
    /// What did not come out as it was asked: a cover that has no place, a field of the
    /// confirmation that could not be read.
    pub warnings: Vec<String>,
}

/// What an upload is going to do: `ApplyUpload`, each file by one PUT to the place that VOD
/// reserves in COS, `CommitUpload`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// The request that reserves the places.
    pub request: Apply,
    /// The video.
    pub video: PlannedFile,
    /// The cover.
    pub cover: Option<PlannedFile>,
}

/// A file that is going to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedFile {
    /// The path as it was given; of what is no file, what errors call it.
    pub path: PathBuf,
    /// Its length; of a stream it may not be known.
    pub bytes: Option<u64>,
    /// The media type that COS stores with it, such as `video/mp4`.
    pub media_type: &'static str,
}

impl crate::v2::Client {
    /// Uploads a video: reserves a place, puts the files there and confirms. A path is a [`Source`].
    pub fn upload(&self, video: impl Into<Source>) -> Upload<'_> {
        Upload::new(self.runtime(), Generation::V2, video.into())
    }
}

impl crate::v3::Client {
    /// Uploads a video: reserves a place, puts the files there with the key pair that is lent for
    /// it, and confirms. A path is a [`Source`].
    pub fn upload(&self, video: impl Into<Source>) -> Upload<'_> {
        Upload::new(self.runtime(), Generation::V3, video.into())
    }
}

impl<'c> Upload<'c> {
    fn new(runtime: &'c Runtime, generation: Generation, video: Source) -> Self {
        let (video_type, cover, cover_type, observer) = (None, None, None, None);
        let (told, control, manner) = (Told::default(), Control::new(), Manner::default());
        Self {
            runtime,
            generation,
            video,
            video_type,
            cover,
            cover_type,
            told,
            observer,
            control,
            manner,
            resume: None,
        }
    }

    /// The video's type, such as `mp4`; its extension unless told.
    pub fn video_type(mut self, video_type: impl Into<String>) -> Self {
        self.video_type = Some(video_type.into());
        self
    }

    /// A cover image.
    pub fn cover(mut self, cover: impl Into<Source>) -> Self {
        self.cover = Some(cover.into());
        self
    }

    /// The cover's type, such as `jpg`; its extension unless told.
    pub fn cover_type(mut self, cover_type: impl Into<String>) -> Self {
        self.cover_type = Some(cover_type.into());
        self
    }

    /// The video's name at VOD; the file's name without its extension unless told.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.told.name = Some(name.into());
        self
    }

    /// What VOD does with the video afterwards: a task flow with its parameters.
    pub fn procedure(mut self, procedure: impl Into<String>) -> Self {
        self.told.procedure = Some(procedure.into());
        self
    }

    /// The VOD application that takes the video; without it the account's default one.
    pub fn sub_app_id(mut self, sub_app_id: u64) -> Self {
        self.told.sub_app_id = Some(sub_app_id);
        self
    }

    /// How long the parts of a large file are, from 1 MiB to 5 GiB; a 128th of the file unless told,
    /// and from 1 to 64 MiB, but shorter at its beginning and its end. A file up to 8 MiB goes by one
    /// PUT.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.manner.part_size = Some(bytes);
        self
    }

    /// How many connections there are at most; 32 unless told. There are 16 at first, and more as
    /// long as more carry more.
    pub fn connections(mut self, most: usize) -> Self {
        self.manner.connections = most;
        self
    }

    /// How many bytes of files are in memory at most, read and not yet sent; 16 MiB unless told, and
    /// 512 KiB at least.
    pub fn memory(mut self, bytes: usize) -> Self {
        self.manner.memory = bytes;
        self
    }

    /// How many bytes a second go out at most, over all connections.
    pub fn bandwidth(mut self, bytes: u64) -> Self {
        self.manner.bandwidth = Some(bytes);
        self
    }

    /// Remembers the upload in this folder, so that the same upload of the same file goes on where
    /// this one ends, whatever ends it: another call, or another process after a crash. A file up to
    /// 8 MiB is not worth that, and what is no file is not known again: nothing is kept of either.
    ///
    /// What is remembered holds the session key and the key pair that was lent for the upload, in a
    /// file that its owner alone can read; it is removed when the upload is confirmed. The parts that
    /// COS has are kept when the upload fails, is cancelled or dropped. A file that has changed since,
    /// other options or a key pair that has expired make it begin anew, which [`Uploaded::warnings`]
    /// says. Where its confirmation was sent already, that alone is sent again: what may be there is
    /// not uploaded twice.
    pub fn resume_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.resume = Some(folder.into());
        self
    }

    /// Can be paused and cancelled by this.
    pub fn control(mut self, control: &Control) -> Self {
        self.control = control.clone();
        self
    }

    /// Is called as the upload goes on, ten times a second at most and whenever a stage begins, from
    /// the tasks that drive it: be quick. One upload, one count, over video and cover.
    ///
    /// ```no_run
    /// # async fn upload(client: vod_api::v3::Client) -> Result<(), vod_api::Error> {
    /// // As a stream of events for another task: the newest is what counts.
    /// let (tell, mut told) = tokio::sync::watch::channel(None);
    /// let upload = client.upload("holiday.mp4").on_progress(move |at| {
    ///     tell.send_replace(Some(at));
    /// });
    /// tokio::spawn(async move {
    ///     while told.changed().await.is_ok() {
    ///         if let Some(at) = *told.borrow() {
    ///             println!("{:?}: {} bytes, {:?} left", at.stage, at.sent, at.eta);
    ///         }
    ///     }
    /// });
    /// let uploaded = upload.send().await?;
    /// # let _ = uploaded;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_progress(mut self, observer: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Carries it out: await it for the video's id.
    ///
    /// A video that was confirmed is never lost: if another field of the confirmation cannot be
    /// read, the id comes all the same and [`Uploaded::warnings`] says what is missing.
    pub fn send(self) -> Uploading<'c> {
        Uploading(Box::pin(self.carry_out()))
    }

    async fn carry_out(self) -> Result<Uploaded, Error> {
        let (runtime, manner, control) = (self.runtime, self.manner, self.control.clone());
        let (observer, folder) = (self.observer.clone(), self.resume.clone());
        // What a mock answers comes with no network.
        let asks = Some(runtime.settings()).filter(|settings| settings.mock.is_none());
        let Journey { request, video, cover } = control.unless_cancelled(self.begin(asks)).await?;
        let sent = Sent::new(observer, manner.bandwidth);
        sent.of_all([Some(&video), cover.as_ref()].into_iter().flatten().map(Media::size));
        let valve = Valve::new(control.clone(), manner.bandwidth, sent.clone());
        let transfer = Transfer::new(manner, valve, sent.clone());
        let course = Course { runtime, control, transfer, sent, request, video, cover };
        let (mut memory, mut earlier) = match folder {
            // A short file has nothing to go on with, and what is no file is not known again.
            Some(folder) if course.video.identity().is_some_and(|file| file.size > SHORT) => {
                course.control.unless_cancelled(course.remembered(&folder)).await?
            }
            _ => (Memory::none(), None),
        };
        let mut anew = false;
        loop {
            let went_on = earlier.is_some();
            let (done, lent) = course.run(&mut memory, earlier.take()).await;
            match done {
                // A place that was lent is lent once: another time, another place.
                Err(error) if !anew && course.has_expired(&error, lent) => {
                    if course.video.is_once() {
                        let what = "could be read once only, and the key pair that VOD lent for it \
                                    has expired on the way";
                        return Err(uncommitted(&course.video.path, FileFault::Spent, what));
                    }
                    memory.forget("the key pair that was lent for it has expired");
                    (anew, earlier) = (true, None);
                    course.sent.anew();
                }
                Err(error) if !anew && went_on && is_refused(&error) => {
                    let code = error.code().unwrap_or_default();
                    memory.forget(&format!("COS refuses what was lent for it: {code}"));
                    course.transfer.give_up_left().await;
                    (anew, earlier) = (true, None);
                    course.sent.anew();
                }
                Err(error) => return Err(error),
                Ok(mut uploaded) => {
                    uploaded.warnings.splice(0..0, std::mem::take(&mut memory.told));
                    return Ok(uploaded);
                }
            }
        }
    }

    /// What [`send`](Self::send) would do: looks at the files and sends nothing.
    pub fn plan(self) -> Uploading<'c, Plan> {
        Uploading(Box::pin(self.look()))
    }

    async fn look(self) -> Result<Plan, Error> {
        let Journey { request, video, cover } = self.begin(None).await?;
        let planned = |media: Media| PlannedFile {
            media_type: media.media_type(),
            bytes: media.size(),
            path: media.path,
        };
        Ok(Plan { request, video: planned(video), cover: cover.map(planned) })
    }

    async fn begin(self, settings: Option<&Settings>) -> Result<Journey, Error> {
        let (untyped, cover_untyped) = (FileFault::NoVideoType, FileFault::NoCoverType);
        let video = Media::open(self.video, self.video_type, untyped, settings).await?;
        let cover = match self.cover {
            Some(cover) => {
                Some(Media::open(cover, self.cover_type, cover_untyped, settings).await?)
            }
            None => None,
        };
        // Before anything is asked for.
        self.manner.fits(&video)?;
        let request = self.generation.apply(self.told, &video, cover.as_ref());
        Ok(Journey { request, video, cover })
    }
}

/// An upload under way, or its plan: await it. Dropping it cancels it.
#[must_use = "nothing is done until it is awaited"]
pub struct Uploading<'c, R = Uploaded>(Pin<Box<dyn Future<Output = Result<R, Error>> + Send + 'c>>);

impl<R> Future for Uploading<'_, R> {
    type Output = Result<R, Error>;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

/// All that an upload needs on its way.
struct Course<'c> {
    runtime: &'c Runtime,
    control: Control,
    transfer: Transfer,
    sent: Sent,
    request: Apply,
    video: Media,
    cover: Option<Media>,
}

impl Course<'_> {
    /// What an upload of before has left in a folder.
    async fn remembered(&self, folder: &Path) -> Result<(Memory, Option<Earlier>), Error> {
        let settings = self.runtime.settings();
        let credential = settings.keys.get().await?;
        // Another server knows nothing of it.
        let account = format!("{} {}", credential.secret_id(), settings.called());
        let now = settings.clock.stamp().timestamp;
        Memory::open(folder, &self.video, &self.request, (&account, now), &self.sent).await
    }

    /// Goes the way once; and until when the key pair was good that was lent for it.
    async fn run(
        &self,
        memory: &mut Memory,
        earlier: Option<Earlier>,
    ) -> (Result<Uploaded, Error>, Option<u64>) {
        self.sent.stage(Stage::Apply);
        let (reserved, parts, committing) = match earlier {
            Some(Earlier { reserved, parts, committing }) => (reserved, parts, committing),
            None => match self.reserve().await {
                Ok(reserved) => {
                    memory.begin(&self.video, &self.request, &reserved);
                    (reserved, None, false)
                }
                Err(error) => return (Err(error), None),
            },
        };
        let lent = reserved.certificate.as_ref().map(|lent| lent.expires);
        (self.fill(memory, &reserved, parts, committing).await, lent)
    }

    async fn reserve(&self) -> Result<Reserved, Error> {
        self.control.unless_cancelled(self.request.clone().reserve(self.runtime)).await
    }

    async fn fill(
        &self,
        memory: &mut Memory,
        reserved: &Reserved,
        parts: Option<Parts>,
        committing: bool,
    ) -> Result<Uploaded, Error> {
        let Self { runtime, transfer, sent, video, cover, .. } = self;
        let placed = cover.as_ref().zip(reserved.cover.as_ref());
        let all = [Some(video), placed.map(|(cover, _)| cover)];
        sent.of_all(all.into_iter().flatten().map(Media::size));

        let now = runtime.settings().clock.stamp().timestamp;
        let lent = reserved.certificate.as_ref().filter(|_| !committing);
        sent.begins(lent.map(|lent| Duration::from_secs(lent.expires.saturating_sub(now))));
        if committing {
            // All of it was there before that, and takes that pair no longer.
            sent.resumed(sent.total().unwrap_or_default());
        } else {
            sent.stage(Stage::Video);
            let place = reserved.place(runtime, &reserved.video);
            transfer.media(&place, video, parts, memory).await?;
            if let Some((cover, key)) = placed {
                sent.stage(Stage::Cover);
                // It is short, and sent again if need be.
                let mut memory = Memory::none();
                transfer.media(&reserved.place(runtime, key), cover, None, &mut memory).await?;
            }
        }

        sent.stage(Stage::Commit);
        memory.committing();
        let committed = reserved.commit.send(runtime, reserved.session.clone()).await;
        let mut uploaded = committed.map_err(|error| {
            let error = if committing { unknown(error) } else { error };
            // What is refused for good, or done for all anyone knows, cannot go on.
            let refused = matches!(error, Error::Refused(_)) && !error.is_outcome_unknown();
            if refused && !error.is_retryable() || matches!(error, Error::OutcomeUnknown(_)) {
                memory.close();
            }
            error
        })?;
        memory.close();
        uploaded.bytes = sent.total().unwrap_or_else(|| sent.count());
        if cover.is_some() {
            let lost = match (&placed, &uploaded.cover_url) {
                (None, _) => "VOD reserved no place for the cover; it was not sent",
                (Some(_), None) => "the cover was sent, but VOD's confirmation names none",
                (Some(_), Some(_)) => return Ok(uploaded),
            };
            uploaded.warnings.push(lost.to_owned());
        }
        Ok(uploaded)
    }

    /// Whether it is the end of what was lent that ended it.
    fn has_expired(&self, error: &Error, lent: Option<u64>) -> bool {
        let refused = matches!(error.code(), Some("ExpiredToken" | "AccessDenied"));
        let now = self.runtime.settings().clock.stamp().timestamp;
        // Their clocks need not agree to the second.
        refused && lent.is_some_and(|expires| expires <= now + 5)
    }
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

/// An upload whose files have been looked at.
struct Journey {
    request: Apply,
    video: Media,
    cover: Option<Media>,
}
