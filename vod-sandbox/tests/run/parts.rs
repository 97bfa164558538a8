//! Requests of uploads in parts, and what to expect of them.

use super::{Answer, Run};

pub(crate) const MIB: usize = 1 << 20;

/// CRC-64/XZ, bit by bit.
pub(crate) fn crc(bytes: &[u8]) -> u64 {
    let step = |crc: u64| crc >> 1 ^ if crc & 1 == 1 { 0xC96C_5795_D787_0F42 } else { 0 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u64::from(*byte), |crc, _| step(crc)))
}

/// Bytes of which no two blocks are alike.
pub(crate) fn content(length: usize) -> Vec<u8> {
    let mut state = 7_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}

pub(crate) fn initiate(run: &Run, path: &str) -> String {
    let answer = run.cos("POST", &format!("{path}?uploads"), b"");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.element("UploadId").unwrap()
}

pub(crate) fn part(run: &Run, path: &str, id: &str, number: usize, body: &[u8]) -> Answer {
    run.cos("PUT", &format!("{path}?partNumber={number}&uploadId={id}"), body)
}

/// Puts a part and gives its ETag, with the quotes.
pub(crate) fn etag(run: &Run, path: &str, id: &str, number: usize, body: &[u8]) -> String {
    let answer = part(run, path, id, number, body);
    assert_eq!((answer.status, answer.body.len()), (200, 0), "{}", answer.text());
    assert_eq!(answer.header("x-cos-hash-crc64ecma").unwrap(), crc(body).to_string());
    answer.header("etag").unwrap().to_owned()
}

pub(crate) fn complete(run: &Run, path: &str, id: &str, parts: &[(usize, &str)]) -> Answer {
    let part = |(number, etag): &(usize, &str)| {
        format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>")
    };
    let parts: String = parts.iter().map(part).collect();
    let body = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    run.cos("POST", &format!("{path}?uploadId={id}"), body.as_bytes())
}

/// Status and code of a refusal.
pub(crate) fn refused(answer: &Answer) -> (u16, String) {
    (answer.status, answer.element("Code").unwrap_or_default())
}

/// Joins the chunks of a body.
pub(crate) fn unchunked(body: &[u8]) -> (usize, String) {
    let (mut rest, mut whole, mut count) = (body, Vec::new(), 0);
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").unwrap();
        let length = std::str::from_utf8(&rest[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return (count, String::from_utf8(whole).unwrap());
        }
        whole.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 4 + length..];
        count += 1;
    }
}
