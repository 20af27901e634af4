//! Homes: a type lives in the module of the group that uses it, or with the shared types if several do.

use std::collections::BTreeSet;

use crate::ir::{Api, GroupId, Home, TypeId};
use crate::lower::schemas::graph;

/// Decides the home of every type.
pub(in crate::lower) fn assign(api: &mut Api) {
    let mut used_by: Vec<BTreeSet<GroupId>> = vec![BTreeSet::new(); api.types.len()];
    for (index, group) in api.groups.iter().enumerate() {
        let mut roots: Vec<TypeId> = Vec::new();
        for operation in &group.operations {
            let uses = graph::sent(operation)
                .into_iter()
                .chain(graph::answered(operation));
            let uses = uses.chain(graph::error_bodies(operation));
            roots.extend(uses.filter_map(graph::named));
        }
        for id in graph::reach(&api.types, roots) {
            if let Some(groups) = used_by.get_mut(id.0) {
                groups.insert(GroupId(index));
            }
        }
    }
    for (def, groups) in api.types.iter_mut().zip(used_by) {
        def.used_by = groups.into_iter().collect();
        def.home = match def.used_by.as_slice() {
            [only] => Home::Group(*only),
            _ => Home::Shared,
        };
    }
}
