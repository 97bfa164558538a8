//! Parameters as they travel, held against the table of their Action.
//!
//! For those who read pages at run time: the sandbox and the command. The typed client has the
//! same rules in its generated tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::model::{Api, Body, Field, Number, Rule, Type};
use crate::nearest::nearest;
pub use crate::secrets::is_secret;
use crate::timestamp;

/// One way in which parameters break their page. It never shows a value: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The parameter's full name on the wire.
    pub parameter: String,
    /// What is wrong with it.
    pub what: String,
    /// Whether the page has no such parameter at all. A server lets those pass.
    pub unknown: bool,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.parameter, self.what)
    }
}

/// Every way in which parameters break a table, in page order; unknown ones come last.
#[must_use]
pub fn violations(
    api: &Api,
    fields: &[Field],
    parameters: &BTreeMap<String, String>,
) -> Vec<Violation> {
    let mut check = Check { api, parameters, found: Vec::new(), known: BTreeSet::new() };
    check.table("", fields);
    let Check { mut found, known, .. } = check;
    let names = || fields.iter().map(|field| field.name.wire.as_str());
    for name in parameters.keys().filter(|name| !known.contains(*name)) {
        let mut what = "is no parameter of the page".to_owned();
        let near = nearest(name, names());
        if let Some(near) = near {
            what = format!("{what}; did you mean `{near}`?");
        }
        found.push(Violation { parameter: name.clone(), what, unknown: true });
    }
    found
}

/// The field that a parameter's full name on the wire leads to, such as `files.0.id`.
#[must_use]
pub fn field<'a>(api: &'a Api, fields: &'a [Field], name: &str) -> Option<&'a Field> {
    let (head, mut rest) = name.split_once('.').unwrap_or((name, ""));
    let field = fields.iter().find(|field| field.name.wire == head)?;
    let mut ty = &field.ty;
    while let Type::Array(item) = ty {
        rest = rest.split_once('.').map_or("", |(_, rest)| rest);
        ty = item;
    }
    match ty {
        Type::Named(place) if !rest.is_empty() => match &api.types.get(*place)?.body {
            Body::Struct(fields) => self::field(api, fields, rest),
            Body::Enum(_) => Some(field),
        },
        _ => Some(field),
    }
}

struct Check<'a> {
    api: &'a Api,
    parameters: &'a BTreeMap<String, String>,
    found: Vec<Violation>,
    /// Names that the table explains, well or badly.
    known: BTreeSet<String>,
}

impl Check<'_> {
    fn tell(&mut self, parameter: &str, what: String) {
        self.found.push(Violation { parameter: parameter.to_owned(), what, unknown: false });
    }

    fn table(&mut self, prefix: &str, fields: &[Field]) {
        for field in fields {
            let path = format!("{prefix}{}", field.name.wire);
            if !self.is_given(&path) {
                if field.required {
                    self.tell(&path, "is required".to_owned());
                }
                continue;
            }
            for at in &field.rules {
                if let Rule::Needs(other) = &at.rule
                    && !self.is_given(&format!("{prefix}{other}"))
                {
                    self.tell(&path, format!("needs `{prefix}{other}`"));
                }
            }
            self.value(&path, field, &field.ty);
        }
    }

    /// Whether the name, or anything below it, was given.
    fn is_given(&self, path: &str) -> bool {
        let below = format!("{path}.");
        let first_below = self.parameters.range(below.clone()..).next();
        self.parameters.contains_key(path)
            || first_below.is_some_and(|(name, _)| name.starts_with(&below))
    }

    fn value(&mut self, path: &str, field: &Field, ty: &Type) {
        match ty {
            Type::Array(item) => self.array(path, field, item),
            Type::Named(place) => match self.api.types.get(*place).map(|named| &named.body) {
                Some(Body::Struct(fields)) => self.object(path, fields),
                _ => self.scalar(path, field, &Type::String),
            },
            ty => self.scalar(path, field, ty),
        }
    }

    fn object(&mut self, path: &str, fields: &[Field]) {
        if self.parameters.contains_key(path) {
            self.known.insert(path.to_owned());
            let first = fields.iter().find(|field| field.required).or(fields.first());
            let first = first.map_or("name", |field| &field.name.wire);
            return self.tell(path, format!("is an object: give `{path}.{first}` and so on"));
        }
        self.table(&format!("{path}."), fields);
    }

    fn array(&mut self, path: &str, field: &Field, item: &Type) {
        let first = u64::from(field.first_index());
        let most = self.parameters.len();
        let given = (first..).take(most).take_while(|at| self.is_given(&format!("{path}.{at}")));
        let given = given.count();
        if self.parameters.contains_key(path) {
            self.known.insert(path.to_owned());
            return self.tell(path, format!("is an array: give `{path}.{first}` and so on"));
        }
        // What is given under other numbers is told once, and not as unknown too.
        let below = format!("{path}.");
        let names = self.parameters.range(below.clone()..).map(|(name, _)| name);
        let names = names.take_while(|name| name.starts_with(&below));
        let after = first + given as u64;
        let beyond: Vec<&String> = names
            .filter(|name| {
                let index = name.get(below.len()..).unwrap_or("").split('.').next().unwrap_or("");
                let index = index.parse::<u64>().ok().filter(|at| at.to_string() == index);
                index.is_none_or(|at| at < first || at >= after)
            })
            .collect();
        if let Some(one) = beyond.first() {
            let what = format!(
                "is counted from `{path}.{first}` on without a gap: `{one}` is not the next, \
                 `{path}.{after}` is"
            );
            self.known.extend(beyond.into_iter().cloned());
            self.tell(path, what);
        }
        for at in field.rules.iter().filter(|at| at.rule.broken_by_items(given)) {
            self.tell(path, format!("has {given} items, which breaks: {}", at.rule));
        }
        for at in (first..).take(given) {
            self.value(&format!("{path}.{at}"), field, item);
        }
    }

    fn scalar(&mut self, path: &str, field: &Field, ty: &Type) {
        let Some(text) = self.parameters.get(path) else {
            return self.tell(path, "is one value, not several".to_owned());
        };
        self.known.insert(path.to_owned());
        for what in faults(field, ty, text) {
            self.tell(path, what);
        }
    }
}

/// What is wrong with the text of one value: of a field, or of an item of a field that is an
/// array. `ty` is the type of that value.
#[must_use]
pub fn faults(field: &Field, ty: &Type, text: &str) -> Vec<String> {
    if let Some(wanted) = ill_typed(text, ty, field.is_flag()) {
        return vec![format!("must be {wanted}")];
    }
    // Of an array `not empty` speaks as a whole, not item by item.
    let of_array = matches!(field.ty, Type::Array(_));
    let number = matches!(ty, Type::Integer | Type::Unsigned | Type::Float)
        .then(|| Number::read(text))
        .flatten();
    let rules = field.rules.iter().filter(|at| !(of_array && at.rule == Rule::NotEmpty));
    let broken = rules.filter(|at| match number {
        Some(number) => at.rule.broken_by_number(number),
        None => at.rule.broken_by_text(text),
    });
    broken.map(|at| format!("breaks: {}", at.rule)).collect()
}

/// What the text should have been, if it is not that.
fn ill_typed(text: &str, ty: &Type, flag: bool) -> Option<&'static str> {
    let signed = text.starts_with('+');
    let (fits, wanted) = match ty {
        Type::Integer => (text.parse::<i64>().is_ok() && !signed, "a whole number"),
        Type::Unsigned => {
            (text.parse::<u64>().is_ok() && !signed, "a whole number that is not negative")
        }
        Type::Float => (text.parse::<f64>().is_ok_and(f64::is_finite), "a number"),
        Type::Boolean if flag => (matches!(text, "0" | "1"), "0 or 1"),
        Type::Boolean => (matches!(text, "true" | "false"), "true or false"),
        Type::Timestamp => (timestamp::is_timestamp(text), timestamp::FORM),
        _ => (true, ""),
    };
    (!fits).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Protocol;

    const PAGE: &str = "# EditMedia\n\nEdits.\n\n## Request\n\n\
        | Parameter | Required | Type | Constraints | Description |\n|---|---|---|---|---|\n\
        | files | Yes | Array of [File](#file) | ..=2 items | Files |\n\
        | tags | No | Array of String | not empty; from 1; ..=3 bytes | Tags |\n\
        | dry | No | Boolean | flag | Dry |\n\n\
        ### File\n\n\
        | Field | Required | Type | Constraints | Description |\n|---|---|---|---|---|\n\
        | id | Yes | String | not empty | Id |\n\
        | offset | No | Integer | 0 or 5..=9 | Offset |\n\n\
        ## Response\n\n| Field | Always | Type | Description |\n|---|---|---|---|\n\
        | done | Yes | Boolean | Done |\n";

    fn told(parameters: &[(&str, &str)]) -> Vec<String> {
        let reading = crate::read_action("p.md", Protocol::V2, &mut |_| Ok(PAGE.into()));
        assert!(reading.diagnostics.is_empty(), "{}", reading.diagnostics.render(&reading.sources));
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let parameters = parameters.iter().map(own).collect();
        let api = &reading.api;
        violations(api, &api.actions[0].request, &parameters)
            .iter()
            .map(Violation::to_string)
            .collect()
    }

    #[test]
    fn what_fits_the_page_passes() {
        let good = [("files.0.id", "a"), ("files.0.offset", "7"), ("tags.1", ""), ("dry", "1")];
        assert_eq!(told(&good), [""; 0]);
    }

    #[test]
    fn every_mistake_is_told_by_its_full_name() {
        let bad = [
            ("files.0.id", ""),
            ("files.1.offset", "3"),
            ("tags.1", "long"),
            ("dry", "yes"),
            ("file", "x"),
        ];
        assert_eq!(
            told(&bad),
            [
                "`files.0.id` breaks: not empty",
                "`files.1.id` is required",
                "`files.1.offset` breaks: 0 or 5..=9",
                "`tags.1` breaks: ..=3 bytes",
                "`dry` must be 0 or 1",
                "`file` is no parameter of the page; did you mean `files`?",
            ]
        );
        let three = [("files.0.id", "a"), ("files.1.id", "b"), ("files.2.id", "c")];
        assert_eq!(told(&three), ["`files` has 3 items, which breaks: ..=2 items"]);
        let gap =
            "is counted from `tags.1` on without a gap: `tags.0` is not the next, `tags.1` is";
        let file = ("files.0.id", "a");
        assert_eq!(told(&[file, ("tags.0", "a")])[0], format!("`tags` {gap}"));
        assert_eq!(told(&[file, ("tags", "a")]), ["`tags` is an array: give `tags.1` and so on"]);
        assert_eq!(
            told(&[("files.0", "a")]),
            ["`files.0` is an object: give `files.0.id` and so on"]
        );
    }
}
