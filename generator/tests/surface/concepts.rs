//! What has the same name has the same type, unless `concepts.toml` says why not.
//!
//! Compared are strings, numbers, booleans, points in time and enums, of all fields and parameters, whether they are
//! optional, null or lists. Scalars are compared over the whole API; an enum with the strings and the enums of its module
//! that share a value with it, and with all enums that have the same values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use generator::surface::{Shape, Surface, Ty};

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

/// A field or parameter.
struct Use<'s> {
    module: &'s str,
    wire: &'s str,
    ty: &'s str,
    path: String,
}

/// Types other than the usual one, by name: where each is.
type Unusual = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn a_name_has_one_type_or_a_reason() {
    let surface = super::current();
    let text = include_str!("concepts.toml");
    let reasons: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text).expect("TOML");
    let unusual = unusual(&surface);
    let mut report = String::new();
    for (wire, types) in &unusual {
        let known = reasons.get(wire);
        let open = types.iter().filter(|(ty, _)| {
            !known.is_some_and(|known| known.contains_key(*ty) || is_any(known, ty))
        });
        let open: Vec<_> = open.collect();
        if !open.is_empty() {
            writeln!(report, "\n[{wire}]").expect("a string");
        }
        for (ty, paths) in open {
            let paths: Vec<_> = paths.iter().take(3).map(String::as_str).collect();
            writeln!(report, "{ty} = \"…\" # {}", paths.join(" ")).expect("a string");
        }
    }
    assert!(
        report.is_empty(),
        "unify these with [same_types] in spec/codegen.toml or an overlay, or add reasons to concepts.toml:\n{report}"
    );
    let is_used = |wire: &String, ty: &String| {
        unusual.get(wire).is_some_and(|types| {
            types.contains_key(ty)
                || ty == ANY && types.keys().any(|ty| !SCALARS.contains(&ty.as_str()))
        })
    };
    let stale: Vec<_> = reasons
        .iter()
        .flat_map(|(wire, types)| types.keys().map(move |ty| (wire, ty)))
        .filter(|(wire, ty)| !is_used(wire, ty))
        .collect();
    assert!(
        stale.is_empty(),
        "no longer unusual, remove them from concepts.toml: {stale:?}"
    );
}

/// Whether the reason is one of all enums.
fn is_any(known: &BTreeMap<String, String>, ty: &str) -> bool {
    known.contains_key(ANY) && !SCALARS.contains(&ty)
}

fn unusual(surface: &Surface) -> Unusual {
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
                let types = unusual.entry(wire.to_owned()).or_default();
                types.insert(ty.to_owned(), paths);
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
    let values = types.filter_map(|(name, ty)| match &ty.shape {
        Shape::Enum(values) => Some((
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
            if let Shape::Struct { fields, .. } = &ty.shape {
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
