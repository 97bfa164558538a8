//! The order in which a request's parameters are sent.
//!
//! API 3.0 sends one JSON body and signs it as it is, so there the page's order holds, and common
//! parameters are headers. API 2.0 has a canonical order: it signs its parameters in the byte order
//! of their full names. Names are letters and digits, and nested names are joined by `.`, which is
//! smaller than all of them. So a byte sort of siblings, table by table, is a sort of the full
//! names: no name of a nested struct can come between those of another.

use crate::model::Field;
use crate::protocol::Protocol;

/// One step of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A field, by its place in the table.
    Own(usize),
    /// A parameter that the protocol adds.
    Common(&'static str),
}

/// The order of an Action's own parameters; of v2 merged with its protocol's.
#[must_use]
pub fn of_action(fields: &[Field], protocol: Protocol) -> Vec<Step> {
    match protocol {
        Protocol::V2 => {
            sorted(fields, protocol.common_parameters().iter().map(|common| common.name))
        }
        Protocol::V3 => as_listed(fields),
    }
}

/// The order of a nested struct's fields.
#[must_use]
pub fn of_nested(fields: &[Field], protocol: Protocol) -> Vec<Step> {
    match protocol {
        Protocol::V2 => sorted(fields, std::iter::empty()),
        Protocol::V3 => as_listed(fields),
    }
}

fn as_listed(fields: &[Field]) -> Vec<Step> {
    (0..fields.len()).map(Step::Own).collect()
}

fn sorted(fields: &[Field], common: impl Iterator<Item = &'static str>) -> Vec<Step> {
    let own =
        fields.iter().enumerate().map(|(at, field)| (field.name.wire.as_str(), Step::Own(at)));
    let mut steps: Vec<_> = common.map(|name| (name, Step::Common(name))).chain(own).collect();
    steps.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
    steps.into_iter().map(|(_, step)| step).collect()
}
