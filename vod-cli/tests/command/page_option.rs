//! `vod call --page`: pages of a user's own.

use crate::run::{stderr, stdout, vod};

#[test]
fn a_page_of_ones_own_makes_an_action_callable() {
    let folder = std::env::temp_dir().join(format!("vod-page-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let page = folder.join("DescribeClass.md");
    let text = "# DescribeClass\n\nTells of a class.\n\n## Request\n\n\
        | Parameter | Required | Type | Constraints | Description |\n|---|---|---|---|---|\n\
        | classId | Yes | Integer | 1.. | The class |\n\n## Response\n\n\
        | Field | Always | Type | Description |\n|---|---|---|---|\n\
        | name | Yes | String | Its name |\n";
    std::fs::write(&page, text).unwrap();
    let page_word = page.to_str().unwrap();
    let good =
        vod(&["call", "DescribeClass", "classId=7", "--page", page_word, "--dry-run", "--json"]);
    assert!(good.status.success(), "{}", stderr(&good));
    assert!(stdout(&good)["stringToSign"].as_str().unwrap().ends_with("&classId=7"));
    let bad = vod(&["call", "DescribeClass", "classId=0", "--page", page_word, "--dry-run"]);
    assert_eq!(bad.status.code(), Some(2));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nested_names_items_and_flags_are_held_against_their_page() {
    let folder = std::env::temp_dir().join(format!("vod-nested-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let page = folder.join("CreateBox.md");
    let columns =
        "| Parameter | Required | Type | Constraints | Description |\n|---|---|---|---|---|";
    let text = format!(
        "# CreateBox\n\nMakes a box.\n\n## Request\n\n{columns}\n\
         | box | Yes | [Box](#box) | | The box |\n\
         | tags | No | Array of String | ..=2 items; from 1 | Its tags |\n\
         | isOpen | No | Boolean | flag | Whether it is open |\n\n\
         ### Box\n\nA box.\n\n{columns}\n\
         | width | Yes | Integer | 1..=3 | Its width |\n\
         | key | No | String | secret | What opens it |\n\n\
         ## Response\n\n| Field | Always | Type | Description |\n|---|---|---|---|\n\
         | name | Yes | String | Its name |\n"
    );
    std::fs::write(&page, text).unwrap();
    let call = |words: &[&str]| {
        vod(&[
            &["call", "CreateBox", "--page", page.to_str().unwrap(), "--dry-run", "--json"],
            words,
        ]
        .concat())
    };
    let good = call(&["box.width=2", "tags.1=x", "tags.2=y", "isOpen=true"]);
    assert!(good.status.success(), "{}", stderr(&good));
    let signed = stdout(&good)["stringToSign"].as_str().unwrap().to_owned();
    assert!(signed.ends_with("&box.width=2&isOpen=1&tags.1=x&tags.2=y"), "{signed}");
    let bad = call(&["box.width=9", "tags.0=x", "isOpen=maybe"]);
    assert_eq!(bad.status.code(), Some(2));
    for told in ["`box.width` breaks: 1..=3", "counted from `tags.1` on", "`isOpen` must be 0 or 1"]
    {
        assert!(stderr(&bad).contains(told), "{}", stderr(&bad));
    }
    let secret = stdout(&call(&["box.width=2", "box.key=s3same"]));
    assert_eq!(secret["method"], "POST");
    assert!(!secret["url"].as_str().unwrap().contains("s3same"));
    std::fs::remove_dir_all(folder).unwrap();
}
