//! What pages must fulfil beyond their form. Each check sees the whole model and tells every
//! mistake it finds; none depends on another having passed.

mod constraints;
mod examples;
mod names;
pub(crate) mod protocol;
mod query;
mod types;
mod v2;
mod v3;
mod value;

use std::collections::HashSet;

use crate::diagnostic::Diagnostics;
use crate::model::Api;
use crate::source::Span;

/// What earlier mistakes leave uncertain. A check that leans on it keeps silent, so that one
/// mistake is told once; all others speak.
#[derive(Debug, Default)]
pub(crate) struct Doubt {
    /// Names of fields whose type is a placeholder.
    pub(crate) types: HashSet<Span>,
    /// Anchors that wrong types most likely meant.
    pub(crate) meant: HashSet<String>,
    /// Actions, by place, whose tables lost rows.
    pub(crate) requests: HashSet<usize>,
    pub(crate) responses: HashSet<usize>,
    /// Structs, by place, whose tables lost rows.
    pub(crate) structs: HashSet<usize>,
    /// Structs, by place, whose tables have no column `Required`.
    pub(crate) no_required: HashSet<usize>,
    /// Structs, by place, whose tables have no column `Always`.
    pub(crate) no_always: HashSet<usize>,
    /// Types, by place, that pages which were not read may use.
    pub(crate) shared: HashSet<usize>,
    /// Whether a row or a section was lost anywhere, and with it perhaps a link.
    pub(crate) lossy: bool,
}

/// Completes what the model says of each type's use, then runs every check.
pub(crate) fn check(api: &mut Api, doubt: &Doubt, diagnostics: &mut Diagnostics) {
    types::mark_use(api);
    types::check(api, doubt, diagnostics);
    names::check(api, diagnostics);
    constraints::check(api, doubt, diagnostics);
    examples::check(api, doubt, diagnostics);
    names::part(api);
}
