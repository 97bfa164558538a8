//! Which Action of which generation is called.

use vod_spec::model::{Action, Api};
use vod_spec::protocol::Protocol;

use crate::args::{self, Call};
use crate::output::Failure;
use crate::pages;

/// The APIs in which the Action is looked for, in that order.
pub(super) fn apis(args: &Call) -> Result<Vec<Api>, Failure> {
    let wanted = args.api.map(args::Api::protocol);
    let Some(file) = &args.page else {
        return match wanted {
            Some(protocol) => Ok(vec![pages::embedded(protocol)?]),
            None => pages::GENERATIONS.into_iter().map(pages::embedded).collect(),
        };
    };
    let api = pages::page(file)?;
    let is = api.protocol;
    if wanted.is_none_or(|wanted| wanted == is) {
        return Ok(vec![api]);
    }
    Err(Failure::usage(format!(
        "{} is a page of {}: leave --api out, or give --api {}",
        file.display(),
        is.title(),
        is.name()
    )))
}

/// The Action that the words name.
pub(super) fn action<'a>(apis: &'a [Api], args: &Call) -> Result<(&'a Api, &'a Action), Failure> {
    let name = &args.action;
    let mut failure = match pages::action(apis, name) {
        Ok(found) => return Ok(found),
        Err(failure) => failure,
    };
    if args.page.is_some() {
        return Err(failure);
    }
    if let Some(wanted) = args.api {
        for protocol in pages::GENERATIONS.into_iter().filter(|one| *one != wanted.protocol()) {
            if pages::find(&pages::embedded(protocol)?, name).is_some() {
                return Err(Failure::usage(format!(
                    "`{name}` is an Action of {}: give --api {}",
                    protocol.title(),
                    protocol.name()
                )));
            }
        }
    }
    failure.message.push_str("\n  a page of your own is given with --page FILE");
    Err(failure)
}

/// How many of the parameters the Action of the same name has in the other generation, and how that
/// one is called.
pub(super) fn elsewhere(
    protocol: Protocol,
    name: &str,
    parameters: &[&str],
) -> Result<Option<(usize, String)>, Failure> {
    let Some(other) = pages::GENERATIONS.into_iter().find(|other| *other != protocol) else {
        return Ok(None);
    };
    let api = pages::embedded(other)?;
    let Some(action) = pages::find(&api, name) else { return Ok(None) };
    let has = |name: &str| action.request.iter().any(|field| field.name.wire == name);
    let known: Vec<String> = parameters
        .iter()
        .filter(|name| has(name.split('.').next().unwrap_or(name)))
        .map(|name| format!("`{name}`"))
        .collect();
    let are = match known.as_slice() {
        [] => return Ok(None),
        [_] => "is a parameter",
        _ => "are parameters",
    };
    let hint = format!(
        "{} {are} of {name} of {}: give --api {}",
        known.join(", "),
        other.title(),
        other.name()
    );
    Ok(Some((known.len(), hint)))
}
