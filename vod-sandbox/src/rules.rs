//! Holds a request's parameters against its Action's page, and names every mistake.
//!
//! A value is quoted in no message: it may be a secret.

use vod_spec::model::{Api, Body, Definition, Field, Interval, Number, Rule, Type};

use crate::form::Parameters;

/// Every way in which `parameters` break the page, in page order; parameters that the page does
/// not name pass.
pub(crate) fn broken(api: &Api, fields: &[Field], parameters: &Parameters) -> Vec<String> {
    let mut check = Check { api, parameters, broken: Vec::new() };
    check.table("", fields);
    check.broken
}

struct Check<'a> {
    api: &'a Api,
    parameters: &'a Parameters,
    broken: Vec<String>,
}

impl Check<'_> {
    fn table(&mut self, prefix: &str, fields: &[Field]) {
        for field in fields {
            let path = format!("{prefix}{}", field.name.wire);
            if !self.is_given(&path) {
                if field.required {
                    self.broken.push(format!("{path} is required"));
                }
                continue;
            }
            for at in &field.rules {
                if let Rule::Needs(other) = &at.rule
                    && !self.is_given(&format!("{prefix}{other}"))
                {
                    self.broken.push(format!("{path} needs {other}"));
                }
            }
            self.value(&path, field, &field.ty);
        }
    }

    /// Whether the name, or anything below it, was sent.
    fn is_given(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.parameters.contains_key(path)
            || self
                .parameters
                .range(below.clone()..)
                .next()
                .is_some_and(|(n, _)| n.starts_with(&below))
    }

    fn value(&mut self, path: &str, field: &Field, ty: &Type) {
        match ty {
            Type::Array(item) => self.array(path, field, item),
            Type::Named(place) => {
                match self.api.types.get(*place).map(|Definition { body, .. }| body) {
                    Some(Body::Struct(fields)) => self.table(&format!("{path}."), fields),
                    _ => self.scalar(path, field, &Type::String),
                }
            }
            ty => self.scalar(path, field, ty),
        }
    }

    fn array(&mut self, path: &str, field: &Field, item: &Type) {
        let first = u64::from(field.first_index());
        let given =
            (first..=u64::MAX).take_while(|i| self.is_given(&format!("{path}.{i}"))).count() as u64;
        if given == 0 {
            self.broken.push(format!("{path} is an array: send {path}.{first}, and so on"));
        }
        for at in &field.rules {
            if let Rule::Items(interval) = &at.rule
                && !holds(interval, &given)
            {
                self.broken.push(format!("{path} must have {} items", show(interval)));
            }
        }
        for i in first..first.saturating_add(given) {
            self.value(&format!("{path}.{i}"), field, item);
        }
    }

    fn scalar(&mut self, path: &str, field: &Field, ty: &Type) {
        let Some(text) = self.parameters.get(path) else {
            self.broken.push(format!("{path} is one value, not several"));
            return;
        };
        if let Some(wanted) = ill_typed(text, ty, field.is_flag()) {
            self.broken.push(format!("{path} must be {wanted}"));
            return;
        }
        let rules = field.rules.iter().filter_map(|at| breaks(&at.rule, text));
        let found: Vec<String> = rules.map(|wanted| format!("{path} must {wanted}")).collect();
        self.broken.extend(found);
    }
}

/// What the text should have been, if it is not that.
fn ill_typed(text: &str, ty: &Type, flag: bool) -> Option<&'static str> {
    let (fits, wanted) = match ty {
        Type::Integer => (text.parse::<i64>().is_ok(), "an integer"),
        Type::Unsigned => (text.parse::<u64>().is_ok(), "an integer that is not negative"),
        Type::Float => (text.parse::<f64>().is_ok_and(f64::is_finite), "a number"),
        Type::Boolean if flag => (matches!(text, "0" | "1"), "0 or 1"),
        Type::Boolean => (matches!(text, "true" | "false"), "true or false"),
        Type::Timestamp => (is_timestamp(text), "a point in time as ISO 8601 writes it"),
        _ => (true, ""),
    };
    (!fits).then_some(wanted)
}

/// `2026-01-31T12:00:00` with whatever fraction and zone follow.
fn is_timestamp(text: &str) -> bool {
    let shape = "dddd-dd-ddTdd:dd:dd";
    text.len() >= shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

/// What the rule asks for, if the value does not fulfil it.
fn breaks(rule: &Rule, text: &str) -> Option<String> {
    let (fits, wanted) = match rule {
        Rule::NotEmpty => (!text.is_empty(), "not be empty".to_owned()),
        Rule::Bytes(interval) => {
            (holds(interval, &(text.len() as u64)), format!("have {} bytes", show(interval)))
        }
        Rule::Chars(interval) => {
            let length = text.chars().count() as u64;
            (holds(interval, &length), format!("have {} characters", show(interval)))
        }
        Rule::Within(intervals) => {
            let shown: Vec<String> = intervals.iter().map(show_numbers).collect();
            let lies = intervals.iter().any(|interval| lies_in(text, interval));
            (lies, format!("be {}", shown.join(" or ")))
        }
        Rule::OneOf(values) => {
            (values.iter().any(|value| value == text), format!("be one of {}", values.join(", ")))
        }
        _ => return None,
    };
    (!fits).then_some(wanted)
}

fn holds<T: PartialOrd>(interval: &Interval<T>, value: &T) -> bool {
    interval.min.as_ref().is_none_or(|min| min <= value)
        && interval.max.as_ref().is_none_or(|max| value <= max)
}

fn lies_in(text: &str, interval: &Interval<Number>) -> bool {
    #[allow(clippy::cast_precision_loss)] // only where a bound has a fraction
    let float = |number: Number| match number {
        Number::Integer(value) => value as f64,
        Number::Float(value) => value,
    };
    match (text.parse::<i128>(), interval.min, interval.max) {
        (Ok(value), None | Some(Number::Integer(_)), None | Some(Number::Integer(_))) => {
            let integer =
                |number| if let Some(Number::Integer(i)) = number { Some(i) } else { None };
            holds(&Interval { min: integer(interval.min), max: integer(interval.max) }, &value)
        }
        _ => text.parse().is_ok_and(|value: f64| {
            holds(&Interval { min: interval.min.map(float), max: interval.max.map(float) }, &value)
        }),
    }
}

fn show<T: ToString>(interval: &Interval<T>) -> String {
    let end = |value: &Option<T>| value.as_ref().map(T::to_string).unwrap_or_default();
    format!("{}..={}", end(&interval.min), end(&interval.max)).trim_end_matches('=').to_owned()
}

fn show_numbers(interval: &Interval<Number>) -> String {
    let text = |number| match number {
        Number::Integer(value) => value.to_string(),
        Number::Float(value) => value.to_string(),
    };
    let shown = Interval { min: interval.min.map(text), max: interval.max.map(text) };
    if shown.min == shown.max { shown.min.unwrap_or_default() } else { show(&shown) }
}

#[cfg(test)]
mod tests {
    use vod_spec::model::{Interval, Number, Rule};

    use super::breaks;

    #[test]
    fn a_broken_rule_says_what_it_asks_for() {
        let number = |i| Some(Number::Integer(i));
        let sizes = Rule::Within(vec![
            Interval { min: number(0), max: number(0) },
            Interval { min: number(128), max: number(1920) },
        ]);
        assert_eq!(breaks(&sizes, "0"), None);
        assert_eq!(breaks(&sizes, "1920"), None);
        assert_eq!(breaks(&sizes, "127").unwrap(), "be 0 or 128..=1920");
        let name = Rule::Chars(Interval { min: None, max: Some(2) });
        assert_eq!(breaks(&name, "腾讯"), None);
        assert_eq!(breaks(&name, "abc").unwrap(), "have ..=2 characters");
        let open = Rule::Within(vec![Interval { min: number(0), max: None }]);
        assert_eq!(breaks(&open, "-1").unwrap(), "be 0..");
    }
}
