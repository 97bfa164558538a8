//! A required parameter is missing: one error, and it names the parameter.

async fn open(client: &vod_api::v2::Client) -> Result<(), vod_api::Error> {
    let reply = client.apply_upload().cover_type("jpg").send().await?;
    println!("{}", reply.storage_bucket);
    Ok(())
}

fn main() {
    let _ = vod_api::v2::ApplyUpload::builder().video_name("a").build();
    let _ = open;
}
