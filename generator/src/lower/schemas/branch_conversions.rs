//! Branches of unions once types are shared: equal ones are one, and each type that only one branch holds converts.

use std::collections::BTreeMap;

use crate::ir::{Api, Branch, Shape, TypeRef};
use crate::lower::schemas::matchers;

/// Merges branches of the same type, and decides from which types a union is made.
pub(in crate::lower) fn decide(api: &mut Api) {
    for (_, def) in api.types.iter_mut() {
        let Shape::Union(union) = &mut def.shape else {
            continue;
        };
        let mut branches: Vec<Branch> = Vec::with_capacity(union.branches.len());
        let mut known: BTreeMap<TypeRef, usize> = BTreeMap::new();
        for mut branch in std::mem::take(&mut union.branches) {
            branch.from = branch.ty != TypeRef::Json;
            if let Some(same) = known.get(&branch.ty).and_then(|at| branches.get_mut(*at)) {
                matchers::widen(&mut same.matcher, branch.matcher);
                continue;
            }
            known.insert(branch.ty.clone(), branches.len());
            branches.push(branch);
        }
        branches.sort_by_key(|branch| matchers::rank(&branch.matcher));
        union.branches = branches;
    }
}
