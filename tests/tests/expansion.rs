//! What the macro makes of pages, as files to be read: each is what the generator gives today, and
//! compiles under the lints of this workspace. `BLESS=1` rewrites them.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed test is a panic")]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use vod_codegen::Options;
use vod_spec::protocol::Protocol;

/// A client with everything that a page can say.
#[rustfmt::skip]
#[path = "../expansions/own.rs"]
pub mod own;

/// A client made of the words that its generator would like to use itself.
#[rustfmt::skip]
#[path = "../expansions/collisions.rs"]
pub mod collisions;

/// A client of API 3.0 for another service.
#[rustfmt::skip]
#[path = "../expansions/roles.rs"]
pub mod roles;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn load(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(folder().join("pages").join(path)).map_err(|error| error.to_string())
}

fn expand(reading: &vod_spec::Reading) -> String {
    let options = Options { krate: "::vod_api".parse().unwrap(), messages: true };
    vod_codegen::print(&reading.api, &options)
}

#[test]
fn each_expansion_is_the_one_that_was_read() {
    for name in ["own", "collisions", "roles"] {
        let reading = vod_spec::read(&format!("{name}/README.md"), &mut load);
        let found = reading.diagnostics.render(&reading.sources);
        assert!(found.is_empty(), "{found}");
        let head =
            format!("// Made of tests/pages/{name} by `BLESS=1 cargo test -p vod-tests`.\n\n");
        let now = head + &expand(&reading);
        let file = Path::new("expansions").join(name).with_extension("rs");
        let file = folder().join(file);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &now).unwrap();
        }
        let blessed = std::fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
        assert!(blessed == now, "{name} is expanded otherwise than {} says", file.display());
    }
}

#[test]
fn another_service_of_api_3_0_signs_in_its_own_name() {
    use vod_api::Credential;

    let client = roles::Client::new(Credential::new("AKID", "key")).unwrap();
    let role = roles::AssumeRole::builder().role_arn("a").role_session_name("night shift").build();
    let tree = roles::DescribeTree::builder().root(roles::Node::builder().name("a").build());
    for (signed, host, scope, version) in [
        (client.sign(&role), "sts.tencentcloudapi.com", "/sts/tc3_request,", "2018-08-13"),
        (client.sign(&tree.build()), "tree.example.com", "/tree/tc3_request,", "2026-01-01"),
    ] {
        let signed = signed.unwrap();
        assert_eq!(signed.uri().to_string(), format!("https://{host}/"));
        let header = |name: &str| signed.headers()[name].to_str().unwrap().to_owned();
        assert!(header("authorization").contains(scope), "{}", header("authorization"));
        assert_eq!(header("x-tc-version"), version);
    }
}

#[test]
fn words_of_the_generator_are_words_like_others() {
    use collisions::{Builder, Client_, Client2, Type};
    use vod_api::{Credential, ErrorCode as _, v2};

    #[allow(deprecated, reason = "it is the deprecated Action that has the words")]
    let request = Client_::builder()
        .client(Client2::builder().new("c").build())
        .request("r")
        .result([])
        .self_("s")
        .r#type("never heard of")
        .builder(Builder::builder().via("v").build_(1).build())
        .send_(true)
        .value("x")
        .via_2("V")
        .build();
    assert_eq!(request.r#type, Type::Other("never heard of".into()));
    assert_eq!(request.via_2.as_deref(), Some("V"));
    assert_eq!(collisions::ClientCode::from_code("1"), collisions::ClientCode::Other_);

    let client = v2::Client::new(Credential::new("id", "key")).unwrap();
    let own = collisions::Client::from(&client);
    let again = Clone::clone(&own);
    for task in [own.send_().build().extra, again.clone_().build().extra, own.new_().build().extra]
    {
        assert!(task.is_empty());
    }
    assert!(own.sign(&request).unwrap().uri().query().unwrap().contains("&Via=V&"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a page says, what is made of it is Rust: its mistakes are the page's, never ours.
    #[test]
    fn every_edit_of_a_page_still_expands(
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..20_usize, "[-|#`a视.;=&1\\n ]{0,4}"),
            1..8,
        )
    ) {
        let page = String::from_utf8(load("collisions/Client.md").unwrap()).unwrap();
        let mut text: Vec<char> = page.chars().collect();
        for (at, cut, put) in edits {
            let at = at.index(text.len().max(1)).min(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, put.chars());
        }
        let text: String = text.into_iter().collect();
        let mut load = |_: &str| Ok(text.clone().into_bytes());
        let reading = vod_spec::read_action("Client.md", Protocol::V2, &mut load);
        // What is no Rust is printed as tokens, in one line.
        prop_assert!(expand(&reading).lines().count() > 50);
    }
}
