//! The line that a sandbox seems to be at the other end of.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::fault::{duration, rate};

/// How fast and how far away a sandbox is, such as `60MB/s,20ms`. See [`Builder::link`].
///
/// [`Builder::link`]: crate::Builder::link
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// What a connection takes in, at most.
    pub bytes_per_second: u64,
    /// How much later each answer comes.
    pub latency: Duration,
}

/// Why a text is no [`Link`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkError(String);

impl FromStr for Link {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let (rate, latency) = text.split_once(',').unwrap_or((text, "0s"));
        let link = rate::read(rate.trim()).zip(duration::read(latency.trim()));
        let link = link.map(|(bytes_per_second, latency)| Self { bytes_per_second, latency });
        link.ok_or_else(|| {
            let told = "is no link: that is bytes a second and a time, such as `60MB/s,20ms`";
            LinkError(format!("`{text}` {told}"))
        })
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LinkError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_a_rate_and_a_time() {
        let link = |text: &str| text.parse::<Link>().map(|l| (l.bytes_per_second, l.latency));
        assert_eq!(link("60MB/s,20ms"), Ok((60_000_000, Duration::from_millis(20))));
        assert_eq!(link("1MiB/s, 1s"), Ok((1 << 20, Duration::from_secs(1))));
        assert_eq!(link("500kB/s"), Ok((500_000, Duration::ZERO)));
        for text in ["", "60MB", "20ms,60MB/s", "60MB/s,20", "60MB/s,20ms,1s"] {
            let error = link(text).unwrap_err().to_string();
            assert!(error.contains("such as `60MB/s,20ms`"), "{error}");
        }
    }
}
