//! What a protocol fixes for every Action that speaks it: the parameters it adds to a request,
//! the fields it puts around an answer, the codes any Action may be refused with.

/// How requests are signed and answers wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// API 2.0: parameters in a query string or a form, signature v1.
    V2,
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
        (name == Self::V2.name()).then_some(Self::V2)
    }

    /// Where requests go when no index page says.
    #[must_use]
    pub fn default_endpoint(self) -> &'static str {
        match self {
            Self::V2 => "https://vod.api.qcloud.com/v2/index.php",
        }
    }

    /// The word that names it in an index page's facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V2 => "v2",
        }
    }

    /// The signed common parameters in canonical (byte) order; `Signature` itself is not signed
    /// and so not here.
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
        match self {
            Self::V2 => V2,
        }
    }

    /// The envelope's fields, which no response table may repeat.
    #[must_use]
    pub fn envelope(self) -> &'static [&'static str] {
        match self {
            Self::V2 => &["code", "message", "codeDesc"],
        }
    }

    /// Common error codes and whether the same call may succeed later.
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
        match self {
            Self::V2 => V2,
        }
    }
}
