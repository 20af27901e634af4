//! Types that contain each other more deeply than the compiler follows.
//!
//! Whether a value may be sent to another thread is derived through all types that it contains, and the compiler gives
//! up after 128 steps, also in programs that use the client.

use crate::ir::walk;
use crate::ir::{Field, Presence, Shape, TypeId, TypeMap, TypeRef, Types};
use crate::lower::error::LowerError;

/// The steps that types may take; the rest is for the futures that hold them.
const MOST_STEPS: usize = 112;

/// The types whose contents need more steps than that, of which each is an error.
pub(in crate::lower) fn too_deep(types: &Types) -> Vec<(TypeId, LowerError)> {
    let mut steps = types.map(|_| None);
    let mut open = types.map(|_| false);
    for start in types.ids() {
        let mut stack = vec![(start, false)];
        while let Some((id, is_end)) = stack.pop() {
            if is_end {
                open[id] = false;
                steps[id] = Some(1 + longest(types, id, &steps));
            } else if steps[id].is_none() && !open[id] {
                open[id] = true;
                stack.push((id, true));
                let uses = walk::uses(&types[id]).into_iter();
                stack.extend(uses.filter_map(walk::named).map(|id| (id, false)));
            }
        }
    }
    let is_over = |id: &TypeId| steps[*id].is_some_and(|steps| steps > MOST_STEPS);
    let first = types.ids().filter(is_over).filter(|id| {
        let mut uses = walk::uses(&types[*id]).into_iter().filter_map(walk::named);
        !uses.any(|used| is_over(&used))
    });
    let error = |id: TypeId| {
        let message = "the schemas in this one nest too deeply for the compiler; leave out the properties of one of \
                       them in an overlay, so that it is read as any JSON";
        (id, LowerError::new(&types[id].pointer, message))
    };
    first.map(error).collect()
}

/// The most steps that a use inside the type takes. A type that is not finished contains this one: a cycle is not a step.
fn longest(types: &Types, id: TypeId, steps: &TypeMap<Option<usize>>) -> usize {
    let of = |ty: &TypeRef| {
        let named = walk::named(ty).and_then(|id| steps[id]);
        named.map_or(0, |named| named + around(ty))
    };
    match &types[id].shape {
        Shape::Record(record) => {
            let fields = record.fields.iter();
            fields.map(|field| of(&field.ty) + option(field)).max()
        }
        _ => walk::uses(&types[id]).into_iter().map(of).max(),
    }
    .unwrap_or_default()
}

/// The steps through an optional field.
fn option(field: &Field) -> usize {
    usize::from(!matches!(
        field.presence,
        Presence::Required | Presence::Rest
    ))
}

/// The steps through the private types of the standard library that lists, maps and boxes consist of.
fn around(ty: &TypeRef) -> usize {
    match ty {
        TypeRef::List(inner) => 4 + around(inner),
        TypeRef::Map(inner) => 8 + around(inner),
        TypeRef::Optional(inner) => 1 + around(inner),
        TypeRef::Boxed(_) => 3,
        TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::Json => 0,
    }
}
