//! Pages of a user's own: cargo builds their crate anew when one of them has changed, and only then.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::crates::{BUILD, unpack};
use crate::nested::{Folder, Said, cargo, done, write};

const INDEX: &str = "# Own Actions

| Fact | Value |
|---|---|
| Protocol | v2 |
| Endpoint | https://first.example.com/v2/index.php |

## Actions

- [DescribeThing](DescribeThing.md)
";

const ACTION: &str = "# DescribeThing

Says what a thing is.

## Request

| Parameter | Required | Type | Description |
|---|---|---|---|
| thingId | Yes | String | Which thing |

## Response

| Field | Always | Type | Description |
|---|---|---|---|
| thing | Yes | [Thing](Types.md#thing) | The thing |
";

const TYPES: &str = "# Types

## Thing

| Field | Always | Type | Description |
|---|---|---|---|
| thingName | Yes | String | Its name |
";

const MANIFEST: &str = "[package]
name = \"NAME\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
vod-api = \"*\"
";

/// A user's crate beside the unpacked packages. Tests run at once, so each has its own name for it.
struct Own {
    folder: Folder,
    name: &'static str,
}

/// What came of a build.
struct Built {
    /// Whether cargo found nothing to do.
    fresh: bool,
    /// The bytes of the library and its metadata.
    bytes: Vec<u8>,
}

impl Built {
    /// Whether a name or text of a page is part of the crate.
    fn holds(&self, text: &str) -> bool {
        self.count(text) > 0
    }

    fn count(&self, text: &str) -> usize {
        self.bytes.windows(text.len()).filter(|bytes| *bytes == text.as_bytes()).count()
    }
}

impl Own {
    fn new(name: &'static str) -> Self {
        let folder = Folder::new();
        unpack(&folder, &[name]);
        let own = Self { folder, name };
        own.write("Cargo.toml", &MANIFEST.replace("NAME", name));
        own.write("src/lib.rs", "vod_api::api!(\"spec/README.md\");\n");
        own.page("README.md", INDEX);
        own.page("DescribeThing.md", ACTION);
        own.page("Types.md", TYPES);
        own
    }

    fn page(&self, name: &str, text: &str) {
        self.write(&format!("spec/{name}"), text);
    }

    fn write(&self, file: &str, text: &str) {
        write(&self.folder.join(self.name).join(file), text);
    }

    fn try_build(&self) -> Said {
        cargo(&self.folder.join(""), BUILD)
    }

    fn build(&self) -> Built {
        let said = done(self.try_build());
        let messages = said.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let ours = |message: &Value| {
            message["reason"] == "compiler-artifact" && message["target"]["name"] == self.name
        };
        let message = messages.into_iter().find(ours).unwrap();
        let files = message["filenames"].as_array().unwrap().iter();
        let bytes = files.flat_map(|file| fs::read(file.as_str().unwrap()).unwrap()).collect();
        Built { fresh: message["fresh"].as_bool().unwrap(), bytes }
    }
}

#[test]
fn a_changed_page_is_built_anew() {
    let own = Own::new("changed");
    own.build();
    let first = own.build();
    assert!(first.fresh, "nothing has changed");
    // The compiler names the sources it was given; no path of this machine is to come from us.
    let folder = own.folder.join("");
    let paths = [folder.join(""), folder.join("changed/src/lib.rs")];
    let [any, sources] = paths.map(|path| first.count(path.to_str().unwrap()));
    assert_eq!(any, sources, "a path of this machine");

    for (page, text, old, new) in [
        ("README.md", INDEX, "first.example.com", "second.example.com"),
        ("DescribeThing.md", ACTION, "thingId", "otherId"),
        ("Types.md", TYPES, "thingName", "otherName"),
    ] {
        assert!(first.holds(old) && !first.holds(new), "{page}");
        own.page(page, &text.replace(old, new));
        let built = own.build();
        assert!(!built.fresh, "{page} has changed");
        assert!(built.holds(new) && !built.holds(old), "{page}: what was built is as before");
        assert!(own.build().fresh, "nothing has changed since {page}");
    }
}

#[test]
fn a_new_link_brings_a_new_method() {
    let own = Own::new("linked");
    assert!(!own.build().holds("describe_more"));
    own.page("DescribeMore.md", &ACTION.replace("DescribeThing", "DescribeMore"));
    assert!(own.build().fresh, "no page leads there yet");
    own.page("README.md", &format!("{INDEX}- [DescribeMore](DescribeMore.md)\n"));
    let linked = own.build();
    assert!(!linked.fresh && linked.holds("describe_more"));
    own.page(
        "DescribeMore.md",
        &ACTION.replace("DescribeThing", "DescribeMore").replace("thingId", "moreId"),
    );
    assert!(own.build().holds("moreId"));
}

#[test]
fn a_page_put_right_is_built_anew() {
    let own = Own::new("put_right");
    own.build();
    for (page, text) in [("DescribeThing.md", ACTION), ("Types.md", TYPES)] {
        own.page(page, &text.replace("String", "Strng"));
        for _ in 0..2 {
            let said = own.try_build();
            assert!(!said.success && told(&said).contains("`Strng`"), "{page}: {}", told(&said));
        }
        own.page(page, text);
        own.build();
    }
    // One that is not there, and then is.
    let types = own.folder.join("put_right/spec/Types.md");
    fs::remove_file(&types).unwrap();
    let said = own.try_build();
    assert!(!said.success && told(&said).contains("`spec/Types.md` cannot be read"));
    fs::write(Path::new(&types), TYPES).unwrap();
    own.build();
}

/// The compiler's errors.
fn told(said: &Said) -> String {
    let messages = said.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    messages.filter_map(|line| Some(line["message"]["rendered"].as_str()?.to_owned())).collect()
}
