//! The checks that generated tests make of a page's examples.
#![allow(clippy::panic, reason = "a failed check of a test is a panic")]

use crate::Json;
use crate::action::Action;
use crate::json;
use crate::protocol::Protocol;
use crate::request::{Common, Visit, walk};
use crate::response::{Record as _, read};

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
    if let Err(invalid) = crate::request::validate(A::INFO, request) {
        panic!("{invalid}");
    }
    let what = "the request of the page's example";
    match A::INFO.service.protocol {
        Protocol::V2 => {
            let mut query = Query { text: String::new(), action: A::INFO.name };
            walk(request, &mut query);
            assert_eq!(query.text, expected, "{what}");
        }
        Protocol::V3 { .. } => {
            let (written, expected) = (parsed(&json::of_request(request)), parsed(expected));
            assert!(same(&written, &expected), "{what}: {written} for {expected}");
        }
    }
}

/// A response decodes, every field has a place of its own, and is written as it came.
pub fn response<A: Action>(json: &str) {
    let mut response = A::Response::default();
    let protocol = A::INFO.service.protocol;
    let (envelope, problems) = read(json, protocol, &mut response);
    if envelope.is_refusal() {
        return;
    }
    assert!(problems.is_empty(), "the response of the page's example: {problems:?}");
    let unknown = response.unknown();
    assert!(
        unknown.as_ref().is_none_or(|unknown| unknown.is_empty()),
        "fields without a place: {unknown:?}"
    );
    let mut came = parsed(json);
    let envelope: &[&str] = match protocol {
        Protocol::V2 => &["code", "message", "codeDesc"],
        Protocol::V3 { .. } => {
            came = came.get("Response").cloned().unwrap_or_default();
            &["RequestId"]
        }
    };
    if let Some(fields) = came.as_object_mut() {
        fields.retain(|name, _| !envelope.contains(&name.as_str()));
    }
    let written = parsed(&json::of_answer(&response));
    assert!(same(&written, &came), "the response of the page's example: {written} for {came}");
}

fn parsed(json: &str) -> Json {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// Whether two values say the same: a field that is null is one that is absent, and 1 is 1.0.
fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Object(one), Json::Object(other)) => {
            let names = one.keys().chain(other.keys());
            let of = |map: &serde_json::Map<String, Json>, name| {
                map.get(name).cloned().unwrap_or_default()
            };
            names.into_iter().all(|name| same(&of(one, name), &of(other, name)))
        }
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        // A number beyond a float's reach is the same only by its digits.
        (Json::Number(one), Json::Number(other)) => {
            one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
        }
        (one, other) => one == other,
    }
}
