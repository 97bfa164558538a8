//! A request of API 3.0.

use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use vod_api::{Protocol, Untyped};
use vod_spec::model::{Action, Api};
use vod_spec::parameters::field;

use super::body::{self, Reading};
use super::given::{Given, Words};
use crate::args::{Call, Method};
use crate::output::Failure;

/// The request, if its parameters are what the page asks for; else all that is wrong with them.
pub(super) fn request(api: &Api, action: &Action, args: &Call) -> Result<Untyped, Failure> {
    options(args)?;
    let whole = args.body.as_deref().map(whole).transpose()?;
    let words = Words::new(&args.parameters);
    let given = match &whole {
        Some(members) => {
            members.iter().map(|(name, value)| (name.as_str(), Given::Json(value))).collect()
        }
        None => words.members(),
    };
    let Reading { members, secrets, mut wrong, unknown } = body::read(api, &action.request, &given);
    let mut members = Value::Object(members);
    for (name, text) in &args.extra {
        wrong.extend(extra(api, action, &mut members, name, text));
    }
    if !wrong.is_empty() {
        let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
        let hints = super::hints(args, api.protocol, &unknown)?;
        return Err(super::not_sent(action, &wrong, &hints));
    }
    let request = Untyped::v3(&action.name.wire, version(api, action));
    let request = super::at_home(request, action);
    let request = secrets.into_iter().fold(request, Untyped::hide);
    let Value::Object(members) = members else { return Ok(request) };
    Ok(members.into_iter().fold(request, |request, (name, value)| request.json(name, value)))
}

/// Refuses options that are for API 2.0.
fn options(args: &Call) -> Result<(), Failure> {
    let wrong = if args.nonce.is_some() {
        "API 3.0 has no nonce: leave --nonce out; --timestamp alone fixes a dry run"
    } else if args.method == Some(Method::Get) {
        "calls of API 3.0 go by POST: leave --method out, or give --api v2"
    } else {
        return Ok(());
    };
    Err(Failure::usage(wrong))
}

/// The version that the request names: the Action's, its index's, else the service's.
fn version<'a>(api: &'a Api, action: &'a Action) -> &'a str {
    let service = match vod_api::v3::SERVICE.protocol {
        Protocol::V3 { version } => version,
        Protocol::V2 => "",
    };
    action.facts.version.as_ref().or(api.version.as_ref()).map_or(service, String::as_str)
}

/// The members of a body that is given as a whole.
fn whole(file: &Path) -> Result<serde_json::Map<String, Value>, Failure> {
    let (name, text) = if file == Path::new("-") {
        let mut text = String::new();
        ("stdin".to_owned(), std::io::stdin().read_to_string(&mut text).map(|_| text))
    } else {
        (file.display().to_string(), std::fs::read_to_string(file))
    };
    let text = text.map_err(|error| Failure::failed(format!("{name}: {error}")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Failure::usage(format!(
            "{name}: a body is an object: the parameters as {{\"Name\": value}}"
        ))),
        Err(error) => Err(Failure::usage(format!("{name}: the body is not JSON: {error}"))),
    }
}

/// Adds a parameter that the page does not know; says what is wrong with one that cannot be added.
fn extra(
    api: &Api,
    action: &Action,
    members: &mut Value,
    name: &str,
    text: &str,
) -> Option<String> {
    if field(api, &action.request, name).is_some() {
        return Some(format!("`{name}` is a parameter of the page; give it without --extra"));
    }
    // A key must not be sent by mistake.
    if let Some(instead) = of_protocol(name).filter(|_| is_credential(name)) {
        return Some(format!("`{name}` {instead}"));
    }
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
    let mut at = members;
    for part in name.split('.') {
        let next = match at {
            Value::Array(items) => {
                let count = items.len();
                match part.parse::<usize>() {
                    Ok(place) if place <= count => {
                        if place == count {
                            items.push(Value::Null);
                        }
                        items.get_mut(place)
                    }
                    _ => return Some(format!("`{name}`: the next item is number {count}")),
                }
            }
            Value::Object(inner) => Some(inner.entry(part).or_insert(Value::Null)),
            Value::Null => {
                *at = Value::Object([(part.to_owned(), Value::Null)].into_iter().collect());
                at.get_mut(part)
            }
            _ => return Some(format!("`{name}` is below one value")),
        };
        at = next?;
    }
    if !at.is_null() {
        return Some(format!("`{name}` is given twice"));
    }
    *at = value;
    None
}

fn is_credential(name: &str) -> bool {
    ["SecretId", "SecretKey", "Token", "X-TC-Token", "Authorization"].contains(&name)
}

/// Where a parameter of the protocol's own comes from, since it is a header and the page has none
/// of its name.
pub(super) fn of_protocol(name: &str) -> Option<&'static str> {
    Some(match name.strip_prefix("X-TC-").unwrap_or(name) {
        "Action" => "is the first word of the command",
        "Version" => "is what the page, or its index, states",
        "Timestamp" => "is the time of the call; a dry run takes it by --timestamp",
        "Region" => "is given by --region",
        "Language" => "is given by --language",
        "Nonce" => "is of API 2.0; API 3.0 has none",
        "SecretId" => "comes from the environment variable TENCENTCLOUD_SECRET_ID",
        "SecretKey" => {
            "comes from the environment variable TENCENTCLOUD_SECRET_KEY and is not sent"
        }
        "Token" => "comes from the environment variable TENCENTCLOUD_TOKEN",
        "Signature" | "SignatureMethod" | "Authorization" => {
            "is computed by the command, from all the rest"
        }
        _ => return None,
    })
}
