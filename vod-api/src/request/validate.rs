//! Every rule of a page, held against a request before anything is sent.

use std::fmt;

use super::{Common, Params, Rule};
use crate::action::ActionInfo;
use crate::protocol::Protocol;
use crate::value::{List, Value};

/// Parameters that break the rules of their page: all of them, not the first.
///
/// ```
/// use vod_api::v2::ApplyUpload;
///
/// let request = ApplyUpload::builder().video_type("").cover_name("a.jpg").build();
/// let invalid = request.validate().unwrap_err();
/// assert_eq!(invalid.violations.len(), 2);
/// assert_eq!(invalid.violations[1].to_string(), "`coverName` = \"a.jpg\": needs coverType");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidParameters {
    /// The Action they were meant for.
    pub action: String,
    /// One for each broken rule, in page order.
    pub violations: Vec<Violation>,
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The parameter's full name on the wire, such as `tags.3`.
    pub parameter: String,
    /// The rule as the page writes it.
    pub rule: String,
    /// The value, cut when long; `[redacted]` for a secret, empty when none was given.
    pub value: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.parameter)?;
        if !self.value.is_empty() {
            write!(f, " = {}", self.value)?;
        }
        write!(f, ": {}", self.rule)
    }
}

impl fmt::Display for InvalidParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not sent, its parameters break the rules of its page", self.action)?;
        for violation in &self.violations {
            write!(f, "\n  {violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidParameters {}

/// Holds every rule of an Action's page against a request.
pub fn validate(info: &ActionInfo, request: &dyn Params) -> Result<(), InvalidParameters> {
    check(info.name, info.service.protocol, request)
}

/// Holds what can be known of a request against it.
pub(crate) fn check(
    action: &str,
    protocol: Protocol,
    request: &dyn Params,
) -> Result<(), InvalidParameters> {
    let mut violations = Vec::new();
    record(request, "", &mut violations);
    if let Some(extra) = request.extra() {
        extras(request, extra, protocol, &mut violations);
    }
    if violations.is_empty() {
        Ok(())
    } else {
        Err(InvalidParameters { action: action.to_owned(), violations })
    }
}

fn record(params: &dyn Params, prefix: &str, violations: &mut Vec<Violation>) {
    for (at, field) in params.table().fields.iter().enumerate() {
        let value = params.value(at);
        if matches!(value, Value::Absent) {
            continue;
        }
        let name = || format!("{prefix}{}", field.name());
        if is_no_number(value) {
            violations.push(no_number(name(), value));
            continue;
        }
        for rule in field.rules() {
            let broken = if let Rule::Needs(other, _) = rule {
                matches!(params.value(*other), Value::Absent)
            } else {
                (rule.is_of_array() || !matches!(value, Value::List(_))) && rule.is_broken_by(value)
            };
            if broken {
                violations.push(violation(name(), rule, value));
            }
        }
        match value {
            Value::Record(inner) => record(inner, &format!("{}.", name()), violations),
            Value::List(items) => list(items, &name(), field, violations),
            _ => {}
        }
    }
}

fn list(items: &dyn List, name: &str, field: &super::Field, violations: &mut Vec<Violation>) {
    for at in 0..items.len() {
        let value = items.item(at);
        let name = format!("{name}.{}", at + field.first_index() as usize);
        if is_no_number(value) {
            violations.push(no_number(name, value));
            continue;
        }
        for rule in field.rules().iter().filter(|rule| !rule.is_of_array()) {
            if rule.is_broken_by(value) {
                violations.push(violation(name.clone(), rule, value));
            }
        }
        match value {
            Value::Record(inner) => record(inner, &format!("{name}."), violations),
            Value::List(inner) => list(inner, &name, field, violations),
            _ => {}
        }
    }
}

/// Whether it is a float that neither JSON nor any server has a word for.
fn is_no_number(value: Value<'_>) -> bool {
    matches!(value, Value::Float(number) if !number.is_finite())
}

fn no_number(parameter: String, value: Value<'_>) -> Violation {
    Violation { parameter, rule: "a finite number".to_owned(), value: shown(value) }
}

fn violation(parameter: String, rule: &Rule, value: Value<'_>) -> Violation {
    Violation { parameter, rule: rule.to_string(), value: shown(value) }
}

fn shown(value: Value<'_>) -> String {
    const LONGEST: usize = 60;
    match value {
        Value::Absent | Value::Extra(_) | Value::Unknown(_) => String::new(),
        Value::Secret(_) => "[redacted]".to_owned(),
        Value::Text(text) if text.chars().count() > LONGEST => {
            let head: String = text.chars().take(LONGEST).collect();
            format!("{head:?}… ({} bytes)", text.len())
        }
        Value::Text(text) => format!("{text:?}"),
        Value::Integer(number) => number.to_string(),
        Value::Unsigned(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(on) => on.to_string(),
        Value::Json(_) => "a JSON value".to_owned(),
        Value::Record(_) | Value::Answer(_) => "an object".to_owned(),
        Value::List(list) => format!("{} items", list.len()),
    }
}

fn extras(
    params: &dyn Params,
    extra: &super::Extra,
    protocol: Protocol,
    violations: &mut Vec<Violation>,
) {
    let signed = protocol == Protocol::V2;
    let known = |name: &str| {
        let head = name.split('.').next().unwrap_or(name);
        let of_page = params.table().fields.iter().any(|field| field.name() == head);
        let common = || Common::ALL.iter().any(|common| common.name() == head);
        of_page || signed && (head == "Signature" || common())
    };
    for (name, _) in extra.iter() {
        let rule = if name.is_empty() {
            "an extra parameter needs a name"
        } else if known(name) {
            "is no extra parameter: the page or the protocol has it"
        } else if signed && name.contains('_') {
            "an extra parameter must not have `_` in its name: the order in which it is signed is not fixed"
        } else {
            continue;
        };
        let (parameter, rule) = (name.to_owned(), rule.to_owned());
        violations.push(Violation { parameter, rule, value: String::new() });
    }
}
