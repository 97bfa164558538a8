//! `vod call`.

mod body;
mod choice;
mod given;
mod refused;
mod v2;
mod v3;

use vod_api::{Method, Stamp, Untyped};
use vod_spec::model::{Action, Api};
use vod_spec::protocol::Protocol;

use crate::args::{self, Call};
use crate::output::{self, Failure};
use crate::target::Manner;
use crate::{dry_run, signals};

/// Holds the parameters against the Action's page, then sends them, or shows what would be sent.
pub(crate) async fn run(args: Call) -> Result<(), Failure> {
    let apis = choice::apis(&args)?;
    let (api, action) = choice::action(&apis, &args)?;
    args.target.fits(api.protocol)?;
    let request = match api.protocol {
        Protocol::V2 => v2::request(api, action, &args)?,
        Protocol::V3 => v3::request(api, action, &args)?,
    };
    let method = args.method.map(|method| match method {
        args::Method::Get => Method::Get,
        args::Method::Post => Method::Post,
    });
    let manner = Manner { method, timeout: action.facts.timeout, page: args.page.as_deref() };
    if args.dry_run {
        let runtime = args.target.offline(manner)?;
        let now = Stamp::now();
        let stamp = Stamp {
            nonce: args.nonce.unwrap_or(now.nonce),
            timestamp: args.timestamp.unwrap_or(now.timestamp),
        };
        return dry_run::call(&runtime.prepare_untyped(&request, stamp)?, args.json);
    }
    let ended = signals::ended()?;
    let sending = send(&args, manner, &request, (api, action));
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

async fn send(
    args: &Call,
    manner: Manner<'_>,
    request: &Untyped,
    (api, action): (&Api, &Action),
) -> Result<serde_json::Value, Failure> {
    let connection = args.target.connect(manner).await?;
    let answer = connection.runtime.send_untyped(request).await;
    answer.map_err(|error| refused::explained(error, api, action))
}

/// A request that goes to the Action's own address, if its page states one.
fn at_home(request: Untyped, action: &Action) -> Untyped {
    match &action.facts.endpoint {
        Some(endpoint) => request.endpoint(endpoint),
        None => request,
    }
}

/// Why a call is not made: all that is wrong with its parameters, and how they are mended.
fn not_sent(action: &Action, wrong: &[String], hints: &[String]) -> Failure {
    let (name, page, wrong) = (&action.name.wire, &action.page, wrong.join("\n  "));
    let mut message =
        format!("{name} was not sent, its parameters break the rules of {page}\n  {wrong}");
    for hint in hints {
        message.push('\n');
        message.push_str(hint);
    }
    Failure::usage(message)
}

/// How unknown parameters are mended: those that the Action has in the other generation, by that
/// one; those that no page knows, by an option.
fn hints(args: &Call, protocol: Protocol, unknown: &[&str]) -> Result<Vec<String>, Failure> {
    let other = match args.page {
        None if !unknown.is_empty() => choice::elsewhere(protocol, &args.action, unknown)?,
        _ => None,
    };
    let (known, other) = other.unzip();
    let mut hints = Vec::from_iter(other);
    if unknown.len() > known.unwrap_or(0) {
        hints.push("Parameters that no page knows go by --extra.".to_owned());
    }
    Ok(hints)
}
