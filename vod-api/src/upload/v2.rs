//! An upload in the words of API 2.0.

use super::Uploaded;
use super::cos::{Bucket, Key};
use super::media::Media;
use super::reserved::{Commit, Generation, Reserved, Told, whole_or_part};
use crate::client::Runtime;
use crate::error::Error;
use crate::secret::Secret;
use crate::v2::{ApplyUpload, CommitUpload};

/// API 2.0 knows applications, though no page of its lists the parameter.
const SUB_APP_ID: &str = "SubAppId";

pub(super) fn apply(told: Told, video: &Media, cover: Option<&Media>) -> ApplyUpload {
    let mut request = ApplyUpload::builder().video_type(&*video.kind).build();
    request.video_name = told.name.or_else(|| video.stem());
    request.video_size = video.size().and_then(|size| i64::try_from(size).ok());
    request.procedure = told.procedure;
    if let Some(cover) = cover {
        request.cover_type = Some(cover.kind.clone());
        request.cover_name = cover.stem();
        request.cover_size = cover.size().and_then(|size| i64::try_from(size).ok());
    }
    if let Some(id) = told.sub_app_id {
        request.extra.set(SUB_APP_ID, id.to_string());
    }
    request
}

pub(super) async fn reserve(runtime: &Runtime, request: ApplyUpload) -> Result<Reserved, Error> {
    let sub_app_id = request.extra.get(SUB_APP_ID).and_then(|id| id.parse().ok());
    let reserved = runtime.send(request).await?;
    // The old name of a region is no part of a host of today's COS, but better than none.
    let region = match &reserved.storage_region_v5 {
        Some(region) => ("storageRegionV5", region.as_str()),
        None => ("storageRegion", reserved.storage_region.as_str()),
    };
    let bucket = Bucket::of(("storageBucket", &reserved.storage_bucket), region)?;
    let bucket = match reserved.storage_app_id {
        Some(id) => bucket.of_app(id),
        None => bucket,
    };
    let cover = reserved.cover.map(|cover| Key::of("cover.storagePath", &cover.storage_path));
    Ok(Reserved {
        bucket,
        video: Key::of("video.storagePath", &reserved.video.storage_path)?,
        cover: cover.transpose()?,
        session: reserved.vod_session_key,
        certificate: None,
        commit: Commit { generation: Generation::V2, sub_app_id },
    })
}

pub(super) async fn commit(
    runtime: &Runtime,
    session: Secret,
    sub_app_id: Option<u64>,
) -> Result<Uploaded, Error> {
    let mut request = CommitUpload::builder().vod_session_key(session).build();
    if let Some(id) = sub_app_id {
        request.extra.set(SUB_APP_ID, id.to_string());
    }
    let answer = runtime.send(request).await;
    let (response, warnings) = whole_or_part(answer, |response| !response.file_id.is_empty())?;
    let given = |url: String| (!url.is_empty()).then_some(url);
    Ok(Uploaded {
        file_id: response.file_id,
        video_url: given(response.video.url),
        cover_url: response.cover.and_then(|cover| given(cover.url)),
        bytes: 0,
        warnings,
    })
}
