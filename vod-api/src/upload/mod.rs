//! The whole journey of a video: `ApplyUpload`, the files to COS, `CommitUpload`.

mod body;
mod cos;
mod media;
mod sign;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::v2;

/// An upload, set up and not yet begun.
///
/// ```no_run
/// # async fn upload() -> Result<(), vod_api::Error> {
/// let client = vod_api::v2::Client::new(vod_api::Credential::from_env()?)?;
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
    client: &'c v2::Client,
    video: PathBuf,
    video_type: Option<String>,
    cover: Option<PathBuf>,
    cover_type: Option<String>,
    name: Option<String>,
    procedure: Option<String>,
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
    /// Bytes of video and cover together.
    pub bytes: u64,
    /// What could not be read of the answer that confirmed the upload.
    pub warnings: Vec<String>,
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Bytes handed to the network, over video and cover.
    pub sent: u64,
    /// Bytes there are, over video and cover.
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

impl v2::Client {
    /// Uploads a video: reserves a place, puts the files there and confirms.
    pub fn upload(&self, video: impl Into<PathBuf>) -> Upload<'_> {
        Upload {
            client: self,
            video: video.into(),
            video_type: None,
            cover: None,
            cover_type: None,
            name: None,
            procedure: None,
            observer: None,
        }
    }
}

impl Upload<'_> {
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
        self.name = Some(name.into());
        self
    }

    /// What VOD does with the video afterwards: a task flow with its parameters.
    pub fn procedure(mut self, procedure: impl Into<String>) -> Self {
        self.procedure = Some(procedure.into());
        self
    }

    /// Is called as the upload goes on, from the task that drives it: be quick.
    pub fn on_progress(mut self, observer: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Carries it out.
    ///
    /// A video that was confirmed is never lost: if another field of the confirmation cannot be
    /// read, the id comes all the same and [`Uploaded::warnings`] says what is missing.
    pub async fn send(self) -> Result<Uploaded, Error> {
        let video_type = type_of(self.video_type, &self.video, ".video_type(..)")?;
        let cover_type = match &self.cover {
            Some(cover) => Some(type_of(self.cover_type, cover, ".cover_type(..)")?),
            None => None,
        };
        let video_size = size(&self.video).await?;
        let cover_size = match &self.cover {
            Some(cover) => size(cover).await?,
            None => 0,
        };
        let mut sent = Sent::new(self.observer, video_size + cover_size);

        sent.stage(Stage::Apply);
        let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let mut request = v2::ApplyUpload::builder().video_type(&*video_type).build();
        request.video_name = self.name.or_else(|| stem(&self.video));
        request.video_size = i64::try_from(video_size).ok();
        request.procedure = self.procedure;
        if let Some(cover) = &self.cover {
            request.cover_type.clone_from(&cover_type);
            request.cover_name = stem(cover);
            request.cover_size = i64::try_from(cover_size).ok();
        }
        let reserved = self.client.send(request).await?;

        let settings = self.client.runtime().settings();
        let bucket = cos::Bucket::of(&reserved);
        sent.stage(Stage::Video);
        let media_type = media::media_type(&video_type);
        let key = &reserved.video.storage_path;
        cos::put(settings, &bucket, key, &self.video, media_type, sent.clone()).await?;
        if let (Some(cover), Some(place)) = (&self.cover, &reserved.cover) {
            sent.stage(Stage::Cover);
            let media_type = media::media_type(cover_type.as_deref().unwrap_or_default());
            let key = &place.storage_path;
            cos::put(settings, &bucket, key, cover, media_type, sent.clone()).await?;
        }

        sent.stage(Stage::Commit);
        let commit = self.client.commit_upload().vod_session_key(reserved.vod_session_key);
        let mut uploaded = confirmed(commit.send().await)?;
        uploaded.bytes = video_size + cover_size;
        if self.cover.is_some() && reserved.cover.is_none() {
            uploaded.warnings.push("VOD reserved no place for the cover; it was not sent".into());
        }
        Ok(uploaded)
    }
}

/// The confirmation's id whatever else it holds.
fn confirmed(answer: Result<v2::CommitUploadResponse, Error>) -> Result<Uploaded, Error> {
    let (response, warnings) = match answer {
        Ok(response) => (response, Vec::new()),
        Err(error) => match error.partial::<v2::CommitUploadResponse>() {
            Some(partial) if !partial.file_id.is_empty() => {
                (partial.clone(), vec![error.to_string()])
            }
            _ => return Err(error),
        },
    };
    let given = |url: String| (!url.is_empty()).then_some(url);
    Ok(Uploaded {
        file_id: response.file_id,
        video_url: given(response.video.url),
        cover_url: response.cover.and_then(|cover| given(cover.url)),
        bytes: 0,
        warnings,
    })
}

fn type_of(told: Option<String>, path: &Path, setter: &str) -> Result<String, Error> {
    told.map_or_else(|| media::extension(path, setter), Ok)
}

async fn size(path: &Path) -> Result<u64, Error> {
    let metadata = tokio::fs::metadata(path).await.map_err(|error| Error::file(path, error))?;
    if metadata.is_file() {
        return Ok(metadata.len());
    }
    Err(Error::file(path, "is not a file"))
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
        self.tell(self.count.load(Ordering::Relaxed));
    }

    fn add(&self, bytes: u64) {
        let sent = self.count.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.tell(sent);
    }

    fn tell(&self, sent: u64) {
        if let Some(observer) = &self.observer {
            observer(Progress { stage: self.stage, sent, total: self.total });
        }
    }
}
