//! Types that have neither path nor schema in common, but are used by the same items.
//!
//! An inline schema that several items share is named after the first of them. Where that one goes away, the type gets
//! another name, and every use of it changes: that is one renaming, not many changes.

use std::collections::{BTreeMap, BTreeSet};

use super::type_key::{TypeKey, all};
use crate::surface::{Method, Surface, Ty, Type, TypeItem};

/// Adds the pairs that follow from uses, until none is left.
pub(super) fn add<'s>(
    old: &'s Surface,
    new: &'s Surface,
    groups: &BTreeMap<&'s str, &'s str>,
    pairs: &mut BTreeMap<TypeKey<'s>, BTreeSet<TypeKey<'s>>>,
) {
    let (before, after) = (all(old), all(new));
    loop {
        let taken: BTreeSet<_> = pairs.values().flatten().copied().collect();
        let mut found = BTreeMap::new();
        for (names, old_section, new_section) in uses(old, new, groups, pairs, (&before, &after)) {
            for (one, other) in names {
                let keys = resolve(old, old_section, &one).zip(resolve(new, new_section, &other));
                let Some((one, other)) = keys else { continue };
                let same_kind = before.get(&one).map(|ty| ty.item.kind())
                    == after.get(&other).map(|ty| ty.item.kind());
                if same_kind && !pairs.contains_key(&one) && !taken.contains(&other) {
                    found.entry(one).or_insert(other);
                }
            }
        }
        // A type that would replace several stays apart from the later ones.
        let mut used = BTreeSet::new();
        found.retain(|_, other| used.insert(*other));
        if found.is_empty() {
            return;
        }
        pairs.extend(
            found
                .into_iter()
                .map(|(one, other)| (one, BTreeSet::from([other]))),
        );
    }
}

/// Names that differ in otherwise equal uses, and the modules in which they are names.
type Differing<'s> = (Vec<(String, String)>, Option<&'s str>, Option<&'s str>);

fn uses<'s>(
    old: &'s Surface,
    new: &'s Surface,
    groups: &BTreeMap<&'s str, &'s str>,
    pairs: &BTreeMap<TypeKey<'s>, BTreeSet<TypeKey<'s>>>,
    (before, after): (&BTreeMap<TypeKey<'s>, &Type>, &BTreeMap<TypeKey<'s>, &Type>),
) -> Vec<Differing<'s>> {
    let mut uses = Vec::new();
    for (key, others) in pairs {
        for other in others {
            if let (Some(one), Some(two)) = (before.get(key), after.get(other)) {
                uses.push((in_types(one, two), key.0, other.0));
            }
        }
    }
    for (key, other) in groups {
        let (Some(group), Some(same)) = (old.groups.get(*key), new.groups.get(*other)) else {
            continue;
        };
        for (name, method) in &group.methods {
            if let Some(same) = same.methods.get(name) {
                uses.push((in_methods(method, same), Some(*key), Some(*other)));
            }
        }
    }
    uses
}

fn in_types(old: &Type, new: &Type) -> Vec<(String, String)> {
    let mut names = Vec::new();
    match (&old.item, &new.item) {
        (TypeItem::Struct { fields, .. }, TypeItem::Struct { fields: others, .. }) => {
            for (name, field) in fields {
                if let Some(other) = others.get(name) {
                    differing(&field.ty, &other.ty, &mut names);
                }
            }
        }
        (TypeItem::Union(variants), TypeItem::Union(others)) => {
            for (name, variant) in variants {
                if let Some(other) = others.get(name) {
                    differing(&variant.ty, &other.ty, &mut names);
                }
            }
        }
        _ => {}
    }
    names
}

fn in_methods(old: &Method, new: &Method) -> Vec<(String, String)> {
    let mut names = Vec::new();
    differing(&old.output, &new.output, &mut names);
    let bodies = old.body.as_ref().zip(new.body.as_ref());
    if let Some((one, other)) = bodies {
        differing(&one.ty, &other.ty, &mut names);
    }
    for argument in &old.arguments {
        let mut others = new.arguments.iter();
        if let Some(other) = others.find(|other| other.wire == argument.wire) {
            differing(&argument.ty, &other.ty, &mut names);
        }
    }
    for (name, option) in &old.options {
        if let Some(other) = new.options.get(name) {
            differing(&option.ty, &other.ty, &mut names);
        }
    }
    names
}

/// Adds the names that two types have in the same position.
fn differing(one: &Ty, other: &Ty, names: &mut Vec<(String, String)>) {
    let (one, other) = (unwrapped(one), unwrapped(other));
    if one.name != other.name {
        names.push((one.name.clone(), other.name.clone()));
    } else if one.of.len() == other.of.len() {
        for (one, other) in one.of.iter().zip(&other.of) {
            differing(one, other, names);
        }
    }
}

/// Returns the type without `Option`, `Nullable` and `Box`.
fn unwrapped(ty: &Ty) -> &Ty {
    match (ty.name.as_str(), ty.of.as_slice()) {
        ("Option" | "Nullable" | "Box", [inner]) => unwrapped(inner),
        _ => ty,
    }
}

/// Returns the type with a name in a module.
fn resolve<'s>(surface: &'s Surface, group: Option<&'s str>, name: &str) -> Option<TypeKey<'s>> {
    if let Some(key) = group
        && let Some((name, _)) = surface.groups.get(key)?.types.get_key_value(name)
    {
        return Some((Some(key), name));
    }
    let (name, _) = surface.shared.get_key_value(name)?;
    Some((None, name))
}
