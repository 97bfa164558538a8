//! The pages the sandbox was built with, and the API they describe.

use vod_spec::model::Api;

/// Path and text of every page, the index first.
pub(crate) fn pages() -> &'static [(&'static str, &'static str)] {
    vod_macros::pages!("spec/v2/README.md")
}

/// What the pages say.
pub(crate) fn api() -> Result<Api, String> {
    let reading = vod_spec::read("spec/v2/README.md", &mut |path| {
        let page = pages().iter().find(|(name, _)| *name == path);
        page.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "not embedded".to_owned())
    });
    if reading.diagnostics.is_empty() {
        return Ok(reading.api);
    }
    Err(reading.diagnostics.render(&reading.sources))
}
