//! What the pages say, once checked: the one model that the code generator, the sandbox and the
//! command read. Every name keeps its place, so that later stages can point at it.

use std::time::Duration;

use crate::protocol::Protocol;
use crate::source::Span;

/// An API: an index page, the Actions it links to, and the types they use.
#[derive(Debug, Clone)]
pub struct Api {
    /// The index page's heading.
    pub title: String,
    /// The index page's prose, as Markdown.
    pub docs: String,
    /// How requests are signed and answers wrapped.
    pub protocol: Protocol,
    /// Where requests go, such as `https://vod.api.qcloud.com/v2/index.php`.
    pub endpoint: String,
    /// The version that every request names, such as `2018-07-17`; only v3 has one.
    pub version: Option<String>,
    /// Error codes that any Action may answer; empty where the index does not show them: they
    /// are the protocol's.
    pub errors: Vec<ErrorCode>,
    /// In the order of the index.
    pub actions: Vec<Action>,
    /// Structs and enums of all pages, in the order met.
    pub types: Vec<Definition>,
}

/// One Action: a page.
#[derive(Debug, Clone)]
pub struct Action {
    /// The heading: `ApplyUpload`, in Rust `ApplyUpload`.
    pub name: Name,
    /// Path of the page.
    pub page: String,
    /// The prose between heading and tables, as Markdown.
    pub docs: String,
    /// What the facts table says.
    pub facts: Facts,
    /// Parameters in page order; protocol parameters are not among them.
    pub request: Vec<Field>,
    /// Response fields in page order; the envelope's are not among them.
    pub response: Vec<Field>,
    /// Codes that this Action may answer beside the common ones.
    pub errors: Vec<ErrorCode>,
    /// In page order.
    pub examples: Vec<Example>,
}

/// The closed list of facts a page may state.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// How often an account may call the Action.
    pub rate_limit: Option<RateLimit>,
    /// Whether sending the Action twice does no harm.
    pub repeatable: Option<Repeatable>,
    /// A host of the Action's own, instead of the API's.
    pub endpoint: Option<String>,
    /// A version of the Action's own, instead of the API's; only v3 has one.
    pub version: Option<String>,
    /// How long an answer may take.
    pub timeout: Option<Duration>,
    /// Why the Action is deprecated, or what to use instead.
    pub deprecated: Option<String>,
}

/// Whether sending an Action twice does no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeatable {
    /// It does none.
    Yes,
    /// It does.
    No,
    /// It does none, because one that was carried out is refused from then on with this code.
    Until(String),
}

/// So many calls in so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls.
    pub calls: u32,
    /// The time in which so many are allowed.
    pub per: Duration,
}

/// A name on the wire and what it is called in Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As sent and received.
    pub wire: String,
    /// The Rust identifier: `snake_case` for fields, `PascalCase` for types and enum values. Raw
    /// where it is a keyword (`r#type`), with a trailing `_` where no raw form exists (`self_`).
    pub rust: String,
    /// Where the page names it.
    pub span: Span,
}

/// A parameter of a request or a field of a response or a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Requests: must be given.
    pub required: bool,
    /// Responses: is always there.
    pub always: bool,
    /// Whether the Rust field is plain and not an `Option`: `Yes` in every direction in which the
    /// field is used.
    pub plain: bool,
    /// What it holds.
    pub ty: Type,
    /// Where the page says so.
    pub ty_span: Span,
    /// What its value must fulfil.
    pub rules: Vec<RuleAt>,
    /// The description cell, as Markdown.
    pub docs: String,
}

impl Field {
    /// Whether the value must not be shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.rules.iter().any(|at| at.rule == Rule::Secret)
    }

    /// Whether a boolean travels as `0` and `1`.
    #[must_use]
    pub fn is_flag(&self) -> bool {
        self.rules.iter().any(|at| at.rule == Rule::Flag)
    }

    /// The index of an array's first item on the wire: 0, or what `from` says.
    #[must_use]
    pub fn first_index(&self) -> u32 {
        let from = |at: &RuleAt| if let Rule::From(first) = at.rule { Some(first) } else { None };
        self.rules.iter().find_map(from).unwrap_or(0)
    }
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// UTF-8 text.
    String,
    /// `i64`.
    Integer,
    /// `u64`.
    Unsigned,
    /// `f64`.
    Float,
    /// `true` or `false`; with [`Rule::Flag`] 1 or 0 on the wire.
    Boolean,
    /// A point in time as ISO 8601 text.
    Timestamp,
    /// Any JSON value.
    Object,
    /// A struct or enum of [`Api::types`], by its place there.
    Named(usize),
    /// Several of one type.
    Array(Box<Type>),
}

/// A section that names a type.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The heading.
    pub name: Name,
    /// The prose under the heading, as Markdown.
    pub docs: String,
    /// Whether requests reach it.
    pub in_request: bool,
    /// Whether responses reach it.
    pub in_response: bool,
    /// Fields or values.
    pub body: Body,
}

/// What a [`Definition`] defines.
#[derive(Debug, Clone)]
pub enum Body {
    /// A table of fields.
    Struct(Vec<Field>),
    /// A table of known values; others pass.
    Enum(Vec<EnumValue>),
}

/// One known value of an open enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value on the wire and its variant.
    pub name: Name,
    /// The description cell, as Markdown.
    pub docs: String,
}

/// A row of an errors table.
#[derive(Debug, Clone)]
pub struct ErrorCode {
    /// The code on the wire (`32001`, `InvalidParameterValue.MediaType`) and its variant
    /// (`InternalServiceError` from the column `Name`, `InvalidParameterValueMediaType` from the
    /// code itself where that is words).
    pub name: Name,
    /// Whether the same request may succeed when sent again later.
    pub retry: bool,
    /// What a code of v2 is called in API 3.0, where it has a name there.
    pub v3: Option<String>,
    /// The description cell, as Markdown.
    pub docs: String,
}

/// A rule and where the page states it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleAt {
    /// The rule.
    pub rule: Rule,
    /// Its place in the Constraints cell.
    pub span: Span,
}

/// One constraint of the constraint language.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `not empty`: text has a byte, an array an item.
    NotEmpty,
    /// `1..=64 bytes`: length of text in bytes of UTF-8.
    Bytes(Interval<u64>),
    /// `..=250 chars`: length of text in characters.
    Chars(Interval<u64>),
    /// `..=10 items`: length of an array.
    Items(Interval<u64>),
    /// `0 or 128..=1920`: a number lies in one of these.
    Within(Vec<Interval<Number>>),
    /// `one of a, b`: no other value is taken.
    OneOf(Vec<String>),
    /// `known a, b`: the values known today; others pass.
    Known(Vec<String>),
    /// `needs X`: a wire name of the same table that must be given too.
    Needs(String),
    /// `from 1`: the index of an array's first item on the wire.
    From(u32),
    /// `flag`: a boolean that travels as 0 and 1.
    Flag,
    /// `unix seconds`: seconds since 1970-01-01 UTC.
    UnixSeconds,
    /// `secret`: never shown.
    Secret,
    /// `default X`: what the server takes when nothing is sent. Documented, never sent.
    Default(String),
}

/// An interval with both ends included; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval<T> {
    /// The least value.
    pub min: Option<T>,
    /// The greatest value.
    pub max: Option<T>,
}

/// A number in a constraint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number; wide enough for `i64` and `u64`.
    Integer(i128),
    /// A number with a fraction.
    Float(f64),
}

/// One example of a page: a request as it goes out, and perhaps what comes back.
#[derive(Debug, Clone)]
pub struct Example {
    /// After `## Example:`, or empty.
    pub title: String,
    /// The request fence's text. v2: `Action=…&name=value…` in canonical order, percent-encoded,
    /// without common parameters, perhaps over several lines. v3: the JSON body.
    pub request: Spanned,
    /// The response fence's text: JSON with its envelope.
    pub response: Option<Spanned>,
}

/// Text and its place.
pub type Spanned = crate::source::Spanned<String>;
