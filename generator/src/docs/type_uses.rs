//! Which operations use a type.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Operation, TypeId, TypeRef, walk};

/// Returns the operations that send or return each type, as `droplets_create (body)`.
pub(super) fn uses(api: &Api) -> BTreeMap<TypeId, BTreeSet<String>> {
    let mut uses: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        for (ty, role) in roots(operation) {
            for id in walk::reach(&api.types, walk::named(ty)) {
                let user = format!("{} ({role})", operation.id);
                uses.entry(id).or_default().insert(user);
            }
        }
    }
    uses
}

fn roots(operation: &Operation) -> impl Iterator<Item = (&TypeRef, &'static str)> {
    let arguments = walk::arguments(operation).map(|ty| (ty, "parameter"));
    let body = walk::body(operation).map(|ty| (ty, "body"));
    let output = walk::output(operation).into_iter();
    let events = operation.stream.iter().map(|ty| (ty, "event"));
    arguments
        .chain(body)
        .chain(output.map(|ty| (ty, "response")))
        .chain(events)
}
