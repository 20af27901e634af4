//! Rules for all types that requests contain.

use std::collections::BTreeSet;

use generator::surface::{Surface, Type, TypeItem};

/// As many arguments as a caller can distinguish.
const MOST_ARGUMENTS: usize = 4;

fn types(surface: &Surface) -> impl Iterator<Item = (String, &Type)> {
    let groups = surface.groups.iter();
    let modules = groups.map(|(key, group)| (key.as_str(), &group.types));
    let modules = modules.chain([("shared", &surface.shared)]);
    modules.flat_map(|(key, types)| {
        let types = types.iter();
        types.map(move |(name, ty)| (format!("{key}::{name}"), ty))
    })
}

/// A body without its required fields is refused by the API: it must not be easy to build.
#[test]
fn types_with_required_fields_have_no_default() {
    let surface = super::current();
    let mut checked = 0;
    for (name, ty) in types(&surface) {
        if let TypeItem::Struct {
            fields, default, ..
        } = &ty.item
            && fields.values().any(|field| field.needed)
        {
            assert!(
                !default,
                "{name} has a default value without its required fields"
            );
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} types have required fields");
}

#[test]
fn new_takes_the_required_fields_if_they_are_few() {
    let surface = super::current();
    for (name, ty) in types(&surface) {
        let TypeItem::Struct { fields, new, .. } = &ty.item else {
            continue;
        };
        let needed: Vec<_> = fields.iter().filter(|(_, field)| field.needed).collect();
        let Some(new) = new else {
            assert!(needed.is_empty(), "{name} has required fields and no `new`");
            continue;
        };
        assert!(
            new.len() <= MOST_ARGUMENTS,
            "{name}::new({})",
            new.join(", ")
        );
        let names: BTreeSet<&str> = needed.iter().map(|(name, _)| name.as_str()).collect();
        if new.is_empty() {
            let without = needed.iter().filter(|(_, field)| !field.setter);
            let without: Vec<_> = without.map(|(name, _)| name).collect();
            assert!(without.is_empty(), "{name}: no setters for {without:?}");
        } else {
            let arguments: BTreeSet<&str> = new.iter().map(String::as_str).collect();
            assert!(
                names.is_subset(&arguments),
                "{name}::new lacks one of {names:?}"
            );
        }
    }
}
