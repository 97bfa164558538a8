//! How often a request was sent, and what became of it before the last time.

use std::fmt;
use std::time::Duration;

use super::Plain;

/// How often a request was sent, and why not once more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Tries {
    /// Those before the last one, oldest first.
    pub earlier: Vec<Try>,
    /// Why there was none after the last one, where one might have helped; else empty.
    pub stopped: String,
    /// Whether one before the last one may have reached the server and was not answered: what
    /// became of the call is then not known, whatever the last answer says.
    pub unanswered: bool,
}

/// A try that failed and was followed by another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Try {
    /// Why it failed.
    pub why: String,
    /// How long the client waited after it.
    pub waited: Duration,
}

impl Tries {
    /// How often the request was sent.
    #[must_use]
    pub fn count(&self) -> usize {
        self.earlier.len() + 1
    }
}

/// What stands behind an error: nothing for a single try that nothing could have followed.
impl fmt::Display for Tries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.earlier.is_empty() {
            write!(f, "; tried {} times, before that: ", self.count())?;
            let same = self.earlier.chunk_by(|one, other| one.why == other.why);
            for (at, same) in same.enumerate() {
                let part = if at > 0 { "; " } else { "" };
                let why = same.first().map_or("", |tried| &tried.why);
                write!(f, "{part}{}", Plain(why))?;
                if same.len() > 1 {
                    write!(f, " ({} times)", same.len())?;
                }
            }
        }
        if self.stopped.is_empty() {
            Ok(())
        } else {
            write!(f, "; not tried again: {}", self.stopped)
        }
    }
}
