//! A refusal with the page's word for its code.

use vod_api::Error;
use vod_spec::model::{Action, Api};

use crate::output::Failure;
use crate::pages;

/// What the pages add to an error: the runtime knows the codes that every Action may answer, the
/// Action's page its own.
pub(super) fn explained(error: Error, api: &Api, action: &Action) -> Failure {
    let code = error.code().unwrap_or_default().to_owned();
    let own = action.errors.iter().find(|row| row.name.wire == code);
    // Of an Action's own code the runtime may have told what its family means.
    let known = matches!(&error, Error::Refused(refused) if !refused.meaning.is_empty());
    let meaning = pages::meaning(action, &api.errors, &code).filter(|_| own.is_some() || !known);
    let meaning = meaning.map(str::to_owned);
    let mut failure = Failure::from(error);
    if let Some(cause) = &mut failure.cause {
        cause.retryable |= own.is_some_and(|row| row.retry);
    }
    if let Some(meaning) = meaning {
        failure.message = format!("{}\n  the page says: {meaning}", failure.message);
    }
    failure
}
