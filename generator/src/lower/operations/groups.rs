//! Groups: every operation belongs to the group of its tag.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, ReferenceOr};

use crate::config::{Config, GroupConfig};
use crate::ir::{Group, Operation};
use crate::json_pointer::escape;
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::operations::error_statuses;
use crate::lower::operations::path_operation::PathOperation;
use crate::lower::operations::{resources, waiters};

/// Lowers all operations; those that cannot be lowered are left out, with an error.
pub(in crate::lower) fn lower(lowering: &mut Lowering<'_>) -> Vec<Group> {
    let config = lowering.config;
    let root = [lowering.root_servers(), lowering.root_security()];
    lowering.errors.extend(root.into_iter().flatten());
    let known = TagsAndIds::of(lowering.document);
    let by_tag = by_tag(config);
    let path_operations = path_operations(lowering);
    let mut sorted: BTreeMap<&str, Vec<PathOperation<'_>>> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    for path_operation in path_operations {
        let tag = tag(path_operation.operation);
        let Some(&(key, group)) = by_tag.get(tag) else {
            continue;
        };
        let has_other = path_operation
            .operation
            .tags
            .iter()
            .any(|tag| !group.tags.contains(tag));
        if let ([first, ..], true) = (path_operation.operation.tags.as_slice(), has_other) {
            let message = format!("of several tags, `{first}` decides the group");
            lowering.report(format!("{}/tags", path_operation.pointer()), message);
        }
        if group.guessed && unknown.insert(tag) {
            lowering.undecided(missing_group(tag, key, group));
        }
        sorted.entry(key).or_default().push(path_operation);
    }
    let mut groups = Vec::new();
    for (key, group) in &config.groups {
        let mut operations = Vec::new();
        let path_operations = sorted.remove(key.as_str()).unwrap_or_default();
        if path_operations.is_empty() && lowering.left_out.is_empty() {
            lowering.undecided(empty_group(key));
        }
        for path_operation in path_operations {
            lowering.depth = 0;
            match lowering.operation(path_operation, group) {
                Ok(methods) => operations.extend(methods),
                Err(error) => {
                    lowering.left_out.insert(path_operation.pointer());
                    lowering.undecided(error);
                }
            }
            lowering.fill_records();
        }
        operations.sort_by(|a, b| (&a.method, &a.id).cmp(&(&b.method, &b.id)));
        lowering.errors.extend(same_methods(key, &operations));
        if lowering.left_out.is_empty() && !operations.is_empty() {
            let stale = stale(key, group, &known, lowering);
            lowering.errors.extend(stale);
        }
        if !operations.is_empty() {
            groups.push(with_operations(key, group, operations));
        }
    }
    resources::lower(lowering, &mut groups);
    waiters::lower(lowering, &mut groups);
    error_statuses::mark_special(&mut groups);
    groups
}

fn with_operations(key: &str, group: &GroupConfig, operations: Vec<Operation>) -> Group {
    Group {
        key: key.to_owned(),
        title: group.title.clone(),
        noun: group.noun.clone(),
        docs: None,
        requires: group.requires.iter().cloned().collect(),
        operations,
        waiters: Vec::new(),
    }
}

/// Every operation of the document that can have a name.
fn path_operations<'d>(lowering: &mut Lowering<'d>) -> Vec<PathOperation<'d>> {
    let mut path_operations = Vec::new();
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    for (path, item) in &lowering.document.paths.paths {
        let ReferenceOr::Item(item) = item else {
            let pointer = format!("#/paths/{}", escape(path));
            lowering.left_out.insert(pointer.clone());
            lowering.undecided(LowerError::new(
                pointer,
                "a path item must not be a reference; import first",
            ));
            continue;
        };
        for (http_method, operation) in item.iter() {
            let id = operation.operation_id.as_deref().unwrap_or_default();
            let path_operation = PathOperation {
                id,
                http_method,
                path,
                item,
                operation,
            };
            match unnamed(path_operation, &mut known) {
                Some(message) => {
                    lowering.left_out.insert(path_operation.pointer());
                    lowering.undecided(LowerError::new(path_operation.pointer(), message));
                }
                None => path_operations.push(path_operation),
            }
        }
    }
    path_operations
}

/// Returns why an operation cannot be a method.
fn unnamed<'d>(
    path_operation: PathOperation<'d>,
    known: &mut BTreeMap<&'d str, String>,
) -> Option<String> {
    if path_operation.http_method == "trace" {
        let message = "operations of the method `trace` are not supported; remove it in an overlay";
        return Some(message.to_owned());
    }
    if path_operation.id.is_empty() {
        let message = "an operation without `operationId` cannot be named; add one in an overlay";
        return Some(message.to_owned());
    }
    let first = known.insert(path_operation.id, path_operation.pointer())?;
    Some(format!(
        "the `operationId` `{}` is taken already by {first}",
        path_operation.id
    ))
}

/// The tag that decides the group of an operation.
fn tag(operation: &openapiv3::Operation) -> &str {
    operation.tags.first().map_or("", String::as_str)
}

/// The groups by their tags; the first one that lists a tag has it.
fn by_tag(config: &Config) -> BTreeMap<&str, (&str, &GroupConfig)> {
    let mut by_tag = BTreeMap::new();
    for (key, group) in &config.groups {
        for tag in &group.tags {
            by_tag.entry(tag.as_str()).or_insert((key.as_str(), group));
        }
    }
    by_tag
}

/// The group of a tag.
fn group_of<'d>(config: &'d Config, tag: &str) -> Option<(&'d str, &'d GroupConfig)> {
    let mut groups = config.groups.iter();
    let found = groups.find(|(_, group)| group.tags.contains(tag));
    found.map(|(key, group)| (key.as_str(), group))
}

/// Returns the configuration with a guessed group for each tag that has none.
pub(in crate::lower) fn with_missing<'c>(
    document: &OpenAPI,
    config: &'c Config,
) -> Cow<'c, Config> {
    let mut config = Cow::Borrowed(config);
    for (_, _, operation) in document.operations() {
        let tag = tag(operation);
        let found = group_of(&config, tag).map(|(key, group)| (key.to_owned(), group.guessed));
        let id = operation.operation_id.as_deref().unwrap_or_default();
        let prefix = id.split('_').next().unwrap_or_default().to_owned();
        match found {
            Some((_, false)) => {}
            Some((key, true)) => {
                if let Some(group) = config.to_mut().groups.get_mut(&key) {
                    group.prefixes.insert(prefix);
                }
            }
            None => {
                let key = free_key(&config, tag);
                let group = GroupConfig {
                    title: tag.to_owned(),
                    noun: "resource".to_owned(),
                    tags: BTreeSet::from([tag.to_owned()]),
                    prefixes: BTreeSet::from([prefix]),
                    guessed: true,
                    ..GroupConfig::default()
                };
                config.to_mut().groups.insert(key, group);
            }
        }
    }
    config
}

/// Returns the words of a tag as the key of a group that does not exist.
fn free_key(config: &Config, tag: &str) -> String {
    let name = crate::names::value_like(tag).unwrap_or_else(|| "api".to_owned());
    let name = name.trim_end_matches('_').to_owned();
    let is_free = |key: &String| {
        let is_taken = config.groups.contains_key(key);
        let is_reserved = crate::names::is_reserved_group(key);
        !is_taken && !is_reserved && crate::names::value_like(key).as_ref() == Some(key)
    };
    let keys = [name.clone(), format!("{name}_api")].into_iter();
    let mut keys = keys.chain((2..).map(|number: u32| format!("{name}_{number}")));
    keys.find(is_free).unwrap_or(name)
}

fn missing_group(tag: &str, key: &str, group: &GroupConfig) -> LowerError {
    let prefixes = group.prefixes.iter();
    let prefixes: Vec<_> = prefixes.map(|prefix| format!("\"{prefix}\"")).collect();
    LowerError::new(
        format!("tag `{tag}`"),
        format!(
            "belongs to no group; add to spec/codegen.toml:\n\n[groups.{key}]\ntitle = \"{tag}\"\nnoun = \"…\"\n\
             tags = [\"{tag}\"]\nprefixes = [{}]\n",
            prefixes.join(", ")
        ),
    )
    .deciding(Decision::Group {
        key: key.to_owned(),
        tag: tag.to_owned(),
        prefixes: group.prefixes.iter().cloned().collect(),
    })
}

fn empty_group(key: &str) -> LowerError {
    let message = "no operation has one of its tags; remove the group or correct its tags";
    let error = LowerError::new(format!("spec/codegen.toml [groups.{key}]"), message);
    error.deciding(Decision::Unused {
        table: "groups".to_owned(),
        entry: key.to_owned(),
    })
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
        LowerError::new(&second.pointer, message).deciding(Decision::Method {
            group: key.to_owned(),
            operation: second.id.clone(),
        })
    })
    .collect()
}

/// The tags and the IDs of all operations.
struct TagsAndIds<'d> {
    tags: BTreeSet<&'d str>,
    ids: BTreeSet<&'d str>,
}

impl<'d> TagsAndIds<'d> {
    fn of(document: &'d OpenAPI) -> Self {
        let mut known = Self {
            tags: BTreeSet::new(),
            ids: BTreeSet::new(),
        };
        for (_, _, operation) in document.operations() {
            known.tags.insert(tag(operation));
            known.tags.extend(operation.tags.iter().map(String::as_str));
            known.ids.extend(operation.operation_id.as_deref());
        }
        known
    }

    fn has_prefix(&self, prefix: &str) -> bool {
        let mut following = self.ids.range(prefix..);
        following.next().is_some_and(|id| id.starts_with(prefix))
    }
}

/// Entries of the group that match nothing.
fn stale(
    key: &str,
    group: &GroupConfig,
    known: &TagsAndIds<'_>,
    lowering: &Lowering<'_>,
) -> Vec<LowerError> {
    let location = format!("spec/codegen.toml [groups.{key}]");
    let tag = group
        .tags
        .iter()
        .filter(|tag| !known.tags.contains(tag.as_str()))
        .map(|tag| (format!("the tag `{tag}`"), "tags", tag));
    let prefix = group
        .prefixes
        .iter()
        .filter(|prefix| !known.has_prefix(prefix));
    let prefix = prefix.map(|prefix| (format!("the prefix `{prefix}`"), "prefixes", prefix));
    let methods = group
        .methods
        .keys()
        .filter(|id| !lowering.used.contains(&format!("methods.{id}")));
    let methods = methods.map(|id| (format!("the method of `{id}`"), "methods", id));
    let groups = &lowering.config.groups;
    let required = group.requires.iter();
    let required = required.filter(|other| !groups.contains_key(*other));
    let required =
        required.map(|other| (format!("the required group `{other}`"), "requires", other));
    let stale = tag.chain(prefix).chain(methods).chain(required);
    stale
        .map(|(what, list, entry)| {
            let error = LowerError::new(&location, format!("{what} matches nothing; remove it"));
            error.deciding(Decision::Unused {
                table: format!("groups.{key}.{list}"),
                entry: entry.clone(),
            })
        })
        .collect()
}
