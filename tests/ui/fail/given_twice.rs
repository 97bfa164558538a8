//! A required parameter is given twice.

fn main() {
    let _ = vod_api::v2::ApplyUpload::builder().video_type("mp4").video_type("ts").build();
}
