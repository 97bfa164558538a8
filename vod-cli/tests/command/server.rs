//! Servers and plain requests of the tests' own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

/// The body of what a GET is answered with.
pub(crate) fn get(url: &str) -> Vec<u8> {
    let mut answer = fetch(url);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    answer.split_off(end + 4)
}

/// What a GET is answered with, from its first byte.
pub(crate) fn answer(url: &str) -> String {
    String::from_utf8(fetch(url)).unwrap()
}

fn fetch(url: &str) -> Vec<u8> {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

const RESERVED: &str = r#"{"code":0,"video":{"storagePath":"/v.mp4"},"storageBucket":"b",
    "storageRegion":"gzp","storageAppId":1,"vodSessionKey":"s"}"#;

const RESERVED_V3: &str = r#"{"Response":{"StorageBucket":"b-1","StorageRegion":"ap-x",
    "VodSessionKey":"s","MediaStoragePath":"/v.mp4","RequestId":"r","TempCertificate":
    {"SecretId":"i","SecretKey":"k","Token":"t","ExpiredTime":1795509012}}}"#;

/// What VOD answers to the first request of an upload; of COS an empty answer is a success.
pub(crate) fn reserved(head: &str) -> &'static str {
    match head.split(' ').next() {
        Some("GET") => RESERVED,
        Some("POST") => RESERVED_V3,
        _ => "",
    }
}

/// A server that answers by head and body of a request; an empty answer leaves it open. Who looks at
/// what was put finds that.
pub(crate) fn server(mut answer: impl FnMut(&str, &str) -> String + Send + 'static) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut unanswered, mut put) = (Vec::new(), Vec::new());
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            while !head.ends_with("\r\n\r\n") {
                let from = head.len();
                assert!(stream.read_line(&mut head).unwrap() > 0);
                if let Some((name, value)) = head[from..].split_once(':')
                    && name.eq_ignore_ascii_case("content-length")
                {
                    length = value.trim().parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).unwrap();
            let answer = if head.starts_with("HEAD") {
                let crc = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Xz, &put);
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nx-cos-hash-crc64ecma: {crc}\r\n\
                     Connection: close\r\n\r\n",
                    put.len()
                )
            } else {
                answer(&head, &String::from_utf8_lossy(&body))
            };
            put = if head.starts_with("PUT") { body } else { put };
            stream.get_mut().write_all(answer.as_bytes()).unwrap();
            if answer.is_empty() {
                unanswered.push(stream);
            }
        }
    });
    url
}

pub(crate) fn http(status: &str, body: &str) -> String {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n");
    format!("{head}\r\n{body}")
}

pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}
