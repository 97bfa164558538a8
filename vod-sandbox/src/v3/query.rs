//! Parameters of a GET: dotted names and texts, made the JSON that they stand for.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use vod_spec::model::{Api, Body, Field, Type};

use crate::form::Parameters;

/// Deeper names are taken for one word, which no page knows.
const DEEPEST: usize = 16;

/// What stands under a name: a text, or more names.
enum Node {
    Text(String),
    Inner(BTreeMap<String, Node>),
}

/// Names and values as the table of an Action types them. What does not fit stays text, and is
/// refused as such.
pub(super) fn typed(api: &Api, fields: &[Field], parameters: Parameters) -> Map<String, Value> {
    let mut tree = BTreeMap::new();
    for (name, text) in parameters {
        if name.split('.').count() > DEEPEST {
            tree.insert(name, Node::Text(text));
        } else {
            plant(&mut tree, &name, text);
        }
    }
    members(api, fields, tree)
}

fn plant(tree: &mut BTreeMap<String, Node>, name: &str, text: String) {
    let Some((head, rest)) = name.split_once('.') else {
        tree.insert(name.to_owned(), Node::Text(text));
        return;
    };
    let node = tree.entry(head.to_owned()).or_insert_with(|| Node::Inner(BTreeMap::new()));
    // A name that is both a value and a group keeps its value, and the table says which is wrong.
    if let Node::Inner(inner) = node {
        plant(inner, rest, text);
    }
}

fn members(api: &Api, fields: &[Field], tree: BTreeMap<String, Node>) -> Map<String, Value> {
    let member = |(name, node): (String, Node)| {
        let field = fields.iter().find(|field| field.name.wire == name);
        let value = value(api, field.map(|field| &field.ty), node);
        (name, value)
    };
    tree.into_iter().map(member).collect()
}

fn value(api: &Api, ty: Option<&Type>, node: Node) -> Value {
    match (ty, node) {
        (Some(Type::Array(item)), Node::Inner(tree)) if is_counted(&tree) => {
            // Sorted as texts, 10 stands before 2.
            let mut items: Vec<(usize, Node)> = tree
                .into_iter()
                .filter_map(|(index, node)| Some((index.parse().ok()?, node)))
                .collect();
            items.sort_by_key(|(index, _)| *index);
            items.into_iter().map(|(_, node)| value(api, Some(item), node)).collect()
        }
        (ty, Node::Inner(tree)) => {
            let fields = match ty {
                Some(Type::Named(place)) => api.types.get(*place).map(|named| &named.body),
                _ => None,
            };
            let fields = if let Some(Body::Struct(fields)) = fields { &fields[..] } else { &[] };
            Value::Object(members(api, fields, tree))
        }
        (Some(ty), Node::Text(text)) => match ty {
            Type::Integer | Type::Unsigned | Type::Float | Type::Boolean => {
                let read = serde_json::from_str(&text).ok();
                read.filter(|read: &Value| read.is_number() || read.is_boolean())
                    .unwrap_or(Value::String(text))
            }
            _ => Value::String(text),
        },
        (None, Node::Text(text)) => Value::String(text),
    }
}

/// Whether names are 0, 1 and so on, without a gap.
fn is_counted(tree: &BTreeMap<String, Node>) -> bool {
    (0..tree.len()).all(|at| tree.contains_key(&at.to_string()))
}
