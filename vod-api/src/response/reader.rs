//! One reader for every answer: it drives the JSON by the slots of a record.
//!
//! It asks for the type a slot expects and never for "any": a program that switches on
//! `serde_json/arbitrary_precision` would otherwise change what numbers look like.

use std::fmt;

use serde_core::Deserialize as _;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::forgiving::{self, Problem};
use super::{Envelope, FieldShape, ListSlot, OptionSlot, Record, Slot};
use crate::protocol::Protocol;

/// Reads an answer into a record and its envelope.
///
/// The fast way gives up at the first thing that is not as the page says; then the answer is read
/// once more, value by value, so that whatever can be read is, and every problem has its path.
/// A refusal (a `code` other than 0, an `Error`) has no fields to miss, and so no problems.
pub fn read(json: &str, protocol: Protocol, record: &mut dyn Record) -> (Envelope, Vec<Problem>) {
    let mut envelope = Envelope::default();
    let mut reader = serde_json::Deserializer::from_str(json);
    let seed = RecordSeed { record, envelope: Some((&mut envelope, protocol)) };
    let fast = match protocol {
        Protocol::V2 => seed.deserialize(&mut reader),
        Protocol::V3 { .. } => Wrapped(seed).deserialize(&mut reader),
    };
    if fast.and_then(|()| reader.end()).is_ok() {
        return (envelope, Vec::new());
    }
    let mut envelope = Envelope::default();
    let mut problems = forgiving::read(json, protocol, record, &mut envelope);
    if envelope.is_refusal() {
        problems.clear();
    }
    (envelope, problems)
}

impl Envelope {
    /// Whether the call was refused.
    pub fn is_refusal(&self) -> bool {
        self.refused || self.code.as_deref().is_some_and(|code| code != "0")
    }

    /// Takes a field if it is the envelope's.
    pub(super) fn take(&mut self, protocol: Protocol, name: &str, json: &str) -> bool {
        let text = || serde_json::from_str(json).unwrap_or_else(|_| json.to_owned());
        match (protocol, name) {
            (Protocol::V2, "code") => self.code = (json != "null").then(text),
            (Protocol::V2, "message") => self.message = text(),
            (Protocol::V2, "codeDesc") => self.code_desc = text(),
            (Protocol::V3 { .. }, "RequestId") => self.request_id = (json != "null").then(text),
            (Protocol::V3 { .. }, "Error") => self.refuse(json),
            _ => return false,
        }
        true
    }

    /// Takes API 3.0's refusal: `{"Code": …, "Message": …}`. One that is something else is still
    /// no success.
    fn refuse(&mut self, json: &str) {
        if json == "null" {
            return;
        }
        let error: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
        let text = |value: Option<&serde_json::Value>| match value {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        self.refused = true;
        self.code = Some(text(error.get("Code")));
        self.message = text(if error.is_object() { error.get("Message") } else { Some(&error) });
    }
}

/// Which fields of a record have come.
#[derive(Default)]
pub(super) struct Seen {
    first: u128,
    rest: Vec<usize>,
}

impl Seen {
    pub(super) fn add(&mut self, field: usize) {
        if field < 128 { self.first |= 1 << field } else { self.rest.push(field) }
    }

    pub(super) fn missing<'f>(
        &'f self,
        fields: &'static [FieldShape],
    ) -> impl Iterator<Item = &'static FieldShape> + 'f {
        fields.iter().enumerate().filter_map(|(at, field)| {
            let seen = if at < 128 { self.first & (1 << at) != 0 } else { self.rest.contains(&at) };
            (matches!(field, FieldShape::Always(_)) && !seen).then_some(field)
        })
    }
}

/// An answer of API 3.0: everything stands within `Response`.
struct Wrapped<'r>(RecordSeed<'r>);

impl<'de> DeserializeSeed<'de> for Wrapped<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wrapped<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seed = Some(self.0);
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match seed.take_if(|_| name == "Response") {
                Some(seed) => map.next_value_seed(seed)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if seed.is_some() { Err(A::Error::custom("there is no `Response`")) } else { Ok(()) }
    }
}

struct RecordSeed<'r> {
    record: &'r mut dyn Record,
    envelope: Option<(&'r mut Envelope, Protocol)>,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let fields = self.record.shape();
        let protocol = self.envelope.as_ref().map(|(_, protocol)| *protocol);
        let mut seen = Seen::default();
        let mut next = 0;
        while let Some(key) = map.next_key_seed(KeySeed { fields, next, envelope: protocol })? {
            match key {
                Key::Field(at) => {
                    seen.add(at);
                    next = at + 1;
                    map.next_value_seed(SlotSeed(self.record.slot(at)))?;
                }
                Key::Other(name) => {
                    let json: &RawValue = map.next_value()?;
                    if let Some(unknown) = self.record.unknown() {
                        unknown.keep(&name, json.get());
                    }
                }
                Key::Envelope(part) => match (&mut self.envelope, part) {
                    (Some((envelope, _)), Part::Code) => {
                        let code: i64 = map.next_value()?;
                        envelope.code = Some(itoa::Buffer::new().format(code).to_owned());
                    }
                    (Some((envelope, _)), Part::Message) => {
                        map.next_value_seed(SlotSeed(Slot::Text(&mut envelope.message)))?;
                    }
                    (Some((envelope, _)), Part::CodeDesc) => {
                        map.next_value_seed(SlotSeed(Slot::Text(&mut envelope.code_desc)))?;
                    }
                    (Some((envelope, _)), Part::RequestId) => {
                        envelope.request_id = Some(map.next_value()?);
                    }
                    (Some((envelope, _)), Part::Error) => {
                        let json: &RawValue = map.next_value()?;
                        envelope.refuse(json.get());
                    }
                    (None, _) => drop(map.next_value::<IgnoredAny>()?),
                },
            }
        }
        let refused = self.envelope.is_some_and(|(envelope, _)| envelope.is_refusal());
        if !refused && seen.missing(fields).next().is_some() {
            return Err(A::Error::custom("a field is missing"));
        }
        Ok(())
    }
}

/// A field of the envelope.
enum Part {
    Code,
    Message,
    CodeDesc,
    RequestId,
    Error,
}

enum Key {
    Field(usize),
    Envelope(Part),
    Other(Box<str>),
}

struct KeySeed {
    fields: &'static [FieldShape],
    /// Answers mostly keep the order of the page: the search starts here.
    next: usize,
    /// Whose envelope is around the fields, if one is.
    envelope: Option<Protocol>,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        // No page lists a name of the envelope, so the fields, of which there are more, go first.
        if let Some(field) = position(self.fields, name, self.next) {
            return Ok(Key::Field(field));
        }
        Ok(match (self.envelope, name) {
            (Some(Protocol::V2), "code") => Key::Envelope(Part::Code),
            (Some(Protocol::V2), "message") => Key::Envelope(Part::Message),
            (Some(Protocol::V2), "codeDesc") => Key::Envelope(Part::CodeDesc),
            (Some(Protocol::V3 { .. }), "RequestId") => Key::Envelope(Part::RequestId),
            (Some(Protocol::V3 { .. }), "Error") => Key::Envelope(Part::Error),
            _ => Key::Other(name.into()),
        })
    }
}

/// The place of a field, looked for from `next` on and then from the start.
pub(super) fn position(fields: &[FieldShape], name: &str, next: usize) -> Option<usize> {
    let next = next.min(fields.len());
    let (before, after) = fields.split_at(next);
    let named = |field: &FieldShape| field.name() == name;
    after.iter().position(named).map(|at| at + next).or_else(|| before.iter().position(named))
}

struct SlotSeed<'s>(Slot<'s>);

impl<'de> DeserializeSeed<'de> for SlotSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            Slot::Unknown(_) | Slot::None => IgnoredAny::deserialize(deserializer).map(drop),
            Slot::Text(slot) => deserializer.deserialize_str(Text(slot)),
            Slot::Secret(slot) => deserializer.deserialize_str(Text(slot.text_mut())),
            Slot::Integer(slot) => i64::deserialize(deserializer).map(|value| *slot = value),
            Slot::Unsigned(slot) => u64::deserialize(deserializer).map(|value| *slot = value),
            Slot::Float(slot) => {
                let json = <&RawValue>::deserialize(deserializer)?;
                *slot = float(json.get()).ok_or_else(|| D::Error::custom("no number"))?;
                Ok(())
            }
            Slot::Boolean(slot) => bool::deserialize(deserializer).map(|value| *slot = value),
            Slot::Json(slot) => {
                serde_json::Value::deserialize(deserializer).map(|value| *slot = value)
            }
            Slot::Choice(slot) => {
                let mut text = String::new();
                deserializer.deserialize_str(Text(&mut text))?;
                slot.choose(&text);
                Ok(())
            }
            Slot::Record(record) => RecordSeed { record, envelope: None }.deserialize(deserializer),
            Slot::Option(slot) => deserializer.deserialize_option(OptionVisitor(slot)),
            Slot::List(slot) => deserializer.deserialize_seq(ListVisitor(slot)),
        }
    }
}

/// A number as it is written: `serde_json` reads one to within its last digit.
pub(super) fn float(json: &str) -> Option<f64> {
    json.parse().ok().filter(|number: &f64| number.is_finite())
}

struct Text<'s>(&'s mut String);

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        // The place is a new one, and takes what is made to measure.
        *self.0 = String::from(text);
        Ok(())
    }
}

struct OptionVisitor<'s>(&'s mut dyn OptionSlot);

impl<'de> Visitor<'de> for OptionVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.clear();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        SlotSeed(self.0.fill()).deserialize(deserializer)
    }
}

struct ListVisitor<'s>(&'s mut dyn ListSlot);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.clear();
        while items.next_element_seed(ItemSeed(self.0))?.is_some() {}
        Ok(())
    }
}

/// Adds an item to the list only when there is one to read.
struct ItemSeed<'s>(&'s mut dyn ListSlot);

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        SlotSeed(self.0.push()).deserialize(deserializer)
    }
}
