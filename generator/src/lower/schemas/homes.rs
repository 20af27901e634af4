//! Homes: a type lives in the module of the group that uses it, or with the shared types if several do.

use std::collections::BTreeSet;

use crate::ir::walk;
use crate::ir::{Api, GroupId, Home, Shape, TypeId, TypeMap};

/// Decides the home of every type.
pub(in crate::lower) fn assign(api: &mut Api) {
    let mut used_by: TypeMap<BTreeSet<GroupId>> = api.types.map(|_| BTreeSet::new());
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
            used_by[id].insert(GroupId(index));
        }
    }
    set(api, used_by);
}

/// A type that several groups use is converted from models in all of them, so that these are used there, too.
pub(in crate::lower) fn extend_to_models(api: &mut Api) {
    let mut used_by: TypeMap<BTreeSet<GroupId>> =
        api.types.map(|def| def.used_by.iter().copied().collect());
    let mut open: Vec<TypeId> = api.types.ids().collect();
    while let Some(id) = open.pop() {
        let groups = used_by[id].clone();
        let Shape::Record(record) = &api.types[id].shape else {
            continue;
        };
        if groups.len() < 2 {
            continue;
        }
        let models = record.conversions.iter().map(|conversion| conversion.model);
        for model in walk::reach(&api.types, models) {
            let before = used_by[model].len();
            used_by[model].extend(&groups);
            if used_by[model].len() > before {
                open.push(model);
            }
        }
    }
    set(api, used_by);
}

fn set(api: &mut Api, used_by: TypeMap<BTreeSet<GroupId>>) {
    for ((_, def), groups) in api.types.iter_mut().zip(used_by.into_values()) {
        def.used_by = groups.into_iter().collect();
        def.home = match def.used_by.as_slice() {
            [only] => Home::Group(*only),
            _ => Home::Shared,
        };
    }
}
