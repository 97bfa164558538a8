//! A request, validated and signed, not yet sent.

use std::fmt;

use bytes::Bytes;

use super::{Called, Settings};
use crate::error::{ConfigFault, Error};
use crate::protocol::v2::{Method, Stamp, Target};
use crate::protocol::v3;
use crate::request::{Params, check, secrets};
use crate::secret::Secret;

/// Past this many bytes a query moves into a form.
const LONGEST_QUERY: usize = 2048;

const FORM: &str = "application/x-www-form-urlencoded";

/// A signed request as it would go out.
pub struct Prepared {
    method: Method,
    url: String,
    body: Option<String>,
    headers: Vec<(&'static str, String)>,
    string_to_sign: String,
    signature: String,
}

impl Prepared {
    /// `GET` or `POST`.
    pub fn method(&self) -> &'static str {
        self.method.name()
    }

    /// The whole address. A GET has every parameter in it, the signature among them.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The body of a POST: a form of API 2.0, JSON of API 3.0.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// Headers that belong to the request.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// The text that was signed.
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// The signature: Base64 in API 2.0, hexadecimal in API 3.0.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// The signature as what must not be shown.
    pub(super) fn secret(&self) -> Secret {
        Secret::from(self.signature())
    }

    /// Host that is called, with its port when one is named.
    pub(super) fn host(&self) -> &str {
        authority(&self.url)
    }

    /// As a request of the `http` crate, for any transport.
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        let mut request = http::Request::builder().method(self.method.name());
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let request = request.uri(self.url).body(self.body.map(Bytes::from).unwrap_or_default());
        request.map_err(|error| {
            let what = format!("the request cannot be written: {error}");
            Error::config(ConfigFault::Endpoint, what)
        })
    }
}

/// Shows where it goes and nothing that was signed.
impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Prepared")
            .field("method", &self.method)
            .field("address", &address)
            .finish_non_exhaustive()
    }
}

/// Host and port of an address.
fn authority(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

pub(super) fn prepare(
    settings: &Settings,
    called: &Called<'_>,
    request: &dyn Params,
    stamp: Stamp,
) -> Result<Prepared, Error> {
    check(called.action, called.protocol, request)?;
    match called.version {
        None => Ok(v2(settings, called, request, stamp)),
        Some(version) => Ok(v3(settings, called, version, request, stamp)),
    }
}

/// By API 2.0: everything in the query, or in a form.
fn v2(settings: &Settings, called: &Called<'_>, request: &dyn Params, stamp: Stamp) -> Prepared {
    let own = settings.endpoint.as_ref().map(|endpoint| endpoint.v2.as_str());
    let address = own.unwrap_or(called.endpoint);
    let sign = |method| {
        let target = Target { method, address };
        (method, settings.v2.sign(called.action, request, &target, stamp))
    };
    let (method, signed) = match settings.method {
        Some(method) => sign(method),
        // An address ends up in logs.
        None if settings.credential.token().is_some() || !secrets(request).is_empty() => {
            sign(Method::Post)
        }
        None => match sign(Method::Get) {
            (_, long) if long.encoded.len() > address.len() + 1 + LONGEST_QUERY => {
                sign(Method::Post)
            }
            short => short,
        },
    };
    let (string_to_sign, signature) = (signed.string_to_sign, signed.signature.as_str().to_owned());
    let (url, body, headers) = match method {
        Method::Get => (signed.encoded, None, Vec::new()),
        Method::Post => {
            let headers = vec![("content-type", FORM.to_owned())];
            (address.to_owned(), Some(signed.encoded), headers)
        }
    };
    Prepared { method, url, body, headers, string_to_sign, signature }
}

/// By API 3.0: JSON in the body, all else in headers.
fn v3(
    settings: &Settings,
    called: &Called<'_>,
    version: &str,
    request: &dyn Params,
    stamp: Stamp,
) -> Prepared {
    let own = settings.endpoint.as_ref().map(|endpoint| endpoint.v3.as_str());
    let address = own.unwrap_or(called.endpoint);
    let body = v3::body(request);
    let signed = settings.v3.sign(&v3::Call {
        credential: &settings.credential,
        method: Method::Post.name(),
        query: "",
        headers: &[("content-type", v3::CONTENT_TYPE), ("host", authority(address))],
        service: v3::service(called.endpoint),
        timestamp: stamp.timestamp,
        body: &body,
    });
    let mut headers = vec![
        ("content-type", v3::CONTENT_TYPE.to_owned()),
        ("authorization", signed.authorization),
        ("x-tc-action", called.action.to_owned()),
        ("x-tc-version", version.to_owned()),
        ("x-tc-timestamp", stamp.timestamp.to_string()),
    ];
    let language = settings.language.as_ref().map(|language| ("x-tc-language", language.clone()));
    let region = settings.region.as_ref().map(|region| ("x-tc-region", region.clone()));
    let token = settings.credential.token().map(|token| ("x-tc-token", token.expose().to_owned()));
    headers.extend(language.into_iter().chain(region).chain(token));
    // The address of a service has no path; that of an endpoint may end in a slash.
    let url = format!("{}/", address.trim_end_matches('/'));
    Prepared {
        method: Method::Post,
        url,
        body: Some(body),
        headers,
        string_to_sign: signed.string_to_sign,
        signature: signed.signature,
    }
}
