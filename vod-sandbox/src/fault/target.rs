//! Whom a fault strikes.

use std::fmt;
use std::io;

use vod_spec::nearest;
use vod_spec::protocol::Protocol;

use super::Fault;
use crate::pages::Pages;

/// Which requests a fault is meant for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    All,
    /// An Action of either generation.
    Action(String),
    /// COS, and files of media; with a method only that.
    Cos(Option<String>),
}

impl Target {
    pub(super) fn of(text: &str) -> Self {
        match text.split_once(':') {
            Some(("cos", method)) => Self::Cos(Some(method.to_ascii_uppercase())),
            None if text == "cos" => Self::Cos(None),
            _ => Self::Action(text.to_owned()),
        }
    }

    /// Whether a text can be a target at all.
    pub(super) fn is_possible(text: &str) -> bool {
        let word = text.strip_prefix("cos:").unwrap_or(text);
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Action(name) => write!(f, "{name}: "),
            Self::Cos(None) => f.write_str("cos: "),
            Self::Cos(Some(method)) => write!(f, "cos:{method}: "),
        }
    }
}

/// Refuses a fault for an Action that nobody serves: it could never strike.
pub(crate) fn check(faults: &[Fault], pages: &Pages) -> io::Result<()> {
    let names = || pages.names(Protocol::V3).chain(pages.names(Protocol::V2));
    for fault in faults {
        let Target::Action(action) = &fault.target else { continue };
        if names().any(|name| name == action) {
            continue;
        }
        let near = nearest(action, names().chain(["cos"]));
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let message = format!("no page describes `{action}` of the fault `{fault}`{near}");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    Ok(())
}
