//! Deletes a video by an Action that vod-api has no page for.
//!
//! `cargo run -p own-actions -- FILE_ID` asks VOD, with the keys of the environment;
//! `cargo run -p own-actions -- FILE_ID --sandbox` asks a sandbox that serves this package's pages.

use std::error::Error;
use std::process::ExitCode;

use own_actions::own::{self, DeleteVodFile, DeleteVodFileCode};
use vod_api::{Credential, v2};
use vod_sandbox::Sandbox;

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/spec/README.md");

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words).await {
        Ok(done) => println!("{done}"),
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

async fn run(words: &[String]) -> Result<String, Box<dyn Error>> {
    let file_id = words.iter().find(|word| !word.starts_with('-'));
    let file_id = file_id.ok_or("which video? cargo run -p own-actions -- FILE_ID [--sandbox]")?;

    if words.iter().any(|word| word == "--sandbox") {
        let sandbox = Sandbox::builder().pages(PAGES).start().await?;
        let client = v2::Client::builder()
            .credential(Credential::new(sandbox.secret_id(), sandbox.secret_key()))
            .endpoint(format!("{}/v2/index.php", sandbox.url()))
            .build()?;
        return Ok(delete(&client, file_id).await?);
    }
    let client = v2::Client::new(Credential::from_env()?)?;
    Ok(delete(&client, file_id).await?)
}

async fn delete(client: &v2::Client, file_id: &str) -> Result<String, vod_api::Error> {
    // Your Actions over the same connections and keys.
    let own = own::Client::from(client);
    match own.delete_vod_file().file_id(file_id).priority(0).send().await {
        Ok(_) => Ok(format!("{file_id} is deleted")),
        Err(error) => match error.code_of::<DeleteVodFile>() {
            Some(DeleteVodFileCode::UnexpectedStatus) => Ok(format!("{file_id} is in use")),
            _ => Err(error),
        },
    }
}
