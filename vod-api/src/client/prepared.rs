//! A request, validated and signed, not yet sent.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::{Called, Settings};
use crate::credential::Credential;
use crate::error::{ConfigFault, Error};
use crate::protocol::v2::{Method, Stamp, Target};
use crate::protocol::{Signature, v3};
use crate::request::{Params, secrets};

/// Past this many bytes a query moves into a form.
const LONGEST_QUERY: usize = 2048;

const FORM: &str = "application/x-www-form-urlencoded";

/// A signed request as it would go out.
pub struct Prepared(Form);

enum Form {
    V2 {
        method: Method,
        url: String,
        body: Option<String>,
        string_to_sign: String,
        signature: Signature,
    },
    V3(v3::Signed),
}

impl Prepared {
    /// `GET` or `POST`.
    pub fn method(&self) -> &'static str {
        match &self.0 {
            Form::V2 { method, .. } => method.name(),
            Form::V3(_) => Method::Post.name(),
        }
    }

    /// The whole address. A GET has every parameter in it, the signature among them.
    pub fn url(&self) -> &str {
        match &self.0 {
            Form::V2 { url, .. } => url,
            Form::V3(signed) => signed.url(),
        }
    }

    /// The body of a POST: a form of API 2.0, JSON of API 3.0.
    pub fn body(&self) -> Option<&str> {
        match &self.0 {
            Form::V2 { body, .. } => body.as_deref(),
            Form::V3(signed) => Some(signed.body()),
        }
    }

    /// Headers that belong to the request.
    pub fn headers(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        match &self.0 {
            Form::V2 { body: None, .. } => Vec::new(),
            Form::V2 { .. } => vec![("content-type", FORM.into())],
            Form::V3(signed) => signed.headers(),
        }
    }

    /// The text that was signed.
    pub fn string_to_sign(&self) -> Cow<'_, str> {
        match &self.0 {
            Form::V2 { string_to_sign, .. } => string_to_sign.into(),
            Form::V3(signed) => signed.string_to_sign().into(),
        }
    }

    /// The signature: Base64 in API 2.0, hexadecimal in API 3.0.
    pub fn signature(&self) -> &str {
        match &self.0 {
            Form::V2 { signature, .. } => signature.as_str(),
            Form::V3(signed) => signed.signature().as_str(),
        }
    }

    /// Host that is called, with its port when one is named.
    pub(super) fn host(&self) -> &str {
        authority(self.url())
    }

    /// As a request of the `http` crate, for any transport.
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        let unwritable = |what: &str, error: &dyn fmt::Display| {
            let what = format!("the request cannot be written: {what}: {error}");
            Error::config(ConfigFault::Endpoint, what)
        };
        let mut headers = HeaderMap::with_capacity(8);
        for (name, value) in self.headers() {
            let value = match value {
                Cow::Borrowed(value) => HeaderValue::from_str(value),
                Cow::Owned(value) => HeaderValue::try_from(value),
            };
            let mut value = value.map_err(|error| unwritable(name, &error))?;
            // Whoever logs a request shows no signature and no token.
            value.set_sensitive(matches!(name, "authorization" | "x-tc-token"));
            headers.insert(HeaderName::from_static(name), value);
        }
        let address = |address: String| {
            Uri::try_from(address).map_err(|error| unwritable("its address", &error))
        };
        let (method, address, body) = match self.0 {
            Form::V2 { url, body: None, .. } => (http::Method::GET, address(url)?, Bytes::new()),
            Form::V2 { url, body: Some(body), .. } => {
                (http::Method::POST, address(url)?, body.into())
            }
            Form::V3(signed) => {
                let known =
                    signed.uri().cloned().map_or_else(|| address(signed.url().to_owned()), Ok);
                (http::Method::POST, known?, signed.into_body().into())
            }
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = address;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// Shows where it goes and nothing that was signed.
impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url().split('?').next().unwrap_or_default();
        f.debug_struct("Prepared")
            .field("method", &self.method())
            .field("address", &address)
            .finish_non_exhaustive()
    }
}

/// Host and port of an address.
fn authority(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

/// What a signature is made of beside the request.
#[derive(Clone, Copy)]
pub(super) struct Signing<'a> {
    pub(super) credential: &'a Credential,
    /// Which of the endpoints is called.
    pub(super) turn: usize,
    pub(super) stamp: Stamp,
}

#[inline]
pub(super) fn sign(
    settings: &Settings,
    called: &Called<'_>,
    request: &dyn Params,
    signing: Signing<'_>,
) -> Prepared {
    match &called.version {
        None => v2(settings, called, request, signing),
        Some(version) => v3(settings, called, version.clone(), request, signing),
    }
}

/// By API 2.0: everything in the query, or in a form.
fn v2(
    settings: &Settings,
    called: &Called<'_>,
    request: &dyn Params,
    signing: Signing<'_>,
) -> Prepared {
    let Signing { credential, turn, stamp } = signing;
    let address = settings.endpoints.at(turn, &called.endpoint, called.protocol);
    let sign = |method| {
        let target = Target { method, address };
        (method, settings.v2.sign(credential, called.action, request, &target, stamp))
    };
    let (method, signed) = match settings.method {
        Some(method) => sign(method),
        // An address ends up in logs.
        None if credential.token().is_some() || !secrets(request).is_empty() => sign(Method::Post),
        None => match sign(Method::Get) {
            (_, long) if long.encoded.len() > address.len() + 1 + LONGEST_QUERY => {
                sign(Method::Post)
            }
            short => short,
        },
    };
    let (string_to_sign, signature) = (signed.string_to_sign, signed.signature);
    let (url, body) = match method {
        Method::Get => (signed.encoded, None),
        Method::Post => (address.to_owned(), Some(signed.encoded)),
    };
    Prepared(Form::V2 { method, url, body, string_to_sign, signature })
}

/// By API 3.0: JSON in the body, all else in headers.
#[inline]
fn v3(
    settings: &Settings,
    called: &Called<'_>,
    version: Cow<'static, str>,
    request: &dyn Params,
    signing: Signing<'_>,
) -> Prepared {
    let Signing { credential, turn, stamp } = signing;
    let call = v3::Call {
        credential,
        address: settings.endpoints.at(turn, &called.endpoint, called.protocol),
        endpoint: &called.endpoint,
        action: match called.info {
            Some(info) => info.name.into(),
            None => called.action.to_owned().into(),
        },
        version,
        timestamp: stamp.timestamp,
    };
    Prepared(Form::V3(settings.v3.sign(call, request)))
}
