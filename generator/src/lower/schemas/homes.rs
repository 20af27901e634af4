//! Homes: a type lives in the module of the group that uses it, or with the shared types if several do.

use std::collections::BTreeSet;

use crate::ir::walk;
use crate::ir::{Api, GroupId, Home, TypeId};

/// Decides the home of every type.
pub(in crate::lower) fn assign(api: &mut Api) {
    let mut used_by: Vec<BTreeSet<GroupId>> = vec![BTreeSet::new(); api.types.len()];
    for (index, group) in api.groups.iter().enumerate() {
        let mut roots: Vec<TypeId> = Vec::new();
        for operation in &group.operations {
            let uses = walk::sent(operation)
                .into_iter()
                .chain(walk::response_types(operation));
            let uses = uses.chain(walk::error_bodies(operation));
            roots.extend(uses.filter_map(walk::named));
        }
        for id in walk::reach(&api.types, roots) {
            if let Some(groups) = used_by.get_mut(id.0) {
                groups.insert(GroupId(index));
            }
        }
    }
    for ((_, def), groups) in api.types.iter_mut().zip(used_by) {
        def.used_by = groups.into_iter().collect();
        def.home = match def.used_by.as_slice() {
            [only] => Home::Group(*only),
            _ => Home::Shared,
        };
    }
}
