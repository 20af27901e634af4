//! Sharing: inline schemas that say the same under the same member name are one type.

use std::collections::{BTreeMap, HashMap};

use crate::ir::{
    Api, Build, EnumValue, GroupId, Home, NameHint, Presence, Shape, TypeDef, TypeId, TypeRef,
    Union,
};
use crate::lower::schemas::redirect::redirect;

/// Makes one type of inline types of the same home, name and shape, until nothing changes.
pub(in crate::lower) fn share(api: &mut Api) {
    loop {
        let mut first: HashMap<Identity<'_>, TypeId> = HashMap::new();
        let mut same: BTreeMap<TypeId, TypeId> = BTreeMap::new();
        let mut homes: BTreeMap<TypeId, Vec<GroupId>> = BTreeMap::new();
        let mut pointers: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
        for (id, def) in api.types.iter() {
            let Some(identity) = identity(def) else {
                continue;
            };
            let known = *first.entry(identity).or_insert(id);
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
            let def = &mut api.types[id];
            def.used_by.extend(groups);
            def.used_by.sort();
            def.used_by.dedup();
        }
        for (id, pointers) in pointers {
            let def = &mut api.types[id];
            def.shared_with.extend(pointers);
        }
        redirect(api, &|id| same.get(&id).copied().unwrap_or(id));
        // Nothing reaches a merged type now; it must not be found again.
        for id in same.keys() {
            let def = &mut api.types[*id];
            def.shape = Shape::StringEnum(Vec::new());
            def.name = NameHint::Chosen(String::new());
        }
    }
}

/// The identity of an inline type, equal for types that become one.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'a> {
    word: &'a str,
    home: HomeIdentity<'a>,
    shape: ShapeIdentity<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum HomeIdentity<'a> {
    Group(GroupId),
    Shared(&'a [GroupId]),
}

#[derive(PartialEq, Eq, Hash)]
enum ShapeIdentity<'a> {
    Record(Vec<(&'a str, &'a TypeRef, Presence, &'a Build)>),
    StringEnum(&'a [EnumValue]),
    Union(&'a Union),
}

/// Returns the identity of an inline type, `None` for types that have a name in the document.
fn identity(def: &TypeDef) -> Option<Identity<'_>> {
    let word = match &def.name {
        NameHint::Inside { member, .. } => member,
        NameHint::OfOperation { role, .. } => role,
        // Somebody gave both the same name because they are meant to be one.
        NameHint::Chosen(name) if !name.is_empty() => name,
        NameHint::Component { .. } | NameHint::Chosen(_) | NameHint::Sent { .. } => return None,
    };
    let home = match def.home {
        Home::Group(group) => HomeIdentity::Group(group),
        Home::Shared => HomeIdentity::Shared(&def.used_by),
    };
    let shape = match &def.shape {
        Shape::Record(record) => {
            let fields = record.fields.iter();
            let fields = fields.map(|f| (f.wire.as_str(), &f.ty, f.presence, &f.build));
            ShapeIdentity::Record(fields.collect())
        }
        Shape::StringEnum(values) => ShapeIdentity::StringEnum(values),
        Shape::Union(union) => ShapeIdentity::Union(union),
    };
    Some(Identity { word, home, shape })
}
