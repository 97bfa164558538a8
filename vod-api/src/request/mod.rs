//! Requests as data: tables and values, the canonical order, the rules.

mod canonical;
mod extra;
mod params;
mod rule;
mod secrets;
mod show;
mod untyped;
mod validate;

pub use canonical::{Visit, walk};
pub use extra::Extra;
pub use params::{Common, Encode, Field, List, Params, Step, Table, Value, flag, list};
pub use rule::Rule;
pub use secrets::secrets;
pub use show::{debug, equal};
pub use untyped::Untyped;
pub use validate::{InvalidParameters, Violation, validate};
