//! Counts of fields: how many may be absent, and how many types one concept has.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Field, Surface, TypeItem};
use super::ty::Ty;

/// Collections: they are empty rather than absent where only responses contain them.
const COLLECTIONS: [&str; 2] = ["BTreeMap", "Vec"];

/// A field of a struct.
struct FieldUse<'s> {
    /// The struct and the field, as `droplets::Droplet.region`.
    path: String,
    field: &'s Field,
    only_received: bool,
}

/// Returns the counts as text.
pub fn counts(surface: &Surface) -> String {
    let fields = fields(surface);
    let received: Vec<_> = fields.iter().filter(|field| field.only_received).collect();
    let optional = received.iter().filter(|found| is_optional(found.field));
    let collections = optional.clone().filter(|found| {
        let name = found.field.ty.without_option().name.as_str();
        COLLECTIONS.contains(&name)
    });
    let mut lines = vec![
        format!("fields: {}", fields.len()),
        format!(
            "fields of types that only responses contain: {}",
            received.len()
        ),
        format!("of these, optional: {}", optional.count()),
        format!("of these, lists and maps: {}", collections.count()),
    ];
    lines.extend(concept("field region", &fields, |wire| wire == "region"));
    lines.extend(concept("fields …_at", &fields, |wire| {
        wire.ends_with("_at")
    }));
    lines.join("\n") + "\n"
}

fn fields(surface: &Surface) -> Vec<FieldUse<'_>> {
    let groups = surface.groups.iter();
    let modules = groups.map(|(key, group)| (key.as_str(), &group.types));
    let modules = modules.chain([("shared", &surface.shared)]);
    let types = modules.flat_map(|(key, types)| types.iter().map(move |ty| (key, ty)));
    let mut found = Vec::new();
    for (module, (name, ty)) in types {
        if let TypeItem::Struct { fields, .. } = &ty.item {
            found.extend(fields.values().map(|field| FieldUse {
                path: format!("{module}::{name}.{}", field.wire),
                field,
                only_received: ty.only_received,
            }));
        }
    }
    found
}

fn is_optional(field: &Field) -> bool {
    field.ty.name == "Option"
}

/// Returns how many types the fields of some names have, and which fields have which.
fn concept(title: &str, fields: &[FieldUse<'_>], is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let mut by_type: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let meant = fields.iter().filter(|found| is_meant(&found.field.wire));
    for found in meant {
        let ty = bare(&found.field.ty).to_string();
        by_type.entry(ty).or_default().insert(&found.path);
    }
    let total: usize = by_type.values().map(BTreeSet::len).sum();
    let mut lines = vec![format!("{title}: {total} of {} types", by_type.len())];
    let mut sorted: Vec<_> = by_type.iter().collect();
    sorted.sort_by_key(|(ty, paths)| (usize::MAX - paths.len(), *ty));
    let most = sorted.first().map(|(ty, _)| (*ty).clone());
    for (ty, paths) in sorted {
        let names: Vec<_> = paths.iter().copied().collect();
        // The fields of the usual type are too many to list.
        let names = if most.as_ref() == Some(ty) {
            String::new()
        } else {
            format!(": {}", names.join(" "))
        };
        lines.push(format!("{title}: {ty}, {}{names}", paths.len()));
    }
    lines
}

/// Returns a type without what says that it may be absent or null.
fn bare(ty: &Ty) -> &Ty {
    match ty.of.first() {
        Some(inner) if ty.name == "Option" || ty.name == "Nullable" => inner,
        _ => ty,
    }
}
