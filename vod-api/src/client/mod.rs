//! The runtime behind every generated client: it prepares, sends and reads; none of it is
//! generic over Actions.

mod builder;
mod connections;
mod prepared;
mod sending;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use connections::Connections;

pub use builder::Builder;
pub use prepared::Prepared;
pub use sending::Sending;

use crate::action::{Action, ActionInfo, CodeInfo};
use crate::error::{Error, Refused, Unreadable};
use crate::protocol::v2::{Method, Signer, Stamp};
use crate::request::{Params, Untyped, secrets};
use crate::response::{Envelope, Problem, Record, Shaped, read};
use crate::secret::{Secret, scrubbed};

/// No answer is read past this.
const LARGEST_ANSWER: usize = 8 << 20;

const BOM: char = '\u{feff}';

/// What the generated clients share: connections, keys, settings. Cheap to clone.
#[derive(Clone)]
pub struct Runtime(Arc<Settings>);

pub(crate) struct Settings {
    pub(crate) connections: Connections,
    pub(crate) signer: Signer,
    pub(crate) endpoint: Option<String>,
    pub(crate) cos_endpoint: Option<String>,
    pub(crate) method: Option<Method>,
    pub(crate) timeout: Duration,
}

/// An answer as it came.
pub struct Answer {
    action: String,
    status: u16,
    body: String,
    codes: [&'static [CodeInfo]; 2],
    /// What was sent and must not be shown: a server's message may echo it.
    hidden: Vec<Secret>,
}

impl Runtime {
    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    /// Validates and signs a request; nothing is sent.
    pub fn prepare<A: Action>(&self, request: &A, stamp: Stamp) -> Result<Prepared, Error> {
        prepared::prepare(&self.0, A::INFO.name, Some(A::INFO), request, stamp)
    }

    /// Like [`Runtime::prepare`], for an Action by name.
    pub fn prepare_untyped(&self, request: &Untyped, stamp: Stamp) -> Result<Prepared, Error> {
        prepared::prepare(&self.0, request.name(), None, request, stamp)
    }

    /// Sends a request to an Action by name; gives the whole answer, envelope and all.
    ///
    /// A refusal is [`Error::Refused`], without a meaning: there is no page to take it from.
    pub async fn send_untyped(&self, request: &Untyped) -> Result<serde_json::Value, Error> {
        let answer = self.exchange(request.name(), None, request).await?;
        let mut nothing = Nothing::default();
        answer.read(&mut nothing)?;
        // The reader has just read the same text.
        Ok(serde_json::from_str(&answer.body).unwrap_or_default())
    }

    /// Sends a request; the answer can be awaited.
    pub fn send<A: Action>(&self, request: A) -> Sending<'_, A::Response> {
        let exchange = async move { self.exchange(A::INFO.name, Some(A::INFO), &request).await };
        Sending::new(Box::pin(exchange))
    }

    async fn exchange(
        &self,
        action: &str,
        info: Option<&'static ActionInfo>,
        request: &dyn Params,
    ) -> Result<Answer, Error> {
        let prepared = prepared::prepare(&self.0, action, info, request, Stamp::now())?;
        let timeout = info.and_then(|info| info.timeout).unwrap_or(self.0.timeout);
        let mut hidden: Vec<Secret> = secrets(request).into_iter().map(Secret::from).collect();
        hidden.extend(self.0.signer.credential().secrets().cloned());
        hidden.push(prepared.secret());
        let host = prepared.host().to_owned();
        tracing::debug!(action, host, method = prepared.method(), "sending");
        let failed = |error| Error::transport(action, &host, error);
        let mut http = reqwest::Request::try_from(prepared.into_http()?).map_err(failed)?;
        *http.timeout_mut() = Some(timeout);
        let connection = self.0.connections.to(http.url())?;
        let response = connection.execute(http).await.map_err(failed)?;
        let status = response.status().as_u16();
        let unreadable = |what: String| {
            let problem = Problem { field: String::new(), what };
            Error::Unreadable(Box::new(Unreadable::new(action, status, vec![problem])))
        };
        let body = collect(response).await.map_err(failed)?.ok_or_else(|| {
            unreadable(format!("is longer than {LARGEST_ANSWER} bytes and was not read on"))
        })?;
        tracing::debug!(action, status, bytes = body.len(), "answered");
        let mut body = String::from_utf8(body)
            .map_err(|error| unreadable(format!("is not UTF-8: {}", error.utf8_error())))?;
        // Some servers mark their text as UTF-8 where JSON has no such mark.
        if body.starts_with(BOM) {
            body.replace_range(..BOM.len_utf8(), "");
        }
        let of_service = info.map_or(&[][..], |info| info.service.errors);
        let of_service = if of_service.is_empty() { crate::v2::SERVICE.errors } else { of_service };
        let codes = [info.map_or(&[][..], |info| info.errors), of_service];
        Ok(Answer { action: action.to_owned(), status, body, codes, hidden })
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("secret_id", &self.0.signer.credential().secret_id())
            .field("endpoint", &self.0.endpoint)
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// Fills a record; a refusal and everything that cannot be read are errors.
    fn read(&self, record: &mut dyn Record) -> Result<(), Error> {
        let problems = match read(&self.body, record) {
            Ok(envelope) if envelope.is_refusal() => return Err(self.refused(envelope)),
            Ok(Envelope { code: Some(_), .. }) if self.status < 300 => return Ok(()),
            Ok(_) => Vec::new(),
            Err((_, problems)) => problems,
        };
        Err(Error::Unreadable(Box::new(self.unreadable(problems))))
    }

    fn unreadable(&self, mut problems: Vec<Problem>) -> Unreadable {
        let whole = |what: &str| Problem { field: String::new(), what: what.to_owned() };
        if self.body.trim().is_empty() {
            problems = vec![whole("is empty")];
        } else if problems.is_empty() {
            problems.push(whole("has no `code`, or came with an HTTP status that is no success"));
        }
        for problem in &mut problems {
            problem.what = self.hide(std::mem::take(&mut problem.what));
        }
        let unreadable = Unreadable::new(&self.action, self.status, problems);
        unreadable.quote(&self.body, |text| self.hide(text))
    }

    /// A part of the answer as it may be shown.
    fn hide(&self, text: String) -> String {
        scrubbed(text, &self.hidden)
    }

    fn refused(&self, envelope: Envelope) -> Error {
        let code = envelope.code.unwrap_or_default();
        let row = self.codes.iter().copied().flatten().find(|row| row.code() == code);
        Error::Refused(Box::new(Refused {
            action: self.action.clone(),
            // A code that is known is no secret, even if a secret is spelled like it.
            code: if row.is_some() { code } else { self.hide(code) },
            code_desc: self.hide(envelope.code_desc),
            meaning: row.map_or("", CodeInfo::meaning),
            message: self.hide(envelope.message),
            retry: row.is_some_and(CodeInfo::is_retryable),
            status: self.status,
        }))
    }
}

/// The whole body, or `None` when it passes the limit.
async fn collect(mut response: reqwest::Response) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let chunk: Bytes = chunk;
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

/// A record without fields, for answers of which no page speaks.
#[derive(Default)]
struct Nothing(crate::response::Unknown);

impl Shaped for Nothing {
    const SHAPE: crate::response::Shape = &[];

    fn value(&self, _: usize) -> crate::value::Value<'_> {
        crate::value::Value::Unknown(&self.0)
    }

    fn slot(&mut self, _: usize) -> crate::response::Slot<'_> {
        crate::response::Slot::Unknown(&mut self.0)
    }
}
