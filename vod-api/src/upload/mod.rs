//! The whole journey of a video: `ApplyUpload`, the files to COS, `CommitUpload`.

mod body;
mod cos;
mod media;
mod reserved;
mod sign;
mod v2;
mod v3;

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use media::Media;
pub use reserved::Apply;
use reserved::{Generation, Told};

use crate::client::Runtime;
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
/// The types of both files are read off their extensions. Each file goes to COS by one PUT, 5 GiB
/// at most. Dropping the future cancels the upload; what reached COS by then is never committed.
#[must_use = "nothing is sent before `send`"]
pub struct Upload<'c> {
    runtime: &'c Runtime,
    generation: Generation,
    video: PathBuf,
    video_type: Option<String>,
    cover: Option<PathBuf>,
    cover_type: Option<String>,
    told: Told,
    observer: Option<Observer>,
}

type Observer = Arc<dyn Fn(Progress) + Send + Sync>;

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
    /// The path as it was given.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// The media type that COS stores with it, such as `video/mp4`.
    pub media_type: &'static str,
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Bytes handed to the network, over video and cover.
    pub sent: u64,
    /// Bytes there are to send, over video and cover.
    pub total: u64,
}

/// A part of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// A place is being reserved.
    Apply,
    /// The video is on its way.
    Video,
    /// The cover is on its way.
    Cover,
    /// The upload is being confirmed.
    Commit,
}

impl crate::v2::Client {
    /// Uploads a video: reserves a place, puts the files there and confirms.
    pub fn upload(&self, video: impl Into<PathBuf>) -> Upload<'_> {
        Upload::new(self.runtime(), Generation::V2, video.into())
    }
}

impl crate::v3::Client {
    /// Uploads a video: reserves a place, puts the files there with the key pair that is lent for
    /// it, and confirms.
    pub fn upload(&self, video: impl Into<PathBuf>) -> Upload<'_> {
        Upload::new(self.runtime(), Generation::V3, video.into())
    }
}

impl<'c> Upload<'c> {
    fn new(runtime: &'c Runtime, generation: Generation, video: PathBuf) -> Self {
        let (video_type, cover, cover_type, observer) = (None, None, None, None);
        let told = Told::default();
        Self { runtime, generation, video, video_type, cover, cover_type, told, observer }
    }

    /// The video's type, such as `mp4`; its extension unless told.
    pub fn video_type(mut self, video_type: impl Into<String>) -> Self {
        self.video_type = Some(video_type.into());
        self
    }

    /// A cover image.
    pub fn cover(mut self, cover: impl Into<PathBuf>) -> Self {
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

    /// Is called as the upload goes on, from the task that drives it: be quick.
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
        let (runtime, observer) = (self.runtime, self.observer.clone());
        let Journey { request, video, cover } = self.begin().await?;
        let mut sent = Sent::new(observer, video.size + cover.as_ref().map_or(0, |c| c.size));

        sent.stage(Stage::Apply);
        let reserved = request.reserve(runtime).await?;
        let placed = cover.as_ref().zip(reserved.cover.as_ref());
        sent.total = video.size + placed.map_or(0, |(cover, _)| cover.size);

        sent.stage(Stage::Video);
        cos::put(runtime.settings(), &reserved, &reserved.video, &video, sent.clone()).await?;
        if let Some((cover, key)) = placed {
            sent.stage(Stage::Cover);
            cos::put(runtime.settings(), &reserved, key, cover, sent.clone()).await?;
        }

        sent.stage(Stage::Commit);
        let mut uploaded = reserved.commit.send(runtime, reserved.session.clone()).await?;
        uploaded.bytes = sent.total;
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

    /// What [`send`](Self::send) would do: looks at the files and sends nothing.
    pub fn plan(self) -> Uploading<'c, Plan> {
        Uploading(Box::pin(self.look()))
    }

    async fn look(self) -> Result<Plan, Error> {
        let Journey { request, video, cover } = self.begin().await?;
        let planned = |media: Media| PlannedFile {
            media_type: media.media_type(),
            bytes: media.size,
            path: media.path,
        };
        Ok(Plan { request, video: planned(video), cover: cover.map(planned) })
    }

    async fn begin(self) -> Result<Journey, Error> {
        let video = Media::open(self.video, self.video_type, FileFault::NoVideoType).await?;
        let cover = match self.cover {
            Some(path) => Some(Media::open(path, self.cover_type, FileFault::NoCoverType).await?),
            None => None,
        };
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

/// An upload whose files have been looked at.
struct Journey {
    request: Apply,
    video: Media,
    cover: Option<Media>,
}

/// Counts what was sent and tells whoever watches.
#[derive(Clone)]
struct Sent {
    observer: Option<Observer>,
    count: Arc<AtomicU64>,
    total: u64,
    stage: Stage,
}

impl Sent {
    fn new(observer: Option<Observer>, total: u64) -> Self {
        Self { observer, count: Arc::default(), total, stage: Stage::Apply }
    }

    fn stage(&mut self, stage: Stage) {
        tracing::debug!(?stage, "upload");
        self.stage = stage;
        self.tell(self.count());
    }

    fn add(&self, bytes: u64) {
        let sent = self.count.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.tell(sent);
    }

    fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// What was sent since then is sent anew.
    fn back_to(&self, count: u64) {
        self.count.store(count, Ordering::Relaxed);
        self.tell(count);
    }

    fn tell(&self, sent: u64) {
        if let Some(observer) = &self.observer {
            observer(Progress { stage: self.stage, sent, total: self.total });
        }
    }
}
