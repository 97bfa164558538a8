//! The rules of the constraint language, as the generated tables hold them.

use std::fmt;
use std::ops::RangeInclusive;

use crate::value::Value;

/// What a parameter's value must fulfil. On an array a rule means each item, but for
/// [`Rule::NotEmpty`] and [`Rule::Items`]. An end of an interval that is open is the least or the
/// greatest value of its type.
#[derive(Debug)]
pub enum Rule {
    /// Text has a byte, an array an item.
    NotEmpty,
    /// Length of text in bytes of UTF-8, both ends included.
    Bytes(u64, u64),
    /// Length of text in characters.
    Chars(u64, u64),
    /// Length of an array.
    Items(u64, u64),
    /// A whole number lies in one of these intervals, both ends included.
    Within(&'static [(i128, i128)]),
    /// A number with a fraction lies in one of these intervals.
    WithinFloat(&'static [(f64, f64)]),
    /// No other value is taken.
    OneOf(&'static [&'static str]),
    /// Another parameter of the same struct must be given too: its place and its name.
    Needs(usize, &'static str),
    /// A date and time of ISO 8601.
    Timestamp,
    /// The index of an array's first item on the wire of API 2.0; 0 unless told. Nothing breaks it.
    From(u32),
}

impl Rule {
    /// Whether the rule speaks of an array as a whole.
    pub(super) fn is_of_array(&self) -> bool {
        matches!(self, Self::NotEmpty | Self::Items(..) | Self::Needs(..))
    }

    /// Whether a value, given and alone, breaks the rule.
    pub(super) fn is_broken_by(&self, value: Value<'_>) -> bool {
        let length = |text: &str| text.len() as u64;
        let value = if let Value::Secret(text) = value { Value::Text(text) } else { value };
        match (self, value) {
            (Self::NotEmpty, Value::Text(text)) => text.is_empty(),
            (Self::NotEmpty, Value::List(list)) => list.len() == 0,
            (Self::Bytes(min, max), Value::Text(text)) => !within(min, max, &length(text)),
            (Self::Chars(min, max), Value::Text(text)) => {
                !within(min, max, &(text.chars().count() as u64))
            }
            (Self::Items(min, max), Value::List(list)) => !within(min, max, &(list.len() as u64)),
            (Self::Within(sets), Value::Integer(number)) => outside(sets, &i128::from(number)),
            (Self::Within(sets), Value::Unsigned(number)) => outside(sets, &i128::from(number)),
            (Self::WithinFloat(sets), Value::Float(number)) => outside(sets, &number),
            (Self::OneOf(values), Value::Text(text)) => !values.contains(&text),
            (Self::OneOf(values), Value::Integer(number)) => {
                !values.contains(&number.to_string().as_str())
            }
            (Self::OneOf(values), Value::Unsigned(number)) => {
                !values.contains(&number.to_string().as_str())
            }
            (Self::Timestamp, Value::Text(text)) => !is_timestamp(text),
            _ => false,
        }
    }
}

/// The rule as the page writes it.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty => f.write_str("not empty"),
            Self::Bytes(min, max) => write!(f, "{} bytes", ends(min, max, &(0..=u64::MAX))),
            Self::Chars(min, max) => write!(f, "{} chars", ends(min, max, &(0..=u64::MAX))),
            Self::Items(min, max) => write!(f, "{} items", ends(min, max, &(0..=u64::MAX))),
            Self::Within(sets) => {
                let sets = sets.iter().map(|(min, max)| ends(min, max, &(i128::MIN..=i128::MAX)));
                f.write_str(&sets.collect::<Vec<_>>().join(" or "))
            }
            Self::WithinFloat(sets) => {
                let sets = sets.iter().map(|(min, max)| ends(min, max, &(f64::MIN..=f64::MAX)));
                f.write_str(&sets.collect::<Vec<_>>().join(" or "))
            }
            Self::OneOf(values) => write!(f, "one of {}", values.join(", ")),
            Self::Needs(_, name) => write!(f, "needs {name}"),
            Self::From(first) => write!(f, "from {first}"),
            Self::Timestamp => f.write_str("an ISO 8601 date and time, like 2026-01-31T08:00:00Z"),
        }
    }
}

/// An interval as a page writes it: `1..=64`, `..=64`, `1..`, `64`.
fn ends<T: fmt::Display + PartialEq>(min: &T, max: &T, open: &RangeInclusive<T>) -> String {
    if min == max {
        return min.to_string();
    }
    let low = if min == open.start() { String::new() } else { min.to_string() };
    let high = if max == open.end() { String::new() } else { format!("={max}") };
    format!("{low}..{high}")
}

fn within<T: PartialOrd>(min: &T, max: &T, value: &T) -> bool {
    min <= value && value <= max
}

fn outside<T: PartialOrd>(sets: &[(T, T)], value: &T) -> bool {
    !sets.iter().any(|(min, max)| within(min, max, value))
}

/// `YYYY-MM-DDThh:mm:ss`, perhaps with a fraction, with `Z` or an offset; fields in their ranges.
fn is_timestamp(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>, max: u32| {
        let digits = text.get(range)?;
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        all_digits.then(|| digits.parse::<u32>().ok()).flatten().filter(|n| *n <= max)
    };
    let punctuation = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let bytes = text.as_bytes();
    let shape = punctuation.iter().all(|(at, byte)| bytes.get(*at) == Some(byte));
    let fields = number(0..4, 9999).is_some()
        && number(5..7, 12).is_some_and(|month| month > 0)
        && number(8..10, 31).is_some_and(|day| day > 0)
        && number(11..13, 23).is_some()
        && number(14..16, 59).is_some()
        && number(17..19, 60).is_some();
    let zone = text.get(19..).map(|rest| {
        let rest = rest.strip_prefix('.').map_or(rest, |fraction| {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            // A point needs a digit behind it.
            if zone.len() == fraction.len() { "" } else { zone }
        });
        rest == "Z"
            || (rest.len() == 6
                && rest.starts_with(['+', '-'])
                && rest.get(3..4) == Some(":")
                && rest.bytes().filter(u8::is_ascii_digit).count() == 4)
    });
    shape && fields && zone == Some(true)
}
