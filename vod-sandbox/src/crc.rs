//! CRC-64/XZ, which COS calls `crc64ecma`.

use crc_fast::{CrcAlgorithm, Digest, checksum_combine};

const XZ: CrcAlgorithm = CrcAlgorithm::Crc64Xz;

/// The checksum of bytes that come one after the other.
pub(crate) struct Crc(Digest);

impl Crc {
    pub(crate) fn new() -> Self {
        Self(Digest::new(XZ))
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// That of the bytes so far.
    pub(crate) fn value(&self) -> u64 {
        self.0.finalize()
    }
}

/// That of bytes and, behind them, so many others, each known by its own.
pub(crate) fn joined(before: u64, behind: u64, length: u64) -> u64 {
    checksum_combine(XZ, before, behind, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> u64 {
        let mut crc = Crc::new();
        bytes.chunks(3).for_each(|block| crc.update(block));
        crc.value()
    }

    /// Bodies and headers of the examples in documents 436/7749 and 436/7742.
    #[test]
    fn the_documented_objects_have_their_checksums() {
        assert_eq!(of(b"[Object Content]"), 16_749_565_679_157_681_890);
        assert_eq!(of(b"[Object Part]"), 4_510_578_591_875_220_731);
        assert_eq!(of(b"123456789"), 11_051_210_869_376_104_954);
        assert_eq!(of(b""), 0);
    }

    #[test]
    fn two_checksums_give_that_of_the_whole() {
        let whole = of(b"123456789");
        assert_eq!(joined(of(b"1234"), of(b"56789"), 5), whole);
        assert_eq!(joined(0, whole, 9), whole);
        assert_eq!(joined(whole, 0, 0), whole);
    }
}
