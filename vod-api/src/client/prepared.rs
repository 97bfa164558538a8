//! A request, validated and signed, not yet sent.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::{Called, Settings};
use crate::error::{ConfigFault, Error};
use crate::protocol::v2::{Method, Stamp, Target};
use crate::protocol::{Signature, v3};
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
    headers: Vec<(&'static str, Cow<'static, str>)>,
    string_to_sign: String,
    signature: Signature,
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
    pub fn headers(&self) -> &[(&'static str, Cow<'static, str>)] {
        &self.headers
    }

    /// The text that was signed.
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// The signature: Base64 in API 2.0, hexadecimal in API 3.0.
    pub fn signature(&self) -> &str {
        self.signature.as_str()
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
        let unwritable = |what: &str, error: &dyn fmt::Display| {
            let what = format!("the request cannot be written: {what}: {error}");
            Error::config(ConfigFault::Endpoint, what)
        };
        let mut request = http::Request::new(self.body.map(Bytes::from).unwrap_or_default());
        *request.method_mut() = match self.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
        };
        *request.uri_mut() =
            self.url.try_into().map_err(|error| unwritable("its address", &error))?;
        for (name, value) in self.headers {
            let value = match value {
                Cow::Borrowed(value) => HeaderValue::from_str(value),
                Cow::Owned(value) => HeaderValue::try_from(value),
            };
            let mut value = value.map_err(|error| unwritable(name, &error))?;
            // Whoever logs a request shows no signature and no token.
            value.set_sensitive(matches!(name, "authorization" | "x-tc-token"));
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        Ok(request)
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
    Ok(sign(settings, called, request, stamp))
}

pub(super) fn sign(
    settings: &Settings,
    called: &Called<'_>,
    request: &dyn Params,
    stamp: Stamp,
) -> Prepared {
    match &called.version {
        None => v2(settings, called, request, stamp),
        Some(version) => v3(settings, called, version.clone(), request, stamp),
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
    let (string_to_sign, signature) = (signed.string_to_sign, signed.signature);
    let (url, body, headers) = match method {
        Method::Get => (signed.encoded, None, Vec::new()),
        Method::Post => {
            let headers = vec![("content-type", FORM.into())];
            (address.to_owned(), Some(signed.encoded), headers)
        }
    };
    Prepared { method, url, body, headers, string_to_sign, signature }
}

/// By API 3.0: JSON in the body, all else in headers.
fn v3(
    settings: &Settings,
    called: &Called<'_>,
    version: Cow<'static, str>,
    request: &dyn Params,
    stamp: Stamp,
) -> Prepared {
    let own = settings.endpoint.as_ref().map(|endpoint| endpoint.v3.as_str());
    let address = own.unwrap_or(called.endpoint);
    let body = v3::body(request);
    let signed = settings.v3.sign(&v3::Call {
        credential: &settings.credential,
        address,
        endpoint: called.endpoint,
        timestamp: stamp.timestamp,
        body: &body,
    });
    let action = match called.info {
        Some(info) => info.name.into(),
        None => called.action.to_owned().into(),
    };
    let timestamp = itoa::Buffer::new().format(stamp.timestamp).to_owned();
    let mut headers: Vec<(_, Cow<'static, str>)> = vec![
        ("content-type", v3::CONTENT_TYPE.into()),
        ("authorization", signed.authorization.into()),
        ("x-tc-action", action),
        ("x-tc-version", version),
        ("x-tc-timestamp", timestamp.into()),
    ];
    if let Some(language) = &settings.language {
        headers.push(("x-tc-language", language.clone().into()));
    }
    if let Some(region) = &settings.region {
        headers.push(("x-tc-region", region.clone().into()));
    }
    if let Some(token) = settings.credential.token() {
        headers.push(("x-tc-token", token.expose().to_owned().into()));
    }
    Prepared {
        method: Method::Post,
        url: signed.url,
        body: Some(body),
        headers,
        string_to_sign: signed.string_to_sign,
        signature: signed.signature,
    }
}
