//! The role of an instance, by the sandbox's metadata and by metadata that is none.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, SystemTime};

use vod_api::{CredentialError, CredentialFault, CredentialProvider, InstanceRole, default_chain};
use vod_sandbox::Sandbox;

use crate::client;

async fn error(role: InstanceRole) -> CredentialError {
    let error = role.provide().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hidden"), "{error:?}");
    error
}

/// Metadata that gives one answer to every request.
fn metadata(head: &'static str, body: String) -> InstanceRole {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let length = body.len();
            let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\n");
            let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
        }
    });
    InstanceRole::new().endpoint(endpoint)
}

#[tokio::test]
async fn the_pair_of_the_role_calls_actions_until_its_end() {
    let sandbox = Sandbox::start().await.unwrap();
    let role = InstanceRole::new().endpoint(sandbox.url());
    let lent = role.provide().await.unwrap();
    assert_eq!(lent.origin(), Some("lent by the role `vod-sandbox` of this instance"));
    let life = lent.expires().unwrap().duration_since(SystemTime::now()).unwrap();
    assert!(life > Duration::from_secs(7000) && life <= Duration::from_secs(7200), "{life:?}");
    client(&sandbox, lent).apply_upload().media_type("mp4").send().await.unwrap();
    let named = InstanceRole::new().endpoint(format!("{}/", sandbox.url())).role("vod-sandbox");
    named.provide().await.unwrap();
    let paths: Vec<String> = sandbox.requests().into_iter().map(|seen| seen.path).collect();
    let [list, role, call, named] = &*paths else { panic!("{paths:?}") };
    assert!(list.ends_with("/security-credentials/") && call == "/", "{paths:?}");
    assert_eq!(role, named, "a role that is named is not asked for");
}

#[tokio::test]
async fn a_machine_without_metadata_is_told_so_and_soon() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    // Takes connections and never answers. A test without a limit would hang here.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    for address in [closed, silent.local_addr().unwrap()] {
        let error = error(InstanceRole::new().endpoint(format!("http://{address}"))).await;
        assert_eq!(error.fault, CredentialFault::Absent, "a chain goes on: {error}");
        let told = error.what.contains(&address.to_string()) && error.what.contains("no instance");
        assert!(told, "{error}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_metadata_is_told_without_what_it_says() {
    let sandbox = Sandbox::start().await.unwrap();
    let nobody = InstanceRole::new().endpoint(sandbox.url()).role("no/body");
    let error_of_name = error(nobody).await;
    assert_eq!(error_of_name.fault, CredentialFault::Unusable);
    assert!(error_of_name.what.contains("no role `no/body`"), "{error_of_name}");
    assert!(sandbox.requests()[0].path.ends_with("/no%2Fbody"), "a name is no path");

    for (head, body, fault, told) in [
        ("404 Not Found", "hidden", CredentialFault::Absent, "no role is bound"),
        ("200 OK", "", CredentialFault::Absent, "no role is bound"),
        ("500 Oops", "hidden", CredentialFault::Unreached, "HTTP 500"),
        ("302 Found\r\nLocation: /", "hidden", CredentialFault::Unreached, "HTTP 302"),
    ] {
        let error = error(metadata(head, body.to_owned())).await;
        assert_eq!(error.fault, fault, "{error}");
        assert!(error.what.contains(told), "{error}");
    }
    let good = r#"{"TmpSecretId": "AKID", "TmpSecretKey": "hidden", "Token": "hidden",
                   "ExpiredTime": 4102444800, "Code": "Success"}"#;
    assert!(metadata("200 OK", good.to_owned()).role("r").provide().await.is_ok());
    for (from, to, told) in [
        ("{", "hidden", "is no JSON object"),
        ("Success", "Failed", "`Code`"),
        ("TmpSecretId", "Other", "lacks `TmpSecretId`"),
        ("TmpSecretKey", "Other", "lacks `TmpSecretKey`"),
        ("Token", "Other", "lacks `Token`"),
        ("ExpiredTime", "Other", "lacks `ExpiredTime`"),
        ("}", &"hidden".repeat(20_000), "more than 65536 bytes"),
    ] {
        let error = error(metadata("200 OK", good.replace(from, to)).role("r")).await;
        assert_eq!(error.fault, CredentialFault::Unusable, "{error}");
        assert!(error.what.contains(told), "{error}");
    }
}

#[test]
fn the_default_chain_ends_at_the_instance() {
    let shown = format!("{:?}", default_chain());
    assert_eq!(shown, r#"Chain(["environment", "profile", "instance"])"#);
}
