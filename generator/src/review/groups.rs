//! Groups: their features, structs, methods and waiters.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{CLIENT, Change};
use super::kind::Kind;
use super::methods::{self, MethodPair};
use super::pairs::Pairs;
use crate::surface::{Group, Method, Surface, Ty, Waiter, listed};

/// Returns the changes of groups and their methods.
pub(super) fn changes(old: &Surface, new: &Surface, pairs: &Pairs<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (key, group) in &old.groups {
        let renamed = pairs.groups.get(key.as_str()).copied();
        match renamed.and_then(|key| new.groups.get_key_value(key)) {
            Some((new_key, other)) => {
                let renames = pairs.renames(old, Some(key));
                changes.extend(own(key, group, new_key, other));
                changes.extend(members(
                    (new_key, group, other),
                    &renames,
                    (old, new),
                    pairs,
                ));
            }
            None => changes.push(
                Change::new(Kind::GroupRemoved, key, format!("feature `{key}`"))
                    .before(extent(key, group)),
            ),
        }
    }
    let known: BTreeSet<_> = pairs.groups.values().copied().collect();
    for (key, group) in &new.groups {
        if known.contains(key.as_str()) {
            continue;
        }
        changes.push(
            Change::new(Kind::GroupAdded, key, format!("feature `{key}`"))
                .after(extent(key, group)),
        );
        let methods = group.methods.iter();
        changes.extend(methods.map(|(name, method)| added(key, group, name, method, (old, pairs))));
        let waiters = group.waiters.iter();
        changes.extend(waiters.map(|(name, waiter)| added_waiter(key, group, name, waiter)));
    }
    changes.extend(errors(old, new));
    changes.extend(settings(old, new));
    changes
}

fn extent(key: &str, group: &Group) -> String {
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    format!(
        "`client.{key}()` with {} and {}",
        counted(group.methods.len() + group.waiters.len(), "method"),
        counted(group.types.len(), "type")
    )
}

/// Changes of the group itself.
fn own(key: &str, group: &Group, new_key: &str, other: &Group) -> Vec<Change> {
    let mut changes = Vec::new();
    let feature = format!("feature `{new_key}`");
    if key != new_key {
        changes.push(
            Change::new(Kind::GroupRenamed, new_key, &feature)
                .before(format!("`{key}`"))
                .after(format!("`{new_key}`")),
        );
    }
    if group.handle != other.handle {
        let item = format!("{new_key}::{}", other.handle);
        changes.push(
            Change::new(Kind::HandleRenamed, new_key, item)
                .before(&group.handle)
                .after(&other.handle),
        );
    }
    for lost in group.requires.difference(&other.requires) {
        changes.push(
            Change::new(Kind::FeatureNarrowed, new_key, &feature)
                .before(format!("enables `{lost}`")),
        );
    }
    for more in other.requires.difference(&group.requires) {
        changes.push(
            Change::new(Kind::FeatureWidened, new_key, &feature).after(format!("enables `{more}`")),
        );
    }
    changes
}

/// Changes of the methods and waiters of a group that both versions have.
fn members(
    (key, group, other): (&str, &Group, &Group),
    renames: &BTreeMap<String, String>,
    (old, new): (&Surface, &Surface),
    pairs: &Pairs<'_>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut known = BTreeSet::new();
    for (name, method) in &group.methods {
        let Some((new_name, same)) = counterpart(group, name, method, other) else {
            if !is_elsewhere(new, method) {
                let item = format!("{}::{name}", group.handle);
                changes.push(
                    Change::new(Kind::MethodRemoved, key, item)
                        .before(listed::method(name, method)),
                );
            }
            continue;
        };
        known.insert(new_name);
        let item = format!("{}::{new_name}", other.handle);
        if name != new_name {
            changes.push(
                Change::new(Kind::MethodRenamed, key, &item)
                    .before(listed::signature(name, method))
                    .after(listed::signature(new_name, same)),
            );
        }
        let pair = MethodPair {
            group: key,
            item: &item,
            renames,
        };
        changes.extend(methods::changes(pair, method, same));
    }
    let added_methods = other.methods.iter();
    let added_methods = added_methods.filter(|(name, _)| !known.contains(name.as_str()));
    changes
        .extend(added_methods.map(|(name, method)| added(key, other, name, method, (old, pairs))));
    changes.extend(waiters(key, group, other, renames));
    changes
}

/// The method with the same name; else the one with the same operation, or the same method and path, that is new.
fn counterpart<'n>(
    group: &Group,
    name: &str,
    method: &Method,
    other: &'n Group,
) -> Option<(&'n str, &'n Method)> {
    if let Some((name, same)) = other.methods.get_key_value(name) {
        return Some((name, same));
    }
    let mut new = other.methods.iter();
    let found = new.find(|(name, candidate)| {
        let same_request =
            candidate.http_method == method.http_method && candidate.path == method.path;
        !group.methods.contains_key(*name) && (candidate.id == method.id || same_request)
    });
    found.map(|(name, same)| (name.as_str(), same))
}

/// The change of a method that its group did not have.
fn added(
    key: &str,
    group: &Group,
    name: &str,
    method: &Method,
    (old, pairs): (&Surface, &Pairs<'_>),
) -> Change {
    let item = format!("{}::{name}", group.handle);
    let line = listed::method(name, method);
    match origin(old, pairs, key, method) {
        Some((from, old_name, old_method)) => {
            let before = listed::signature(old_name, old_method);
            Change::new(Kind::MethodMoved, key, item)
                .before(format!("{}::{before}", from.handle))
                .after(format!("{}::{line}", group.handle))
        }
        None => Change::new(Kind::MethodAdded, key, item).after(line),
    }
}

/// The method of another group that was the operation, if no method of this group was.
fn origin<'s>(
    old: &'s Surface,
    pairs: &Pairs<'_>,
    new_key: &str,
    method: &Method,
) -> Option<(&'s Group, &'s str, &'s Method)> {
    let has = |group: &'s Group| {
        let mut methods = group.methods.iter();
        methods.find(|(_, candidate)| candidate.id == method.id)
    };
    let groups = old.groups.iter();
    let had: Vec<_> = groups
        .filter_map(|(key, group)| {
            let (name, found) = has(group)?;
            Some((pairs.groups.get(key.as_str()), group, name, found))
        })
        .collect();
    let stayed = had
        .iter()
        .any(|(key, ..)| key.is_some_and(|key| *key == new_key));
    let (_, group, name, found) = had.into_iter().next()?;
    (!stayed).then_some((group, name.as_str(), found))
}

/// Whether a version has the operation in any group.
fn is_elsewhere(surface: &Surface, method: &Method) -> bool {
    let mut groups = surface.groups.values();
    groups.any(|group| group.methods.values().any(|other| other.id == method.id))
}

fn waiters(
    key: &str,
    group: &Group,
    other: &Group,
    renames: &BTreeMap<String, String>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, waiter) in &group.waiters {
        let item = format!("{}::{name}", other.handle);
        match other.waiters.get(name) {
            None => changes.push(
                Change::new(Kind::WaiterRemoved, key, item).before(listed::waiter(name, waiter)),
            ),
            Some(same) => {
                let kind =
                    if interface(waiter, group, Some(renames)) != interface(same, other, None) {
                        Kind::WaiterChanged
                    } else if waiter.state != same.state
                        || waiter.ready != same.ready
                        || waiter.failed != same.failed
                    {
                        Kind::WaiterStates
                    } else {
                        continue;
                    };
                changes.push(
                    Change::new(kind, key, item)
                        .before(listed::waiter(name, waiter))
                        .after(listed::waiter(name, same)),
                );
            }
        }
    }
    let added = other.waiters.iter();
    let added = added.filter(|(name, _)| !group.waiters.contains_key(*name));
    changes.extend(added.map(|(name, waiter)| added_waiter(key, other, name, waiter)));
    changes
}

fn added_waiter(key: &str, group: &Group, name: &str, waiter: &Waiter) -> Change {
    let item = format!("{}::{name}", group.handle);
    Change::new(Kind::WaiterAdded, key, item).after(listed::waiter(name, waiter))
}

/// Returns what programs that call a waiter depend on: types of the arguments, what it returns, and its type.
fn interface(
    waiter: &Waiter,
    group: &Group,
    renames: Option<&BTreeMap<String, String>>,
) -> (Vec<Ty>, Option<Ty>, Option<String>, bool) {
    let current = |ty: &Ty| renames.map_or_else(|| ty.clone(), |renames| ty.renamed(renames));
    let polled = group.methods.get(&waiter.polls);
    (
        waiter
            .arguments
            .iter()
            .map(|argument| current(&argument.ty))
            .collect(),
        polled.map(|method| current(&method.output)),
        polled.map(|method| method.operation.clone()),
        waiter.gone_is_ready,
    )
}

/// Changes of the error enum.
fn errors(old: &Surface, new: &Surface) -> Vec<Change> {
    let item = |name: &str| format!("ApiError::{name}");
    let removed = old.errors.iter();
    let removed = removed.filter(|(name, _)| !new.errors.contains_key(*name));
    let removed = removed.map(|(name, status)| {
        Change::new(Kind::ErrorVariantRemoved, CLIENT, item(name)).before(status.to_string())
    });
    let added = new.errors.iter();
    let added = added.filter(|(name, _)| !old.errors.contains_key(*name));
    let added = added.map(|(name, status)| {
        Change::new(Kind::ErrorVariantAdded, CLIENT, item(name)).after(status.to_string())
    });
    removed.chain(added).collect()
}

/// Changes of the methods of the builder for credentials and hosts.
fn settings(old: &Surface, new: &Surface) -> Vec<Change> {
    let item = |name: &str| format!("ClientBuilder::{name}");
    let shown = |name: &str, arguments: &str| format!("fn {name}({arguments})");
    let mut changes = Vec::new();
    for (name, arguments) in &old.settings {
        let change = |kind: Kind| {
            let change = Change::new(kind, CLIENT, item(name));
            change.before(shown(name, arguments))
        };
        match new.settings.get(name) {
            None => changes.push(change(Kind::SettingRemoved)),
            Some(others) if others != arguments => {
                changes.push(change(Kind::SettingChanged).after(shown(name, others)));
            }
            Some(_) => {}
        }
    }
    let added = new.settings.iter();
    let added = added.filter(|(name, _)| !old.settings.contains_key(*name));
    changes.extend(added.map(|(name, arguments)| {
        let change = Change::new(Kind::SettingAdded, CLIENT, item(name));
        change.after(shown(name, arguments))
    }));
    changes
}
