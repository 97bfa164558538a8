//! Whatever bytes a page has, reading it and telling its mistakes ends, and without a panic.
//!
//! Pages are cut at form feeds: a link leads from one to the next.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vod_spec::diagnostic::Colors;
use vod_spec::{Reading, is_index, protocol_of, read, read_page, unlinked};

fuzz_target!(|bytes: &[u8]| {
    let pages: Vec<&[u8]> = bytes.split(|byte| *byte == 0x0c).collect();
    let mut loaded = 0;
    let mut load = |path: &str| {
        let page = if path == "README.md" { pages.first() } else { pages.get(1 + loaded) };
        loaded += usize::from(path != "README.md");
        page.map(|page| page.to_vec()).ok_or_else(|| "no such file".to_owned())
    };
    let mut reading = if is_index(pages[0]) {
        read("README.md", &mut load)
    } else {
        let protocol = protocol_of("README.md", &mut load);
        read_page("README.md", protocol, &mut load)
    };
    unlinked(&mut reading, ["Other.md"], &mut load);
    let Reading { sources, diagnostics, .. } = &reading;
    assert_eq!(diagnostics.render_in(&Colors::NONE, sources), diagnostics.render(sources));
    for one in diagnostics {
        assert!(!one.message.is_empty());
        assert!(one.help.as_ref().is_some_and(|help| !help.is_empty()), "{}", one.short(sources));
        assert!(sources.location(one.span).line > 0);
    }
});
