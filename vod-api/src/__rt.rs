//! What generated code calls. Not for people: it changes without notice.

pub mod bench;
pub mod example;

pub use crate::request::{
    Common, Encode, Field, Params, Rule, Step, Table, Value, debug, equal, flag, list, validate,
};
pub use crate::response::{ChoiceSlot, Decode, FieldShape, Record, Shape, Slot};
