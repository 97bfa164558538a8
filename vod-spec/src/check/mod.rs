//! What pages must fulfil beyond their form. Each check sees the whole model and tells every
//! mistake it finds; none depends on another having passed.

mod constraints;
mod examples;
mod names;
pub(crate) mod protocol;
mod query;
mod types;
mod value;

use std::collections::HashSet;

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::model::Api;
use crate::source::Span;

/// What earlier mistakes leave uncertain. A check that leans on it keeps silent, so that one
/// mistake is told once.
#[derive(Debug, Default)]
pub(crate) struct Doubt {
    /// Names of fields whose type is a placeholder.
    pub(crate) types: HashSet<Span>,
    /// Structs, by place, whose tables have no column `Required`.
    pub(crate) no_required: HashSet<usize>,
    /// Structs, by place, whose tables have no column `Always`.
    pub(crate) no_always: HashSet<usize>,
    /// Whether rows, tables or sections were lost.
    rows: bool,
}

/// Completes what the model says of each type's use, then runs every check.
pub(crate) fn check(api: &mut Api, mut doubt: Doubt, diagnostics: &mut Diagnostics) {
    let lost = [
        codes::UNREADABLE,
        codes::NOT_TEXT,
        codes::TOO_LARGE,
        codes::UNKNOWN_HEADING,
        codes::REPEATED_SECTION,
        codes::NO_TABLE,
        codes::BAD_TABLE,
        codes::RAGGED_ROW,
        codes::COLUMN,
        codes::EMPTY_CELL,
        codes::UNCLOSED_FENCE,
        codes::BAD_LINK,
    ];
    doubt.rows = diagnostics.iter().any(|one| lost.iter().any(|code| code.code == one.code));
    types::mark_use(api);
    types::check(api, &doubt, diagnostics);
    names::check(api, diagnostics);
    constraints::check(api, &doubt, diagnostics);
    examples::check(api, &doubt, diagnostics);
}
