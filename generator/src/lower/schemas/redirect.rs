use crate::ir::walk::{operation_uses_mut, redirect_use, uses_mut};
use crate::ir::{Api, Disposition, TypeId};

/// Replaces every use of a type by what `to` says.
pub(in crate::lower) fn redirect(api: &mut Api, to: &dyn Fn(TypeId) -> TypeId) {
    let operations = api
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations);
    for ty in operations.flat_map(operation_uses_mut) {
        redirect_use(ty, to);
    }
    for (_, def) in api.types.iter_mut() {
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
