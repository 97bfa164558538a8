//! The states of a builder's required parameters.

/// A required parameter that has been given.
#[derive(Debug, Clone, Copy)]
pub enum Given {}

/// A required parameter that has not been given yet.
#[derive(Debug, Clone, Copy)]
pub enum NotGiven {}

/// The state of a required parameter that may still be given.
#[diagnostic::on_unimplemented(
    message = "this parameter is given twice",
    label = "remove this call, or the one before it"
)]
pub trait NotYetGiven {}

#[diagnostic::do_not_recommend]
impl NotYetGiven for NotGiven {}
