//! What a protocol fixes for every Action that speaks it: the parameters it adds to a request,
//! the fields it puts around an answer, the codes any Action may be refused with.

/// How requests are signed and answers wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// API 2.0: parameters in a query string or a form, signature v1.
    V2,
    /// API 3.0: parameters in a JSON body, common ones in headers, signature TC3-HMAC-SHA256.
    V3,
}

/// A parameter that the protocol, not the Action, adds to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonParameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether every request carries it.
    pub required: bool,
}

impl Protocol {
    /// The protocol of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::V2, Self::V3].into_iter().find(|one| one.name() == name)
    }

    /// Where requests go when no index page says.
    #[must_use]
    pub fn default_endpoint(self) -> &'static str {
        match self {
            Self::V2 => "https://vod.api.qcloud.com/v2/index.php",
            Self::V3 => "https://vod.tencentcloudapi.com",
        }
    }

    /// The word that names it in an index page's facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V2 => "v2",
            Self::V3 => "v3",
        }
    }

    /// What the vendor calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::V2 => "API 2.0",
            Self::V3 => "API 3.0",
        }
    }

    /// The common parameters in byte order. Of v2 those that are signed, among an Action's own and
    /// in this order; `Signature` itself is not signed and so not here. Of v3 they are headers,
    /// which no parameter of an Action can meet.
    #[must_use]
    pub fn common_parameters(self) -> &'static [CommonParameter] {
        const fn p(name: &'static str, required: bool) -> CommonParameter {
            CommonParameter { name, required }
        }
        const V2: &[CommonParameter] = &[
            p("Action", true),
            p("Nonce", true),
            p("Region", false),
            p("SecretId", true),
            p("SignatureMethod", false),
            p("Timestamp", true),
            p("Token", false),
        ];
        const V3: &[CommonParameter] = &[
            p("Authorization", true),
            p("X-TC-Action", true),
            p("X-TC-Language", false),
            p("X-TC-Region", false),
            p("X-TC-RequestClient", false),
            p("X-TC-Timestamp", true),
            p("X-TC-Token", false),
            p("X-TC-Version", true),
        ];
        match self {
            Self::V2 => V2,
            Self::V3 => V3,
        }
    }

    /// Whether a parameter of an Action cannot have this name, as the protocol sends it beside.
    #[must_use]
    pub fn reserves(self, name: &str) -> bool {
        match self {
            Self::V2 => {
                name == "Signature" || self.common_parameters().iter().any(|one| one.name == name)
            }
            Self::V3 => false,
        }
    }

    /// The envelope's fields, which no response table may repeat.
    #[must_use]
    pub fn envelope(self) -> &'static [&'static str] {
        match self {
            Self::V2 => &["code", "message", "codeDesc"],
            Self::V3 => &["Error", "RequestId"],
        }
    }

    /// Whether a text has the form of an error code: a whole number in v2, words with dots between
    /// them in v3.
    #[must_use]
    pub fn is_code(self, text: &str) -> bool {
        match self {
            Self::V2 => text.parse::<i64>().is_ok_and(|number| number.to_string() == text),
            Self::V3 => text.split('.').all(|part| {
                part.starts_with(|c: char| c.is_ascii_alphabetic())
                    && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            }),
        }
    }

    /// Common error codes and whether the same call may succeed later. v2 is at its end and its
    /// list is closed; the vendor still adds to the one of v3.
    #[must_use]
    pub fn common_errors(self) -> &'static [(&'static str, bool)] {
        const V2: &[(&str, bool)] = &[
            ("4000", false),
            ("4100", false),
            ("4101", false),
            ("4102", false),
            ("4103", false),
            ("4104", false),
            ("4105", false),
            ("4106", false),
            ("4110", false),
            ("4200", false),
            ("4300", false),
            ("4400", true),
            ("4500", false),
            ("4600", false),
            ("5000", false),
            ("5100", false),
            ("5200", false),
            ("5300", false),
            ("5400", false),
            ("5500", false),
            ("6000", true),
            ("6100", false),
            ("6200", true),
        ];
        const V3: &[(&str, bool)] = &[
            ("AuthFailure.InvalidAuthorization", false),
            ("AuthFailure.InvalidSecretId", false),
            ("AuthFailure.MFAFailure", false),
            ("AuthFailure.SecretIdNotFound", false),
            ("AuthFailure.SignatureExpire", false),
            ("AuthFailure.SignatureFailure", false),
            ("AuthFailure.TokenFailure", false),
            ("AuthFailure.UnauthorizedOperation", false),
            ("DryRunOperation", false),
            ("FailedOperation", false),
            ("InternalError", true),
            ("InvalidAction", false),
            ("InvalidParameter", false),
            ("InvalidParameterValue", false),
            ("LimitExceeded", false),
            ("MissingParameter", false),
            ("NoSuchVersion", false),
            ("RequestLimitExceeded", true),
            ("RequestLimitExceeded.GlobalRegionUinLimitExceeded", true),
            ("RequestLimitExceeded.IPLimitExceeded", true),
            ("RequestLimitExceeded.UinLimitExceeded", true),
            ("ResourceInUse", false),
            ("ResourceInsufficient", false),
            ("ResourceNotFound", false),
            ("ResourceUnavailable", false),
            ("ServiceUnavailable", true),
            ("UnauthorizedOperation", false),
            ("UnknownParameter", false),
            ("UnsupportedMethod", false),
            ("UnsupportedOperation", false),
            ("UnsupportedRegion", false),
        ];
        match self {
            Self::V2 => V2,
            Self::V3 => V3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Protocol;

    #[test]
    fn what_a_protocol_fixes_has_its_own_form_and_order() {
        for protocol in [Protocol::V2, Protocol::V3] {
            assert_eq!(Protocol::parse(protocol.name()), Some(protocol));
            assert!(protocol.common_errors().is_sorted(), "{protocol:?}");
            for (code, _) in protocol.common_errors() {
                assert!(protocol.is_code(code), "{code}");
            }
            let names: Vec<_> = protocol.common_parameters().iter().map(|one| one.name).collect();
            assert!(names.is_sorted(), "{protocol:?}");
        }
    }

    #[test]
    fn codes_of_one_protocol_are_none_of_the_other() {
        for code in ["32001", "-10001", "0"] {
            assert!(Protocol::V2.is_code(code) && !Protocol::V3.is_code(code), "{code}");
        }
        for code in ["InternalError", "InvalidParameterValue.MediaType", "a.B_c"] {
            assert!(Protocol::V3.is_code(code) && !Protocol::V2.is_code(code), "{code}");
        }
        for none in ["", "A.", ".A", "A..B", "A B", "A.1", "A-B", "01", "+1", "oops!"] {
            assert!(!Protocol::V3.is_code(none) && !Protocol::V2.is_code(none), "{none}");
        }
    }
}
