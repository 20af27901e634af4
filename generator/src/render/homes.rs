//! The types of each module, found once for all modules.

use std::collections::BTreeMap;

use crate::ir::{Api, GroupId, Home, TypeId};

/// The types that each module declares, and the shared ones that each group uses.
#[derive(Debug, Default)]
pub struct Homes {
    declared: BTreeMap<Home, Vec<TypeId>>,
    shared: BTreeMap<GroupId, Vec<TypeId>>,
}

impl Homes {
    /// Finds the module of each type.
    pub fn of(api: &Api) -> Self {
        let mut homes = Self::default();
        for (id, ty) in api.types.iter() {
            homes.declared.entry(ty.home).or_default().push(id);
            if ty.home == Home::Shared {
                for group in &ty.used_by {
                    homes.shared.entry(*group).or_default().push(id);
                }
            }
        }
        homes
    }

    /// Returns the types that a module declares.
    pub(super) fn declared(&self, home: Home) -> &[TypeId] {
        self.declared.get(&home).map_or(&[], Vec::as_slice)
    }

    /// Returns the shared types that a group uses.
    pub(super) fn shared(&self, group: GroupId) -> &[TypeId] {
        self.shared.get(&group).map_or(&[], Vec::as_slice)
    }
}
