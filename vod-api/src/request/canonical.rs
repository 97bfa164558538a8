//! The canonical order: every name and value of a request, in the byte order of the full names.
//!
//! Nothing is sorted at run time. Each table brings its order from compile time; nested structs
//! push a prefix; array indices are counted in lexical order. That this gives the order of the
//! full names rests on `.` being smaller than every letter and digit.

use super::params::Step;
use super::{Common, Extra, Params, Rule, params};
use crate::value::{List, Value};

/// Takes the parameters of a request as they come by.
///
/// A key is a full name, made of letters, digits and dots, and the `=` behind it.
pub trait Visit {
    /// One parameter of the protocol's own.
    fn common(&mut self, which: Common);

    /// One parameter of the page, its value raw.
    fn pair(&mut self, key: &str, value: &str);

    /// One whose value is spelled with letters, digits, `-` and `.` alone, as numbers are.
    fn plain(&mut self, key: &str, value: &str) {
        self.pair(key, value);
    }

    /// One parameter that no page knows: its name may hold anything.
    fn free(&mut self, name: &str, value: &str);
}

/// Walks a request in canonical order, the protocol's own parameters merged in.
pub fn walk(request: &dyn Params, visit: &mut impl Visit) {
    let mut extra = request.extra().filter(|extra| !extra.is_empty()).map(Extra::iter);
    let next = extra.as_mut().and_then(Iterator::next);
    let mut walk = Walk { key: String::new(), extra, next, visit };
    let table = request.table();
    for step in table.steps() {
        match step {
            Step::Common(which) => {
                if walk.next.is_some() {
                    walk.free_before(which.name());
                }
                walk.visit.common(which);
            }
            Step::Own(at) => {
                if let Some(field) = table.fields.get(at) {
                    walk.value(field.key(), field.rules(), request.value(at));
                }
            }
        }
    }
    while let Some((name, value)) = walk.next {
        walk.visit.free(name, value);
        walk.advance();
    }
}

struct Walk<'w, 'a, V, I> {
    /// The key so far of what is nested; empty at the top, where keys are whole as they are.
    key: String,
    extra: Option<I>,
    /// The free parameter that comes next.
    next: Option<(&'a str, &'a str)>,
    visit: &'w mut V,
}

impl<'a, V: Visit, I: Iterator<Item = (&'a str, &'a str)>> Walk<'_, 'a, V, I> {
    fn value(&mut self, key: &str, rules: &'static [Rule], value: Value<'_>) {
        match value {
            Value::Absent | Value::Extra(_) | Value::Answer(_) | Value::Unknown(_) => {}
            Value::Text(text) | Value::Secret(text) => {
                self.pair(key, |visit, key| visit.pair(key, text));
            }
            Value::Integer(number) => self.plain(key, itoa::Buffer::new().format(number)),
            Value::Unsigned(number) => self.plain(key, itoa::Buffer::new().format(number)),
            Value::Float(number) => self.plain(key, &number.to_string()),
            Value::Boolean(on) => self.plain(key, if on { "true" } else { "false" }),
            Value::Json(json) => {
                let text = json.to_string();
                self.pair(key, |visit, key| visit.pair(key, &text));
            }
            Value::Record(inner) => self.nested(key, |walk| walk.record(inner)),
            Value::List(items) => self.nested(key, |walk| walk.list(items, rules)),
        }
    }

    fn record(&mut self, record: &dyn Params) {
        let table = record.table();
        for step in table.steps() {
            if let Step::Own(at) = step
                && let Some(field) = table.fields.get(at)
            {
                self.value(field.key(), field.rules(), record.value(at));
            }
        }
    }

    fn list(&mut self, items: &dyn List, rules: &'static [Rule]) {
        let first = params::first_index(rules);
        let mut key = String::new();
        for index in lexical(u64::from(first), items.len() as u64) {
            let item = usize::try_from(index - u64::from(first)).unwrap_or(usize::MAX);
            key.clear();
            key.push_str(itoa::Buffer::new().format(index));
            key.push('=');
            self.value(&key, rules, items.item(item));
        }
    }

    fn nested(&mut self, key: &str, inside: impl FnOnce(&mut Self)) {
        let outer = self.key.len();
        self.key.push_str(name_of(key));
        self.key.push('.');
        inside(self);
        self.key.truncate(outer);
    }

    fn plain(&mut self, key: &str, value: &str) {
        self.pair(key, |visit, key| visit.plain(key, value));
    }

    #[inline]
    fn pair(&mut self, key: &str, tell: impl FnOnce(&mut V, &str)) {
        let outer = self.key.len();
        if outer == 0 {
            if self.next.is_some() {
                self.free_before(name_of(key));
            }
            return tell(self.visit, key);
        }
        let mut full = std::mem::take(&mut self.key);
        full.push_str(key);
        self.free_before(name_of(&full));
        tell(self.visit, &full);
        full.truncate(outer);
        self.key = full;
    }

    /// The free parameters whose names come before this one.
    fn free_before(&mut self, full: &str) {
        while let Some((name, value)) = self.next.filter(|(name, _)| *name < full) {
            self.visit.free(name, value);
            self.advance();
        }
    }

    fn advance(&mut self) {
        self.next = self.extra.as_mut().and_then(Iterator::next);
    }
}

/// A key without its `=`.
fn name_of(key: &str) -> &str {
    key.strip_suffix('=').unwrap_or(key)
}

/// The numbers `first..first + count` in the order of their decimal texts: 0, 1, 10, 11, 2, …
fn lexical(first: u64, count: u64) -> impl Iterator<Item = u64> {
    let last = (first + count).saturating_sub(1);
    let zero = (first == 0 && count > 0).then_some(0);
    let mut next = (last > 0).then_some(1);
    let from_one = std::iter::from_fn(move || {
        let number = next?;
        next = after(number, last);
        Some(number)
    });
    zero.into_iter().chain(from_one.filter(move |number| *number >= first))
}

/// What follows `number` among the texts of 1..=last: first its tenfold, else its next neighbour
/// on the same or a shorter length.
fn after(mut number: u64, last: u64) -> Option<u64> {
    if number * 10 <= last {
        return Some(number * 10);
    }
    while number % 10 == 9 || number >= last {
        number /= 10;
        if number == 0 {
            return None;
        }
    }
    Some(number + 1)
}

#[cfg(test)]
mod tests {
    use super::lexical;

    #[test]
    fn indices_come_in_the_order_of_their_texts() {
        for first in [0, 1, 7] {
            for count in [0, 1, 2, 9, 10, 11, 99, 100, 101, 1234] {
                let mut sorted: Vec<String> =
                    (first..first + count).map(|number| number.to_string()).collect();
                sorted.sort();
                let counted: Vec<String> =
                    lexical(first, count).map(|number| number.to_string()).collect();
                assert_eq!(counted, sorted, "{first} and {count} on");
            }
        }
    }
}
