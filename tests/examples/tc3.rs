//! Signs requests of API 3.0 for `tests/peers/tc3.py`: a JSON object a line comes in, what is
//! signed goes out, a line each.
#![allow(clippy::unwrap_used, reason = "a peer that cannot run has nothing to tell")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vod_api::{Credential, Stamp, Untyped, v3};

fn main() {
    for line in std::io::stdin().lines() {
        println!("{}", signed(&serde_json::from_str(&line.unwrap()).unwrap()));
    }
}

fn signed(asked: &Value) -> Value {
    let text = |name: &str| asked[name].as_str();
    let credential = Credential::new(text("secretId").unwrap(), text("secretKey").unwrap());
    let credential = match text("token") {
        Some(token) => credential.with_token(token),
        None => credential,
    };
    let builder = v3::Client::builder().credential(credential);
    let builder = builder.endpoint(format!("https://{}", text("host").unwrap()));
    let builder = match text("region") {
        Some(region) => builder.region(region),
        None => builder,
    };
    let client = builder.language(text("language").unwrap()).build().unwrap();
    let request = Untyped::v3(text("action").unwrap(), text("version").unwrap());
    let params = asked["params"].as_object().unwrap().iter();
    let request = params.fold(request, |request, (name, value)| request.json(name, value.clone()));
    let stamp = Stamp { nonce: 1, timestamp: asked["timestamp"].as_u64().unwrap() };
    let prepared = client.runtime().prepare_untyped(&request, stamp).unwrap();
    let headers: BTreeMap<_, _> = prepared.headers().into_iter().collect();
    json!({ "headers": headers, "body": prepared.body(), "url": prepared.url() })
}
