//! Unix times and how they are written: dates of UTC, ISO 8601.

/// The date in UTC, `2018-07-17`.
pub(crate) fn date(unix: u64) -> String {
    // Days are counted from 0000-03-01, so that a leap day ends its year; 400 years have 146097.
    let days = unix / 86400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + next)
}

/// Date and time in UTC, `2018-07-17T08:00:00Z`.
pub(crate) fn iso(unix: u64) -> String {
    let second = unix % 86400;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", date(unix))
}

/// Date and time as HTTP writes them, `Tue, 17 Jul 2018 08:00:00 GMT`.
pub(crate) fn http(unix: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let iso = iso(unix);
    let part = |from: usize, to: usize| iso.get(from..to).unwrap_or_default();
    let month = part(5, 7).parse().unwrap_or(1_usize);
    let named = |names: &[&'static str], at: usize| names.get(at).copied().unwrap_or_default();
    let day = named(&DAYS, usize::try_from(unix / 86400 % 7).unwrap_or_default());
    let month = named(&MONTHS, month.saturating_sub(1));
    format!("{day}, {} {month} {} {} GMT", part(8, 10), part(0, 4), part(11, 19))
}

/// The Unix time of a text that a page takes for a timestamp; fractions of a second are left out.
pub(crate) fn unix(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let zone = text.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = match zone.as_bytes().first() {
        None | Some(b'Z') => 0,
        Some(sign) => {
            let digits = zone.get(1..)?.replace(':', "");
            let part = |from, to| digits.get(from..to).unwrap_or("0").parse::<i64>().ok();
            let seconds = part(0, 2)? * 3600 + part(2, 4)? * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
    };
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let days = 365 * of_era + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day - 1;
    let days = era * 146_097 + days - 719_468;
    Some(days * 86400 + hour * 3600 + minute * 60 + second - offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_has_its_own_form() {
        for (seconds, text) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (1_557_989_151, "Thu, 16 May 2019 06:45:51 GMT"),
        ] {
            assert_eq!(http(seconds), text);
        }
    }

    #[test]
    fn times_are_written_and_read() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_551_113_065, "2019-02-25T16:44:25Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(iso(seconds), text);
            assert_eq!(unix(text), i64::try_from(seconds).ok());
        }
        assert_eq!(unix("1970-01-01T08:00:01.5+08:00"), Some(1));
        assert_eq!(unix("1969-12-31T23:00:00-0100"), Some(0));
        assert_eq!(
            (unix(""), unix("1970-01-01"), unix("yesterday, at some time")),
            (None, None, None)
        );
    }
}
