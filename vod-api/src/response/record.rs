//! A response as a shape and its slots.
//!
//! The generated code of a response is one static [`Shape`] and one `match` that hands out a slot
//! by its place. The reader, which is not generic, asks the JSON for what the slot expects.

use super::Unknown;
use crate::secret::Secret;
use crate::value::Value;

/// A struct that an answer is made of, as the runtime sees it.
pub trait Record: Send + Sync {
    /// What the page says of its fields.
    fn shape(&self) -> Shape;
    /// The value of a field, by its place in the shape.
    fn value(&self, field: usize) -> Value<'_>;
    /// Where a field's value goes, by its place in the shape.
    fn slot(&mut self, field: usize) -> Slot<'_>;

    /// Where fields go that the page does not list.
    fn unknown(&mut self) -> Option<&mut Unknown> {
        if let Slot::Unknown(unknown) = self.slot(usize::MAX) { Some(unknown) } else { None }
    }
}

/// A struct that an answer is made of, as it is generated.
pub trait Shaped: Send + Sync {
    /// What the page says of its fields.
    const SHAPE: Shape;
    /// The value of a field, by its place in the shape; past the last one [`Value::Unknown`].
    fn value(&self, field: usize) -> Value<'_>;
    /// Where a field's value goes, by its place in the shape; past the last one
    /// [`Slot::Unknown`].
    fn slot(&mut self, field: usize) -> Slot<'_>;
}

impl<T: Shaped> Record for T {
    #[inline]
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    #[inline]
    fn value(&self, field: usize) -> Value<'_> {
        Shaped::value(self, field)
    }

    #[inline]
    fn slot(&mut self, field: usize) -> Slot<'_> {
        Shaped::slot(self, field)
    }
}

/// The fields of a response struct in page order.
pub type Shape = &'static [FieldShape];

/// What a page says of a response field: its name on the wire, and when it is there.
#[derive(Debug)]
pub enum FieldShape {
    /// Its absence is an error.
    Always(&'static str),
    /// It may be absent.
    Sometimes(&'static str),
}

impl FieldShape {
    /// Its name on the wire.
    pub(crate) fn name(&self) -> &'static str {
        let (Self::Always(name) | Self::Sometimes(name)) = self;
        name
    }
}

/// The protocol's own fields around an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// API 2.0: `0` when the call succeeded; a number on the wire, on some of the vendor's pages
    /// text. API 3.0: there when the call was refused.
    pub code: Option<String>,
    /// What went wrong.
    pub message: String,
    /// The code in a word; API 2.0 alone has it.
    pub code_desc: String,
    /// Names the call; API 3.0 alone has it.
    pub request_id: Option<String>,
    /// Whether there is an `Error` of API 3.0, whatever it holds.
    pub(super) refused: bool,
}

/// A place for a value.
pub enum Slot<'a> {
    /// Nothing: there is no such place.
    None,
    /// All that the page does not list. No field has this slot.
    Unknown(&'a mut Unknown),
    /// Text.
    Text(&'a mut String),
    /// Text that is never shown.
    Secret(&'a mut Secret),
    /// A signed number.
    Integer(&'a mut i64),
    /// An unsigned number.
    Unsigned(&'a mut u64),
    /// A number with a fraction.
    Float(&'a mut f64),
    /// `true` or `false`; a `flag` comes as 1 or 0.
    Boolean(&'a mut bool),
    /// Any JSON.
    Json(&'a mut serde_json::Value),
    /// A value of an open enum.
    Choice(&'a mut dyn ChoiceSlot),
    /// A struct.
    Record(&'a mut dyn Record),
    /// A value that may be null.
    Option(&'a mut dyn OptionSlot),
    /// An array.
    List(&'a mut dyn ListSlot),
}

/// A Rust type that a response field can have.
pub trait Decode: Default {
    /// Its slot.
    fn slot(&mut self) -> Slot<'_>;
}

/// An `Option` that the reader fills.
pub trait OptionSlot {
    /// Makes it `Some` and gives the slot inside.
    fn fill(&mut self) -> Slot<'_>;
    /// Makes it `None`.
    fn clear(&mut self);
}

/// An open enum that the reader fills.
pub trait ChoiceSlot {
    /// Takes the variant of a value on the wire; an unknown value is kept as it came.
    fn choose(&mut self, value: &str);
}

/// A `Vec` that the reader fills.
pub trait ListSlot {
    /// Makes it empty.
    fn clear(&mut self);
    /// Adds an item and gives its slot.
    fn push(&mut self) -> Slot<'_>;
}

impl<T: Decode> OptionSlot for Option<T> {
    fn fill(&mut self) -> Slot<'_> {
        self.insert(T::default()).slot()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Decode> ListSlot for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn push(&mut self) -> Slot<'_> {
        self.push(T::default());
        self.last_mut().map_or(Slot::None, Decode::slot)
    }
}

impl Decode for String {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }
}

impl Decode for Secret {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Secret(self)
    }
}

impl Decode for i64 {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Integer(self)
    }
}

impl Decode for u64 {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Unsigned(self)
    }
}

impl Decode for f64 {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Float(self)
    }
}

impl Decode for bool {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Boolean(self)
    }
}

impl Decode for serde_json::Value {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Option(self)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn slot(&mut self) -> Slot<'_> {
        (**self).slot()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}
