//! Decisions that follow from which types use which.

use std::collections::BTreeSet;

use crate::ir::walk::{error_bodies, named, reach, response_types, sent};
use crate::ir::{Api, Disposition, TypeId};
use crate::lower::schemas::redirect::redirect;
use crate::lower::schemas::{branch_conversions, homes, presence, recursion, roles, sharing};

/// Decides what needs the whole graph; `present` are the pointers of members that every response has.
pub(in crate::lower) fn decide(api: &mut Api, present: &BTreeSet<String>) {
    homes::assign(api);
    sharing::share(api);
    branch_conversions::decide(api);
    roles::split(api);
    homes::assign(api);
    presence::decide(api, present);
    recursion::break_cycles(api);
    compact(api);
}

/// Removes the operations that use one of the types.
pub(in crate::lower) fn leave_out(api: &mut Api, broken: &BTreeSet<TypeId>) {
    let types = &api.types;
    for group in &mut api.groups {
        let mut kept = Vec::new();
        group.operations.retain(|operation| {
            let uses = sent(operation).into_iter().chain(response_types(operation));
            let is_whole = reach(types, uses.filter_map(named)).is_disjoint(broken);
            kept.push(is_whole);
            is_whole
        });
        let before = |index: usize| kept.iter().take(index).filter(|kept| **kept).count();
        group
            .waiters
            .retain(|waiter| kept.get(waiter.operation).copied().unwrap_or_default());
        for waiter in &mut group.waiters {
            waiter.operation = before(waiter.operation);
        }
    }
    api.groups.retain(|group| !group.operations.is_empty());
}

/// Keeps what an operation or a name needs.
fn compact(api: &mut Api) {
    let operations = || api.groups.iter().flat_map(|group| &group.operations);
    let roots = operations().flat_map(|operation| {
        let uses = sent(operation).into_iter().chain(response_types(operation));
        uses.chain(error_bodies(operation))
    });
    let mut kept = reach(&api.types, roots.filter_map(named));
    // A type that only names others (the parent in a name) stays as a name, not as a type; so do its own parents.
    let mut parents: Vec<_> = kept.iter().copied().collect();
    while let Some(id) = parents.pop() {
        if let Some(parent) = api.types[id].name.parent()
            && kept.insert(parent)
        {
            parents.push(parent);
        }
    }
    for disposition in api.schemas.values_mut() {
        if matches!(disposition, Disposition::Type(id) if !kept.contains(id)) {
            *disposition = Disposition::Merged;
        }
    }
    let moved = api.types.keep(&kept);
    redirect(api, &|id| moved[&id]);
}
