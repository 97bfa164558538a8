//! COS's error body.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

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

    fn text(&self, resource: &str, request_id: &str) -> String {
        let mut text = String::from("<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n");
        let usual = [
            ("Code", &*self.code),
            ("Message", self.message.as_str()),
            ("Resource", resource),
            ("RequestId", request_id),
            ("TraceId", request_id),
        ];
        let details = self.details.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in usual.into_iter().chain(details) {
            let _ = writeln!(text, "\t<{name}>{}</{name}>", escape(value));
        }
        text + "</Error>\n"
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
        "MethodNotAllowed" => StatusCode::METHOD_NOT_ALLOWED,
        "MissingContentLength" => StatusCode::LENGTH_REQUIRED,
        "NoSuchBucket" | "NoSuchKey" | "NoSuchUpload" => StatusCode::NOT_FOUND,
        "PreconditionFailed" => StatusCode::PRECONDITION_FAILED,
        "InvalidRange" => StatusCode::RANGE_NOT_SATISFIABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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
