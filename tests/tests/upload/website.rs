//! A website that has one file, and closes its connections too early when it is told to.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What it is asked, head by head.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// How it serves its file.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    /// After so many bytes of an answer it closes the connection.
    pub(crate) cut: usize,
    /// So many answers are cut, the others are whole.
    pub(crate) cuts: usize,
    /// Whether it says how long the file is; else it comes in chunks.
    pub(crate) says_length: bool,
    /// Further lines of its head.
    pub(crate) head: &'static str,
    /// What the head of each answer but the first is in place of these and of its own lines.
    pub(crate) then: Option<&'static str>,
}

pub(crate) const PLAIN: Manner = Manner {
    cut: usize::MAX,
    cuts: usize::MAX,
    says_length: true,
    head: "ETag: \"one\"\r\nContent-Type: video/mp4",
    then: None,
};

/// Serves a file, whatever the path but `/to?PLACE`, which leads to a place, and `/not-found`.
pub(crate) fn website(file: Vec<u8>, manner: Manner) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Asked::default();
    let seen = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                if stream.read_line(&mut head).unwrap_or(0) == 0 {
                    break;
                }
            }
            let mut all = seen.0.lock().unwrap();
            let before = all.len();
            all.push(head.clone());
            drop(all);
            // Whoever asked may be gone.
            let _ = answer(stream.get_mut(), &head, &file, manner, before);
        }
    });
    (url, asked)
}

/// Answers after so many answers before.
fn answer(
    stream: &mut TcpStream,
    head: &str,
    file: &[u8],
    manner: Manner,
    before: usize,
) -> std::io::Result<()> {
    let path = head.split(' ').nth(1).unwrap_or_default();
    if let Some((_, place)) = path.split_once("/to?") {
        return write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
        );
    }
    if path == "/not-found" {
        return write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }
    let range = head.lines().find_map(|line| {
        let line = line.to_ascii_lowercase();
        line.strip_prefix("range: bytes=")?.strip_suffix('-')?.parse::<usize>().ok()
    });
    let (status, from) = match range {
        Some(from) => ("206 Partial Content", from),
        None => ("200 OK", 0),
    };
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n")?;
    let in_chunks = match manner.then {
        Some(then) if before > 0 => {
            write!(stream, "{then}\r\n")?;
            false
        }
        _ => {
            write!(stream, "{}\r\n", manner.head)?;
            if range.is_some() {
                write!(
                    stream,
                    "Content-Range: bytes {from}-{}/{}\r\n",
                    file.len() - 1,
                    file.len()
                )?;
            }
            if manner.says_length {
                write!(stream, "Content-Length: {}\r\n", file.len() - from)?;
            } else {
                write!(stream, "Transfer-Encoding: chunked\r\n")?;
            }
            !manner.says_length
        }
    };
    stream.write_all(b"\r\n")?;
    let cut = if before < manner.cuts { manner.cut } else { usize::MAX };
    let end = file.len().min(from.saturating_add(cut));
    if in_chunks {
        write!(stream, "{:x}\r\n", file.len() - from)?;
    }
    stream.write_all(&file[from..end])?;
    if in_chunks && end == file.len() {
        stream.write_all(b"\r\n0\r\n\r\n")?;
    }
    Ok(())
}
