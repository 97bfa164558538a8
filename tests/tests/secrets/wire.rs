//! A relay between a client and a server: whatever passes it that is secret is looked for.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::hunt;

type Passed = Arc<Mutex<Vec<u8>>>;

/// What passed, a text for each direction of each connection.
#[derive(Clone, Default)]
pub(crate) struct Relay {
    url: String,
    passed: Arc<Mutex<Vec<Passed>>>,
}

impl Relay {
    /// In front of the server at an address.
    pub(crate) fn to(url: &str) -> Self {
        let server = url.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let relay = Self { url, ..Self::default() };
        let connections = relay.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                connections.pass(client.try_clone().unwrap(), server.try_clone().unwrap());
                connections.pass(server, client);
            }
        });
        relay
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream) {
        let passed = Passed::default();
        self.passed.lock().unwrap().push(Arc::clone(&passed));
        thread::spawn(move || {
            let mut bytes = [0; 16 << 10];
            while let Ok(read @ 1..) = from.read(&mut bytes) {
                // Known before it is used.
                let known = {
                    let mut passed = passed.lock().unwrap();
                    passed.extend_from_slice(&bytes[..read]);
                    String::from_utf8_lossy(&passed).into_owned()
                };
                for (name, secret) in secrets(&known) {
                    hunt::all().add(name, &secret);
                }
                if to.write_all(&bytes[..read]).is_err() {
                    break;
                }
            }
            let _ = to.shutdown(Shutdown::Write);
        });
    }

    /// Everything that passed so far.
    pub(crate) fn passed(&self) -> String {
        let passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        passed
            .iter()
            .map(|text| String::from_utf8_lossy(&text.lock().unwrap()).into_owned())
            .collect()
    }
}

/// Where a secret begins in a request or an answer.
const MARKS: &[&str] = &[
    ", Signature=",
    "&Signature=",
    "q-signature=",
    "x-tc-token: ",
    "x-cos-security-token: ",
    "proxy-authorization: Basic ",
    "\"VodSessionKey\":\"",
    "\"vodSessionKey\":\"",
    "\"SecretKey\":\"",
    "\"TmpSecretKey\":\"",
    "\"Token\":\"",
    "&Token=",
    "vodSessionKey=",
];

fn secrets(text: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for mark in MARKS {
        for rest in text.split(mark).skip(1) {
            let end = |c: char| matches!(c, '"' | '&' | ' ' | '<' | '\\') || c.is_control();
            // What has not come to its end is looked at again with more of it.
            let Some((secret, _)) = rest.find(end).map(|end| rest.split_at(end)) else { continue };
            let secret = percent_encoding::percent_decode_str(secret).decode_utf8_lossy();
            if secret.len() > 20 {
                found.push((*mark, secret.into_owned()));
            }
        }
    }
    found
}

#[test]
fn what_is_secret_of_a_request_is_seen() {
    let text = "GET /?a=1&Signature=0123456789abcdef01234%3D&b=2 HTTP/1.1\r\n\
                x-cos-security-token: a-token-that-is-long-enough\r\n\
                authorization: TC3 Credential=x, Signature=abcdef0123456789abcdef\r\n\r\n";
    let found: Vec<String> = secrets(text).into_iter().map(|(_, secret)| secret).collect();
    let all = ["abcdef0123456789abcdef", "0123456789abcdef01234=", "a-token-that-is-long-enough"];
    assert_eq!(found, all);
}

/// The address of a server that leads to a place on it, and answers there.
pub(crate) fn answering(place: &str, answer: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let leads = format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n");
    let (at, answer) = (format!("GET {place} "), answer.to_owned());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if stream.read(&mut byte).unwrap_or(0) == 0 {
                    break;
                }
                head.push(byte[0]);
            }
            let is_there = head.starts_with(at.as_bytes());
            let _ = stream.write_all(if is_there { answer.as_bytes() } else { leads.as_bytes() });
        }
    });
    url
}
