//! The IDs of types and groups.

/// A type of [`Api::types`](crate::ir::Api::types): only [`Types`](crate::ir::Types) makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(super) usize);

/// Index of a group in [`Api::groups`](crate::ir::Api::groups).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub usize);
