//! What differs between the generations of the API: how a request is signed, how an answer is
//! wrapped. One module each.

pub mod v2;
