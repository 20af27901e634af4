//! The graph of types: who uses what, and the decisions that follow from it.

use std::collections::BTreeSet;

use crate::ir::{Api, BodyKind, Disposition, Operation, Output, Shape, TypeDef, TypeId, TypeRef};
use crate::lower::schemas::{conversions, homes, presence, recursion, roles, sharing};

/// Decides what needs the whole graph; `present` are the pointers of members that every response has.
pub(in crate::lower) fn decide(api: &mut Api, present: &BTreeSet<String>) {
    homes::assign(api);
    sharing::share(api);
    conversions::decide(api);
    roles::split(api);
    homes::assign(api);
    presence::decide(api, present);
    recursion::break_cycles(api);
    compact(api);
}

/// The types that a use of a type mentions directly.
pub(in crate::lower) fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) | TypeRef::Boxed(id) => Some(*id),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Optional(inner) => named(inner),
        TypeRef::Scalar(_) | TypeRef::Json => None,
    }
}

/// The uses of types inside a type.
pub(in crate::lower) fn uses(def: &TypeDef) -> Vec<&TypeRef> {
    match &def.shape {
        Shape::Record(record) => record.fields.iter().map(|field| &field.ty).collect(),
        Shape::Union(union) => union.branches.iter().map(|branch| &branch.ty).collect(),
        Shape::StringEnum(_) => Vec::new(),
    }
}

pub(in crate::lower) fn uses_mut(def: &mut TypeDef) -> Vec<&mut TypeRef> {
    match &mut def.shape {
        Shape::Record(record) => record
            .fields
            .iter_mut()
            .map(|field| &mut field.ty)
            .collect(),
        Shape::Union(union) => union
            .branches
            .iter_mut()
            .map(|branch| &mut branch.ty)
            .collect(),
        Shape::StringEnum(_) => Vec::new(),
    }
}

/// The uses of types by an operation: what callers send.
pub(in crate::lower) fn sent(operation: &Operation) -> Vec<&TypeRef> {
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let query = operation.query.iter().map(|parameter| &parameter.ty);
    arguments.chain(query).chain(body(operation)).collect()
}

/// The type of an operation's request body.
pub(in crate::lower) fn body(operation: &Operation) -> Option<&TypeRef> {
    match &operation.body.as_ref()?.kind {
        BodyKind::Json(ty) => Some(ty),
        BodyKind::Octets => None,
    }
}

/// The uses of types by an operation: those in responses.
pub(in crate::lower) fn answered(operation: &Operation) -> Vec<&TypeRef> {
    let mut uses: Vec<_> = operation.stream.iter().collect();
    match &operation.output {
        Output::Json { ty, .. } | Output::Member { ty, .. } => uses.push(ty),
        Output::Page(page) => {
            uses.push(&page.item);
            uses.extend(&page.extra);
        }
        Output::Empty | Output::File { .. } | Output::Text { .. } => {}
    }
    uses
}

/// The uses of types by an operation: error bodies.
pub(in crate::lower) fn error_bodies(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let errors = operation.errors.iter();
    let bodies = errors.filter_map(|error| error.body.as_ref());
    bodies.chain(&operation.other_error)
}

fn operation_uses_mut(operation: &mut Operation) -> Vec<&mut TypeRef> {
    let mut uses: Vec<_> = operation.stream.iter_mut().collect();
    uses.extend(
        operation
            .arguments
            .iter_mut()
            .map(|argument| &mut argument.ty),
    );
    uses.extend(
        operation
            .query
            .iter_mut()
            .map(|parameter| &mut parameter.ty),
    );
    if let Some(BodyKind::Json(ty)) = operation.body.as_mut().map(|body| &mut body.kind) {
        uses.push(ty);
    }
    let errors = operation.errors.iter_mut();
    uses.extend(errors.filter_map(|error| error.body.as_mut()));
    uses.extend(&mut operation.other_error);
    match &mut operation.output {
        Output::Json { ty, .. } | Output::Member { ty, .. } => uses.push(ty),
        Output::Page(page) => {
            uses.push(&mut page.item);
            uses.extend(&mut page.extra);
        }
        Output::Empty | Output::File { .. } | Output::Text { .. } => {}
    }
    uses
}

/// All types that are reached from `roots`.
pub(in crate::lower) fn reach(
    types: &[TypeDef],
    roots: impl IntoIterator<Item = TypeId>,
) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<_> = roots.into_iter().collect();
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(def) = types.get(id.0)
        {
            open.extend(uses(def).into_iter().filter_map(named));
        }
    }
    reached
}

/// Removes the operations that use one of the types.
pub(in crate::lower) fn leave_out(api: &mut Api, broken: &BTreeSet<TypeId>) {
    let types = &api.types;
    for group in &mut api.groups {
        let mut kept = Vec::new();
        group.operations.retain(|operation| {
            let uses = sent(operation).into_iter().chain(answered(operation));
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

/// Replaces every use of a type by what `to` says.
pub(in crate::lower) fn redirect(api: &mut Api, to: &dyn Fn(TypeId) -> TypeId) {
    let operations = api
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations);
    for ty in operations.flat_map(operation_uses_mut) {
        redirect_use(ty, to);
    }
    for def in &mut api.types {
        if let Some(parent) = def.name.parent_mut() {
            *parent = to(*parent);
        }
        for ty in uses_mut(def) {
            redirect_use(ty, to);
        }
    }
    for disposition in api.schemas.values_mut() {
        match disposition {
            Disposition::Type(id) => *id = to(*id),
            Disposition::Plain(ty) => redirect_use(ty, to),
            Disposition::Merged | Disposition::Paging | Disposition::Envelope => {}
        }
    }
}

pub(in crate::lower) fn redirect_use(ty: &mut TypeRef, to: &dyn Fn(TypeId) -> TypeId) {
    match ty {
        TypeRef::Named(id) | TypeRef::Boxed(id) => *id = to(*id),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Optional(inner) => {
            redirect_use(inner, to);
        }
        TypeRef::Scalar(_) | TypeRef::Json => {}
    }
}

/// Keeps what an operation or a name needs.
fn compact(api: &mut Api) {
    let operations = || api.groups.iter().flat_map(|group| &group.operations);
    let roots = operations().flat_map(|operation| {
        let uses = sent(operation).into_iter().chain(answered(operation));
        uses.chain(error_bodies(operation))
    });
    let mut kept = reach(&api.types, roots.filter_map(named));
    // A type that only names others (the parent in a name) stays as a name, not as a type; so do its own parents.
    let mut parents: Vec<_> = kept.iter().copied().collect();
    while let Some(id) = parents.pop() {
        if let Some(parent) = api.types.get(id.0).and_then(|def| def.name.parent())
            && kept.insert(parent)
        {
            parents.push(parent);
        }
    }
    let order: Vec<_> = kept.into_iter().collect();
    let position = |id: TypeId| TypeId(order.binary_search(&id).unwrap_or(id.0));
    let mut index = 0;
    api.types.retain(|_| {
        index += 1;
        order.binary_search(&TypeId(index - 1)).is_ok()
    });
    let merged = |disposition: &Disposition| match disposition {
        Disposition::Type(id) => order.binary_search(id).is_err(),
        _ => false,
    };
    for disposition in api.schemas.values_mut() {
        if merged(disposition) {
            *disposition = Disposition::Merged;
        }
    }
    redirect(api, &position);
}
