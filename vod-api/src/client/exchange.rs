//! A call from its request to its answer: it waits its turn, signs, sends, and sends again where
//! that may help.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use tracing::Instrument as _;

use super::answer::{Answer, Hidden};
use super::prepared::{self, Signing};
use super::retry::{self, Next};
use super::time::{self, Instant};
use super::{Called, Settings};
use crate::action::Repeatable;
use crate::credential::Credential;
use crate::error::{Deadline, Error, OutcomeUnknown, Tries, Try};
use crate::request::{Params, check};
use crate::secret::scrubbed;
use crate::transport::TransportError;

/// Takes an answer that came.
pub(super) type Read<'r> = dyn FnMut(Answer<'_>) -> Result<(), Error> + Send + 'r;

/// How long a call may take and how often it is sent, where the caller says so.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    pub(crate) deadline: Option<Duration>,
    pub(crate) attempt: Option<Duration>,
    pub(crate) attempts: Option<u32>,
}

/// A call under way.
pub(super) struct Exchange<'a> {
    settings: &'a Settings,
    called: &'a Called<'a>,
    request: &'a dyn Params,
    /// When its time is over, if there is a clock to tell.
    end: Option<Instant>,
    limit: Duration,
    attempt: Duration,
    attempts: u32,
}

/// A try that failed, and what its answer said beside.
struct Failed {
    error: Error,
    /// How long the server asks to wait.
    after: Option<Duration>,
    /// The server's time.
    date: Option<SystemTime>,
    /// Who signed.
    credential: Option<Credential>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, after: None, date: None, credential: None }
    }
}

/// What was changed because the server refused it, each once in a call.
#[derive(Default)]
struct Amended {
    clock: bool,
    pair: bool,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        called: &'a Called<'a>,
        request: &'a dyn Params,
        limits: Limits,
    ) -> Self {
        let waits = time::can_wait();
        let of_page = called.info.and_then(|info| info.timeout);
        let limit = limits.deadline.unwrap_or(settings.deadline);
        let attempt = limits.attempt.or(of_page).unwrap_or(settings.attempt);
        let attempts = limits.attempts.unwrap_or(settings.retry.most()).max(1);
        Self {
            settings,
            called,
            request,
            end: waits.then(|| Instant::now() + limit),
            limit,
            attempt,
            attempts: if waits { attempts } else { 1 },
        }
    }

    /// Sends the request until an answer is taken, or no other try may help.
    pub(super) async fn run(self, read: &mut Read<'_>) -> Result<(), Error> {
        let Called { action, protocol, .. } = *self.called;
        check(action, protocol, self.request)?;
        if let Some(mock) = &self.settings.mock {
            let body = mock.answer(action, protocol, self.request)?.into_bytes();
            let hidden =
                Hidden { request: self.request, credential: None, signature: "", way: &[] };
            return read(Answer::new(self.called, 200, body, &hidden)?);
        }
        let span = tracing::debug_span!(
            "call",
            otel.name = action,
            otel.kind = "internal",
            rpc.system.name = "tencentcloud",
            rpc.method = action,
            error.r#type = tracing::field::Empty,
        );
        self.settings.counting.call();
        let done = self.tries(read).instrument(span.clone()).await;
        match &done {
            Ok(()) => self.settings.budget.earn(),
            Err(error) => {
                self.settings.counting.failure();
                span.record("error.type", kind(error));
                span.in_scope(|| tracing::debug!(error = %error.short(), "failed"));
            }
        }
        done
    }

    async fn tries(&self, read: &mut Read<'_>) -> Result<(), Error> {
        let mut tries = Tries::default();
        let mut limits = self.settings.retry.limits();
        let (mut amended, mut unanswered) = (Amended::default(), false);
        let mut last = None;
        loop {
            let turn = self.settings.endpoints.turn();
            let ahead = self.settings.clock.ahead();
            let sent = self.send(turn, tries.earlier.len(), read).await;
            let Err(Failed { error, after, date, credential }) = sent else { return Ok(()) };
            if let (Some(stopped), Some(last)) = (unsent(&error), last.take()) {
                // What became of the call is what became of the try before.
                tries.earlier.pop();
                return Err(self.ended(last, Tries { stopped, ..tries }, unanswered));
            }
            let waits = limits.next().unwrap_or_default();
            let mended = match self.corrected(&error, ahead, date, &mut amended) {
                None => self.renewed(&error, credential.as_ref(), &mut amended).await,
                corrected => corrected,
            };
            let again = match mended {
                Some(why) => Ok((Duration::ZERO, why)),
                None => self.again(&error, tries.earlier.len(), turn, (waits, after)),
            };
            unanswered |= retry::may_be_done(&error);
            let (wait, why) = match again {
                Ok(again) => again,
                Err(stopped) => {
                    return Err(self.ended(error, Tries { stopped, ..tries }, unanswered));
                }
            };
            tracing::info!(
                action = self.called.action,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                error = %error.short(),
                "{why}"
            );
            if !wait.is_zero() {
                self.settings.counting.wait(wait);
                time::sleep(wait).await;
            }
            tries.earlier.push(Try { why: error.short(), waited: wait });
            tries.unanswered |= matches!(&error, Error::Transport(answer) if answer.sent);
            last = Some(error);
        }
    }

    /// Whether a failure is sent again: after how long, or why not.
    fn again(
        &self,
        error: &Error,
        earlier: usize,
        turn: usize,
        (most, after): (Duration, Option<Duration>),
    ) -> Result<(Duration, &'static str), String> {
        let repeatable = self.called.info.is_some_and(|info| info.repeatable != Repeatable::No);
        let next = retry::next(error, repeatable);
        match next {
            Next::Stop => return Err(String::new()),
            Next::Harm => return Err("a repeat could do harm".to_owned()),
            Next::Again | Next::Fewer => {}
        }
        let Some(end) = self.end else { return Err(String::new()) };
        if earlier + 1 >= self.attempts as usize {
            // Of one try that was all that was asked for, there is nothing to tell.
            let told = if earlier > 0 { "that is as often as was allowed" } else { "" };
            return Err(told.to_owned());
        }
        let unsent = matches!(error, Error::Transport(answer) if !answer.sent);
        if unsent && self.settings.endpoints.turn_from(turn) {
            return self.paid((Duration::ZERO, "trying the next endpoint"));
        }
        let part = fastrand::f64();
        let wait = match (after, next) {
            (Some(after), _) => after,
            // Who comes too often waits long enough for it to matter.
            (None, Next::Fewer) => (most.max(SHORT_OF_QUOTA)).mul_f64(0.5 + part / 2.0),
            (None, _) => most.mul_f64(part),
        };
        let due = Instant::now() + wait;
        if due >= end {
            return Err(format!(
                "the next try is due in {wait:.1?}, past the call's {:?}",
                self.limit
            ));
        }
        if next == Next::Fewer && self.settings.rate_limited {
            let info = self.called.info.filter(|_| !retry::is_limit_of_all(error));
            self.settings.rates.hold(info, due);
        }
        self.paid((wait, "trying again"))
    }

    fn paid(&self, again: (Duration, &'static str)) -> Result<(Duration, &'static str), String> {
        if self.settings.budget.pay() {
            Ok(again)
        } else {
            Err("the client has spent its budget of retries".to_owned())
        }
    }

    /// Corrects the clock, if it is what the server refused. Says what was done.
    fn corrected(
        &self,
        error: &Error,
        ahead: i64,
        date: Option<SystemTime>,
        amended: &mut Amended,
    ) -> Option<&'static str> {
        self.end?;
        if !retry::is_of_another_time(error) || std::mem::replace(&mut amended.clock, true) {
            return None;
        }
        let seconds = self.settings.clock.correct(ahead, date?)?;
        tracing::warn!(
            seconds,
            "this machine's clock is not the server's, which is so many seconds ahead; requests \
             are signed by the server's from now on"
        );
        Some("trying again by the server's clock")
    }

    /// Fetches another key pair, if it is what the server refused. Says what was done.
    async fn renewed(
        &self,
        error: &Error,
        refused: Option<&Credential>,
        amended: &mut Amended,
    ) -> Option<&'static str> {
        self.end?;
        if !error.is_credential() || std::mem::replace(&mut amended.pair, true) {
            return None;
        }
        let renewed = time::until(self.end, self.settings.keys.renew(refused?)).await;
        renewed.unwrap_or(false).then_some("trying again with the key pair that is good now")
    }

    /// The error that a call ends with.
    fn ended(&self, error: Error, tries: Tries, unanswered: bool) -> Error {
        let spent = |code: &str| {
            let until = self.called.info.map(|info| info.repeatable);
            matches!(until, Some(Repeatable::Until(spent)) if spent == code)
        };
        let mut error = match error {
            Error::Refused(repeat) if unanswered && spent(&repeat.code) => {
                let action = repeat.action.clone();
                Error::OutcomeUnknown(Box::new(OutcomeUnknown { action, repeat: *repeat }))
            }
            // The last try may have reached nobody, and one before it the server.
            Error::Transport(mut answer) => {
                answer.sent |= unanswered;
                Error::Transport(answer)
            }
            error => error,
        };
        if let Some(told) = error.tries_mut() {
            *told = tries;
        }
        error
    }

    /// One try.
    async fn send(&self, turn: usize, earlier: usize, read: &mut Read<'_>) -> Result<(), Failed> {
        self.wait_for_turn().await?;
        let credential = self.credential().await?;
        let settings = self.settings;
        let signing = Signing { credential: &credential, turn, stamp: settings.clock.stamp() };
        let prepared = prepared::sign(settings, self.called, self.request, signing);
        let signature = prepared.signature().to_owned();
        let hidden = Hidden {
            request: self.request,
            credential: Some(&credential),
            signature: &signature,
            way: settings.secrets(),
        };
        let host = prepared.host().to_owned();
        let bytes = prepared.body().map_or_else(|| prepared.url().len(), str::len);
        let span = tracing::debug_span!(
            "try",
            otel.kind = "client",
            http.request.method = prepared.method(),
            http.request.resend_count = earlier,
            server.address = host,
            http.response.status_code = tracing::field::Empty,
        );
        span.in_scope(|| tracing::debug!(bytes, "sending"));
        let request = prepared.into_http()?;
        settings.counting.try_of(bytes, earlier > 0);
        let answer = self.carried(request).instrument(span.clone()).await;
        let answer = answer.map_err(|TransportError { what, sent }| {
            // A user's transport may show more than it ought to.
            let what = scrubbed(what, &hidden.all());
            Error::transport(self.called.action, &host, TransportError { what, sent })
        })?;
        let (parts, body) = answer.into_parts();
        let status = parts.status.as_u16();
        span.record("http.response.status_code", status);
        span.in_scope(|| tracing::debug!(bytes = body.len(), "answered"));
        settings.counting.received(body.len());
        let taken = Answer::new(self.called, status, body.into(), &hidden).and_then(read);
        taken.map_err(|error| Failed {
            error,
            after: retry_after(&parts.headers),
            date: date(&parts.headers),
            credential: Some(credential.clone()),
        })
    }

    /// Has the request carried, within the time that is left.
    async fn carried(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let left = self.end.map(|end| end.saturating_duration_since(Instant::now()));
        let limit = left.map_or(self.attempt, |left| left.min(self.attempt));
        let (transport, own) = self.settings.transport();
        let sending = transport.send(request, limit);
        if own {
            return sending.await;
        }
        // A user's transport may take its time.
        let end = self.end.map(|_| Instant::now() + limit);
        time::until(end, sending).await.unwrap_or_else(|| {
            Err(TransportError { what: format!("timed out after {limit:?}"), sent: true })
        })
    }

    /// Waits until the Action's rate limit lets the call go.
    async fn wait_for_turn(&self) -> Result<(), Error> {
        let (Some(info), Some(end)) = (self.called.info, self.end) else { return Ok(()) };
        if !self.settings.rate_limited {
            return Ok(());
        }
        let wait = self.settings.rates.take(info, Instant::now(), end);
        let wait = wait.map_err(|wait| {
            let limit =
                info.rate_limit.map(|(calls, seconds)| format!(" of {calls} in {seconds} s"));
            let limit = limit.unwrap_or_default();
            self.late(format!("its rate limit{limit} lets the next one go in {wait:.1?}"))
        })?;
        if !wait.is_zero() {
            tracing::info!(
                action = info.name,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "waiting for the rate limit"
            );
            self.settings.counting.wait(wait);
            time::sleep(wait).await;
        }
        Ok(())
    }

    async fn credential(&self) -> Result<Credential, Error> {
        let fetched = time::until(self.end, self.settings.keys.get()).await;
        fetched.unwrap_or_else(|| Err(self.late("no key pair came in time".to_owned())))
    }

    fn late(&self, what: String) -> Error {
        let (action, limit) = (self.called.action.to_owned(), self.limit);
        Error::Deadline(Box::new(Deadline { action, limit, what }))
    }
}

/// The limit of the first wait after there were too many requests.
const SHORT_OF_QUOTA: Duration = Duration::from_secs(1);

/// Why a try was not made at all, if it was not.
fn unsent(error: &Error) -> Option<String> {
    match error {
        Error::Deadline(deadline) => Some(deadline.what.clone()),
        Error::Credential(error) => Some(error.to_string()),
        _ => None,
    }
}

/// How long the server asks to wait: in seconds, or until a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = date(headers).unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

/// The server's time.
fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

/// The kind of an error, of which there are few.
fn kind(error: &Error) -> &str {
    match error {
        Error::Transport(_) => "transport",
        Error::Refused(refused) => &refused.code,
        Error::OutcomeUnknown(_) => "outcome_unknown",
        Error::Deadline(_) => "deadline",
        Error::Unreadable(_) => "unreadable",
        _ => "client",
    }
}
