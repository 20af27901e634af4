//! Which types a version has, and in which modules users see them.

use std::collections::{BTreeMap, BTreeSet};

use crate::surface::{Surface, Type};

/// A type of a version: the group that it is in, `None` for shared ones, and its name.
pub(super) type TypeKey<'s> = (Option<&'s str>, &'s str);

/// Returns all types of a version by key.
pub(super) fn all(surface: &Surface) -> BTreeMap<TypeKey<'_>, &Type> {
    let shared = surface.shared.iter();
    let shared = shared.map(|(name, ty)| ((None, name.as_str()), ty));
    let groups = surface.groups.iter();
    let own = groups.flat_map(|(key, group)| {
        let types = group.types.iter();
        types.map(move |(name, ty)| ((Some(key.as_str()), name.as_str()), ty))
    });
    shared.chain(own).collect()
}

/// Returns the groups in whose module a type is visible.
pub(super) fn visible_in<'s>(surface: &'s Surface, key: TypeKey<'s>) -> BTreeSet<&'s str> {
    match key {
        (Some(group), _) => BTreeSet::from([group]),
        (None, name) => {
            let groups = surface.groups.iter();
            let groups = groups.filter(|(_, group)| group.exports.contains(name));
            groups.map(|(key, _)| key.as_str()).collect()
        }
    }
}
