//! The checks that generated tests make of a page's examples.
#![allow(clippy::panic, reason = "a failed check of a test is a panic")]

use crate::action::Action;
use crate::request::{Value, Visit, walk};
use crate::response::{Record, read};

/// A request encodes to exactly what its page shows.
pub fn request<A: Action>(request: &A, expected: &str) {
    struct Query(String);
    impl Visit for Query {
        fn pair(&mut self, name: &str, value: &str) {
            if !self.0.is_empty() {
                self.0.push('&');
            }
            self.0.push_str(name);
            self.0.push('=');
            self.0.extend(crate::protocol::v2::percent_encoded(value));
        }

        fn free(&mut self, name: &str, value: &str) {
            self.pair(name, value);
        }
    }
    if let Err(invalid) = crate::request::validate(A::INFO.name, request) {
        panic!("{invalid}");
    }
    let mut query = Query(String::new());
    let common = |which| match which {
        crate::request::Common::Action => Value::Text(A::INFO.name),
        _ => Value::Absent,
    };
    walk(request, common, &mut query);
    assert_eq!(query.0, expected, "the request of the page's example");
}

/// A response decodes, and every field has a place of its own.
pub fn response<R: Record + Default>(json: &str) {
    let mut response = R::default();
    match read(json, &mut response) {
        Ok(envelope) if envelope.is_refusal() => {}
        Ok(_) => assert!(
            response.unknown().is_empty(),
            "fields without a place: {:?}",
            response.unknown()
        ),
        Err((_, problems)) => panic!("the response of the page's example: {problems:?}"),
    }
}
