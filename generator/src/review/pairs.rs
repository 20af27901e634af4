//! Which group and which type of one version is which of the other.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs_by_use;
use super::type_key::{TypeKey, all, visible_in};
use crate::surface::{Group, Surface};

/// The corresponding items of two versions.
#[derive(Debug)]
pub(super) struct Pairs<'s> {
    /// Groups by their old key, with the new one.
    pub(super) groups: BTreeMap<&'s str, &'s str>,
    /// Types by their old key, with the new one; with several where the groups that shared a type now have their own.
    pub(super) types: BTreeMap<TypeKey<'s>, BTreeSet<TypeKey<'s>>>,
}

impl<'s> Pairs<'s> {
    pub(super) fn of(old: &'s Surface, new: &'s Surface) -> Self {
        let groups = groups(old, new);
        let mut types = types(old, new, &groups);
        pairs_by_use::add(old, new, &groups, &mut types);
        Self { groups, types }
    }

    /// Returns the new names of the types that an old group sees under another name.
    pub(super) fn renames(
        &self,
        old: &'s Surface,
        group: Option<&str>,
    ) -> BTreeMap<String, String> {
        let visible: BTreeSet<&str> = match group.and_then(|key| old.groups.get(key)) {
            Some(group) => old.types_of(group).map(|(name, _)| name).collect(),
            None => old.shared.keys().map(String::as_str).collect(),
        };
        let pairs = self.types.iter();
        let pairs = pairs.flat_map(|(key, others)| others.iter().map(move |other| (key, other)));
        let pairs = pairs.filter(|((home, name), (_, other))| {
            name != other && visible.contains(name) && (home.is_none() || *home == group)
        });
        pairs
            .map(|((_, name), (_, other))| ((*name).to_owned(), (*other).to_owned()))
            .collect()
    }
}

/// Groups with the same key; and those with another key and at least half of the operations.
fn groups<'s>(old: &'s Surface, new: &'s Surface) -> BTreeMap<&'s str, &'s str> {
    let mut pairs = BTreeMap::new();
    for (key, group) in &old.groups {
        if let Some((same, _)) = new.groups.get_key_value(key) {
            pairs.insert(key.as_str(), same.as_str());
            continue;
        }
        let ids = ids(group);
        let added = new.groups.iter();
        let mut added = added.filter(|(other, _)| !old.groups.contains_key(*other));
        let renamed = added.find(|(_, other)| {
            let common = self::ids(other).intersection(&ids).count();
            common > 0 && common * 2 >= ids.len()
        });
        if let Some((other, _)) = renamed {
            pairs.insert(key.as_str(), other.as_str());
        }
    }
    pairs
}

fn ids(group: &Group) -> BTreeSet<&str> {
    let methods = group.methods.values();
    methods.map(|method| method.id.as_str()).collect()
}

/// Types with a common path; then those with the same schema.
fn types<'s>(
    old: &'s Surface,
    new: &'s Surface,
    groups: &BTreeMap<&'s str, &'s str>,
) -> BTreeMap<TypeKey<'s>, BTreeSet<TypeKey<'s>>> {
    let (before, after) = (all(old), all(new));
    let mut pairs: BTreeMap<TypeKey<'s>, BTreeSet<TypeKey<'s>>> = BTreeMap::new();
    for key in before.keys() {
        let paths = visible_in(old, *key).into_iter();
        let paths = paths.filter_map(|group| at_path(new, groups.get(group)?, key.1));
        let mut same: BTreeSet<_> = paths.collect();
        if same.is_empty() && key.0.is_none() {
            same.extend(
                new.shared
                    .get_key_value(key.1)
                    .map(|(name, _)| (None, name.as_str())),
            );
        }
        if !same.is_empty() {
            pairs.insert(*key, same);
        }
    }
    let taken: BTreeSet<_> = pairs.values().flatten().copied().collect();
    for (key, ty) in &before {
        let mut free = after.iter().filter(|(other, _)| !taken.contains(*other));
        let same = free.find(|(_, candidate)| candidate.pointer == ty.pointer);
        if let Some((other, _)) = same.filter(|_| !pairs.contains_key(key)) {
            pairs.insert(*key, BTreeSet::from([*other]));
        }
    }
    pairs
}

/// Returns the type that the module of a group has under a name.
fn at_path<'s>(surface: &'s Surface, group: &'s str, name: &str) -> Option<TypeKey<'s>> {
    let own = surface.groups.get(group)?;
    if let Some((name, _)) = own.types.get_key_value(name) {
        return Some((Some(group), name));
    }
    let name = own.exports.get(name)?;
    Some((None, name))
}
