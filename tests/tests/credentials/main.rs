//! Where key pairs come from: files as the vendor's tools write them, chains, the instance, roles.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

mod chain;
mod client;
mod instance;
mod log;
mod profile;
mod role;

use vod_api::{Credential, v3};
use vod_sandbox::Sandbox;

const KEY: &str = "a key that opens nothing";

fn known(sandbox: &Sandbox) -> Credential {
    Credential::new(sandbox.secret_id(), sandbox.secret_key())
}

fn client(sandbox: &Sandbox, credential: Credential) -> v3::Client {
    let url = sandbox.url();
    v3::Client::builder().credential(credential).endpoint(&url).cos_endpoint(&url).build().unwrap()
}
