//! What a fault does to an answer of COS from within.

use std::borrow::Cow;

use super::{Effect, Fault};

/// What COS does otherwise than it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twist<'f> {
    /// Nothing.
    None,
    WrongEtag,
    WrongCrc,
    /// Does not keep what it takes.
    Lose,
    /// Refuses with this code behind a status of 200, and `handled` all the same.
    LateRefuse {
        code: &'f str,
        handled: bool,
    },
}

impl<'f> Twist<'f> {
    pub(crate) fn of(fault: Option<&'f Fault>) -> Self {
        match fault.map(|fault| (&fault.effect, fault.handled)) {
            Some((Effect::WrongEtag, _)) => Self::WrongEtag,
            Some((Effect::WrongCrc, _)) => Self::WrongCrc,
            Some((Effect::Lose, _)) => Self::Lose,
            Some((Effect::LateRefuse(code), handled)) => Self::LateRefuse { code, handled },
            _ => Self::None,
        }
    }

    /// The ETag that is told: of a wrong one every digit is another.
    pub(crate) fn etag(self, etag: &str) -> Cow<'_, str> {
        if self != Self::WrongEtag {
            return Cow::Borrowed(etag);
        }
        let (digits, number) = etag.split_at(etag.find('-').unwrap_or(etag.len()));
        let digits =
            digits.chars().map(|c| c.to_digit(16).and_then(|d| char::from_digit(15 - d, 16)));
        Cow::Owned(digits.map(|digit| digit.unwrap_or('0')).chain(number.chars()).collect())
    }

    /// The CRC-64 that is told.
    pub(crate) fn crc(self, crc: u64) -> u64 {
        if self == Self::WrongCrc { !crc } else { crc }
    }
}
