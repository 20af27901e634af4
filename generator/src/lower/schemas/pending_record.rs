use crate::ir::TypeId;
use crate::lower::schemas::compose::Merged;

/// A record whose members are still to be lowered.
#[derive(Debug)]
pub(in crate::lower) struct PendingRecord<'d> {
    pub(super) id: TypeId,
    pub(super) merged: Merged<'d>,
    pub(super) component: Option<&'d str>,
}
