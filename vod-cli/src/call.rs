//! `vod call`.

use std::collections::BTreeMap;

use vod_api::{Error, Method, Stamp, Untyped};
use vod_spec::model::{Action, Api, Field};
use vod_spec::parameters::{field, is_secret, violations};

use crate::args::{self, Call};
use crate::output::{self, Failure};
use crate::target::Manner;
use crate::{dry_run, pages, signals};

/// Holds the parameters against the Action's page, then sends them, or shows what would be sent.
pub(crate) async fn run(args: Call) -> Result<(), Failure> {
    let api = match &args.page {
        Some(file) => pages::page(file)?,
        None => pages::embedded()?,
    };
    let action = pages::action(&api, &args.action)?;
    let request = request(&api, action, &args)?;
    let method = args.method.map(|method| match method {
        args::Method::Get => Method::Get,
        args::Method::Post => Method::Post,
    });
    let manner = Manner {
        method,
        endpoint: action.facts.endpoint.as_deref(),
        timeout: action.facts.timeout,
        page: args.page.as_deref(),
    };
    if args.dry_run {
        let client = args.target.offline(manner)?;
        let now = Stamp::now();
        let stamp = Stamp {
            nonce: args.nonce.unwrap_or(now.nonce),
            timestamp: args.timestamp.unwrap_or(now.timestamp),
        };
        return dry_run::call(&client.runtime().prepare_untyped(&request, stamp)?, args.json);
    }
    let ended = signals::ended()?;
    let sending = async {
        let connection = args.target.connect(manner).await?;
        let answer = connection.client.runtime().send_untyped(&request).await;
        answer.map_err(|error| explained(error, &api, action))
    };
    let answer = tokio::select! {
        // What came to its end is told, whatever came with it.
        biased;
        answer = sending => answer?,
        () = ended => {
            return Err(Failure::failed("interrupted; the request may have been carried out"));
        }
    };
    output::document(&answer)
}

/// The request, if its parameters are what the page asks for; else all that is wrong with them.
fn request(api: &Api, action: &Action, args: &Call) -> Result<Untyped, Failure> {
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
    let unknown = found.iter().any(|one| one.unknown && of_protocol(&one.parameter).is_none());
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
        let (name, page, wrong) = (&action.name.wire, &action.page, wrong.join("\n  "));
        let hint = if unknown { "\nParameters that no page knows go by --extra." } else { "" };
        return Err(Failure::usage(format!(
            "{name} was not sent, its parameters break the rules of {page}\n  {wrong}{hint}"
        )));
    }
    let request = Untyped::new(&action.name.wire);
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

/// A refusal with the page's word for its code.
fn explained(error: Error, api: &Api, action: &Action) -> Failure {
    let meaning = error.code().and_then(|code| pages::meaning(action, &api.errors, code));
    let known = matches!(&error, Error::Refused(refused) if !refused.meaning.is_empty());
    let meaning = meaning.filter(|_| !known).map(str::to_owned);
    let mut failure = Failure::from(error);
    if let Some(meaning) = meaning {
        failure.message = format!("{}\n  the page says: {meaning}", failure.message);
    }
    failure
}
