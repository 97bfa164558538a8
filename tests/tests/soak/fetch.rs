//! What anyone may fetch of an upload, held against the file that it was made of.

use std::io::Read as _;
use std::path::Path;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Bytes at a time. What is larger makes the allocator keep more of what was freed.
const BLOCK: usize = 64 << 10;

/// Whether the published file of a key is this one, byte for byte; none if nothing is published
/// there.
pub(crate) async fn published(sandbox: &str, key: &str, file: &Path) -> Option<bool> {
    let host = sandbox.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    // With a fault of its own that never strikes it meets no other.
    let request = format!(
        "GET /media/{key} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         X-Sandbox-Fault: delay=1s, chance=0%\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    if !head.starts_with(b"HTTP/1.1 200") {
        return None;
    }
    let mut file = std::fs::File::open(file).unwrap();
    let (mut here, mut there) = (vec![0; BLOCK], vec![0; BLOCK]);
    loop {
        let read = stream.read(&mut there).await.unwrap();
        if read == 0 {
            return Some(file.read(&mut here).unwrap() == 0);
        }
        if file.read_exact(&mut here[..read]).is_err() || here[..read] != there[..read] {
            return Some(false);
        }
    }
}
