//! The whole journey of a video: `ApplyUpload`, the files to COS, `CommitUpload`.

mod blocks;
mod content;
mod control;
mod cos;
mod course;
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
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use course::{Course, Looked};
use media::Media;
use progress::{Observer, Sent};
use reserved::{Generation, Told};
use transfer::Manner;

pub use control::Control;
pub use progress::{Progress, Stage};
pub use reserved::Apply;
pub use source::Source;

use crate::client::{Runtime, Settings};
use crate::error::{Error, FileFault};

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
/// The types of both files are read off their extensions; what is no file is a [`Source`] too. A file
/// up to 8 MiB goes to COS by one PUT, a larger one in parts, up to 50,000 GB; each byte is read once
/// and hashed on its way, and COS's CRC-64 of the whole has to be ours before anything is confirmed,
/// as has that of each part where COS tells it. Dropping the future cancels the upload; what reached
/// COS by then is never committed, and given up unless it is remembered ([`Upload::resume_in`]).
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

/// What an upload is going to do: `ApplyUpload`, each file to the place that VOD reserves in COS,
/// `CommitUpload`.
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

    /// How long an upload goes on though nothing comes through, such as when the network is down; five
    /// minutes unless told. It begins with the first part: what cannot be reached at all is told after
    /// some seconds. With [`Retry::never`](crate::Retry::never) nothing is waited for.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.manner.patience = limit;
        self
    }

    /// How many bytes of files are in memory at most, read and not yet sent; 16 MiB unless told, and
    /// 512 KiB at least. A part of what can be read once only waits there as a whole: where it is
    /// longer, there is as much as it takes.
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
    /// says; the parts of before are given up, where their pair is good still. Where its confirmation
    /// was sent already, that alone is sent again: what may be there is not uploaded twice. The account
    /// is told by its SecretId; pairs of roles change theirs, and all count as one.
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
        let looked = control.unless_cancelled(self.begin(asks)).await?;
        let sent = Sent::new(observer, manner.bandwidth);
        Course::new(runtime, control, manner, sent, looked).go(folder.as_deref()).await
    }

    /// What [`send`](Self::send) would do: looks at the files and sends nothing.
    pub fn plan(self) -> Uploading<'c, Plan> {
        Uploading(Box::pin(self.look()))
    }

    async fn look(self) -> Result<Plan, Error> {
        let Looked { request, video, cover } = self.begin(None).await?;
        let planned = |media: Media| PlannedFile {
            media_type: media.media_type(),
            bytes: media.size(),
            path: media.path,
        };
        Ok(Plan { request, video: planned(video), cover: cover.map(planned) })
    }

    async fn begin(self, settings: Option<&Settings>) -> Result<Looked, Error> {
        let (untyped, cover_untyped) = (FileFault::NoVideoType, FileFault::NoCoverType);
        let video = Media::open(self.video, self.video_type, untyped, settings).await?;
        let cover = match self.cover {
            Some(cover) => {
                Some(Media::open(cover, self.cover_type, cover_untyped, settings).await?)
            }
            None => None,
        };
        // Before anything is asked for.
        for media in [Some(&video), cover.as_ref()].into_iter().flatten() {
            self.manner.fits(media)?;
        }
        let request = self.generation.apply(self.told, &video, cover.as_ref());
        Ok(Looked { request, video, cover })
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
