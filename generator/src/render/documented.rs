use super::context::Context;
use crate::ir::Operation;
use crate::names::{GroupNames, Name, OperationNames};

/// A method whose documentation is rendered.
#[derive(Clone, Copy)]
pub(super) struct Documented<'a> {
    pub(super) context: Context<'a>,
    pub(super) group: &'a GroupNames,
    pub(super) operation: &'a Operation,
    pub(super) names: &'a OperationNames,
    /// Methods that wait for what the operation starts.
    pub(super) waits: &'a [&'a Name],
}
