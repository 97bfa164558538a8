//! What a page's examples answer.

use serde_json::Value;
use vod_spec::model::Action;

/// The first response of the page that succeeds; without one the first there is, which refuses.
pub(crate) fn of(action: &Action, succeeds: impl Fn(&Value) -> bool) -> Value {
    let shown = action.examples.iter().filter_map(|example| example.response.as_ref());
    let shown = shown.filter_map(|text| serde_json::from_str(&text.value).ok());
    let mut shown: Vec<Value> = shown.collect();
    let first = shown.iter().position(succeeds).unwrap_or(0);
    if first < shown.len() { shown.swap_remove(first) } else { Value::Null }
}
