//! Which part of a large module a type belongs to.
//!
//! A type is next to the operations that use it: its part is the path segment of those operations. Where operations of
//! several segments use it, the segment that the type is named after takes it, or else the part `shared`. In the module
//! of all groups, and below a segment, the words of the type's own name decide. So the place of a type depends on
//! itself and its users, and not on its neighbours.

use std::collections::BTreeSet;

use super::table::{GroupNames, OperationNames, TypeNames};
use super::{identifier, words};
use crate::ir::{Api, Home, TypeMap, walk};

pub(super) fn assign(api: &Api, groups: &[GroupNames], types: &mut TypeMap<TypeNames>) {
    let mut users: TypeMap<BTreeSet<&str>> = api.types.map(|_| BTreeSet::new());
    for (index, (group, names)) in api.groups.iter().zip(groups).enumerate() {
        let segments: BTreeSet<&str> = names.operations.iter().filter_map(first_segment).collect();
        for segment in segments {
            let own = group.operations.iter().zip(&names.operations);
            let own = own
                .filter(|(_, names)| first_segment(names) == Some(segment))
                .map(|(operation, _)| operation);
            let uses = own.flat_map(|operation| {
                let sent = walk::sent(operation).into_iter();
                sent.chain(walk::response_types(operation))
            });
            for id in walk::reach(&api.types, uses.filter_map(walk::named)) {
                if matches!(api.types[id].home, Home::Group(group) if group.0 == index) {
                    users[id].insert(segment);
                }
            }
        }
    }
    for (id, names) in types.iter_mut() {
        let users = &users[id];
        let snake = words::snake(&names.ident.to_string());
        // A keyword is allowed as one of several words.
        let own_words = snake.split('_').filter_map(identifier::value_like);
        let own_words = own_words.map(|word| word.trim_end_matches('_').to_owned());
        names.part = match api.types[id].home {
            Home::Shared => own_words.collect(),
            Home::Group(_) => std::iter::once(segment(users, &snake))
                .chain(own_words)
                .collect(),
        };
    }
}

fn first_segment(operation: &OperationNames) -> Option<&str> {
    operation.segments.first().map(String::as_str)
}

/// Returns the segment that a type belongs to.
fn segment(users: &BTreeSet<&str>, snake: &str) -> String {
    let named = || {
        users
            .iter()
            .filter(|segment| snake.starts_with(segment.trim_end_matches('s')))
            .max_by_key(|s| s.len())
    };
    match users.len() {
        1 => users.first().copied().unwrap_or_default().to_owned(),
        _ => named().map_or_else(|| "shared".to_owned(), |segment| (*segment).to_owned()),
    }
}
