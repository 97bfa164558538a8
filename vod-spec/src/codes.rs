//! The catalogue: every mistake that a page can make has one code here, and every code its check
//! and its story.

/// One kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Such as `V0012`.
    pub code: &'static str,
    /// The mistake in a few words.
    pub title: &'static str,
    /// The longer story as Markdown: why it is one, a page with it, the page without it.
    pub story: &'static str,
    /// What is said of the wrong page in the story; empty where no page can show the mistake.
    pub said: &'static str,
}

/// The entry of a code such as `V0012`; capitals and zeros may be left out (`v12`).
#[must_use]
pub fn find(code: &str) -> Option<&'static Code> {
    let digits = code.trim().trim_start_matches(['V', 'v']);
    let number: u32 = digits.parse().ok()?;
    CATALOGUE.iter().find(|one| one.code.trim_start_matches('V').parse() == Ok(number))
}

macro_rules! catalogue {
    ($($name:ident $code:literal $title:literal)*) => {
        $(pub(crate) const $name: &Code = &Code {
            code: $code,
            title: $title,
            story: include_str!(concat!("../explain/", $code, ".md")),
            said: include_str!(concat!("../explain/", $code, ".txt")),
        };)*

        /// Every code, in order.
        pub const CATALOGUE: &[Code] = &[$(*$name),*];
    };
}

catalogue! {
    UNREADABLE "V0001" "a page that cannot be loaded"
    NOT_TEXT "V0002" "a page that is not UTF-8 text"
    TOO_LARGE "V0003" "a page that is too large"
    NO_TITLE "V0004" "a page without a title, or with two"
    UNKNOWN_HEADING "V0005" "a heading that the page format does not know"
    REPEATED_SECTION "V0006" "a section that comes twice"
    NO_TABLE "V0007" "a section without its table, or with two"
    BAD_TABLE "V0008" "a table without the line under its header"
    RAGGED_ROW "V0009" "a row with more or fewer cells than the header"
    COLUMN "V0010" "a column that is missing, unknown or repeated"
    EMPTY_CELL "V0011" "an empty cell where a value is needed"
    YES_OR_NO "V0012" "a cell that is neither Yes nor No"
    REPEATED_NAME "V0013" "a name that comes twice in one table"
    UNCLOSED "V0014" "a fence or a comment that is never closed"
    BAD_LINK "V0015" "a link that leads nowhere, or outside the package"
    REPEATED_ACTION "V0016" "an Action that comes twice"
    MISNAMED_ACTION "V0017" "an Action that the index calls by another name"
    UNLINKED_PAGE "V0018" "a page that its index does not link to"
    UNKNOWN_TYPE "V0020" "a type that does not exist"
    NO_SUCH_SECTION "V0021" "a type's link to a section that is not there"
    REQUIRED_CYCLE "V0022" "a struct that cannot be built, as it must contain itself"
    UNUSED_TYPE "V0023" "a struct or enum that nothing uses"
    MISPLACED_TYPE "V0024" "a type that cannot stand there"
    BAD_NAME "V0030" "a name that cannot go on the wire"
    SAME_RUST_NAME "V0031" "two names that become one Rust name"
    ENVELOPE_FIELD "V0032" "a name that belongs to the protocol"
    UNKNOWN_CONSTRAINT "V0040" "a constraint that the language does not know"
    BAD_RANGE "V0041" "a range that is not one, or is upside down"
    MISPLACED_CONSTRAINT "V0042" "a constraint that does not fit the field's type"
    NEEDS_UNKNOWN "V0043" "`needs` of a parameter that is not there"
    REPEATED_VALUE "V0044" "a value that is listed twice"
    BAD_DEFAULT "V0045" "a default that breaks the rule beside it"
    REPEATED_CONSTRAINT "V0046" "a constraint that is stated twice"
    BAD_CODE "V0050" "an error code that is not one"
    BAD_FACT "V0060" "a fact that is not known, or has no such value"
    NO_FACT "V0061" "an index without a fact that it must state"
    PROTOCOL_TABLE "V0062" "a table that disagrees with the protocol"
    BAD_EXAMPLE "V0070" "an example that cannot be read"
    EXAMPLE_ACTION "V0071" "an example that calls another Action"
    EXAMPLE_MISSING "V0072" "an example without something that must be there"
    EXAMPLE_UNKNOWN "V0073" "an example with something that no table lists"
    EXAMPLE_VALUE "V0074" "a value in an example that the table does not allow"
    EXAMPLE_ORDER "V0075" "an example that is not in canonical order and encoding"
    BAD_JSON "V0076" "an example that is not JSON"
}
