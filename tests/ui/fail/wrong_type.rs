//! A parameter is given a value of another type.

fn main() {
    let _ = vod_api::v2::ApplyUpload::builder().video_type("mp4").video_size("big").build();
}
