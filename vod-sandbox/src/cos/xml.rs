//! COS's XML: its refusals, and elements of other answers.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

use crate::fault::TOLD;

const DECLARATION: &str = "<?xml version='1.0' encoding='utf-8' ?>\n";

/// Why COS refuses a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    /// Elements beside the usual ones, such as `StringToSign`.
    pub(crate) details: Vec<(&'static str, String)>,
}

impl Refusal {
    pub(crate) fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self { status, code: code.into(), message: message.into(), details: Vec::new() }
    }

    /// One by this code that a fault asks for.
    pub(crate) fn told(code: &str) -> Self {
        Self::new(status(code), code.to_owned(), TOLD)
    }

    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", message)
    }

    /// The answer; one to HEAD has no body.
    pub(crate) fn answer(&self, resource: &str, request_id: &str, head: bool) -> Response<Body> {
        let body = if head { Body::empty() } else { Body::from(self.text(resource, request_id)) };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let xml = HeaderValue::from_static("application/xml");
        response.headers_mut().insert(CONTENT_TYPE, xml);
        response
    }

    /// Such an answer's body, which has no declaration: it may come behind white space.
    pub(crate) fn bare(&self, resource: &str, request_id: &str) -> String {
        let usual = [
            ("Code", &*self.code),
            ("Message", self.message.as_str()),
            ("Resource", resource),
            ("RequestId", request_id),
            ("TraceId", request_id),
        ];
        let details = self.details.iter().map(|(name, value)| (*name, value.as_str()));
        element("Error", |error| {
            usual.into_iter().chain(details).for_each(|(name, value)| error.text(name, value));
        })
    }

    fn text(&self, resource: &str, request_id: &str) -> String {
        DECLARATION.to_owned() + &self.bare(resource, request_id)
    }
}

/// A whole document of success.
pub(super) fn document(root: &str, inside: impl FnOnce(&mut Inside)) -> Response<Body> {
    let mut response = Response::new(Body::from(DECLARATION.to_owned() + &element(root, inside)));
    let xml = HeaderValue::from_static("application/xml");
    response.headers_mut().insert(CONTENT_TYPE, xml);
    response
}

/// One element with what is inside.
pub(super) fn element(name: &str, inside: impl FnOnce(&mut Inside)) -> String {
    let mut element = Inside { text: String::new(), depth: 0 };
    element.nested(name, inside);
    element.text
}

/// What stands inside an element, each on a line.
pub(super) struct Inside {
    text: String,
    depth: usize,
}

impl Inside {
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let value = escape(value);
        self.line(format_args!("<{name}>{value}</{name}>"));
    }

    pub(super) fn number(&mut self, name: &str, value: impl Into<u64>) {
        self.text(name, &value.into().to_string());
    }

    pub(super) fn nested(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.line(format_args!("<{name}>"));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(format_args!("</{name}>"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        self.text.extend(std::iter::repeat_n('\t', self.depth));
        let _ = writeln!(self.text, "{line}");
    }
}

/// The HTTP status that goes with a code.
pub(crate) fn status(code: &str) -> StatusCode {
    match code {
        "InternalError" => StatusCode::INTERNAL_SERVER_ERROR,
        "SlowDown" | "ServiceUnavailable" => StatusCode::SERVICE_UNAVAILABLE,
        "AccessDenied"
        | "InvalidAccessKeyId"
        | "RequestTimeTooSkewed"
        | "SignatureDoesNotMatch" => StatusCode::FORBIDDEN,
        "PathConflict" | "UploadConflict" => StatusCode::CONFLICT,
        "NotImplemented" => StatusCode::NOT_IMPLEMENTED,
        "MethodNotAllowed" => StatusCode::METHOD_NOT_ALLOWED,
        "MissingContentLength" => StatusCode::LENGTH_REQUIRED,
        "NoSuchBucket" | "NoSuchKey" | "NoSuchUpload" => StatusCode::NOT_FOUND,
        "PreconditionFailed" => StatusCode::PRECONDITION_FAILED,
        "InvalidRange" => StatusCode::RANGE_NOT_SATISFIABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_resource_stays_text() {
        let text = Refusal::denied("no").text("a<b>&c", "id");
        assert!(text.contains("<Resource>a&lt;b&gt;&amp;c</Resource>"), "{text}");
    }
}
