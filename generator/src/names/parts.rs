//! Which part of a large module a type belongs to.
//!
//! A type is next to the operations that use it: its part is the path segment of those operations. Where operations of
//! several segments use it, the segment that the type is named after takes it, or else the part `shared`. In the module
//! of all groups, and below a segment, the words of the type's own name decide. So the place of a type depends on
//! itself and its users, and not on its neighbours.

use std::collections::BTreeSet;

use super::{GroupNames, TypeNames, identifier, words};
use crate::ir::{Api, BodyKind, Home, Operation, Output, Shape, TypeId, TypeRef};

pub(super) fn assign(api: &Api, groups: &[GroupNames], types: &mut [TypeNames]) {
    let mut users: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); api.types.len()];
    for (index, (group, names)) in api.groups.iter().zip(groups).enumerate() {
        let segments: BTreeSet<&str> = names.operations.iter().filter_map(first_segment).collect();
        for segment in segments {
            let own = group.operations.iter().zip(&names.operations);
            let own = own
                .filter(|(_, names)| first_segment(names) == Some(segment))
                .map(|(operation, _)| operation);
            for id in reachable(api, own) {
                if matches!(api.types[id].home, Home::Group(group) if group.0 == index) {
                    users[id].insert(segment);
                }
            }
        }
    }
    for ((ty, names), users) in api.types.iter().zip(types).zip(users) {
        let snake = words::snake(&names.ident.to_string());
        // A keyword is allowed as one of several words.
        let own_words = snake.split('_').filter_map(identifier::value_like);
        let own_words = own_words.map(|word| word.trim_end_matches('_').to_owned());
        names.part = match ty.home {
            Home::Shared => own_words.collect(),
            Home::Group(_) => std::iter::once(segment(&users, &snake))
                .chain(own_words)
                .collect(),
        };
    }
}

fn first_segment(operation: &super::OperationNames) -> Option<&str> {
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

/// Returns the indexes of all types that the operations reach.
fn reachable<'a>(api: &'a Api, operations: impl Iterator<Item = &'a Operation>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<TypeId> = Vec::new();
    for operation in operations {
        roots(operation, &mut |ty| named(ty, &mut open));
    }
    while let Some(TypeId(id)) = open.pop() {
        if id >= api.types.len() || !found.insert(id) {
            continue;
        }
        match &api.types[id].shape {
            Shape::Record(record) => record
                .fields
                .iter()
                .for_each(|field| named(&field.ty, &mut open)),
            Shape::Union(union) => union
                .branches
                .iter()
                .for_each(|branch| named(&branch.ty, &mut open)),
            Shape::StringEnum(_) => {}
        }
    }
    found
}

fn roots(operation: &Operation, visit: &mut dyn FnMut(&TypeRef)) {
    operation
        .arguments
        .iter()
        .for_each(|argument| visit(&argument.ty));
    operation
        .query
        .iter()
        .for_each(|parameter| visit(&parameter.ty));
    if let Some(BodyKind::Json(ty)) = operation.body.as_ref().map(|body| &body.kind) {
        visit(ty);
    }
    match &operation.output {
        Output::Json { ty, .. } | Output::Member { ty, .. } => visit(ty),
        Output::Page(page) => {
            visit(&page.item);
            page.extra.iter().for_each(&mut *visit);
        }
        Output::Empty | Output::File { .. } | Output::Text { .. } => {}
    }
    operation.stream.iter().for_each(visit);
}

fn named(ty: &TypeRef, found: &mut Vec<TypeId>) {
    match ty {
        TypeRef::Named(id) | TypeRef::Boxed(id) => found.push(*id),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Optional(inner) => {
            named(inner, found);
        }
        TypeRef::Scalar(_) | TypeRef::Json => {}
    }
}
