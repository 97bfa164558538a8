//! What a request says, held against the table of its Action.
//!
//! Names, presence and kinds of JSON are looked at here; what a single value must fulfil is the
//! page's, and looked at as in API 2.0.

use serde_json::{Map, Value};
use vod_spec::model::{Action, Api, Body, Field, Rule, Type};
use vod_spec::nearest;
use vod_spec::parameters::violations;
use vod_spec::protocol::Protocol;

use super::refusal::Refusal;
use super::{Call, query};
use crate::form::{self, Parameters};
use crate::state::State;

/// The parameters of a request: the members of its body, or of a GET what stands in its query.
pub(super) fn read(call: &Call, api: &Api, action: &Action) -> Result<Map<String, Value>, Refusal> {
    if call.method == "GET" {
        return Ok(query::typed(api, &action.request, form::read(&call.query)));
    }
    let invalid = |message: String| Refusal::new("InvalidParameter", message);
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(other) => Err(invalid(format!("the body is {}, not an object", kind(&other)))),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(invalid(format!("the body is no JSON, from line {line}, column {column} on")))
        }
    }
}

/// Names and values as [`crate::Seen`] shows them, without what is secret.
pub(super) fn flat(call: &Call, state: &State, action: &str) -> Parameters {
    let mut flat = Parameters::new();
    if call.method == "GET" {
        flat = form::read(&call.query);
    } else if let Ok(Value::Object(fields)) = serde_json::from_slice(&call.body) {
        fields.iter().for_each(|(name, value)| spread(name.clone(), value, &mut flat));
    }
    flat.retain(|name, _| !state.pages.hides(Protocol::V3, action, name));
    flat
}

fn spread(name: String, value: &Value, flat: &mut Parameters) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            fields.iter().for_each(|(inner, value)| spread(format!("{name}.{inner}"), value, flat));
        }
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().enumerate();
            items.for_each(|(at, value)| spread(format!("{name}.{at}"), value, flat));
        }
        Value::String(text) => drop(flat.insert(name, text.clone())),
        other => drop(flat.insert(name, other.to_string())),
    }
}

/// Refuses parameters that break their page; all mistakes are told at once.
pub(super) fn check(
    api: &Api,
    action: &Action,
    parameters: &Map<String, Value>,
) -> Result<(), Refusal> {
    let mut check = Check { api, action, found: Vec::new(), unknown: Vec::new() };
    check.table("", &action.request, parameters);
    let Check { mut found, unknown, .. } = check;
    found.extend(unknown);
    let Some(first) = found.first() else { return Ok(()) };
    let told: Vec<String> =
        found.iter().map(|mistake| format!("`{}` {}", mistake.path, mistake.what)).collect();
    Err(Refusal::new(first.code.clone(), told.join("; ")))
}

/// One way in which parameters break their page. It never shows a value: it may be a secret.
struct Mistake {
    code: String,
    path: String,
    what: String,
}

struct Check<'a> {
    api: &'a Api,
    action: &'a Action,
    found: Vec<Mistake>,
    /// Told last: a name that was mistyped matters less than the one that lacks.
    unknown: Vec<Mistake>,
}

impl Check<'_> {
    fn tell(&mut self, code: impl Into<String>, path: &str, what: impl Into<String>) {
        self.found.push(Mistake { code: code.into(), path: path.to_owned(), what: what.into() });
    }

    /// The code of a parameter whose value will not do, as narrow as the page has it.
    fn value_code(&self, path: &str) -> String {
        let name = path.split('.').next().unwrap_or("");
        let narrow = format!("InvalidParameterValue.{name}");
        let lists = self.action.errors.iter().any(|code| code.name.wire == narrow);
        if lists { narrow } else { "InvalidParameterValue".to_owned() }
    }

    fn table(&mut self, prefix: &str, fields: &[Field], given: &Map<String, Value>) {
        for field in fields {
            let path = format!("{prefix}{}", field.name.wire);
            let Some(value) = given.get(&field.name.wire) else {
                if field.required {
                    self.tell("MissingParameter", &path, "is required");
                }
                continue;
            };
            for at in &field.rules {
                if let Rule::Needs(other) = &at.rule
                    && !given.contains_key(other)
                {
                    self.tell("InvalidParameter", &path, format!("needs `{prefix}{other}`"));
                }
            }
            self.value(&path, field, &field.ty, value);
        }
        let names = || fields.iter().map(|field| field.name.wire.as_str());
        for name in given.keys().filter(|name| !names().any(|known| known == *name)) {
            let near = nearest(name, names());
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            self.unknown.push(Mistake {
                code: "UnknownParameter".to_owned(),
                path: format!("{prefix}{name}"),
                what: format!("is no parameter of the page{near}"),
            });
        }
    }

    // Values are no deeper than the JSON reader lets them be.
    fn value(&mut self, path: &str, field: &Field, ty: &Type, value: &Value) {
        let body = if let Type::Named(place) = ty { self.api.types.get(*place) } else { None };
        match (ty, body.map(|named| &named.body), value) {
            (Type::Array(item), _, Value::Array(items)) => {
                let broken = field.rules.iter().filter(|at| at.rule.broken_by_items(items.len()));
                for at in broken {
                    let what = format!("has {} items, which breaks: {}", items.len(), at.rule);
                    self.tell(self.value_code(path), path, what);
                }
                for (at, one) in items.iter().enumerate() {
                    self.value(&format!("{path}.{at}"), field, item, one);
                }
            }
            (_, Some(Body::Struct(fields)), Value::Object(given)) => {
                self.table(&format!("{path}."), fields, given);
            }
            (_, Some(Body::Enum(_)), Value::String(_)) => {
                self.leaf(path, field, &Type::String, value);
            }
            (Type::Object, ..) => {}
            (Type::Array(_) | Type::Named(_), ..) => self.mistyped(path, field, ty, value),
            _ => self.leaf(path, field, ty, value),
        }
    }

    /// A text, a number or a boolean, held against the rules of its field.
    fn leaf(&mut self, path: &str, field: &Field, ty: &Type, value: &Value) {
        let text = match (ty, value) {
            (Type::String | Type::Timestamp, Value::String(text)) => text.clone(),
            (Type::Boolean, Value::Number(number)) if field.is_flag() => number.to_string(),
            (Type::Boolean, Value::Bool(on)) if !field.is_flag() => on.to_string(),
            (Type::Integer | Type::Unsigned | Type::Float, Value::Number(number)) => {
                number.to_string()
            }
            _ => return self.mistyped(path, field, ty, value),
        };
        let is_array = matches!(field.ty, Type::Array(_));
        let mut alone = Field { ty: ty.clone(), ..field.clone() };
        // What a rule says of the field among others, or of an array as a whole, was looked at.
        alone.rules.retain(|at| match at.rule {
            Rule::Needs(_) => false,
            Rule::NotEmpty => !is_array,
            _ => true,
        });
        let given = Parameters::from([(alone.name.wire.clone(), text)]);
        for broken in violations(self.api, std::slice::from_ref(&alone), &given) {
            let of_kind = matches!(value, Value::Number(_)) && broken.what.starts_with("must be");
            let code = if of_kind { "InvalidParameter".to_owned() } else { self.value_code(path) };
            self.tell(code, path, broken.what);
        }
    }

    fn mistyped(&mut self, path: &str, field: &Field, ty: &Type, value: &Value) {
        let wanted = match ty {
            Type::String | Type::Timestamp => "text",
            Type::Integer | Type::Unsigned => "a whole number",
            Type::Float => "a number",
            Type::Boolean if field.is_flag() => "0 or 1",
            Type::Boolean => "true or false",
            Type::Array(_) => "an array",
            Type::Named(place) => match self.api.types.get(*place).map(|named| &named.body) {
                Some(Body::Enum(_)) => "text",
                _ => "an object",
            },
            Type::Object => "JSON",
        };
        let what = match value {
            Value::Null => format!("is null, not {wanted}; what is not given is left out"),
            other => format!("is {}, not {wanted}", kind(other)),
        };
        self.tell("InvalidParameter", path, what);
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
