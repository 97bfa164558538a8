//! Answers: records with slots, and the one reader that fills them.

mod forgiving;
mod reader;
mod record;
mod unknown;

pub use forgiving::Problem;
pub use reader::read;
pub use record::{
    ChoiceSlot, Decode, Envelope, FieldShape, ListSlot, OptionSlot, Record, Shape, Shaped, Slot,
};
pub use unknown::Unknown;
