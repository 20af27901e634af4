//! Fields and parameters with the same name in JSON have the same type.
//!
//! Compared are strings, numbers, booleans, points in time and enums, of all fields and parameters, whether they are
//! optional, null or lists. Scalars are compared over the whole API; an enum with the strings and the enums of its module
//! that share a value with it, and with all enums that have the same values.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::{Decision, LowerError};
use crate::surface::{Surface, Ty, TypeItem};

const SCALARS: [&str; 8] = [
    "String",
    "Secret",
    "IntegerString",
    "Timestamp",
    "bool",
    "f64",
    "i64",
    "u64",
];

/// The key of a reason for all enums of a name.
const ANY: &str = "*";

/// The table with the reasons.
const TABLE: &str = "several_types";

/// How many fields and parameters an error names for each type.
const SHOWN: usize = 3;

/// A field or parameter.
struct Use<'s> {
    module: &'s str,
    wire: &'s str,
    ty: &'s str,
    path: String,
}

/// Types other than the usual one, by name: where each is.
type Unusual<'s> = BTreeMap<&'s str, BTreeMap<&'s str, BTreeSet<String>>>;

/// Reasons by name and type.
type Reasons = BTreeMap<String, BTreeMap<String, String>>;

/// Returns the names that have several types without a reason, and the reasons that nothing needs.
pub(super) fn errors(surface: &Surface, reasons: &Reasons) -> Vec<LowerError> {
    let unusual = unusual(surface);
    let open = unusual.iter().filter_map(|(name, types)| {
        let known = reasons.get(*name);
        let mut types = types.clone();
        types.retain(|ty, _| known.is_none_or(|known| !is_known(known, ty)));
        (!types.is_empty()).then(|| open(name, &types))
    });
    open.chain(unused(&unusual, reasons)).collect()
}

/// Returns the error about types of a name without a reason.
fn open(name: &str, types: &BTreeMap<&str, BTreeSet<String>>) -> LowerError {
    let types = types.iter().map(|(ty, paths)| {
        let paths = paths.iter().take(SHOWN).cloned().collect();
        ((*ty).to_owned(), paths)
    });
    let types: BTreeMap<String, Vec<String>> = types.collect();
    let shown = types
        .iter()
        .map(|(ty, paths)| format!("`{ty}` in {}", paths.join(", ")));
    let message = format!(
        "has another type elsewhere than {}: unify them with [same_types] or an overlay, or give reasons in [{TABLE}.{name}]",
        shown.collect::<Vec<_>>().join(" and ")
    );
    let name = name.to_owned();
    LowerError::new(format!("`{name}`"), message).deciding(Decision::SeveralTypes { name, types })
}

/// Returns the reasons that nothing needs.
fn unused<'r>(
    unusual: &Unusual<'_>,
    reasons: &'r Reasons,
) -> impl Iterator<Item = LowerError> + use<'r> {
    let unused = reasons.iter().flat_map(|(name, types)| {
        let found = unusual.get(name.as_str());
        let is_needed = |ty: &str| {
            found.is_some_and(|found| {
                found.contains_key(ty) || ty == ANY && found.keys().any(|ty| !SCALARS.contains(ty))
            })
        };
        if found.is_none() {
            return vec![LowerError::unused(TABLE, name)];
        }
        let unused = types.keys().filter(|ty| !is_needed(ty));
        let table = format!("{TABLE}.{name}");
        unused.map(|ty| LowerError::unused(&table, ty)).collect()
    });
    unused.collect::<Vec<_>>().into_iter()
}

/// Whether there is a reason for a type, or one for all enums.
fn is_known(known: &BTreeMap<String, String>, ty: &str) -> bool {
    known.contains_key(ty) || known.contains_key(ANY) && !SCALARS.contains(&ty)
}

fn unusual(surface: &Surface) -> Unusual<'_> {
    let enums = enums(surface);
    let mut by_wire: BTreeMap<&str, Vec<&Use<'_>>> = BTreeMap::new();
    let uses = uses(surface);
    for found in &uses {
        if SCALARS.contains(&found.ty) || enums.contains_key(found.ty) {
            by_wire.entry(found.wire).or_default().push(found);
        }
    }
    let mut unusual = Unusual::new();
    for (wire, uses) in by_wire {
        let types: BTreeSet<_> = uses.iter().map(|found| found.ty).collect();
        let usual = usual(&uses);
        for ty in types.into_iter().filter(|ty| *ty != usual) {
            let own: Vec<_> = uses.iter().filter(|found| found.ty == ty).collect();
            let differs = match enums.get(ty) {
                None => SCALARS.contains(&usual) || shares_module(&own, &uses),
                Some(values) => uses.iter().any(|other| {
                    other.ty != ty
                        && match enums.get(other.ty) {
                            None => in_module(&own, other) && other.ty == "String",
                            Some(other_parts) => {
                                other_parts == values
                                    || in_module(&own, other) && !other_parts.is_disjoint(values)
                            }
                        }
                }),
            };
            if differs {
                let paths = own.iter().map(|found| found.path.clone()).collect();
                let types = unusual.entry(wire).or_default();
                types.insert(ty, paths);
            }
        }
    }
    unusual
}

/// The most frequent type.
fn usual<'s>(uses: &[&Use<'s>]) -> &'s str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for found in uses {
        *counts.entry(found.ty).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or("", |(ty, _)| ty)
}

fn in_module(own: &[&&Use<'_>], other: &Use<'_>) -> bool {
    own.iter().any(|found| found.module == other.module)
}

/// Whether a scalar is in a module with other types of the name.
fn shares_module(own: &[&&Use<'_>], uses: &[&Use<'_>]) -> bool {
    let mut other_parts = uses
        .iter()
        .filter(|other| own.iter().all(|found| found.ty != other.ty));
    other_parts.any(|other| in_module(own, other))
}

/// The values of each enum, in lower case.
fn enums(surface: &Surface) -> BTreeMap<&str, BTreeSet<String>> {
    let types = surface.groups.values().flat_map(|group| &group.types);
    let types = types.chain(&surface.shared);
    let values = types.filter_map(|(name, ty)| match &ty.item {
        TypeItem::Enum(values) => Some((
            name.as_str(),
            values.values().map(|value| value.to_lowercase()).collect(),
        )),
        _ => None,
    });
    values.collect()
}

fn uses(surface: &Surface) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    let groups = surface.groups.iter();
    let modules = groups.map(|(key, group)| (key.as_str(), &group.types));
    for (module, types) in modules.chain([("shared", &surface.shared)]) {
        for (name, ty) in types {
            if let TypeItem::Struct { fields, .. } = &ty.item {
                uses.extend(fields.values().map(|field| Use {
                    module,
                    wire: &field.wire,
                    ty: innermost(&field.ty),
                    path: format!("{module}::{name}.{}", field.wire),
                }));
            }
        }
    }
    for (module, group) in &surface.groups {
        for (name, method) in &group.methods {
            let arguments = method.arguments.iter();
            let parameters = arguments.map(|argument| (&argument.wire, &argument.ty));
            let options = method
                .options
                .values()
                .map(|option| (&option.wire, &option.ty));
            uses.extend(parameters.chain(options).map(|(wire, ty)| Use {
                module,
                wire,
                ty: innermost(ty),
                path: format!("{module}().{name}({wire})"),
            }));
        }
    }
    uses
}

/// The type in options, lists and boxes.
fn innermost(ty: &Ty) -> &str {
    match ty.of.first() {
        Some(inner) if ["Option", "Nullable", "Vec", "Box"].contains(&ty.name.as_str()) => {
            innermost(inner)
        }
        _ => &ty.name,
    }
}
