//! Requests as data: tables and values, the canonical order, the rules.

mod canonical;
mod extra;
mod params;
mod rule;
mod secrets;
mod untyped;
mod validate;

pub use canonical::{Visit, walk};
pub use extra::Extra;
pub use params::{Common, Field, Params, Table, Tabled, list};
pub use rule::Rule;
pub use secrets::secrets;
pub use untyped::Untyped;
pub(crate) use validate::check;
pub use validate::{InvalidParameters, Violation, validate};
