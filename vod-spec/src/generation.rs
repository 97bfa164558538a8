//! Which protocol a page speaks, where nobody says.

use crate::block::Block;
use crate::diagnostic::Diagnostics;
use crate::index;
use crate::inline;
use crate::page::{self, Section};
use crate::piece::Piece;
use crate::protocol::Protocol;
use crate::read::{Load, is_index, join};
use crate::table::Table;

/// The protocol of the page at `page`.
///
/// An index states it. Of another page it is that of the index `README.md` beside it, if that
/// links to the page. Else the page itself shows it: a first parameter or field that begins with a
/// small letter is of v2; a request that is JSON, or a first name that begins with a capital, is of
/// v3, unless an example's answer is of v2. A page that shows nothing, or cannot be read, is taken
/// for v2.
#[must_use]
pub fn protocol_of(page: &str, load: &mut Load<'_>) -> Protocol {
    let bytes = load(page).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let text = Piece::new(&text, 0);
    if is_index(&bytes) {
        return index::index(text, &mut Diagnostics::default()).facts.protocol;
    }
    linked(page, load).unwrap_or_else(|| shown(text))
}

/// What the index beside a page states, if it links to the page.
fn linked(page: &str, load: &mut Load<'_>) -> Option<Protocol> {
    let (folder, file) = page.rsplit_once('/').map_or(("", page), |(folder, file)| (folder, file));
    let beside =
        if folder.is_empty() { "README.md".to_owned() } else { format!("{folder}/README.md") };
    let bytes = load(&beside).ok().filter(|bytes| is_index(bytes))?;
    let text = String::from_utf8_lossy(&bytes);
    let index = index::index(Piece::new(&text, 0), &mut Diagnostics::default());
    let this = join(&beside, file);
    let links = |target: &str| this.is_ok() && join(&beside, target) == this;
    index.actions.iter().any(|(_, target)| links(&target.value)).then_some(index.facts.protocol)
}

/// What a page shows of its protocol.
fn shown(text: Piece<'_>) -> Protocol {
    let outline = page::outline(text, &mut Diagnostics::default());
    let is_side = |section: &&Section<'_>| ["Request", "Response"].contains(&section.heading.text);
    let sides = || outline.sections.iter().filter(is_side);
    // A page of types has neither.
    let is_types = sides().next().is_none();
    let alone = outline.sections.iter().filter(|_| is_types);
    let capital = sides().chain(alone).flat_map(Section::tables).find_map(begins_with_a_capital);
    // Names are many and an example is one: where they disagree, it is the example that is wrong.
    if capital == Some(false) {
        return Protocol::V2;
    }
    let mut older = false;
    for section in outline.sections.iter().filter(|one| one.heading.text.starts_with("Example")) {
        let mut fences = section.blocks.iter().filter_map(|block| match block {
            Block::Fence(body, _) => Some(body.text),
            _ => None,
        });
        // An answer in the place of the request shows nothing of requests.
        let of_v2 = |json: &str| json.contains("\"code\"") && !json.contains("\"Response\"");
        let is_body = |text: &str| text.trim_start().starts_with('{') && !of_v2(text);
        if fences.next().is_some_and(is_body) {
            return Protocol::V3;
        }
        older |= fences.next().is_some_and(of_v2);
    }
    if capital == Some(true) && !older { Protocol::V3 } else { Protocol::V2 }
}

/// Whether the first parameter or field of a table does; a table of other things has none.
fn begins_with_a_capital(table: &Table<'_>) -> Option<bool> {
    let mut header = table.header.cells.iter().map(|cell| inline::word(*cell).text);
    let column = header.position(|name| ["Parameter", "Field"].contains(&name))?;
    let first = table.rows.first().and_then(|row| row.cell(Some(column)))?;
    inline::word(first).text.chars().next().map(|first| first.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pages: &[(&str, &str)]) -> Protocol {
        let Some((first, _)) = pages.first() else { return Protocol::V2 };
        protocol_of(first, &mut |path| {
            let page = pages.iter().find(|(name, _)| *name == path);
            page.map(|(_, text)| (*text).into()).ok_or_else(|| "not there".to_owned())
        })
    }

    fn table(heading: &str, column: &str, name: &str) -> String {
        format!("# X\n\n## {heading}\n\n| {column} | Type |\n|---|---|\n| {name} | String |\n")
    }

    const REQUEST: &str = "# X\n\n## Example\n\n```json\n{\"FileId\": \"3\"}\n```\n";
    const QUERY: &str = "\n## Example\n\n```\nAction=X\n```\n";
    const ANSWER: &str = "\n```json\n{\"code\": 0}\n```\n";

    #[test]
    fn a_page_shows_its_protocol() {
        assert_eq!(of(&[("X.md", REQUEST)]), Protocol::V3);
        for (heading, column) in [("Request", "Parameter"), ("Response", "Field")] {
            assert_eq!(of(&[("X.md", &table(heading, column, "FileId"))]), Protocol::V3);
            assert_eq!(of(&[("X.md", &table(heading, column, "fileId"))]), Protocol::V2);
        }
        assert_eq!(of(&[("Types.md", &table("Part", "Field", "Name"))]), Protocol::V3);
        let fact =
            "# X\n\n## Request\n\nNone.\n\n## Errors\n\n| Code |\n|---|\n| InternalError |\n";
        assert_eq!(of(&[("X.md", fact)]), Protocol::V2);
        assert_eq!(of(&[("X.md", "")]), Protocol::V2);
        assert_eq!(of(&[]), Protocol::V2);
    }

    #[test]
    fn a_name_of_v2_outweighs_an_example() {
        assert_eq!(
            of(&[(
                "X.md",
                &(table("Request", "Parameter", "fileId")
                    + "\n## Example\n\n```\n{\"fileId\": 1}\n```\n")
            )]),
            Protocol::V2
        );
    }

    #[test]
    fn an_answer_of_v2_outweighs_a_capital() {
        let capital = table("Request", "Parameter", "SubAppId");
        assert_eq!(of(&[("X.md", &(capital.clone() + QUERY))]), Protocol::V3);
        assert_eq!(of(&[("X.md", &(capital + QUERY + ANSWER))]), Protocol::V2);
        let misplaced = format!("# X\n\n## Example\n{ANSWER}");
        assert_eq!(of(&[("X.md", &misplaced)]), Protocol::V2);
    }

    #[test]
    fn an_index_that_links_to_a_page_says_more_than_the_page() {
        let index = |protocol| {
            format!(
                "# A\n\n| Fact | Value |\n|---|---|\n| Protocol | {protocol} |\n\n## Actions\n\n- [X](X.md)\n"
            )
        };
        let (v2, v3) = (index("v2"), index("v3"));
        assert_eq!(of(&[("spec/README.md", &v3)]), Protocol::V3);
        assert_eq!(of(&[("spec/X.md", REQUEST), ("spec/README.md", &v2)]), Protocol::V2);
        assert_eq!(of(&[("./spec/X.md", "# X\n"), ("./spec/README.md", &v3)]), Protocol::V3);
        assert_eq!(of(&[("X.md", "# X\n"), ("README.md", &v3)]), Protocol::V3);
        assert_eq!(of(&[("Y.md", REQUEST), ("README.md", &v2)]), Protocol::V3, "not linked to");
        assert_eq!(of(&[("X.md", "# X\n"), ("README.md", "# A readme of v3\n")]), Protocol::V2);
    }
}
