//! The checks that generated tests make of a page's examples.
#![allow(clippy::panic, reason = "a failed check of a test is a panic")]

use crate::action::Action;
use crate::request::{Common, Visit, walk};
use crate::response::{Record, read};

/// A request encodes to exactly what its page shows.
pub fn request<A: Action>(request: &A, expected: &str) {
    struct Query {
        text: String,
        action: &'static str,
    }
    impl Visit for Query {
        fn common(&mut self, which: Common) {
            if which == Common::Action {
                self.free(which.name(), self.action);
            }
        }

        fn pair(&mut self, key: &str, value: &str) {
            if !self.text.is_empty() {
                self.text.push('&');
            }
            self.text.push_str(key);
            self.text.extend(crate::protocol::v2::percent_encoded(value));
        }

        fn free(&mut self, name: &str, value: &str) {
            self.pair(&format!("{name}="), value);
        }
    }
    if let Err(invalid) = crate::request::validate(A::INFO.name, request) {
        panic!("{invalid}");
    }
    let mut query = Query { text: String::new(), action: A::INFO.name };
    walk(request, &mut query);
    assert_eq!(query.text, expected, "the request of the page's example");
}

/// A response decodes, and every field has a place of its own.
pub fn response<R: Record + Default>(json: &str) {
    let mut response = R::default();
    match read(json, &mut response) {
        Ok(envelope) if envelope.is_refusal() => {}
        Ok(_) => assert!(
            response.unknown().is_none_or(|unknown| unknown.is_empty()),
            "fields without a place: {:?}",
            response.unknown()
        ),
        Err((_, problems)) => panic!("the response of the page's example: {problems:?}"),
    }
}
