//! Recursion: a type that contains itself needs a `Box`, and only there.

use crate::ir::walk;
use crate::ir::{Api, Presence, Shape, TypeDef, TypeId, TypeMap, TypeRef, Types};

/// Boxes the uses that close a cycle of types which contain each other directly.
pub(in crate::lower) fn break_cycles(api: &mut Api) {
    let mut state = api.types.map(|_| VisitState::New);
    let mut closing = Vec::new();
    for id in api.types.ids() {
        visit(&api.types, id, &mut state, &mut closing);
    }
    for (from, to) in closing {
        box_uses(&mut api.types[from], to);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum VisitState {
    New,
    Open,
    Done,
}

/// Walks direct containment without recursion; an edge to a type that is still open closes a cycle.
fn visit(
    types: &Types,
    start: TypeId,
    state: &mut TypeMap<VisitState>,
    closing: &mut Vec<(TypeId, TypeId)>,
) {
    let mut stack = vec![(start, false)];
    while let Some((id, leaving)) = stack.pop() {
        if leaving {
            state[id] = VisitState::Done;
            continue;
        }
        if state[id] != VisitState::New {
            continue;
        }
        state[id] = VisitState::Open;
        stack.push((id, true));
        for ty in walk::uses(&types[id]) {
            let TypeRef::Named(to) = ty else { continue };
            match state[*to] {
                VisitState::Open => closing.push((id, *to)),
                VisitState::New => stack.push((*to, false)),
                VisitState::Done => {}
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
