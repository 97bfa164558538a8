//! Dates and times as ISO 8601 writes them.

use std::ops::Range;

/// What a value that is none should have been.
pub(crate) const FORM: &str = "a date and time such as 2026-01-31T08:00:00Z";

/// `2026-01-31T12:00:00`, perhaps with a fraction, with `Z` or an offset; fields in their ranges.
pub(crate) fn is_timestamp(text: &str) -> bool {
    let ranges =
        number(text, 11..13, 0, 23) && number(text, 14..16, 0, 59) && number(text, 17..19, 0, 60);
    text.get(..10).is_some_and(is_date)
        && marked(text, &[(10, b'T'), (13, b':'), (16, b':')])
        && ranges
        && text.get(19..).is_some_and(is_zone)
}

/// `2026-01-31`; fields in their ranges.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() == 10
        && marked(text, &[(4, b'-'), (7, b'-')])
        && number(text, 0..4, 0, 9999)
        && number(text, 5..7, 1, 12)
        && number(text, 8..10, 1, 31)
}

fn marked(text: &str, marks: &[(usize, u8)]) -> bool {
    marks.iter().all(|(at, mark)| text.as_bytes().get(*at) == Some(mark))
}

fn number(text: &str, range: Range<usize>, least: u32, most: u32) -> bool {
    let digits = text.get(range).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()).is_some_and(|n: u32| (least..=most).contains(&n))
}

/// Perhaps a fraction, then `Z`, `+08:00` or `-08:00`.
fn is_zone(text: &str) -> bool {
    let zone = match text.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            // A point needs a digit behind it.
            if zone.len() == fraction.len() { "" } else { zone }
        }
        None => text,
    };
    let offset = zone.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
    let two = |digits: &str| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    zone == "Z" || offset.is_some_and(|(hours, minutes)| two(hours) && two(minutes))
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_timestamp};

    #[test]
    fn what_is_one() {
        for text in ["2026-01-31T08:00:00Z", "2026-01-31T08:00:00.123+08:00"] {
            assert!(is_timestamp(text), "{text}");
        }
        let not =
            ["2026-01-31", "2026-13-31T08:00:00Z", "2026-01-31T08:00:00", "2026-01-31T08:00:00.Z"];
        for text in not {
            assert!(!is_timestamp(text), "{text}");
        }
        assert!(is_date("2018-07-17"));
        for text in ["2018-7-17", "2018-13-17", "2018-07-17 ", "2018.07.17", "视2018-07-"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
