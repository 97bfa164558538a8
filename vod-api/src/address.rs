//! An address as somebody gave it, shown without who logs in there.

use std::borrow::Cow;
use std::fmt;

/// An address that nobody has looked at yet.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn new(address: impl Into<String>) -> Self {
        Self(address.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.0).fmt(f)
    }
}

/// An address as it may be shown: what stands before its last `@` may be a password, also where
/// the address is none.
pub(crate) fn shown(address: &str) -> Cow<'_, str> {
    match address.rsplit_once('@') {
        None => address.into(),
        Some((login, host)) => {
            let scheme = login.split_once("://").map_or("", |(scheme, _)| scheme);
            // What only looks like a scheme may be a part of the password.
            match scheme {
                "http" | "https" => format!("{scheme}://[redacted]@{host}").into(),
                _ => format!("[redacted]@{host}").into(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_who_logs_in() {
        for (address, seen) in [
            ("https://vod.example/v2", "https://vod.example/v2"),
            ("http://me:pass@vod.example", "http://[redacted]@vod.example"),
            ("https://me:p/a@s s@vod.example/", "https://[redacted]@vod.example/"),
            ("me:pass://word@vod.example", "[redacted]@vod.example"),
        ] {
            assert_eq!(shown(address), seen);
            assert_eq!(format!("{:?}", Address::new(address)), format!("{seen:?}"));
        }
    }
}
