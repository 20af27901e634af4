//! Sharing: inline schemas that say the same under the same member name are one type.

use std::collections::BTreeMap;

use crate::ir::{Api, GroupId, Home, NameHint, Shape, TypeDef, TypeId};
use crate::lower::schemas::graph;

/// Makes one type of inline types of the same home, name and shape, until nothing changes.
pub(in crate::lower) fn share(api: &mut Api) {
    loop {
        let mut first: BTreeMap<String, TypeId> = BTreeMap::new();
        let mut same: BTreeMap<TypeId, TypeId> = BTreeMap::new();
        let mut homes: BTreeMap<TypeId, Vec<GroupId>> = BTreeMap::new();
        let mut pointers: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
        for (index, def) in api.types.iter().enumerate() {
            let Some(key) = key(def) else { continue };
            let id = TypeId(index);
            let known = *first.entry(key).or_insert(id);
            if known != id {
                same.insert(id, known);
                pointers.entry(known).or_default().push(def.pointer.clone());
                homes.entry(known).or_default().extend(&def.used_by);
            }
        }
        if same.is_empty() {
            return;
        }
        for (id, groups) in homes {
            if let Some(def) = api.types.get_mut(id.0) {
                def.used_by.extend(groups);
                def.used_by.sort();
                def.used_by.dedup();
            }
        }
        for (id, pointers) in pointers {
            if let Some(def) = api.types.get_mut(id.0) {
                def.shared_with.extend(pointers);
            }
        }
        graph::redirect(api, &|id| same.get(&id).copied().unwrap_or(id));
        // Nothing reaches a merged type now; it must not be found again.
        for id in same.keys() {
            if let Some(def) = api.types.get_mut(id.0) {
                def.shape = Shape::StringEnum(Vec::new());
                def.name = NameHint::Chosen(String::new());
            }
        }
    }
}

/// The identity of an inline type, equal for types that become one; `None` for types that have a name in the document.
fn key(def: &TypeDef) -> Option<String> {
    let word = match &def.name {
        NameHint::Inside { member, .. } => member,
        NameHint::OfOperation { role, .. } => role,
        // Somebody gave both the same name because they are meant to be one.
        NameHint::Chosen(name) if !name.is_empty() => name,
        NameHint::Component { .. } | NameHint::Chosen(_) | NameHint::Sent { .. } => return None,
    };
    let home = match def.home {
        Home::Group(group) => format!("{group:?}"),
        Home::Shared => format!("{:?}", def.used_by),
    };
    let shape = match &def.shape {
        Shape::Record(record) => {
            let fields = record
                .fields
                .iter()
                .map(|f| format!("{} {:?} {:?} {:?}", f.wire, f.ty, f.presence, f.build));
            fields.collect::<Vec<_>>().join("; ")
        }
        shape => format!("{shape:?}"),
    };
    Some(format!("{word} {home} {shape}"))
}
