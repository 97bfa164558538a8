//! The two generations of the API, called alike.

use vod_api::{Error, Secret, v2, v3};

/// A call of either generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Generation {
    V2,
    V3,
}

pub(crate) const BOTH: [Generation; 2] = [Generation::V2, Generation::V3];

impl Generation {
    /// Reserves a place and gives the session key.
    pub(crate) async fn apply(self, client: &v3::Client) -> Result<Secret, Error> {
        match self {
            Self::V2 => {
                let call = v2::Client::from(client);
                let call = call.apply_upload().video_type("mp4").video_name("A clip");
                call.send().await.map(|reserved| reserved.vod_session_key)
            }
            Self::V3 => {
                let call = client.apply_upload().media_type("mp4").media_name("A clip");
                call.send().await.map(|reserved| reserved.vod_session_key)
            }
        }
    }

    /// Confirms an upload and gives the video's id.
    pub(crate) async fn commit(self, client: &v3::Client, key: &Secret) -> Result<String, Error> {
        match self {
            Self::V2 => {
                let call = v2::Client::from(client);
                let call = call.commit_upload().vod_session_key(key.clone());
                call.send().await.map(|committed| committed.file_id)
            }
            Self::V3 => {
                let call = client.commit_upload().vod_session_key(key.clone());
                call.send().await.map(|committed| committed.file_id)
            }
        }
    }

    /// The whole journey of a video; gives its id.
    pub(crate) async fn upload(self, client: &v3::Client) -> Result<String, Error> {
        match self {
            Self::V2 => v2::Client::from(client).upload(crate::run::CLIP).send().await,
            Self::V3 => client.upload(crate::run::CLIP).send().await,
        }
        .map(|uploaded| uploaded.file_id)
    }
}
