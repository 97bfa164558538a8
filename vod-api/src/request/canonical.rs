//! The canonical order: every name and value of a request, in the byte order of the full names.
//!
//! Nothing is sorted at run time. Each table brings its order from compile time; nested structs
//! push a prefix; array indices are counted in lexical order. That this gives the order of the
//! full names rests on `.` being smaller than every letter and digit.

use std::iter::Peekable;

use super::{Common, List, Params, Step, Value};

/// Takes the pairs of a request as they come by.
pub trait Visit {
    /// One parameter: its full name, made of letters, digits and dots, and its value, raw.
    fn pair(&mut self, name: &str, value: &str);

    /// One parameter that no page knows: its name may hold anything.
    fn free(&mut self, name: &str, value: &str) {
        self.pair(name, value);
    }
}

/// Walks a request in canonical order, the protocol's own parameters merged in.
pub fn walk<'a>(
    request: &'a dyn Params,
    common: impl Fn(Common) -> Value<'a>,
    visit: &mut impl Visit,
) {
    let extra: &mut dyn Iterator<Item = (&str, &str)> = match request.extra() {
        Some(extra) => &mut extra.iter(),
        None => &mut std::iter::empty(),
    };
    let mut walk = Walk { name: String::new(), extra: extra.peekable(), visit };
    for step in request.table().order {
        match *step {
            Step::Common(which) => walk.value(which.name(), 0, common(which)),
            Step::Own(at) => {
                if let Some(field) = request.table().fields.get(at) {
                    walk.value(field.name, field.first, request.value(at));
                }
            }
        }
    }
    let Walk { extra, visit, .. } = walk;
    for (name, value) in extra {
        visit.free(name, value);
    }
}

struct Walk<'w, 'a, V> {
    /// The name so far of what is nested; empty at the top, where names are whole as they are.
    name: String,
    extra: Peekable<&'w mut dyn Iterator<Item = (&'a str, &'a str)>>,
    visit: &'w mut V,
}

impl<V: Visit> Walk<'_, '_, V> {
    fn value(&mut self, name: &str, first: u32, value: Value<'_>) {
        match value {
            Value::Absent => {}
            Value::Text(text) => self.pair(name, text),
            Value::Integer(number) => self.pair(name, itoa::Buffer::new().format(number)),
            Value::Unsigned(number) => self.pair(name, itoa::Buffer::new().format(number)),
            Value::Float(number) => self.pair(name, &number.to_string()),
            Value::Boolean(on) => self.pair(name, if on { "true" } else { "false" }),
            Value::Json(json) => self.pair(name, &json.to_string()),
            Value::Record(inner) => self.nested(name, |walk| walk.record(inner)),
            Value::List(items) => self.nested(name, |walk| walk.list(items, first)),
        }
    }

    fn record(&mut self, record: &dyn Params) {
        for step in record.table().order {
            if let Step::Own(at) = *step
                && let Some(field) = record.table().fields.get(at)
            {
                self.value(field.name, field.first, record.value(at));
            }
        }
    }

    fn list(&mut self, items: &dyn List, first: u32) {
        for index in lexical(u64::from(first), items.len() as u64) {
            let item = usize::try_from(index - u64::from(first)).unwrap_or(usize::MAX);
            self.value(itoa::Buffer::new().format(index), first, items.item(item));
        }
    }

    fn nested(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        let outer = self.name.len();
        self.name.push_str(name);
        self.name.push('.');
        inside(self);
        self.name.truncate(outer);
    }

    fn pair(&mut self, name: &str, value: &str) {
        let outer = self.name.len();
        if outer > 0 {
            self.name.push_str(name);
        }
        let full = if outer > 0 { self.name.as_str() } else { name };
        while let Some((name, value)) = self.extra.next_if(|(extra, _)| *extra < full) {
            self.visit.free(name, value);
        }
        self.visit.pair(full, value);
        self.name.truncate(outer);
    }
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
