//! A running sandbox, and requests to it as bytes on a socket, signed by code of the tests' own.
#![allow(dead_code, reason = "no test file needs all of it")]

pub(crate) mod parts;
pub(crate) mod v3;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use sha1::{Digest, Sha1};
use tokio::runtime::Runtime;
use vod_sandbox::{Builder, Sandbox};

pub(crate) const BUCKET: &str = "6c0f1c00vodgzp251000333-10022853";

pub(crate) struct Run {
    pub(crate) runtime: Runtime,
    pub(crate) sandbox: Sandbox,
}

pub(crate) fn run(builder: Builder) -> Run {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let sandbox = runtime.block_on(builder.start()).unwrap();
    Run { runtime, sandbox }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .into_iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// What the first element of this name in a body of XML holds.
    pub(crate) fn element(&self, name: &str) -> Option<String> {
        self.elements(name).into_iter().next()
    }

    /// What each element of this name holds.
    pub(crate) fn elements(&self, name: &str) -> Vec<String> {
        let (text, start, end) = (self.text(), format!("<{name}>"), format!("</{name}>"));
        let held = text.split(&start).skip(1).map(|rest| rest.split(&end).next().unwrap());
        held.map(|text| text.replace("&quot;", "\"")).collect()
    }

    pub(crate) fn code(&self) -> i64 {
        self.json()["code"].as_i64().unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Run {
    pub(crate) fn address(&self) -> String {
        self.sandbox.url().strip_prefix("http://").unwrap().to_owned()
    }

    pub(crate) fn send(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let split = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..split].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: answer[split + 4..].to_vec() }
    }

    /// A query of the parameters given, the common ones, and the signature.
    pub(crate) fn query(&self, method: &str, host: &str, own: &[(&str, &str)]) -> String {
        self.query_by(self.sandbox.secret_key(), method, host, own)
    }

    /// Signed with any key.
    pub(crate) fn query_by(
        &self,
        key: &str,
        method: &str,
        host: &str,
        own: &[(&str, &str)],
    ) -> String {
        static NONCE: AtomicU64 = AtomicU64::new(1);
        let nonce = NONCE.fetch_add(1, Ordering::Relaxed).to_string();
        let now = now().to_string();
        let common = [
            ("Nonce", nonce.as_str()),
            ("SecretId", self.sandbox.secret_id()),
            ("Timestamp", &now),
        ];
        let mut all: Vec<(&str, &str)> = own.to_vec();
        for (name, value) in common {
            if !own.iter().any(|(given, _)| *given == name) {
                all.push((name, value));
            }
        }
        all.sort_unstable();
        let join = |pairs: &[(&str, &str)], encode: fn(&str) -> String| {
            let pairs: Vec<String> =
                pairs.iter().map(|(n, v)| format!("{n}={}", encode(v))).collect();
            pairs.join("&")
        };
        let text = format!("{method}{host}/v2/index.php?{}", join(&all, str::to_owned));
        let signature = STANDARD.encode(hmac(key, &text));
        all.push(("Signature", &signature));
        join(&all, |value| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string())
    }

    pub(crate) fn get(&self, query: &str) -> Answer {
        let host = self.address();
        let head = format!("GET /v2/index.php?{query} HTTP/1.1\r\nHost: {host}\r\n");
        self.send(format!("{head}Connection: close\r\n\r\n").as_bytes())
    }

    pub(crate) fn call(&self, own: &[(&str, &str)]) -> Answer {
        self.get(&self.query("GET", &self.address(), own))
    }

    pub(crate) fn post(&self, own: &[(&str, &str)]) -> Answer {
        let form = self.query("POST", "vod.api.qcloud.com", own);
        let head = "POST /v2/index.php?Action=Ignored HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        let length = form.len();
        self.send(format!("{head}{kind}Content-Length: {length}\r\n\r\n{form}").as_bytes())
    }

    /// The head of a COS request, signed over method, path and host.
    pub(crate) fn head(&self, method: &str, host: &str, path: &str, length: usize) -> String {
        let pair = (self.sandbox.secret_id(), self.sandbox.secret_key());
        head_of(pair, now(), (method, host, path), length)
    }

    pub(crate) fn cos(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let head = self.head(method, &self.address(), path, body.len());
        self.send(&[head.as_bytes(), b"\r\n", body].concat())
    }

    /// Opens an upload; gives the answer and the video's path at COS, path style.
    pub(crate) fn open(&self) -> (Value, String) {
        let opened = self.call(&[("Action", "ApplyUpload"), ("videoType", "mp4")]).json();
        assert_eq!(opened["code"], 0, "{opened}");
        let path = format!("/{BUCKET}{}", opened["video"]["storagePath"].as_str().unwrap());
        (opened, path)
    }
}

/// The head of a COS request, signed with any key pair at any time. A query of the path is sent and
/// not signed.
pub(crate) fn head_of(
    (id, key): (&str, &str),
    now: u64,
    (method, host, path): (&str, &str, &str),
    length: usize,
) -> String {
    let time = format!("{};{}", now - 1, now + 600);
    let sign_key = hex(&hmac(key, &time));
    let host_value = host.replace(':', "%3A");
    let bare = path.split('?').next().unwrap();
    let format = format!("{}\n{bare}\n\nhost={host_value}\n", method.to_lowercase());
    let text = format!("sha1\n{time}\n{}\n", hex(&Sha1::digest(format)));
    let signature = hex(&hmac(&sign_key, &text));
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Length: {length}\r\nAuthorization: q-sign-algorithm=sha1&q-ak={id}\
         &q-sign-time={time}&q-key-time={time}&q-header-list=host&q-url-param-list=\
         &q-signature={signature}\r\n"
    )
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn hmac(key: &str, text: &str) -> Vec<u8> {
    let mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap();
    mac.chain_update(text).finalize().into_bytes().to_vec()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

pub(crate) fn directory(name: &str) -> std::path::PathBuf {
    let unique = format!("vod-sandbox-{}-{name}", std::process::id());
    std::env::temp_dir().join(unique)
}
