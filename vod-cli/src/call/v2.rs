//! A request of API 2.0.

use std::collections::BTreeMap;

use vod_api::Untyped;
use vod_spec::model::{Action, Api, Field};
use vod_spec::parameters::{field, is_secret, violations};

use crate::args::Call;
use crate::output::Failure;

/// The request, if its parameters are what the page asks for; else all that is wrong with them.
pub(super) fn request(api: &Api, action: &Action, args: &Call) -> Result<Untyped, Failure> {
    if args.body.is_some() {
        let why = "--body is for API 3.0, whose parameters are JSON: give KEY=VALUE, or --api v3";
        return Err(Failure::usage(why));
    }
    let mut parameters = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, value) in &args.parameters {
        let known = field(api, &action.request, name);
        let flag = known.is_some_and(Field::is_flag);
        let value = match value.as_str() {
            "true" if flag => "1",
            "false" if flag => "0",
            other => other,
        };
        if parameters.insert(name.clone(), value.to_owned()).is_some() {
            wrong.push(format!("`{name}` is given twice"));
        }
    }
    let found = violations(api, &action.request, &parameters);
    let unknown = found.iter().filter(|one| one.unknown && of_protocol(&one.parameter).is_none());
    let unknown: Vec<&str> = unknown.map(|one| one.parameter.as_str()).collect();
    wrong.extend(found.iter().map(|one| {
        if let Some(instead) = of_protocol(&one.parameter).filter(|_| one.unknown) {
            return format!("`{}` {instead}", one.parameter);
        }
        // A name that is unknown may be a secret's, mistyped.
        let secret = one.unknown || is_secret(api, &action.request, &one.parameter);
        let shown = parameters.get(&one.parameter).filter(|_| !secret);
        match shown {
            Some(value) => format!("{one} (given: {value:?})"),
            None => one.to_string(),
        }
    }));
    let mut extra = BTreeMap::new();
    for (name, value) in &args.extra {
        if field(api, &action.request, name).is_some() {
            wrong.push(format!("`{name}` is a parameter of the page; give it without --extra"));
        } else if let Some(instead) = of_protocol(name) {
            wrong.push(format!("`{name}` {instead}"));
        } else if name.contains('_') {
            let why = "the order in which it is signed is not fixed";
            wrong.push(format!("`{name}` must not have `_` in its name: {why}"));
        } else if extra.insert(name.clone(), value.clone()).is_some() {
            wrong.push(format!("`{name}` is given twice"));
        }
    }
    if !wrong.is_empty() {
        let hints = super::hints(args, api.protocol, &unknown)?;
        return Err(super::not_sent(action, &wrong, &hints));
    }
    let request = super::at_home(Untyped::new(&action.name.wire), action);
    let given = parameters.into_iter().chain(extra);
    Ok(given.fold(request, |request, (name, value)| {
        if is_secret(api, &action.request, &name) {
            request.secret(name, value)
        } else {
            request.param(name, value)
        }
    }))
}

/// Where a parameter of the protocol's own comes from, since it is neither the page's nor free.
fn of_protocol(name: &str) -> Option<&'static str> {
    let head = name.split('.').next().unwrap_or(name);
    Some(match head {
        "Action" => "is the first word of the command",
        "Nonce" => "is drawn anew for each request; a dry run takes it by --nonce",
        "Timestamp" => "is the time of the call; a dry run takes it by --timestamp",
        "Region" => "is given by --region",
        "SecretId" => "comes from the environment variable TENCENTCLOUD_SECRET_ID",
        "SecretKey" => {
            "comes from the environment variable TENCENTCLOUD_SECRET_KEY and is not sent"
        }
        "Token" => "comes from the environment variable TENCENTCLOUD_TOKEN",
        "SignatureMethod" => "is set by the command, to HmacSHA256",
        "Signature" => "is computed by the command, from all the rest",
        _ => return None,
    })
}
