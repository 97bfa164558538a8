//! An upload in the words of API 3.0.

use super::Uploaded;
use super::cos::{Bucket, Key};
use super::media::Media;
use super::reserved::{Certificate, Commit, Generation, Reserved, Told, whole_or_part};
use crate::client::Runtime;
use crate::credential::Credential;
use crate::error::Error;
use crate::secret::Secret;
use crate::v3::{ApplyUpload, CommitUpload};

pub(super) fn apply(told: Told, video: &Media, cover: Option<&Media>) -> ApplyUpload {
    let mut request = ApplyUpload::builder().media_type(&*video.kind).build();
    request.media_name = told.name.or_else(|| video.stem());
    request.procedure = told.procedure;
    request.sub_app_id = told.sub_app_id;
    request.cover_type = cover.map(|cover| cover.kind.clone());
    request
}

pub(super) async fn reserve(runtime: &Runtime, request: ApplyUpload) -> Result<Reserved, Error> {
    let (sub_app_id, with_cover) = (request.sub_app_id, request.cover_type.is_some());
    let reserved = runtime.send(request).await?;
    let bucket = ("StorageBucket", &*reserved.storage_bucket);
    let bucket = Bucket::of(bucket, ("StorageRegion", &reserved.storage_region))?;
    // A path that nobody asked for comes as an empty one.
    let cover = reserved.cover_storage_path.filter(|path| with_cover && !path.is_empty());
    let cover = cover.map(|path| Key::of("CoverStoragePath", &path)).transpose()?;
    let certificate = reserved.temp_certificate;
    let credential = Credential::new(certificate.secret_id, certificate.secret_key);
    Ok(Reserved {
        bucket,
        video: Key::of("MediaStoragePath", &reserved.media_storage_path)?,
        cover,
        session: reserved.vod_session_key,
        certificate: Some(Certificate {
            credential: credential.with_token(certificate.token),
            expires: certificate.expired_time,
        }),
        commit: Commit { generation: Generation::V3, sub_app_id },
    })
}

pub(super) async fn commit(
    runtime: &Runtime,
    session: Secret,
    sub_app_id: Option<u64>,
) -> Result<Uploaded, Error> {
    let mut request = CommitUpload::builder().vod_session_key(session).build();
    request.sub_app_id = sub_app_id;
    let answer = runtime.send(request).await;
    let (response, warnings) = whole_or_part(answer, |response| !response.file_id.is_empty())?;
    let given = |url: String| (!url.is_empty()).then_some(url);
    Ok(Uploaded {
        file_id: response.file_id,
        video_url: given(response.media_url),
        cover_url: response.cover_url.and_then(given),
        bytes: 0,
        warnings,
    })
}
