//! A request, validated and signed, not yet sent.

use std::fmt;

use bytes::Bytes;

use super::Settings;
use crate::action::ActionInfo;
use crate::error::{ConfigFault, Error};
use crate::protocol::v2::{Method, Signature, Stamp, Target};
use crate::request::{Params, secrets, validate};
use crate::secret::Secret;

/// Past this many bytes a query moves into a form.
const LONGEST_QUERY: usize = 2048;

const FORM: &str = "application/x-www-form-urlencoded";

/// A signed request as it would go out.
pub struct Prepared {
    method: Method,
    address: String,
    encoded: String,
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
        if self.method == Method::Get { &self.encoded } else { &self.address }
    }

    /// The form of a POST.
    pub fn body(&self) -> Option<&str> {
        (self.method == Method::Post).then_some(self.encoded.as_str())
    }

    /// Headers that belong to the request.
    pub fn headers(&self) -> &'static [(&'static str, &'static str)] {
        if self.method == Method::Post { &[("content-type", FORM)] } else { &[] }
    }

    /// The text that was signed.
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// The signature in Base64.
    pub fn signature(&self) -> &str {
        self.signature.as_str()
    }

    /// The signature as what must not be shown.
    pub(super) fn secret(&self) -> Secret {
        Secret::from(self.signature())
    }

    /// Host that is called, with its port when one is named.
    pub(super) fn host(&self) -> &str {
        let rest = self.address.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next().unwrap_or("")
    }

    /// As a request of the `http` crate, for any transport.
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        let mut request = http::Request::builder().method(self.method());
        for (name, value) in self.headers() {
            request = request.header(*name, *value);
        }
        let (url, body) = match self.method {
            Method::Get => (self.encoded, Bytes::new()),
            Method::Post => (self.address, Bytes::from(self.encoded)),
        };
        let request = request.uri(url).body(body);
        request.map_err(|error| {
            let what = format!("the endpoint gives no address: {error}");
            Error::config(ConfigFault::Endpoint, what)
        })
    }
}

/// Shows where it goes and nothing that was signed.
impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, address, .. } = self;
        f.debug_struct("Prepared")
            .field("method", method)
            .field("address", address)
            .finish_non_exhaustive()
    }
}

pub(super) fn prepare(
    settings: &Settings,
    action: &str,
    info: Option<&'static ActionInfo>,
    request: &dyn Params,
    stamp: Stamp,
) -> Result<Prepared, Error> {
    validate(action, request)?;
    let own = info.map(|info| info.endpoint.unwrap_or(info.service.endpoint));
    let address = settings.endpoint.as_deref().or(own).unwrap_or(crate::v2::SERVICE.endpoint);
    let sign = |method| {
        let target = Target { method, address };
        (method, settings.signer.sign(action, request, &target, stamp))
    };
    let (method, signed) = match settings.method {
        Some(method) => sign(method),
        // An address ends up in logs.
        None if settings.signer.credential().token().is_some() || !secrets(request).is_empty() => {
            sign(Method::Post)
        }
        None => match sign(Method::Get) {
            (_, long) if long.encoded.len() > address.len() + 1 + LONGEST_QUERY => {
                sign(Method::Post)
            }
            short => short,
        },
    };
    Ok(Prepared {
        method,
        address: address.to_owned(),
        encoded: signed.encoded,
        string_to_sign: signed.string_to_sign,
        signature: signed.signature,
    })
}
