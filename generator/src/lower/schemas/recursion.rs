//! Recursion: a type that contains itself needs a `Box`, and only there.

use crate::ir::{Api, Presence, Shape, TypeDef, TypeId, TypeRef};
use crate::lower::schemas::graph;

/// Boxes the uses that close a cycle of types which contain each other directly.
pub(in crate::lower) fn break_cycles(api: &mut Api) {
    let mut state = vec![State::New; api.types.len()];
    let mut closing = Vec::new();
    for index in 0..api.types.len() {
        visit(&api.types, TypeId(index), &mut state, &mut closing);
    }
    for (from, to) in closing {
        if let Some(def) = api.types.get_mut(from.0) {
            box_uses(def, to);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Walks direct containment without recursion; an edge to a type that is still open closes a cycle.
fn visit(
    types: &[TypeDef],
    start: TypeId,
    state: &mut [State],
    closing: &mut Vec<(TypeId, TypeId)>,
) {
    let mut stack = vec![(start, false)];
    while let Some((id, leaving)) = stack.pop() {
        let Some(known) = state.get_mut(id.0) else {
            continue;
        };
        if leaving {
            *known = State::Done;
            continue;
        }
        if *known != State::New {
            continue;
        }
        *known = State::Open;
        stack.push((id, true));
        let Some(def) = types.get(id.0) else { continue };
        for ty in graph::uses(def) {
            let TypeRef::Named(to) = ty else { continue };
            match state.get(to.0) {
                Some(State::Open) => closing.push((id, *to)),
                Some(State::New) => stack.push((*to, false)),
                _ => {}
            }
        }
    }
}

/// Boxes the direct uses of `to` inside `def`; a required member that contains its own type becomes optional.
fn box_uses(def: &mut TypeDef, to: TypeId) {
    match &mut def.shape {
        Shape::Record(record) => {
            for field in record
                .fields
                .iter_mut()
                .filter(|field| field.ty == TypeRef::Named(to))
            {
                field.ty = TypeRef::Boxed(to);
                if field.presence == Presence::Required {
                    field.presence = Presence::Optional;
                }
            }
        }
        Shape::Union(union) => {
            for branch in union
                .branches
                .iter_mut()
                .filter(|branch| branch.ty == TypeRef::Named(to))
            {
                branch.ty = TypeRef::Boxed(to);
            }
        }
        Shape::StringEnum(_) => {}
    }
}
