//! The values of a request that its page, or its caller, calls secret.

use super::{Extra, Params};
use crate::value::Value;

/// All of them, nested ones too: what no address, log or error may show.
pub fn secrets(request: &dyn Params) -> Vec<&str> {
    let mut found = Vec::new();
    for at in 0..request.table().fields.len() {
        collect(request.value(at), &mut found);
    }
    found.extend(request.extra().into_iter().flat_map(Extra::secrets));
    found
}

fn collect<'a>(value: Value<'a>, found: &mut Vec<&'a str>) {
    match value {
        Value::Secret(text) => found.push(text),
        Value::Record(inner) => found.extend(secrets(inner)),
        Value::List(items) => {
            for at in 0..items.len() {
                collect(items.item(at), found);
            }
        }
        _ => {}
    }
}
