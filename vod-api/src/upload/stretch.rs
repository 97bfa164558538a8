//! A file cut into parts, by the rules of COS.

use crate::error::{Error, FileFault};

const MIB: u64 = 1 << 20;
/// A part but the last has so many bytes at least. Source: vendor document 436/7750.
pub(super) const SMALLEST: u64 = MIB;
/// A part has so many bytes at most, and so has an object by one PUT.
pub(super) const LARGEST: u64 = 5 << 30;
/// So many parts an object has at most.
const MOST: u64 = 10_000;
/// So long an object is at most: 50,000 GB.
pub(super) const LONGEST: u64 = 50_000 << 30;
/// A file up to here goes by one PUT: it costs one request instead of three or more.
pub(super) const SHORT: u64 = 8 * MIB;

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// From 1 on.
    pub(super) number: u32,
    pub(super) from: u64,
    pub(super) length: u64,
}

/// The length of the parts of a file.
///
/// Unless told it is a 128th of the file, so that all connections have work to the end, and from
/// 1 to 64 MiB, so that a part that fails costs little.
pub(super) fn part_size(size: u64, told: Option<u64>) -> Result<u64, Error> {
    let least = size.div_ceil(MOST).next_multiple_of(MIB);
    let Some(told) = told else {
        return Ok((size / 128).next_multiple_of(MIB).clamp(SMALLEST, 64 * MIB).max(least));
    };
    if (SMALLEST..=LARGEST).contains(&told) && size.div_ceil(told) <= MOST {
        return Ok(told);
    }
    let what = format!(
        "cannot go in parts of {told} bytes: COS takes from {SMALLEST} to {LARGEST} bytes a part, \
         and {MOST} parts; {least} or more would do"
    );
    Err(Error::file("".as_ref(), FileFault::TooLong, what))
}

/// The parts of a file.
pub(super) fn cut(size: u64, part_size: u64) -> Vec<Stretch> {
    let part_size = part_size.max(1);
    let parts = (1..).zip((0..size).step_by(usize::try_from(part_size).unwrap_or(usize::MAX)));
    let part =
        |(number, from): (u32, u64)| Stretch { number, from, length: part_size.min(size - from) };
    parts.map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_goes_in_parts_that_cos_takes() {
        for size in [1, SHORT, 100 * MIB + 1, 1 << 30, 4 << 30, 1 << 40, LONGEST] {
            let part = part_size(size, None).unwrap();
            assert!((SMALLEST..=LARGEST).contains(&part), "{size}: {part}");
            assert!(size.div_ceil(part) <= MOST, "{size}: {part}");
        }
        assert_eq!(part_size(1 << 30, None).unwrap(), 8 * MIB);
        assert_eq!(part_size(4 << 30, None).unwrap(), 32 * MIB);
        assert_eq!(part_size(1 << 40, None).unwrap(), 105 * MIB);
    }

    #[test]
    fn a_size_that_was_asked_for_is_kept_or_refused() {
        assert_eq!(part_size(100 * MIB, Some(3 * MIB)).unwrap(), 3 * MIB);
        for (size, told) in [(100, MIB - 1), (100, LARGEST + 1), (20_000 * MIB, MIB)] {
            let error = part_size(size, Some(told)).unwrap_err().to_string();
            assert!(error.contains(&format!("in parts of {told} bytes")), "{error}");
        }
    }

    #[test]
    fn parts_follow_each_other_to_the_end() {
        let parts = cut(10 * MIB + 1, 4 * MIB);
        let ends: Vec<(u32, u64, u64)> =
            parts.iter().map(|part| (part.number, part.from, part.length)).collect();
        assert_eq!(ends, [(1, 0, 4 * MIB), (2, 4 * MIB, 4 * MIB), (3, 8 * MIB, 2 * MIB + 1)]);
    }
}
