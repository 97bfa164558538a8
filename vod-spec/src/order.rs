//! The canonical order of a request's parameters.
//!
//! API 2.0 signs its parameters in the byte order of their full names. Names are letters and
//! digits, and nested names are joined by `.`, which is smaller than all of them. So a byte sort
//! of siblings, table by table, is a sort of the full names: no name of a nested struct can come
//! between those of another.

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

/// The order of an Action's own parameters merged with its protocol's.
#[must_use]
pub fn of_action(fields: &[Field], protocol: Protocol) -> Vec<Step> {
    let common = protocol.common_parameters().iter().map(|common| common.name);
    sorted(fields, common)
}

/// The order of a nested struct's fields.
#[must_use]
pub fn of_struct(fields: &[Field]) -> Vec<Step> {
    sorted(fields, std::iter::empty())
}

fn sorted(fields: &[Field], common: impl Iterator<Item = &'static str>) -> Vec<Step> {
    let own =
        fields.iter().enumerate().map(|(at, field)| (field.name.wire.as_str(), Step::Own(at)));
    let mut steps: Vec<_> = common.map(|name| (name, Step::Common(name))).chain(own).collect();
    steps.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
    steps.into_iter().map(|(_, step)| step).collect()
}
