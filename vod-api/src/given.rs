//! The states of a builder's required parameters.

/// A required parameter that has been given.
#[derive(Debug, Clone, Copy)]
pub enum Given {}

/// A required parameter that has not been given yet.
#[derive(Debug, Clone, Copy)]
pub enum NotGiven {}
