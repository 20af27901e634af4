//! The walk over types: which types an operation or a type uses, and all that are reached from some.

use std::collections::BTreeSet;

use super::{BodyKind, Operation, Output, Shape, TypeDef, TypeId, TypeRef, Types};

/// Returns the type that a use of a type mentions, without lists, maps and options around it.
pub fn innermost(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Optional(inner) => innermost(inner),
        TypeRef::Named(_) | TypeRef::Boxed(_) | TypeRef::Scalar(_) | TypeRef::Json => ty,
    }
}

/// The generated type that a use of a type mentions.
pub fn named(ty: &TypeRef) -> Option<TypeId> {
    match innermost(ty) {
        TypeRef::Named(id) | TypeRef::Boxed(id) => Some(*id),
        _ => None,
    }
}

/// The uses of types inside a type.
pub fn uses(def: &TypeDef) -> Vec<&TypeRef> {
    match &def.shape {
        Shape::Record(record) => record.fields.iter().map(|field| &field.ty).collect(),
        Shape::Union(union) => union.branches.iter().map(|branch| &branch.ty).collect(),
        Shape::StringEnum(_) => Vec::new(),
    }
}

/// The uses of types inside a type, to be changed.
pub fn uses_mut(def: &mut TypeDef) -> Vec<&mut TypeRef> {
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
pub fn sent(operation: &Operation) -> Vec<&TypeRef> {
    arguments(operation).chain(body(operation)).collect()
}

/// The types of an operation's arguments and parameters.
pub fn arguments(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    arguments.chain(operation.query.iter().map(|parameter| &parameter.ty))
}

/// The type of an operation's request body.
pub fn body(operation: &Operation) -> Option<&TypeRef> {
    match &operation.body.as_ref()?.kind {
        BodyKind::Json(ty) => Some(ty),
        BodyKind::Octets => None,
    }
}

/// The uses of types by an operation: those in responses.
pub fn response_types(operation: &Operation) -> Vec<&TypeRef> {
    operation.stream.iter().chain(output(operation)).collect()
}

/// The types of an operation's result.
pub fn output(operation: &Operation) -> Vec<&TypeRef> {
    match &operation.output {
        Output::Json { ty, .. } | Output::Member { ty, .. } => vec![ty],
        Output::Page(page) => std::iter::once(&page.item).chain(&page.extra).collect(),
        Output::Empty | Output::File { .. } | Output::Text { .. } => Vec::new(),
    }
}

/// The uses of types by an operation: error bodies.
pub fn error_bodies(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let errors = operation.errors.iter();
    let bodies = errors.filter_map(|error| error.body.as_ref());
    bodies.chain(&operation.other_error)
}

/// The uses of types by an operation, to be changed.
pub fn operation_uses_mut(operation: &mut Operation) -> Vec<&mut TypeRef> {
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
pub fn reach(types: &Types, roots: impl IntoIterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<_> = roots.into_iter().collect();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(uses(&types[id]).into_iter().filter_map(named));
        }
    }
    reached
}

/// Replaces the type that a use mentions.
pub fn redirect_use(ty: &mut TypeRef, to: &dyn Fn(TypeId) -> TypeId) {
    match ty {
        TypeRef::Named(id) | TypeRef::Boxed(id) => *id = to(*id),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Optional(inner) => {
            redirect_use(inner, to);
        }
        TypeRef::Scalar(_) | TypeRef::Json => {}
    }
}
