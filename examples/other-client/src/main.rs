//! Asks what VOD knows of media files, or has it reserve a place for one.
//!
//! With `vod sandbox` running and its key pair in `TENCENTCLOUD_SECRET_ID` and
//! `TENCENTCLOUD_SECRET_KEY`:
//!
//! ```sh
//! cargo run -p other-client -- http://127.0.0.1:PORT           # ApplyUpload
//! cargo run -p other-client -- http://127.0.0.1:PORT FILE_ID…  # DescribeMediaInfos
//! ```

use std::error::Error;
use std::process::ExitCode;

use other_client::OtherClient;
use vod_api::{Credential, v3};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let done = match words.next() {
        Some(endpoint) => run(&endpoint, words.collect()),
        None => Err("where? cargo run -p other-client -- ENDPOINT [FILE_ID…]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(endpoint: &str, file_ids: Vec<String>) -> Result<(), Box<dyn Error>> {
    let vod = v3::Client::builder().credential(Credential::from_env()?).endpoint(endpoint);
    let client = OtherClient::new(vod.build()?);
    if file_ids.is_empty() {
        let request = v3::ApplyUpload::builder().media_type("mp4").build();
        println!("{}", client.send(&request)?.media_storage_path);
        return Ok(());
    }
    let found = client.send(&v3::DescribeMediaInfos::builder().file_ids(file_ids).build())?;
    for info in found.media_info_set {
        let name = info.basic_info.map(|basic| basic.name).unwrap_or_default();
        println!("{}  {name}", info.file_id);
    }
    for file_id in found.not_exist_file_id_set {
        println!("{file_id}  is unknown");
    }
    Ok(())
}
