//! The body of a request of API 3.0: what was given, made what the Action's page says it is.

use serde_json::{Map, Number, Value};
use vod_spec::model::{Api, Body, Field, Rule, Type};
use vod_spec::nearest;
use vod_spec::parameters::faults;

use super::given::Given;

/// What came of reading parameters by their page.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The body's members.
    pub(super) members: Map<String, Value>,
    /// Texts in it that must not be shown.
    pub(super) secrets: Vec<String>,
    /// Everything that is wrong, each with the parameter's path; unknown names come last.
    pub(super) wrong: Vec<String>,
    /// The paths of parameters that the page does not know.
    pub(super) unknown: Vec<String>,
}

/// Reads parameters by the table of their Action.
pub(super) fn read(api: &Api, fields: &[Field], given: &[(&str, Given<'_>)]) -> Reading {
    let mut reader = Reader { api, reading: Reading::default(), unknown: Vec::new() };
    let members = reader.table("", fields, given, false);
    let Reader { mut reading, unknown, .. } = reader;
    reading.members = members;
    reading.wrong.extend(unknown);
    reading
}

struct Reader<'a> {
    api: &'a Api,
    reading: Reading,
    /// What is told of unknown names.
    unknown: Vec<String>,
}

/// A value's place: its path, the field that it is of, its own type, whether it is secret.
struct Place<'a> {
    path: &'a str,
    field: &'a Field,
    ty: &'a Type,
    secret: bool,
}

impl Reader<'_> {
    fn tell(&mut self, path: &str, what: impl std::fmt::Display) {
        self.reading.wrong.push(format!("`{path}` {what}"));
    }

    fn table(
        &mut self,
        prefix: &str,
        fields: &[Field],
        given: &[(&str, Given<'_>)],
        secret: bool,
    ) -> Map<String, Value> {
        let find = |name: &str| given.iter().find(|(one, _)| *one == name);
        let mut members = Map::new();
        for field in fields {
            let path = format!("{prefix}{}", field.name.wire);
            let Some((_, value)) = find(&field.name.wire) else {
                if field.required {
                    self.tell(&path, "is required");
                }
                continue;
            };
            for at in &field.rules {
                if let Rule::Needs(other) = &at.rule
                    && find(other).is_none()
                {
                    self.tell(&path, format_args!("needs `{prefix}{other}`"));
                }
            }
            let secret = secret || field.is_secret();
            let place = Place { path: &path, field, ty: &field.ty, secret };
            let value = self.value(&place, *value);
            members.extend(value.map(|value| (field.name.wire.clone(), value)));
        }
        let names = || fields.iter().map(|field| field.name.wire.as_str());
        for (name, _) in given.iter().filter(|(name, _)| !names().any(|known| known == *name)) {
            let path = format!("{prefix}{name}");
            let instead = super::v3::of_protocol(name).filter(|_| prefix.is_empty());
            self.unknown.push(match (instead, nearest(name, names())) {
                (Some(instead), _) => format!("`{path}` {instead}"),
                (None, Some(near)) => {
                    format!("`{path}` is no parameter of the page; did you mean `{prefix}{near}`?")
                }
                (None, None) => format!("`{path}` is no parameter of the page"),
            });
            if instead.is_none() {
                self.reading.unknown.push(path);
            }
        }
        members
    }

    // Values are no deeper than the JSON reader lets them be, names no deeper than their types.
    fn value(&mut self, place: &Place<'_>, given: Given<'_>) -> Option<Value> {
        let definition = match place.ty {
            Type::Named(at) => self.api.types.get(*at).map(|named| &named.body),
            _ => None,
        };
        match (place.ty, definition) {
            (Type::Array(item), _) => self.array(place, item, given),
            (_, Some(Body::Struct(fields))) => self.object(place, fields, given),
            (Type::Object, _) => self.any(place, given),
            _ => self.scalar(place, given),
        }
    }

    fn array(&mut self, place: &Place<'_>, item: &Type, given: Given<'_>) -> Option<Value> {
        let path = place.path;
        let words = match given {
            Given::Words(words) => words,
            Given::Text(text) => {
                let whole = self.json(place, text)?;
                return self.array(place, item, Given::Json(&whole));
            }
            Given::Json(Value::Array(items)) => {
                let items: Vec<Given<'_>> = items.iter().map(Given::Json).collect();
                return Some(self.items(place, item, &items));
            }
            Given::Json(other) => return self.mistyped(place, other, "an array"),
        };
        let is_whole = |text: &&&str| text.trim_start().starts_with('[');
        let whole = words.texts.iter().find(is_whole);
        match (words.texts.as_slice(), words.below.as_slice(), whole) {
            ([], ..) => {
                let items = self.numbered(path, words.members())?;
                Some(self.items(place, item, &items))
            }
            (_, [_, ..], _) | ([_, _, ..], [], Some(_)) => {
                self.tell(path, "is given as a whole and by its items too; give it one way");
                None
            }
            ([text], [], Some(_)) => self.array(place, item, Given::Text(text)),
            (texts, [], None) => {
                let items: Vec<Given<'_>> = texts.iter().map(|text| Given::Text(text)).collect();
                Some(self.items(place, item, &items))
            }
        }
    }

    /// The items that were numbered, in their order.
    fn numbered<'g>(
        &mut self,
        path: &str,
        members: Vec<(&'g str, Given<'g>)>,
    ) -> Option<Vec<Given<'g>>> {
        let count = members.len();
        let mut items: Vec<Option<Given<'g>>> = vec![None; count];
        for (name, given) in members {
            let at = name.parse::<usize>().ok().filter(|at| at.to_string() == name);
            let Some(item) = at.and_then(|at| items.get_mut(at)) else {
                let what = format!(
                    "is counted from `{path}.0` on without a gap: `{path}.{name}` is not the next"
                );
                self.tell(path, what);
                return None;
            };
            *item = Some(given);
        }
        Some(items.into_iter().flatten().collect())
    }

    fn items(&mut self, place: &Place<'_>, item: &Type, items: &[Given<'_>]) -> Value {
        let broken = place.field.rules.iter().filter(|at| at.rule.broken_by_items(items.len()));
        for at in broken {
            self.tell(
                place.path,
                format_args!("has {} items, which breaks: {}", items.len(), at.rule),
            );
        }
        let one = |(at, given): (usize, &Given<'_>)| {
            let path = format!("{}.{at}", place.path);
            self.value(&Place { path: &path, ty: item, ..*place }, *given)
        };
        items.iter().enumerate().filter_map(one).collect()
    }

    fn object(&mut self, place: &Place<'_>, fields: &[Field], given: Given<'_>) -> Option<Value> {
        let path = place.path;
        let members = match given {
            Given::Json(Value::Object(members)) => {
                members.iter().map(|(name, value)| (name.as_str(), Given::Json(value))).collect()
            }
            Given::Json(other) => return self.mistyped(place, other, "an object"),
            Given::Text(text) => {
                let whole = self.json(place, text)?;
                return self.object(place, fields, Given::Json(&whole));
            }
            Given::Words(words) => match (words.texts.as_slice(), words.below.as_slice()) {
                ([], _) => words.members(),
                ([text], []) => return self.object(place, fields, Given::Text(text)),
                (_, []) => return self.twice(path),
                _ => {
                    self.tell(path, "is given as a whole and by its fields too; give it one way");
                    return None;
                }
            },
        };
        let members = self.table(&format!("{path}."), fields, &members, place.secret);
        Some(Value::Object(members))
    }

    /// A value that may be any JSON.
    fn any(&mut self, place: &Place<'_>, given: Given<'_>) -> Option<Value> {
        let value = match self.one(place, given)? {
            Given::Json(value) => value.clone(),
            Given::Text(text) => self.json(place, text)?,
            Given::Words(_) => return None,
        };
        if place.secret {
            hide(&value, &mut self.reading.secrets);
        }
        Some(value)
    }

    fn scalar(&mut self, place: &Place<'_>, given: Given<'_>) -> Option<Value> {
        let Place { field, ty, .. } = *place;
        let is_flag = field.is_flag() && *ty == Type::Boolean;
        let text = match self.one(place, given)? {
            Given::Text("true") if is_flag => "1".to_owned(),
            Given::Text("false") if is_flag => "0".to_owned(),
            Given::Text(text) => text.to_owned(),
            Given::Json(value) => match (ty, value) {
                (Type::Boolean, Value::Bool(on)) if is_flag => u8::from(*on).to_string(),
                (Type::Boolean, Value::Number(number)) if is_flag => number.to_string(),
                (Type::Boolean, Value::Bool(on)) => on.to_string(),
                (Type::Integer | Type::Unsigned | Type::Float, Value::Number(number)) => {
                    number.to_string()
                }
                (Type::String | Type::Timestamp | Type::Named(_), Value::String(text)) => {
                    text.clone()
                }
                _ => return self.mistyped(place, value, wanted(ty, is_flag)),
            },
            Given::Words(_) => return None,
        };
        let ty = if matches!(ty, Type::Named(_)) { &Type::String } else { ty };
        let found = faults(field, ty, &text);
        for what in &found {
            if place.secret {
                self.tell(place.path, what);
            } else {
                self.tell(place.path, format_args!("{what} (given: {:?})", cut(&text)));
            }
        }
        if place.secret {
            self.reading.secrets.push(text.clone());
        }
        if found.is_empty() { typed(ty, is_flag, text) } else { None }
    }

    /// The one value that was given; of words, their one text.
    fn one<'g>(&mut self, place: &Place<'_>, given: Given<'g>) -> Option<Given<'g>> {
        let Given::Words(words) = given else { return Some(given) };
        match (words.texts.as_slice(), words.below.as_slice()) {
            ([text], []) => Some(Given::Text(text)),
            (_, []) => self.twice(place.path),
            _ if *place.ty == Type::Object => {
                self.tell(place.path, "is any JSON: give it as a whole, such as '{\"a\": 1}'");
                None
            }
            _ => {
                self.tell(place.path, "is one value, it has no fields or items");
                None
            }
        }
    }

    fn twice<T>(&mut self, path: &str) -> Option<T> {
        self.tell(path, "is given twice");
        None
    }

    /// A text that has to be JSON. What the reader says of one that is none quotes nothing of it.
    fn json(&mut self, place: &Place<'_>, text: &str) -> Option<Value> {
        match serde_json::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let is = match place.ty {
                    Type::Array(_) => "an array",
                    Type::Object => "any JSON",
                    _ => "an object",
                };
                self.tell(place.path, format_args!("is {is} and must be given as JSON: {error}"));
                None
            }
        }
    }

    fn mistyped<T>(&mut self, place: &Place<'_>, value: &Value, wanted: &str) -> Option<T> {
        let is = match value {
            Value::Null => {
                self.tell(place.path, "is null: leave it out, what is not given is not sent");
                return None;
            }
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        self.tell(place.path, format_args!("is {is}, not {wanted}"));
        None
    }
}

fn wanted(ty: &Type, is_flag: bool) -> &'static str {
    match ty {
        Type::Integer | Type::Unsigned => "a whole number",
        Type::Float => "a number",
        Type::Boolean if is_flag => "0 or 1",
        Type::Boolean => "true or false",
        _ => "text",
    }
}

/// A text that fits its type, as JSON.
fn typed(ty: &Type, is_flag: bool, text: String) -> Option<Value> {
    Some(match ty {
        Type::Integer => Value::from(text.parse::<i64>().ok()?),
        Type::Unsigned => Value::from(text.parse::<u64>().ok()?),
        Type::Float => Value::from(Number::from_f64(text.parse().ok()?)?),
        Type::Boolean if is_flag => Value::from(text.parse::<u8>().ok()?),
        Type::Boolean => Value::from(text == "true"),
        _ => Value::from(text),
    })
}

/// Every text and number of a value that is secret as a whole.
fn hide(value: &Value, secrets: &mut Vec<String>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => secrets.push(number.to_string()),
        Value::String(text) => secrets.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| hide(item, secrets)),
        Value::Object(members) => members.values().for_each(|value| hide(value, secrets)),
    }
}

/// A value for a message.
fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
