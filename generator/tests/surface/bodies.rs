//! What holds for all types that requests contain, and for the names of the methods that send them.

use std::collections::{BTreeMap, BTreeSet};

use generator::surface::{Method, Shape, Surface, Type};

/// As many arguments as a caller can tell apart.
const MOST_ARGUMENTS: usize = 4;

/// PUT and PATCH that do not update a resource, or whose document says other than what they do.
const OTHER_NAMES: [(&str, &str); 10] = [
    ("cancel_indexing_job", "it starts something"),
    ("cancel_model_evaluation_run", "it starts something"),
    ("install_update", "it starts something"),
    (
        "patch_record",
        "the PUT of the path changes single fields, too",
    ),
    ("promote_replica", "it starts something"),
    ("regenerate_agent_api_key", "it starts something"),
    ("regenerate_model_api_key", "it starts something"),
    ("rollback_to_agent_version", "it starts something"),
    ("update_record", "it changes single fields"),
    ("upload_file", "it sends a file to a host of its own"),
];

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
        if let Shape::Struct {
            fields, default, ..
        } = &ty.shape
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
        let Shape::Struct { fields, new, .. } = &ty.shape else {
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

/// A PUT is `replace_…` in addition to a PATCH, which is `update_…`; otherwise each is `update_…`.
#[test]
fn updates_are_named_after_what_they_do() {
    let surface = super::current();
    let mut open = Vec::new();
    let mut unused: BTreeMap<_, _> = OTHER_NAMES.into_iter().collect();
    for group in surface.groups.values() {
        for (name, method) in &group.methods {
            let is = |method: &Method, http: &str| method.http_method == http;
            let begins = match is(method, "PUT") {
                true if group
                    .methods
                    .values()
                    .any(|other| other.path == method.path && is(other, "PATCH")) =>
                {
                    "replace"
                }
                true => "update",
                false if is(method, "PATCH") => "update",
                false => continue,
            };
            let is_named = name
                .strip_prefix(begins)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
            if !is_named && unused.remove(name.as_str()).is_none() {
                open.push(format!(
                    "{}: {name} should begin with {begins}",
                    group.handle
                ));
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(unused.is_empty(), "exceptions that are none: {unused:?}");
}
