//! Parameters of API 3.0 as they were given: words of the command line, or JSON.

use serde_json::Value;

/// A value before its page has said what it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Given<'a> {
    /// Words of the command line.
    Words(&'a Words<'a>),
    /// One text of the command line.
    Text(&'a str),
    /// Part of a body, or of a text that is JSON.
    Json(&'a Value),
}

/// What the command line says of one name: texts of its own, and what is dotted below it.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    pub(super) texts: Vec<&'a str>,
    /// In the order in which they were first named.
    pub(super) below: Vec<(&'a str, Words<'a>)>,
}

impl<'a> Words<'a> {
    /// The parameters of a command line, with their dotted names taken apart.
    pub(super) fn new(parameters: &'a [(String, String)]) -> Self {
        let mut all = Self::default();
        for (name, text) in parameters {
            let mut at = &mut all;
            for part in name.split('.') {
                at = at.part(part);
            }
            at.texts.push(text);
        }
        all
    }

    fn part(&mut self, name: &'a str) -> &mut Self {
        let at = self.below.iter().position(|(known, _)| *known == name);
        let at = at.unwrap_or_else(|| {
            self.below.push((name, Self::default()));
            self.below.len() - 1
        });
        // The place was found, or made, just now.
        #[allow(clippy::indexing_slicing, reason = "see above")]
        &mut self.below[at].1
    }

    /// What is below the name, by name.
    pub(super) fn members(&'a self) -> Vec<(&'a str, Given<'a>)> {
        self.below.iter().map(|(name, words)| (*name, Given::Words(words))).collect()
    }
}
