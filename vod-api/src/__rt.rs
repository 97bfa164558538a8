//! What generated code calls. Not for people: it changes without notice.

pub mod bench;
pub mod example;

pub use core::clone::Clone;
pub use core::cmp::{Eq, PartialEq};
pub use core::convert::{AsRef, From, Into};
pub use core::default::Default;
pub use core::fmt::{self, Debug};
pub use core::hash::Hash;
pub use core::iter::IntoIterator;
pub use core::marker::PhantomData;
pub use core::option::Option::{self, None, Some};
pub use core::result::Result;
pub use core::str::FromStr;
pub use core::time::Duration;
pub use std::borrow::ToOwned;
pub use std::boxed::Box;
pub use std::string::String;
pub use std::vec::Vec;

pub use crate::request::{
    Field::{self, Optional, Required},
    Params, Rule, Table, Tabled, list, validate,
};
pub use crate::response::{
    ChoiceSlot, Decode,
    FieldShape::{Always, Sometimes},
    Record, Shape, Shaped, Slot,
};
pub use crate::show::{debug, debug_answer, equal, equal_answers};
pub use crate::value::{Encode, Value, flag};
pub use crate::{
    Action, ActionInfo, Builder,
    CodeInfo::{Final, Retry},
    Credential, Error, ErrorCode, Extra, Given, HttpRequest, HttpResponse, InvalidParameters, Json,
    NotGiven, NotYetGiven, Protocol, Repeatable, Runtime, Secret, Sending, Service, Unknown, v2,
    v3,
};
