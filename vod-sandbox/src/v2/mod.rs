//! VOD API 2.0: who calls, whether they may, which Action they mean, and the envelope around the
//! answer.
//!
//! The checks stand in one fixed order, and the first that fails answers.

mod actions;
mod codes;
mod named;
mod sign;

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response};
use serde_json::{Map, Value};
use vod_spec::parameters::violations;
use vod_spec::protocol::Protocol;

use crate::arrival::Arrival;
use crate::certificate::Holder;
use crate::form::{self, Parameters};
use crate::state::{State, WINDOW};
use crate::{Seen, limits};
pub(crate) use codes::{number, refuse, word};
pub(crate) use named::action;
use sign::Order;

/// Where API 2.0 lives.
pub(crate) const PATH: &str = "/v2/index.php";
/// The most bytes a form may have.
const LARGEST_FORM: usize = 1 << 20;
/// Values that are shown nowhere, whatever the page says.
const HIDDEN: [&str; 2] = ["Signature", "Token"];

/// Why VOD refuses a request; the HTTP status is 200 all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    code: i64,
    description: &'static str,
    message: String,
    string_to_sign: Option<String>,
}

impl Refusal {
    pub(crate) fn new(code: i64, description: &'static str, message: impl Into<String>) -> Self {
        Self { code, description, message: message.into(), string_to_sign: None }
    }
}

/// Answers a request to the API and notes it.
pub(crate) async fn answer(
    state: &State,
    arrival: &Arrival,
    request: Request<Body>,
) -> Response<Body> {
    let method = request.method().clone();
    let read = read(request).await;
    let parameters = read.as_ref().ok().cloned().unwrap_or_default();
    let answer = read.and_then(|parameters| handle(state, &method, &arrival.host, &parameters));
    let body = match answer {
        Ok(fields) => succeed(fields),
        Err(refusal) => refused(refusal),
    };
    let action = parameters.get("Action").cloned();
    let shown =
        |(name, _): &(String, String)| !is_hidden(state, action.as_deref().unwrap_or(""), name);
    state.memory().note(Seen {
        action: action.clone(),
        parameters: parameters.into_iter().filter(shown).collect(),
        code: actions::code(body.get("code")).unwrap_or(0),
        ..arrival.seen(method.as_str(), PATH)
    });
    reply(body)
}

fn reply(body: Map<String, Value>) -> Response<Body> {
    let mut response = Response::new(Body::from(Value::Object(body).to_string()));
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

/// GET speaks by its query alone, POST by its form alone.
async fn read(request: Request<Body>) -> Result<Parameters, Refusal> {
    let invalid = |message| Refusal::new(4000, "InvalidParameter", message);
    let (parts, body) = request.into_parts();
    match parts.method {
        Method::GET => Ok(form::read(parts.uri.query().unwrap_or(""))),
        Method::POST => {
            let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
            let kind = kind.unwrap_or("").split(';').next().unwrap_or("").trim();
            if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
                return Err(invalid("a POST carries application/x-www-form-urlencoded"));
            }
            let body = axum::body::to_bytes(body, LARGEST_FORM).await;
            let body = body.map_err(|_| invalid("the form was cut off or is over 1 MiB"))?;
            Ok(form::read(&String::from_utf8_lossy(&body)))
        }
        _ => Err(invalid("the API takes GET and POST")),
    }
}

fn handle(
    state: &State,
    method: &Method,
    host: &str,
    parameters: &Parameters,
) -> Result<Map<String, Value>, Refusal> {
    authenticate(state, method, host, parameters)?;
    let name = parameters.get("Action").map_or("", String::as_str);
    let (api, action) = state.pages.find(Protocol::V2, name).ok_or_else(|| {
        let known = state.pages.names(Protocol::V2).collect::<Vec<_>>().join(", ");
        let message =
            format!("no page describes `{name}`; a sandbox can be given pages. Known: {known}");
        Refusal::new(6100, "VersionNotSupported", message)
    })?;
    limits::hold(state, Protocol::V2, action)
        .map_err(|message| Refusal::new(4400, "RequestLimitExceeded", message))?;
    // The service lets parameters pass that it does not know.
    let broken = violations(api, &action.request, parameters).into_iter();
    let broken: Vec<String> =
        broken.filter(|one| !one.unknown).map(|one| one.to_string()).collect();
    if !broken.is_empty() {
        return Err(Refusal::new(4000, "InvalidParameter", broken.join("; ")));
    }
    actions::run(state, action, parameters)
}

fn authenticate(
    state: &State,
    method: &Method,
    host: &str,
    parameters: &Parameters,
) -> Result<(), Refusal> {
    let given = |name: &str| parameters.get(name).map_or("", String::as_str);
    let common = Protocol::V2.common_parameters().iter().filter(|common| common.required);
    let needed = common.map(|common| common.name).chain(["Signature"]);
    let missing = needed.filter(|name| given(name).is_empty());
    let missing: Vec<String> = missing.map(|name| format!("{name} is required")).collect();
    if !missing.is_empty() {
        return Err(Refusal::new(4000, "InvalidParameter", missing.join("; ")));
    }
    let key = secret_key(state, given("SecretId"), given("Token"))?;
    let now = state.now();
    let timestamp = digits(given("Timestamp"))
        .ok_or_else(|| Refusal::new(4000, "InvalidParameter", "Timestamp must be Unix seconds"))?;
    if timestamp.abs_diff(now) > WINDOW {
        let message = format!("Timestamp is over {WINDOW} seconds from the server's {now}");
        return Err(Refusal::new(4500, "Replayed", message));
    }
    signature(state, method, host, parameters, &key)?;
    let nonce = digits(given("Nonce")).ok_or_else(|| {
        let message = "Nonce must be an integer that is not negative";
        Refusal::new(4000, "InvalidParameter", message)
    })?;
    if !state.memory().use_nonce(now, timestamp, nonce) {
        let message = "Nonce was used with this Timestamp before";
        return Err(Refusal::new(4500, "Replayed", message));
    }
    Ok(())
}

/// The key that signs for a SecretId; a pair that was lent comes with its token and in its time.
fn secret_key(state: &State, secret_id: &str, token: &str) -> Result<String, Refusal> {
    let wrong = |message| Refusal::new(4105, "TokenFailure", message);
    match Holder::of(state, secret_id) {
        Some(Holder::Account(key)) => Ok(key),
        Some(Holder::Lent(lent)) if lent.calls() => {
            if lent.token != token {
                return Err(wrong("Token is not that of the temporary key pair"));
            }
            if lent.has_expired(state.now()) {
                return Err(wrong("the temporary key pair has expired"));
            }
            Ok(lent.secret_key)
        }
        // API 2.0 lends no pair to an upload, and knows none.
        _ => Err(Refusal::new(4104, "SecretIdNotFound", "no such SecretId")),
    }
}

/// A number written in digits alone.
fn digits(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| !text.starts_with('+'))
}

/// Clients that are pointed here sign the host they connect to, or the Action's own.
fn signature(
    state: &State,
    method: &Method,
    host: &str,
    parameters: &Parameters,
    key: &str,
) -> Result<(), Refusal> {
    let given = parameters.get("Signature").map_or("", String::as_str);
    let algorithm = parameters.get("SignatureMethod").map(String::as_str);
    let action = parameters.get("Action").map_or("", String::as_str);
    let own = state.pages.endpoint(Protocol::V2, action).split('/').nth(2).unwrap_or("");
    for host in [host, own] {
        for order in [Order::AsSigned, Order::AsSent] {
            let text = sign::string_to_sign(method.as_str(), host, PATH, parameters, order);
            if sign::verify(key, algorithm, &text, given) {
                return Ok(());
            }
        }
    }
    let hide = |(name, value): (&String, &String)| {
        let hidden = is_hidden(state, action, name);
        (name.clone(), if hidden { "[redacted]".to_owned() } else { value.clone() })
    };
    let shown: Parameters = parameters.iter().map(hide).collect();
    let text = sign::string_to_sign(method.as_str(), host, PATH, &shown, Order::AsSigned);
    let message = "the signature does not fit the request and the key";
    let refusal = Refusal::new(4100, "SignatureFailure", message);
    Err(Refusal { string_to_sign: Some(text), ..refusal })
}

/// Whether a parameter's value is shown nowhere.
fn is_hidden(state: &State, action: &str, name: &str) -> bool {
    HIDDEN.contains(&name) || state.pages.hides(Protocol::V2, action, name)
}

fn succeed(fields: Map<String, Value>) -> Map<String, Value> {
    let envelope = [("code", 0.into()), ("message", "".into()), ("codeDesc", "Success".into())];
    // An example's own envelope, which comes with its fields, has the last word.
    envelope
        .map(|(name, value): (&str, Value)| (name.to_owned(), value))
        .into_iter()
        .chain(fields)
        .collect()
}

fn refused(refusal: Refusal) -> Map<String, Value> {
    let mut body = envelope(&refusal.code.into(), refusal.description, &refusal.message);
    if let Some(text) = refusal.string_to_sign {
        body.insert("stringToSign".to_owned(), text.into());
    }
    body
}

fn envelope(code: &Value, description: &str, message: &str) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("code".to_owned(), code.clone());
    body.insert("message".to_owned(), format!("({code}){message}").into());
    body.insert("codeDesc".to_owned(), description.into());
    body
}
