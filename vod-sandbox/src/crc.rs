//! CRC-64/XZ, which COS calls `crc64ecma`.

use crc_fast::{CrcAlgorithm, Digest};

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
///
/// Each of the others moves the first bytes' on by eight powers, modulo the polynomial. The crate's
/// own way takes a third of a millisecond, and an object has up to ten thousand parts.
pub(crate) fn joined(before: u64, behind: u64, length: u64) -> u64 {
    let set = (0..u64::BITS).filter(|bit| length >> bit & 1 == 1);
    set.fold(before, |crc, bit| times(crc, MOVED[bit as usize])) ^ behind
}

/// What moves a checksum on by a byte, by two, by four, ...
static MOVED: [u64; 64] = {
    // The powers are in reverse order: the highest bit is that of one.
    let mut moved = [1 << 55; 64];
    let mut bit = 1;
    while bit < 64 {
        moved[bit] = times(moved[bit - 1], moved[bit - 1]);
        bit += 1;
    }
    moved
};

const fn times(mut polynomial: u64, by: u64) -> u64 {
    const ECMA_182: u64 = 0x42f0_e1eb_a9ea_3693;
    let (mut product, mut left) = (0, by);
    while left != 0 {
        if left >> 63 == 1 {
            product ^= polynomial;
        }
        let carry = polynomial & 1 == 1;
        polynomial >>= 1;
        if carry {
            polynomial ^= ECMA_182.reverse_bits();
        }
        left <<= 1;
    }
    product
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
    fn checksums_are_joined_as_the_crate_joins_them() {
        let (before, behind) = (of(b"1234"), of(b"56789"));
        for length in (0..40).flat_map(|bit| [1 << bit, (1 << bit) * 3 - 1]) {
            let theirs = crc_fast::checksum_combine(XZ, before, behind, length);
            assert_eq!(joined(before, behind, length), theirs, "{length}");
        }
    }

    #[test]
    fn two_checksums_give_that_of_the_whole() {
        let whole = of(b"123456789");
        assert_eq!(joined(of(b"1234"), of(b"56789"), 5), whole);
        assert_eq!(joined(0, whole, 9), whole);
        assert_eq!(joined(whole, 0, 0), whole);
    }
}
