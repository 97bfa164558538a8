//! What is set in a request is what a JSON reader finds in its body.

use proptest::prelude::*;
use serde_json::{Value, json};
use vod_api::{Action, Credential, Error, Stamp, Untyped, v3};

use crate::grove::{GrowTree, Shoot};

fn client() -> v3::Client {
    v3::Client::new(Credential::new("AKID", "key")).unwrap()
}

const STAMP: Stamp = Stamp { nonce: 1, timestamp: 1_700_000_000 };

fn body(request: &impl Action) -> String {
    client().runtime().prepare(request, STAMP).unwrap().body().unwrap().to_owned()
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// Text of every kind that has to be escaped, and of lengths around a machine word's.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x7f]{0,40}",
        "[ -~]{0,15}[\"\\\\\u{1f}\u{7f}\u{80}视]?[ -~]{0,15}",
        Just(String::new()),
    ]
}

fn shoot() -> impl Strategy<Value = Shoot> {
    let leaf = text().prop_map(|name| Shoot::builder().name(name).build());
    leaf.prop_recursive(6, 40, 4, |inner| {
        (text(), proptest::collection::vec(inner, 0..4)).prop_map(|(name, shoots)| {
            let mut shoot = Shoot::builder().name(name).build();
            shoot.shoots = Some(shoots);
            shoot
        })
    })
}

fn expected(shoot: &Shoot) -> Value {
    let mut json = json!({ "Name": shoot.name });
    if let Some(shoots) = &shoot.shoots {
        json["Shoots"] = shoots.iter().map(expected).collect();
    }
    json
}

proptest! {
    #[test]
    fn every_value_is_read_as_it_was_set(
        name in text(),
        labels in proptest::option::of(proptest::collection::vec(text(), 0..5)),
        depth in proptest::option::of(any::<i64>()),
        leaves in proptest::option::of(any::<u64>()),
        green in proptest::option::of(any::<bool>()),
        password in proptest::option::of(text()),
        root in proptest::option::of(shoot()),
        extra in proptest::collection::btree_map("x\\PC{0,6}", text(), 0..4),
    ) {
        let mut json = json!({ "Name": name });
        let mut request = GrowTree::builder().name(name).build();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                json[name] = value;
            }
        };
        set("Labels", labels.clone().map(Value::from));
        set("Depth", depth.map(Value::from));
        set("Leaves", leaves.map(Value::from));
        set("Green", green.map(Value::from));
        set("Password", password.clone().map(Value::from));
        set("Root", root.as_ref().map(expected));
        for (name, value) in extra {
            set(&name, Some(value.clone().into()));
            request.extra.set(name, value);
        }
        request.labels = labels;
        request.depth = depth;
        request.leaves = leaves;
        request.green = green;
        request.password = password.map(Into::into);
        request.root = root;
        prop_assert_eq!(parsed(&body(&request)), json);
    }

    #[test]
    fn a_float_is_written_with_all_its_digits(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        let body = body(&GrowTree::builder().name("x").slope(number).build());
        let written = body.split("\"Slope\":").nth(1).unwrap().trim_end_matches('}');
        prop_assert_eq!(written.parse::<f64>().unwrap().to_bits(), bits);
    }
}

#[test]
fn fields_stand_in_the_order_of_the_page_and_free_ones_come_last() {
    let request = GrowTree::builder().name("n").green(true).depth(i64::MIN).leaves(u64::MAX);
    let mut request = request.labels(["a", "b"]).slope(-0.0).build();
    request.extra.set("Zone", "z");
    request.extra.set_json("Also", json!({ "deep": [1, null] }));
    assert_eq!(
        body(&request),
        r#"{"Name":"n","Labels":["a","b"],"Depth":-9223372036854775808,"#.to_owned()
            + r#""Leaves":18446744073709551615,"Slope":-0.0,"Green":true,"#
            + r#""Also":{"deep":[1,null]},"Zone":"z"}"#
    );
    let mut empty = GrowTree::builder().name("").build();
    (empty.labels, empty.notes) = (Some(Vec::new()), Some(json!({})));
    assert_eq!(body(&empty), r#"{"Name":"","Labels":[],"Notes":{}}"#);
}

#[test]
fn an_action_by_name_sends_text_and_json_apart() {
    let request = Untyped::v3("GrowTree", "2021-05-05")
        .param("Count", "7")
        .json("Depth", 7)
        .json("Labels", json!(["\u{0}", "\"\\"]))
        .secret("Pass\"word", "open\nsesame");
    let prepared = client().runtime().prepare_untyped(&request, STAMP).unwrap();
    let expected = json!({
        "Count": "7", "Depth": 7, "Labels": ["\u{0}", "\"\\"], "Pass\"word": "open\nsesame",
    });
    assert_eq!(parsed(prepared.body().unwrap()), expected);
    let bare = Untyped::v3("GrowTree", "2021-05-05");
    assert_eq!(client().runtime().prepare_untyped(&bare, STAMP).unwrap().body(), Some("{}"));
}

/// What is told of a request before it is sent.
fn violations(request: &impl Action) -> Vec<String> {
    match client().runtime().prepare(request, STAMP) {
        Err(Error::Invalid(invalid)) => {
            invalid.violations.iter().map(ToString::to_string).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_number_is_told_and_told_once() {
    let request = GrowTree::builder().name("x").slope(f64::NAN).rings([1.0, f64::INFINITY]);
    assert_eq!(
        violations(&request.build()),
        ["`Slope` = NaN: a finite number", "`Rings.1` = inf: a finite number"]
    );
    let request = GrowTree::builder().name("x").rings([0.25]).build();
    assert_eq!(violations(&request), ["`Rings.0` = 0.25: 0.5.."]);
}

#[test]
fn a_free_parameter_must_not_be_one_of_the_pages() {
    let mut request = GrowTree::builder().name("x").build();
    request.extra.set("Name", "y");
    request.extra.set("", "y");
    // API 2.0's own names are free here.
    request.extra.set("Action", "y");
    request.extra.set("snake_case", "y");
    let told = violations(&request);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("needs a name") && told[1].contains("`Name`"), "{told:?}");
}
