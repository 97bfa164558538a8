//! An answer as it came, and what becomes of it: a response, or an error that says why not.

use super::Called;
use crate::action::{CodeInfo, family};
use crate::credential::Credential;
use crate::error::{Error, Refused, Tries, Unreadable};
use crate::protocol::Protocol;
use crate::request::{Params, secrets};
use crate::response::{Envelope, Problem, Record, Shape, Shaped, Slot, Unknown, read};
use crate::secret::{Secret, scrubbed};
use crate::value::Value;

const BOM: char = '\u{feff}';

/// An answer as it came.
pub(crate) struct Answer<'a> {
    called: &'a Called<'a>,
    status: u16,
    body: String,
    hidden: &'a Hidden<'a>,
}

/// What was sent and must not be shown: a server's message may echo it.
pub(super) struct Hidden<'a> {
    pub(super) request: &'a dyn Params,
    /// The one that signed, or would.
    pub(super) credential: Option<&'a Credential>,
    /// Empty where nothing was signed here.
    pub(super) signature: &'a str,
    /// A proxy's.
    pub(super) way: &'a [Secret],
}

impl Hidden<'_> {
    pub(super) fn all(&self) -> Vec<Secret> {
        let of_request = secrets(self.request).into_iter().map(Secret::from);
        let signature = (!self.signature.is_empty()).then(|| Secret::from(self.signature));
        let of_pair = self.credential.into_iter().flat_map(Credential::secrets).cloned();
        of_request.chain(of_pair).chain(signature).chain(self.way.iter().cloned()).collect()
    }
}

impl<'a> Answer<'a> {
    pub(super) fn new(
        called: &'a Called<'a>,
        status: u16,
        body: Vec<u8>,
        hidden: &'a Hidden<'a>,
    ) -> Result<Self, Error> {
        let mut body = String::from_utf8(body).map_err(|error| {
            let what = format!("is not UTF-8: {}", error.utf8_error());
            let problem = Problem { field: String::new(), what };
            Error::Unreadable(Box::new(Unreadable::new(called.action, status, vec![problem])))
        })?;
        // Some servers mark their text as UTF-8 where JSON has no such mark.
        if body.starts_with(BOM) {
            body.replace_range(..BOM.len_utf8(), "");
        }
        Ok(Self { called, status, body, hidden })
    }

    /// The rows of the Action's page, and of its index.
    fn codes(&self) -> [&'static [CodeInfo]; 2] {
        let Called { info, protocol, .. } = *self.called;
        let of_service = info.map_or(&[][..], |info| info.service.errors);
        let of_service = match protocol {
            _ if !of_service.is_empty() => of_service,
            Protocol::V2 => crate::v2::SERVICE.errors,
            Protocol::V3 { .. } => crate::v3::SERVICE.errors,
        };
        [info.map_or(&[][..], |info| info.errors), of_service]
    }

    /// The response; what could be read of one that is not as its page says goes with the error.
    pub(super) fn into_response<R>(self) -> Result<R, Error>
    where
        R: Record + Default + 'static,
    {
        let mut response = R::default();
        match self.read(&mut response) {
            Ok(_) => Ok(response),
            Err(Error::Unreadable(unreadable)) => {
                Err(Error::Unreadable(Box::new(unreadable.with_partial(response))))
            }
            Err(error) => Err(error),
        }
    }

    /// The whole answer, envelope and all.
    pub(super) fn into_json(self) -> Result<serde_json::Value, Error> {
        let envelope = self.read(&mut Nothing::default())?;
        // The reader has just read the same text, but nothing within it.
        serde_json::from_str(&self.body).map_err(|error| {
            let problem = Problem { field: String::new(), what: format!("is not JSON: {error}") };
            Error::Unreadable(Box::new(self.unreadable(vec![problem], &envelope)))
        })
    }

    /// Fills a record; a refusal and everything that cannot be read are errors.
    fn read(&self, record: &mut dyn Record) -> Result<Envelope, Error> {
        let (envelope, problems) = read(&self.body, self.called.protocol, record);
        if envelope.is_refusal() {
            return Err(self.refused(envelope));
        }
        if problems.is_empty() && self.status < 300 && self.is_whole(&envelope) {
            return Ok(envelope);
        }
        Err(Error::Unreadable(Box::new(self.unreadable(problems, &envelope))))
    }

    /// Whether the envelope is there that a success comes in.
    fn is_whole(&self, envelope: &Envelope) -> bool {
        match self.called.protocol {
            Protocol::V2 => envelope.code.is_some(),
            Protocol::V3 { .. } => envelope.request_id.is_some(),
        }
    }

    fn unreadable(&self, mut problems: Vec<Problem>, envelope: &Envelope) -> Unreadable {
        let whole = |what: String| Problem { field: String::new(), what };
        if self.body.trim().is_empty() {
            problems = vec![whole("is empty".to_owned())];
        } else if problems.is_empty() {
            let sign = match self.called.protocol {
                Protocol::V2 => "code",
                Protocol::V3 { .. } => "RequestId",
            };
            problems.push(whole(format!(
                "has no `{sign}`, or came with an HTTP status that is no success"
            )));
        }
        for problem in &mut problems {
            problem.what = self.hide(std::mem::take(&mut problem.what));
        }
        let mut unreadable = Unreadable::new(self.called.action, self.status, problems);
        unreadable.request_id = self.hide(envelope.request_id.clone().unwrap_or_default());
        unreadable.quote(&self.body, |text| self.hide(text))
    }

    /// A part of the answer as it may be shown.
    fn hide(&self, text: String) -> String {
        scrubbed(text, &self.hidden.all())
    }

    fn refused(&self, envelope: Envelope) -> Error {
        let code = envelope.code.unwrap_or_default();
        let codes = self.codes();
        let rows = || codes.iter().copied().flatten();
        // Of a code that no page lists, its family may be known.
        let row = rows().find(|row| row.code() == code);
        let row = row.or_else(|| rows().find(|row| row.code() == family(&code)));
        // A code that is known is no secret, even if a secret is spelled like it.
        let known = row.is_some_and(|row| row.code() == code);
        let code = if known { code } else { self.hide(code) };
        let v3_code = match self.called.protocol {
            Protocol::V2 => row.and_then(CodeInfo::v3).map(str::to_owned),
            Protocol::V3 { .. } => Some(code.clone()),
        };
        Error::Refused(Box::new(Refused {
            action: self.called.action.to_owned(),
            code,
            v3_code,
            code_desc: self.hide(envelope.code_desc),
            meaning: row.map_or("", CodeInfo::meaning),
            message: self.hide(envelope.message),
            retry: row.is_some_and(CodeInfo::is_retryable),
            request_id: self.hide(envelope.request_id.unwrap_or_default()),
            status: self.status,
            tries: Tries::default(),
        }))
    }
}

/// A record without fields, for answers of which no page speaks.
#[derive(Default)]
struct Nothing(Unknown);

impl Shaped for Nothing {
    const SHAPE: Shape = &[];

    fn value(&self, _: usize) -> Value<'_> {
        Value::Unknown(&self.0)
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Unknown(&mut self.0)
    }
}
