//! Codes of API 2.0 and what API 3.0 calls them, as the pages have it.

use axum::body::Body;
use http::Response;
use vod_spec::model::ErrorCode;
use vod_spec::protocol::Protocol;

use super::{envelope, reply};
use crate::state::State;

fn find(state: &State, is: impl Fn(&ErrorCode) -> bool) -> Option<&ErrorCode> {
    state.pages.codes(Protocol::V2).find(|code| is(code))
}

/// The number of what API 3.0 calls by this word, or the pages name so.
pub(crate) fn number(state: &State, word: &str) -> Option<String> {
    let found = find(state, |code| code.v3.as_deref() == Some(word));
    let found = found.or_else(|| find(state, |code| code.name.rust == word));
    found.map(|code| code.name.wire.clone())
}

/// What API 3.0 calls this number.
pub(crate) fn word(state: &State, number: &str) -> Option<String> {
    find(state, |code| code.name.wire == number)?.v3.clone()
}

/// A refusal by this number, whatever was asked for.
pub(crate) fn refuse(state: &State, number: &str, message: &str) -> Response<Body> {
    let named = find(state, |code| code.name.wire == number);
    let description = named.map_or("Refused", |code| &code.name.rust);
    // A number that is too long for one goes as text, as some of the vendor's pages have it.
    let code = number.parse::<i64>().map_or_else(|_| number.into(), Into::into);
    reply(envelope(&code, description, message))
}
