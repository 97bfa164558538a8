//! Lengths of time as a fault writes them: `200ms`, `1.5s`, `2min`, `1h`.

use std::time::Duration;

/// Units and their milliseconds; a unit that another ends with stands behind it.
const UNITS: [(&str, f64); 4] = [("ms", 1.0), ("min", 60_000.0), ("s", 1000.0), ("h", 3_600_000.0)];

/// None for a text that is no length of time. Without a number, as in `s`, it is one of the unit.
pub(crate) fn read(text: &str) -> Option<Duration> {
    let (number, unit) =
        UNITS.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    let plain = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: f64 = if number.is_empty() { 1.0 } else { number.parse().ok()? };
    Duration::try_from_secs_f64(number * unit / 1000.0).ok().filter(|_| plain)
}

/// Whole seconds as such, anything else in milliseconds.
pub(super) fn shown(duration: Duration) -> String {
    if duration.subsec_nanos() == 0 {
        return format!("{}s", duration.as_secs());
    }
    format!("{}ms", duration.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_shown() {
        for (text, milliseconds, again) in [
            ("200ms", 200, "200ms"),
            ("1.5s", 1500, "1500ms"),
            ("2min", 120_000, "120s"),
            ("24h", 86_400_000, "86400s"),
            ("s", 1000, "1s"),
            ("0s", 0, "0s"),
        ] {
            let read = read(text).unwrap();
            assert_eq!(read, Duration::from_millis(milliseconds), "{text}");
            assert_eq!(shown(read), again);
        }
        for text in ["", "2", "-1s", "1e3s", "1..2s", "2 s", "infs"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
