//! Bytes a second as a fault writes them: `60MB/s`, `512KiB/s`, `100/s`.

/// Units and their bytes; a unit that another ends with stands behind it.
const UNITS: [(&str, u64); 8] = [
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("kB", 1000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("B", 1),
    ("", 1),
];

/// None for a text that is no rate, or of nothing.
pub(crate) fn read(text: &str) -> Option<u64> {
    let text = text.strip_suffix("/s")?;
    let (number, unit) =
        UNITS.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))?;
    let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let rate = number.parse::<u64>().ok().filter(|_| plain)?.checked_mul(unit)?;
    (rate > 0).then_some(rate)
}

/// In the largest unit of thousands that fits.
pub(crate) fn shown(rate: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")];
    match units.iter().find(|(unit, _)| rate.is_multiple_of(*unit)) {
        Some((unit, name)) => format!("{}{name}/s", rate / unit),
        None => format!("{rate}/s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_and_shown() {
        for (text, bytes, again) in [
            ("60MB/s", 60_000_000, "60MB/s"),
            ("1500kB/s", 1_500_000, "1500kB/s"),
            ("1MiB/s", 1 << 20, "1048576/s"),
            ("100/s", 100, "100/s"),
            ("100B/s", 100, "100/s"),
            ("2GB/s", 2_000_000_000, "2GB/s"),
        ] {
            assert_eq!(read(text), Some(bytes), "{text}");
            assert_eq!(shown(bytes), again);
        }
        for text in ["", "/s", "60MB", "0MB/s", "-1/s", "1.5MB/s", "MB/s", "9999999999999GB/s"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
