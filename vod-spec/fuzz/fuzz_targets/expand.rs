//! Whatever a page says, what is made of it is Rust: a mistake is the page's and never the
//! expansion's.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vod_codegen::Options;
use vod_spec::protocol::Protocol;

fuzz_target!(|bytes: &[u8]| {
    let mut load = |_: &str| Ok(bytes.to_vec());
    let reading = vod_spec::read_action("Page.md", Protocol::V2, &mut load);
    let krate = "::vod_api".parse().expect("a path");
    let text = vod_codegen::print(&reading.api, &Options { krate, messages: true });
    // What is no Rust is printed as tokens, in one line.
    assert!(text.lines().count() > 40, "{text}");
});
