//! CRC-64/XZ, which COS calls `crc64ecma`: of bytes, and of parts that are known by theirs.

use crc_fast::{CrcAlgorithm, Digest};

/// The polynomial without its highest power; as everywhere here, the lowest power is the first bit.
const POLYNOMIAL: u64 = 0xc96c_5795_d787_0f42;
/// What a byte of zeroes multiplies a checksum by: the eighth power.
const ZERO: u64 = 1 << (63 - 8);

/// Takes the checksum of bytes that come one after the other.
pub(super) fn digest() -> Digest {
    Digest::new(CrcAlgorithm::Crc64Xz)
}

/// The checksum of bytes and, behind them, `length` others, each known by its own.
///
/// That is what zeroes instead of the others would make of the first one, and the second one added.
/// The crate can do this too, by squaring matrices: ten thousand parts take it seconds.
pub(super) fn joined(before: u64, behind: u64, length: u64) -> u64 {
    let (mut crc, mut zeroes, mut left) = (before, ZERO, length);
    while left > 0 {
        if left & 1 == 1 {
            crc = product(crc, zeroes);
        }
        zeroes = product(zeroes, zeroes);
        left >>= 1;
    }
    crc ^ behind
}

/// Two polynomials multiplied, modulo the checksum's.
fn product(one: u64, mut other: u64) -> u64 {
    let mut sum = 0;
    for power in (0..64).rev() {
        sum ^= other & (one >> power & 1).wrapping_neg();
        other = other >> 1 ^ POLYNOMIAL & (other & 1).wrapping_neg();
    }
    sum
}

#[cfg(test)]
mod tests {
    use crc_fast::checksum_combine;

    use super::*;

    fn of(bytes: &[u8]) -> u64 {
        let mut digest = digest();
        digest.update(bytes);
        digest.finalize()
    }

    #[test]
    fn two_checksums_give_that_of_the_whole() {
        let bytes: Vec<u8> = (0..=u8::MAX).cycle().step_by(7).take(70_000).collect();
        for at in [0, 1, 7, 4096, 65_537, 69_999, 70_000] {
            let (before, behind) = bytes.split_at(at);
            let length = behind.len() as u64;
            assert_eq!(joined(of(before), of(behind), length), of(&bytes), "{at}");
        }
    }

    #[test]
    fn any_length_is_joined_as_others_join_it() {
        for power in 0..46 {
            for length in [(1 << power) - 1, 1 << power, (1 << power) * 5 / 3] {
                let (before, behind) = (of(&[power]), of(b"behind"));
                let theirs = checksum_combine(CrcAlgorithm::Crc64Xz, before, behind, length);
                assert_eq!(joined(before, behind, length), theirs, "{length}");
            }
        }
    }
}
