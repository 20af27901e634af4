//! Groups: every operation belongs to the group of its tag.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::ReferenceOr;

use crate::config::{Config, GroupConfig};
use crate::ir::{ErrorSet, Group, Operation};
use crate::lower::Lowering;
use crate::lower::error::{LowerError, LowerErrors};
use crate::lower::operations::error_sets::ErrorSets;
use crate::lower::operations::operation::Place;
use crate::lower::operations::waiters;
use crate::lower::schemas::compose::escape;

/// The groups and the failures of their operations.
#[derive(Debug)]
pub(in crate::lower) struct Groups {
    pub(in crate::lower) groups: Vec<Group>,
    pub(in crate::lower) error_sets: Vec<ErrorSet>,
}

/// Lowers all operations.
pub(in crate::lower) fn lower(lowering: &mut Lowering<'_>) -> Result<Groups, LowerErrors> {
    let config = lowering.config;
    let places = places(lowering)?;
    let mut sorted: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    let mut errors = lowering.root_servers();
    errors.extend(lowering.root_security());
    let mut unknown = BTreeSet::new();
    for place in places {
        match group_of(config, place) {
            Ok(key) => sorted.entry(key).or_default().push(place),
            Err(tag) => {
                unknown.insert(tag.to_owned());
            }
        }
    }
    errors.extend(unknown.iter().map(|tag| missing_group(tag)));
    let mut sets = ErrorSets::default();
    let mut groups = Vec::new();
    for (key, group) in &config.groups {
        let mut operations = Vec::new();
        for place in sorted.remove(key.as_str()).unwrap_or_default() {
            lowering.depth = 0;
            match lowering.operation(place, group, &mut sets) {
                Ok(methods) => operations.extend(methods),
                Err(error) => errors.push(error),
            }
        }
        if operations.is_empty() && errors.is_empty() {
            let message = "no operation has one of its tags; remove the group or correct its tags";
            errors.push(LowerError::new(
                format!("spec/codegen.toml [groups.{key}]"),
                message,
            ));
        }
        operations.sort_by(|a, b| (&a.method, &a.id).cmp(&(&b.method, &b.id)));
        errors.extend(same_methods(key, &operations));
        errors.extend(stale(key, group, lowering));
        groups.push(Group {
            key: key.clone(),
            title: group.title.clone(),
            requires: group.requires.iter().cloned().collect(),
            operations,
            waiters: Vec::new(),
        });
    }
    if errors.is_empty() {
        errors.extend(waiters::lower(lowering, &mut groups));
    }
    if errors.is_empty() {
        Ok(Groups {
            groups,
            error_sets: sets.sets,
        })
    } else {
        Err(LowerErrors(errors))
    }
}

/// Every operation of the document.
fn places<'d>(lowering: &Lowering<'d>) -> Result<Vec<Place<'d>>, LowerErrors> {
    let mut places = Vec::new();
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    let mut errors = Vec::new();
    for (path, item) in &lowering.document.paths.paths {
        let ReferenceOr::Item(item) = item else {
            errors.push(LowerError::new(
                format!("#/paths/{}", escape(path)),
                "a path item must not be a reference; import first",
            ));
            continue;
        };
        for (http_method, operation) in item.iter() {
            let id = operation.operation_id.as_deref().unwrap_or_default();
            let place = Place {
                id,
                http_method,
                path,
                item,
                operation,
            };
            if matches!(http_method, "options" | "trace") {
                let message = format!(
                    "operations of the method `{http_method}` are not supported; remove it in an overlay"
                );
                errors.push(LowerError::new(place.pointer(), message));
            }
            if id.is_empty() {
                let message =
                    "an operation without `operationId` cannot be named; add one in an overlay";
                errors.push(LowerError::new(place.pointer(), message));
            } else if let Some(first) = known.insert(id, place.pointer()) {
                let message = format!("the `operationId` `{id}` is taken already by {first}");
                errors.push(LowerError::new(place.pointer(), message));
            }
            places.push(place);
        }
    }
    if errors.is_empty() {
        Ok(places)
    } else {
        Err(LowerErrors(errors))
    }
}

/// The group of the operation's tag, or the tag that has none.
fn group_of<'d>(config: &'d Config, place: Place<'d>) -> Result<&'d str, &'d str> {
    let tag = place.operation.tags.first().map_or("", String::as_str);
    let found = config
        .groups
        .iter()
        .find(|(_, group)| group.tags.contains(tag));
    found.map(|(key, _)| key.as_str()).ok_or(tag)
}

fn missing_group(tag: &str) -> LowerError {
    let words = tag.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let key = words.join("_").to_ascii_lowercase();
    LowerError::new(
        format!("tag `{tag}`"),
        format!(
            "belongs to no group; add to spec/codegen.toml:\n\n[groups.{key}]\ntitle = \"{tag}\"\nnoun = \"…\"\n\
             tags = [\"{tag}\"]\nprefixes = [\"…\"]\n"
        ),
    )
}

/// Operations whose method another one has, too.
fn same_methods(key: &str, sorted: &[Operation]) -> Vec<LowerError> {
    let same = sorted
        .windows(2)
        .filter_map(|pair| <&[Operation; 2]>::try_from(pair).ok())
        .filter(|[first, second]| first.method == second.method);
    same.map(|[first, second]| {
        let message = format!(
            "the method `{}` of the group `{key}` is taken already by {}; add to [groups.{key}.methods] in \
             spec/codegen.toml: {} = \"…\"",
            second.method, first.pointer, second.id
        );
        LowerError::new(&second.pointer, message)
    })
    .collect()
}

/// Entries of the group that match nothing.
fn stale(key: &str, group: &GroupConfig, lowering: &Lowering<'_>) -> Vec<LowerError> {
    let tags: BTreeSet<_> = lowering
        .document
        .operations()
        .flat_map(|(_, _, op)| &op.tags)
        .collect();
    let ids: BTreeSet<_> = lowering
        .document
        .operations()
        .filter_map(|(_, _, op)| op.operation_id.as_deref())
        .collect();
    let place = format!("spec/codegen.toml [groups.{key}]");
    let tag = group
        .tags
        .iter()
        .filter(|tag| !tags.contains(tag))
        .map(|tag| format!("the tag `{tag}`"));
    let prefix = group
        .prefixes
        .iter()
        .filter(|prefix| !ids.iter().any(|id| id.starts_with(prefix.as_str())));
    let prefix = prefix.map(|prefix| format!("the prefix `{prefix}`"));
    let methods = group
        .methods
        .keys()
        .filter(|id| !lowering.used.contains(&format!("methods.{id}")));
    let methods = methods.map(|id| format!("the method of `{id}`"));
    let groups = &lowering.config.groups;
    let required = group.requires.iter();
    let required = required.filter(|other| !groups.contains_key(*other));
    let required = required.map(|other| format!("the required group `{other}`"));
    let stale = tag.chain(prefix).chain(methods).chain(required);
    stale
        .map(|what| LowerError::new(&place, format!("{what} matches nothing; remove it")))
        .collect()
}
