//! An expansion as a file that a person reads.

use vod_spec::model::Api;

use crate::{Options, expand};

/// The items of an API as formatted source, with a line end after the last.
#[must_use]
pub fn print(api: &Api, options: &Options) -> String {
    let items = expand(api, options);
    // It would be a mistake of ours if the expansion were not Rust; then it is shown as it is.
    match syn::parse2(items.clone()) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        Err(_) => items.to_string() + "\n",
    }
}

/// A blank line after each item and each function; the formatter leaves none.
fn spaced(source: &str) -> String {
    let mut text = String::with_capacity(source.len() + source.len() / 16);
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        text.extend([line, "\n"]);
        let depth = line.len() - line.trim_start().len();
        // At these depths a closing brace ends an item or a function of one.
        let ends = depth <= 4 && matches!(line.trim_start(), "}" | "};" | "},");
        let goes_on = lines.peek().is_some_and(|next| !next.trim_start().starts_with('}'));
        if ends && goes_on {
            text.push('\n');
        }
    }
    text
}
