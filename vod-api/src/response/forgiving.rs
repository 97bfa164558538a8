//! The slow way to read an answer that is not quite as its page says.
//!
//! Whatever can be read is read: one bad field costs that field and no other. Numbers and the
//! text of numbers pass for each other, for the vendor's pages and its wire disagree on which is
//! sent. A problem never shows a value: it may be a secret.

use std::fmt;

use serde_core::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::reader::{Seen, float, position};
use super::{Envelope, Record, Slot};
use crate::protocol::Protocol;

/// As deep as `serde_json` goes. A type may hold itself, so the answer alone says how deep it is.
const DEEPEST: usize = 128;

/// One thing that is not as the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Path of the field, such as `video.storagePath`; empty for the answer as a whole.
    pub field: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            return f.write_str(&self.what);
        }
        write!(f, "`{}` {}", self.field, self.what)
    }
}

pub(super) fn read(
    json: &str,
    protocol: Protocol,
    record: &mut dyn Record,
    envelope: &mut Envelope,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let inner = match protocol {
        Protocol::V2 => json,
        Protocol::V3 { .. } => {
            let Some(pairs) = pairs(json, "", &mut problems) else { return problems };
            let Some((_, inner)) = pairs.into_iter().find(|(name, _)| name == "Response") else {
                problem(&mut problems, "Response", "is missing");
                return problems;
            };
            inner.get()
        }
    };
    object(inner, record, Some((envelope, protocol)), Place { path: "", depth: 0 }, &mut problems);
    problems
}

fn pairs<'j>(
    json: &'j str,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<Vec<(String, &'j RawValue)>> {
    let mut reader = serde_json::Deserializer::from_str(json);
    match reader.deserialize_map(Pairs).and_then(|pairs| reader.end().map(|()| pairs)) {
        Ok(pairs) => return Some(pairs),
        Err(error) if error.is_data() => {
            problem(problems, path, &format!("is {}, not an object", kind(json)));
        }
        // The error of a syntax mistake names line and column and quotes nothing.
        Err(error) => problem(problems, path, &format!("is not JSON: {error}")),
    }
    None
}

/// Where in an answer something stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    path: &'p str,
    depth: usize,
}

impl<'p> Place<'p> {
    fn inside(self, path: &'p str) -> Self {
        Self { path, depth: self.depth + 1 }
    }
}

fn object(
    json: &str,
    record: &mut dyn Record,
    mut envelope: Option<(&mut Envelope, Protocol)>,
    place: Place<'_>,
    problems: &mut Vec<Problem>,
) {
    let path = place.path;
    let Some(pairs) = pairs(json, path, problems) else { return };
    let fields = record.shape();
    let mut seen = Seen::default();
    if let Some(unknown) = record.unknown() {
        *unknown = super::Unknown::default();
    }
    for (name, value) in &pairs {
        let taken = |(envelope, protocol): &mut (&mut Envelope, Protocol)| {
            envelope.take(*protocol, name, value.get())
        };
        if envelope.as_mut().is_some_and(taken) {
            continue;
        }
        let Some(at) = position(fields, name, 0) else {
            if let Some(unknown) = record.unknown() {
                unknown.keep(name, value.get());
            }
            continue;
        };
        seen.add(at);
        slot(value.get(), record.slot(at), place.inside(&join(path, name)), problems);
    }
    for field in seen.missing(fields) {
        problem(problems, &join(path, field.name()), "is missing");
    }
}

fn slot(json: &str, slot: Slot<'_>, place: Place<'_>, problems: &mut Vec<Problem>) {
    let path = place.path;
    if place.depth > DEEPEST {
        return problem(problems, path, "is nested too deeply");
    }
    let expected = match slot {
        Slot::Unknown(_) | Slot::None => return,
        Slot::Record(inner) => return object(json, inner, None, place, problems),
        Slot::Option(inner) if json == "null" => return inner.clear(),
        Slot::Option(inner) => {
            let before = problems.len();
            self::slot(json, inner.fill(), place, problems);
            let hopeless = problems
                .get(before..)
                .is_some_and(|new| new.iter().any(|problem| problem.field == path));
            if hopeless {
                inner.clear();
            }
            return;
        }
        Slot::List(list) => match serde_json::from_str::<Vec<&RawValue>>(json) {
            Ok(items) => {
                list.clear();
                for (at, item) in items.iter().enumerate() {
                    let path = format!("{path}[{at}]");
                    self::slot(item.get(), list.push(), place.inside(&path), problems);
                }
                return;
            }
            Err(_) => "an array",
        },
        Slot::Text(text) => match scalar(json) {
            Some(value) => return *text = value,
            None => "text",
        },
        Slot::Secret(secret) => match scalar(json) {
            Some(value) => return *secret = value.into(),
            None => "text",
        },
        Slot::Choice(choice) => match scalar(json) {
            Some(value) => return choice.choose(&value),
            None => "text",
        },
        Slot::Integer(number) => match parse(json) {
            Some(value) => return *number = value,
            None => "a whole number",
        },
        Slot::Unsigned(number) => match parse(json) {
            Some(value) => return *number = value,
            None => "a whole number that is not negative",
        },
        Slot::Float(number) => match scalar(json).and_then(|text| float(&text)) {
            Some(value) => return *number = value,
            None => "a number",
        },
        Slot::Boolean(on) => match json {
            "true" | "1" => return *on = true,
            "false" | "0" => return *on = false,
            _ => "true or false",
        },
        Slot::Json(value) => match serde_json::from_str(json) {
            Ok(read) => return *value = read,
            Err(_) => "JSON",
        },
    };
    problem(problems, path, &format!("is {}, not {expected}", kind(json)));
}

/// Text, or a number as its text.
fn scalar(json: &str) -> Option<String> {
    let number = json.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    if number { Some(json.to_owned()) } else { serde_json::from_str(json).ok() }
}

fn parse<T: std::str::FromStr>(json: &str) -> Option<T> {
    scalar(json)?.parse().ok()
}

fn kind(json: &str) -> &'static str {
    match json.trim_start().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "text",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn problem(problems: &mut Vec<Problem>, path: &str, what: &str) {
    problems.push(Problem { field: path.to_owned(), what: what.to_owned() });
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}
