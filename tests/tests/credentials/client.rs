//! Clients whose key pairs are fetched, against a server that lends pairs and forgets them.

use std::sync::{Arc, Mutex};

use vod_api::{AssumeRole, Credential, CredentialProvider, InstanceRole, provide_with, v2, v3};
use vod_sandbox::Sandbox;

use crate::role::ROLE;
use crate::{KEY, known};

const CLIP: &str = "media/clip.mp4";

fn of(sandbox: &Sandbox, provider: impl CredentialProvider) -> v3::Client {
    let url = sandbox.url();
    let builder = v3::Client::builder().credentials(provider);
    builder.endpoint(&url).cos_endpoint(&url).build().unwrap()
}

#[tokio::test]
async fn an_upload_follows_a_pair_that_was_rotated() {
    let sandbox = Sandbox::start().await.unwrap();
    let drawer = Arc::new(Mutex::new(known(&sandbox)));
    let open = Arc::clone(&drawer);
    let provider = provide_with(move || {
        let pair = open.lock().unwrap().clone();
        async { Ok(pair) }
    });
    let rotate = |id: &str| {
        sandbox.rotate(id, KEY);
        *drawer.lock().unwrap() = Credential::new(id, KEY);
    };
    let client = of(&sandbox, provider);
    client.upload(CLIP).send().await.unwrap();
    rotate("AKIDnew");
    client.upload(CLIP).send().await.unwrap();
    // API 2.0 signs for COS by the pair itself, and refuses by other codes.
    rotate("AKIDnewer");
    v2::Client::from(&client).upload(CLIP).send().await.unwrap();
    let refused = sandbox.requests().into_iter().filter(|seen| ![0, 200].contains(&seen.code));
    let refused: Vec<_> = refused.map(|seen| (seen.code, seen.error)).collect();
    let unknown = Some("AuthFailure.SecretIdNotFound".to_owned());
    assert_eq!(refused, [(-1, unknown), (4104, None)], "each rotation cost one try");
}

#[tokio::test]
async fn a_pair_that_is_lent_is_asked_for_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let role = of(&sandbox, AssumeRole::new(known(&sandbox), ROLE).endpoint(sandbox.url()));
    let instance = of(&sandbox, InstanceRole::new().endpoint(sandbox.url()));
    for client in [&role, &instance] {
        client.upload(CLIP).send().await.unwrap();
        v2::Client::from(client).upload(CLIP).send().await.unwrap();
    }
    let counts = sandbox.counts();
    // An instance is asked for the role's name and for its pair.
    assert_eq!((counts.by_action["AssumeRole"], counts.by_action["metadata"]), (1, 2));
}
