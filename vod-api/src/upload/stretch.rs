//! A file cut into parts, by the rules of COS.

const MIB: u64 = 1 << 20;
/// A part but the last has so many bytes at least. Source: vendor document 436/7750.
pub(super) const SMALLEST: u64 = MIB;
/// A part has so many bytes at most, and so has an object by one PUT.
pub(super) const LARGEST: u64 = 5 << 30;
/// So many parts an object has at most.
const MOST: u64 = 10_000;
/// So long an object is at most: 50,000 GB.
pub(super) const LONGEST: u64 = 50_000 << 30;
/// So many parts at the beginning are shorter: what they tell of the line is known sooner. They are a
/// round each of sixteen and thirty-two connections, so that like is compared with like.
const FIRST: u32 = 48;
/// No part is longer than this share of what is left, so that no connection is at work long after
/// the others.
const SHARE: u64 = 32;
/// So long are the first ones, and the last ones at least, unless all are shorter.
const SHORTER: u64 = 2 * MIB;
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
pub(super) fn part_size(size: u64, told: Option<u64>) -> Result<u64, String> {
    within(size, told, 64 * MIB)
}

fn within(size: u64, told: Option<u64>, most: u64) -> Result<u64, String> {
    let least = size.div_ceil(MOST).next_multiple_of(MIB);
    let Some(told) = told else {
        return Ok((size / 128).next_multiple_of(MIB).clamp(SMALLEST, most).max(least));
    };
    if (SMALLEST..=LARGEST).contains(&told) && size.div_ceil(told) <= MOST {
        return Ok(told);
    }
    Err(format!(
        "cannot go in parts of {told} bytes: COS takes parts from 1 MiB to 5 GiB, and {MOST} of \
         them; {least} bytes or more would do"
    ))
}

/// The parts of a stream, each of which is in memory as a whole.
#[derive(Debug)]
pub(super) struct StreamParts {
    /// The length of all of them; without one they grow.
    size: Option<u64>,
    number: u32,
}

impl StreamParts {
    /// Of a stream that is so long, as far as that is known; eight parts find room in the memory, as
    /// long as COS takes that many.
    pub(super) fn of(
        length: Option<u64>,
        told: Option<u64>,
        memory: usize,
    ) -> Result<Self, String> {
        let size = match length {
            // It goes by one PUT.
            Some(length) if length <= SHORT => Some(SHORT),
            Some(length) => {
                let eighth = (memory as u64 / 8 / MIB * MIB).clamp(SMALLEST, 64 * MIB);
                Some(within(length, told, eighth)?)
            }
            None => told.map(|told| within(0, Some(told), SMALLEST)).transpose()?,
        };
        Ok(Self { size, number: 0 })
    }

    /// The next one's number, and its length unless it is the last.
    pub(super) fn next(&mut self) -> Result<(u32, u64), String> {
        if u64::from(self.number) == MOST {
            let (_, size) = self.sized(self.number);
            return Err(format!(
                "has more than the {MOST} parts that COS takes, of {size} bytes by now; longer parts \
                 would do"
            ));
        }
        self.number += 1;
        Ok(self.sized(self.number))
    }

    fn sized(&self, number: u32) -> (u32, u64) {
        (number, self.size.unwrap_or(SMALLEST << (number.saturating_sub(1) / 1000)))
    }
}

/// The parts of a file, always the same for its size and the length that was told for them.
///
/// Told, it is that of all of them. Of ours, those at the beginning and at the end are shorter, as far
/// as COS takes that many.
pub(super) fn cut(size: u64, told: Option<u64>) -> Result<Vec<Stretch>, String> {
    let length = part_size(size, told)?;
    if told.is_none() {
        let shorter = SHORTER.min(length);
        let parts = stretches(size, |number, left| {
            let share = (left / SHARE / MIB * MIB).clamp(shorter, length);
            if number <= FIRST { shorter } else { share }
        });
        if parts.len() as u64 <= MOST {
            return Ok(parts);
        }
    }
    Ok(stretches(size, |_, _| length))
}

/// Parts whose lengths are told by their numbers and what is left.
fn stretches(size: u64, length: impl Fn(u32, u64) -> u64) -> Vec<Stretch> {
    let mut from = 0;
    let part = |number| {
        let left = size - from;
        let part = Stretch { number, from, length: length(number, left).min(left) };
        from += part.length;
        (left > 0).then_some(part)
    };
    (1..).map_while(part).collect()
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
            let error = part_size(size, Some(told)).unwrap_err();
            assert!(error.contains(&format!("in parts of {told} bytes")), "{error}");
        }
    }

    #[test]
    fn parts_of_a_stream_are_small_until_there_are_many() {
        let mut parts = StreamParts::of(None, None, 16 << 20).unwrap();
        let all: Vec<(u32, u64)> = std::iter::from_fn(|| parts.next().ok()).collect();
        assert_eq!((all[0], all[999], all[1000]), ((1, MIB), (1000, MIB), (1001, 2 * MIB)));
        assert_eq!(all.iter().map(|(_, size)| size).sum::<u64>(), 1023 * 1000 * MIB);
        assert!(parts.next().unwrap_err().contains("more than the 10000 parts"));
        let first = |length, told| {
            StreamParts::of(length, told, 16 << 20).and_then(|mut parts| parts.next())
        };
        assert_eq!(first(None, Some(3 * MIB)).unwrap().1, 3 * MIB);
        assert_eq!(first(Some(SHORT), None).unwrap().1, SHORT);
        assert_eq!(first(Some(1 << 30), None).unwrap().1, 2 * MIB, "eight of them in 16 MiB");
        assert_eq!(first(Some(1 << 40), None).unwrap().1, 105 * MIB);
        assert!(first(Some(LONGEST), None).unwrap().1 * MOST >= LONGEST);
        assert!(first(None, Some(7)).is_err());
    }

    #[test]
    fn parts_of_our_own_length_are_shorter_at_the_beginning_and_the_end() {
        let lengths = |size, told| -> Vec<u64> {
            cut(size, told).unwrap().iter().map(|part| part.length / MIB).collect()
        };
        for (mib, longest) in [(1024, 8), (4096, 32), (100_000, 64)] {
            let all = lengths(mib * MIB, None);
            let (first, then) = all.split_at(48);
            assert!(first.iter().all(|length| *length == 2), "{first:?}");
            assert_eq!(then.first(), Some(&longest));
            assert!(then.is_sorted_by(|one, next| one >= next), "{then:?}");
            let mut left = mib - 96;
            for length in then {
                assert!(*length <= (left / 32).max(2), "{length} of {left}");
                left -= length;
            }
        }
        assert_eq!(lengths(128 * MIB, None), [1; 128]);
        assert_eq!(lengths(1024 * MIB, Some(8 * MIB)), [8; 128], "as it was asked for");
        // With shorter ones there would be too many.
        assert_eq!(lengths(9_990 * 64 * MIB, None), vec![64; 9_990]);
        for size in [SHORT + 1, 100 * MIB + 1, 1 << 40, 9_990 * 64 * MIB, LONGEST] {
            let parts = cut(size, None).unwrap();
            assert!(parts.len() as u64 <= MOST, "{size}: {}", parts.len());
            assert_eq!(parts.iter().map(|part| part.length).sum::<u64>(), size);
            let (_, but_the_last) = parts.split_last().unwrap();
            assert!(but_the_last.iter().all(|part| part.length >= SMALLEST), "{size}");
        }
    }

    #[test]
    fn parts_follow_each_other_to_the_end() {
        let parts = cut(10 * MIB + 1, Some(4 * MIB)).unwrap();
        let ends: Vec<(u32, u64, u64)> =
            parts.iter().map(|part| (part.number, part.from, part.length)).collect();
        assert_eq!(ends, [(1, 0, 4 * MIB), (2, 4 * MIB, 4 * MIB), (3, 8 * MIB, 2 * MIB + 1)]);
    }
}
