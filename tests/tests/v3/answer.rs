//! Answers of API 3.0: those that are as their page says, and all the others.

use proptest::prelude::*;
use serde_json::json;
use vod_api::{Credential, Error, Unreadable, Untyped, v3};

use crate::grove::{GrowTree, GrowTreeResponse, Kind};

fn read(body: impl Into<Vec<u8>>) -> Result<GrowTreeResponse, Error> {
    let client = v3::Client::new(Credential::new("AKID", "key")).unwrap();
    client.runtime().read(&GrowTree::builder().name("x").build(), 200, body)
}

/// An answer with these fields beside the ones that it must have.
fn with(fields: &str) -> String {
    format!(r#"{{"Response":{{"Root":{{"Name":"r"}},{fields}"RequestId":"id-7"}}}}"#)
}

fn unreadable(body: impl Into<Vec<u8>>) -> (String, Box<Unreadable>) {
    match read(body) {
        Err(error) => {
            let text = error.to_string();
            let Error::Unreadable(unreadable) = error else { panic!("{text}") };
            (text, unreadable)
        }
        Ok(response) => panic!("{response:?}"),
    }
}

#[test]
fn a_success_fills_every_field_and_keeps_what_no_page_knows() {
    let response = read(with(
        r#""Slope":1.5,"Leaves":18446744073709551615,"Kind":"elm","Key":"k","Notes":{"a":[1]},
           "Labels":["a",""],"Planted":{"Year":1999},"#,
    ))
    .unwrap();
    assert_eq!(response.root.name, "r");
    assert_eq!((response.slope, response.leaves), (Some(1.5), Some(u64::MAX)));
    assert_eq!(response.kind, Some(Kind::Elm));
    assert_eq!(response.key.unwrap().expose(), "k");
    assert_eq!(response.notes, Some(json!({ "a": [1] })));
    assert_eq!(response.labels.unwrap(), ["a", ""]);
    assert_eq!(response.unknown.get("Planted"), Some(json!({ "Year": 1999 })));
    assert_eq!(response.unknown.names().count(), 1);
}

#[test]
fn what_differs_from_the_page_but_can_be_read_is_read() {
    // Numbers as text and text as a number, null for nothing, an enum's new value, a mark of UTF-8.
    let fields = r#""Slope":"1.25","Leaves":"7","Kind":"pine","Key":42,"Notes":null,"#;
    let response = read(format!("\u{feff}{}", with(fields))).unwrap();
    assert_eq!((response.slope, response.leaves), (Some(1.25), Some(7)));
    assert_eq!(response.kind, Some(Kind::Other("pine".to_owned())));
    assert_eq!(response.key.unwrap().expose(), "42");
    assert_eq!(response.notes, None);
    // What stands around the envelope, and what is twice there.
    let around = r#"{"Date":[1],"Response":{"RequestId":"i","Root":{"Name":"r"},"Error":null}}"#;
    assert_eq!(read(around).unwrap().root.name, "r");
    assert_eq!(read(with(r#""Slope":1,"Slope":2,"#)).unwrap().slope, Some(2.0));
}

#[test]
fn an_answer_that_is_none_is_told_as_what_it_is() {
    let cut = with("");
    for (body, told) in [
        ("", "is empty"),
        (" \n", "is empty"),
        ("<html>bad gateway</html>", "it begins: <html>bad gateway</html>"),
        (&cut[..cut.len() - 9], "is not JSON"),
        ("[]", "is an array, not an object"),
        ("null", "is null, not an object"),
        ("{}", "`Response` is missing"),
        (r#"{"Response":7}"#, "is a number, not an object"),
        (r#"{"Response":{}}"#, "`Root` is missing"),
        (r#"{"Response":{"Root":{"Name":"r"}}}"#, "has no `RequestId`"),
        (r#"{"Response":{"Root":{"Name":"r"},"RequestId":null}}"#, "has no `RequestId`"),
        // API 2.0's envelope.
        (r#"{"code":0,"message":"","Root":{"Name":"r"}}"#, "`Response` is missing"),
    ] {
        let (text, unreadable) = unreadable(body);
        assert!(text.contains(told), "{text} lacks {told}");
        assert!(text.starts_with("the answer to GrowTree (HTTP 200) is not what"), "{text}");
        assert_eq!(unreadable.status, 200);
    }
    let (text, _) = unreadable(vec![b'{', 0xff, b'}']);
    assert!(text.contains("is not UTF-8"), "{text}");
    // A success's body with a failure's status is neither.
    let client = v3::Client::new(Credential::new("AKID", "key")).unwrap();
    let request = GrowTree::builder().name("x").build();
    let error = client.runtime().read(&request, 502, with("")).unwrap_err();
    assert_eq!((error.status(), error.request_id()), (Some(502), Some("id-7")));
}

#[test]
fn each_wrong_field_is_named_by_its_path_and_the_others_are_kept() {
    let body = r#"{"Response":{"Root":{"Name":[],"Branches":[{"Name":"a"},{"Next":{"Name":true}}]},
        "Slope":"steep","Leaves":-1,"Labels":{"hush":1},"Key":"hush","RequestId":"id-7"}}"#;
    let (text, unreadable) = unreadable(body);
    let fields: Vec<&str> = unreadable.problems.iter().map(|problem| &*problem.field).collect();
    assert_eq!(
        fields,
        [
            "Root.Name",
            "Root.Branches[1].Next.Name",
            "Root.Branches[1].Name",
            "Slope",
            "Leaves",
            "Labels"
        ]
    );
    assert!(text.contains("`Root.Branches[1].Name` is missing"), "{text}");
    assert!(text.contains("`Leaves` is a number, not a whole number that is not"), "{text}");
    assert_eq!(unreadable.request_id, "id-7");
    assert!(text.contains("(HTTP 200, request id-7)") && !text.contains("hush"), "{text}");
    let error = read(body).unwrap_err();
    let partial = error.partial::<GrowTreeResponse>().unwrap();
    assert_eq!(partial.root.branches.as_ref().unwrap()[0].name, "a");
    assert_eq!(partial.key.as_ref().unwrap().expose(), "hush");
    assert_eq!((partial.slope, partial.leaves), (None, None));
}

#[test]
fn what_is_no_number_is_not_read_as_one() {
    for slope in [r#""NaN""#, r#""inf""#, r#""-Infinity""#, "1e999", r#""""#] {
        let (text, _) = unreadable(with(&format!(r#""Slope":{slope},"#)));
        assert!(text.contains("`Slope` is"), "{slope}: {text}");
    }
}

/// Branches within branches.
fn nested(depth: usize, open: &str, close: &str) -> String {
    let (open, close) = (open.repeat(depth), close.repeat(depth));
    format!(
        r#"{{"Response":{{"Root":{{"Name":"r",{open}"Name":"leaf"{close}}},"RequestId":"i"}}}}"#
    )
}

#[test]
fn a_type_that_holds_itself_is_read_at_depth() {
    let mut branch = read(nested(40, r#""Name":"b","Next":{"#, "}")).unwrap().root;
    let mut depth = 0;
    while let Some(next) = branch.next {
        branch = *next;
        depth += 1;
    }
    assert_eq!((depth, &*branch.name), (40, "leaf"));
    let response = read(nested(40, r#""Name":"b","Branches":[{"#, "}]")).unwrap();
    assert_eq!(response.root.branches.unwrap().len(), 1);
}

#[test]
fn an_answer_of_any_depth_is_an_error_and_no_crash() {
    for depth in [200, 20_000] {
        for (open, close) in [(r#""Next":{"#, "}"), (r#""Branches":[{"#, "}]")] {
            let (text, _) = unreadable(nested(depth, open, close));
            assert!(text.contains("is nested too deeply"), "{}", &text[..200]);
        }
    }
    let deep = |name: &str| with(&format!(r#""{name}":{}{},"#, "[".repeat(9999), "]".repeat(9999)));
    assert!(unreadable(deep("Notes")).0.contains("`Notes`"));
    // What no page knows is kept unread, and what was refused stays so.
    assert_eq!(read(deep("New")).unwrap().unknown.names().next(), Some("New"));
    assert!(matches!(read(deep("Error")), Err(Error::Refused(_))));
}

#[tokio::test]
async fn an_answer_to_an_action_by_name_comes_whole_or_not_at_all() {
    use crate::transport::answering;
    let request = Untyped::v3("GrowTree", "2021-05-05").param("Name", "x");
    let client = answering(&with(r#""New":[1.5],"#));
    let whole = client.runtime().send_untyped(&request).await.unwrap();
    assert_eq!(whole["Response"]["New"], json!([1.5]));
    let client = answering(&with(&format!(r#""New":{}{},"#, "[".repeat(200), "]".repeat(200))));
    let error = client.runtime().send_untyped(&request).await.unwrap_err();
    assert!(error.to_string().contains("is not JSON: recursion limit"), "{error}");
}

proptest! {
    #[test]
    fn a_float_is_read_to_its_last_digit(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        let response = read(with(&format!(r#""Slope":{number:?},"#))).unwrap();
        prop_assert_eq!(response.slope.map(f64::to_bits), Some(bits));
    }

    #[test]
    fn no_text_is_too_odd_to_be_read_or_refused(body in "\\PC{0,80}", cut in 1..90usize) {
        let _ = read(body);
        let mut whole = with(r#""Slope":1.5,"Kind":"elm","Labels":["a"],"#);
        whole.truncate(whole.len() - cut);
        prop_assert!(read(whole).is_err());
    }
}
