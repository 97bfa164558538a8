//! A server that lends keys and then quotes whatever it is sent.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::json;
use vod_api::{AssumeRole, Credential, Error, v2, v3};

use crate::wire::Relay;
use crate::{CLIP, error, heard, hunt};

/// A head and a body.
fn request(stream: &TcpStream) -> Option<(String, String)> {
    let (mut reader, mut head, mut length) = (BufReader::new(stream), String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let from = head.len();
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
        if let Some((name, value)) = head[from..].split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((head, String::from_utf8_lossy(&body).into_owned()))
}

/// Answers ApplyUpload as VOD does, and refuses all else.
fn answer(head: &str, body: &str) -> (u16, String) {
    let lent = |name| hunt::secret(name);
    let quoted = format!("{head}{body}");
    if head.starts_with("PUT ") {
        let code = head.lines().find(|line| line.starts_with("authorization: ")).unwrap();
        let xml = format!("<Error><Code>{code}</Code><Message>{quoted}</Message></Error>");
        return (403, xml);
    }
    if !format!("{quoted}{body}").contains("ApplyUpload") {
        let error = json!({ "Code": quoted, "Message": quoted });
        return (200, json!({ "Response": { "Error": error, "RequestId": quoted } }).to_string());
    }
    let answer = if head.contains("/v2/index.php") {
        json!({ "code": 0, "video": { "storagePath": "/v.mp4" }, "storageBucket": "b",
            "storageRegion": "gzp", "storageAppId": 1, "vodSessionKey": lent("session key") })
    } else {
        let certificate = json!({ "SecretId": "i", "SecretKey": lent("lent key"),
            "Token": lent("lent token"), "ExpiredTime": 4_000_000_000_u64 });
        json!({ "Response": { "StorageBucket": "b-1", "StorageRegion": "ap-x",
            "VodSessionKey": lent("session key"), "MediaStoragePath": "/v.mp4", "RequestId": "r",
            "TempCertificate": certificate } })
    };
    (200, answer.to_string())
}

fn serve() -> Relay {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                let Some((head, body)) = request(&stream) else { return };
                let (status, body) = answer(&head, &body);
                let length = body.len();
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n");
                let _ = write!(stream, "{head}Connection: close\r\n\r\n{body}");
            });
        }
    });
    Relay::to(&url)
}

#[tokio::test]
async fn what_comes_back_is_hidden_of_vod_cos_and_sts() {
    heard::listen();
    let server = serve();
    let pair = Credential::new("AKID", hunt::secret("secret key"));
    let lent = pair.clone().with_token(hunt::secret("token"));
    let client = |credential| {
        let builder = v3::Client::builder().credential(credential);
        builder.endpoint(server.url()).cos_endpoint(server.url()).build().unwrap()
    };
    let mut shown = String::new();
    for client in [client(pair), client(lent.clone())] {
        for failed in [
            client.upload(CLIP).send().await.unwrap_err(),
            v2::Client::from(&client).upload(CLIP).send().await.unwrap_err(),
        ] {
            let Error::Storage(storage) = &failed else { panic!("{failed}") };
            assert!(storage.message.contains("PUT /v.mp4"), "{failed}");
            shown += &error(&failed);
        }
        let commit = client.commit_upload().vod_session_key(hunt::secret("session key"));
        shown += &error(&commit.send().await.unwrap_err());
    }
    let role = AssumeRole::new(lent, "role").endpoint(server.url());
    let keys = v3::Client::builder().credentials(role).build().unwrap();
    let refused = keys.runtime().ready().await.unwrap_err();
    assert!(matches!(refused, Error::Credential(_)) && refused.to_string().contains("POST /"));
    shown += &error(&refused);
    assert!(server.passed().contains("x-cos-security-token: "));
    heard::assert_silent(&shown);
}
