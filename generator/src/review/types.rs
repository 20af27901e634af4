//! Types: which exist under which paths, and what they consist of.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{CLIENT, Change};
use super::kind::Kind;
use super::pairs::Pairs;
use super::structs;
use super::type_key::{TypeKey, all, visible_in};
use super::type_pair::TypePair;
use crate::surface::{Surface, Type, TypeItem, Variant, listed};

/// The number of paths of a type that a report lists.
const LISTED: usize = 3;

/// Returns the changes of all types.
pub(super) fn changes(old: &Surface, new: &Surface, pairs: &Pairs<'_>) -> Vec<Change> {
    let (before, after) = (all(old), all(new));
    let mut changes = Vec::new();
    for (key, ty) in &before {
        let Some(others) = pairs.types.get(key) else {
            // The removal of its group says it already.
            if key.0.is_none_or(|group| pairs.groups.contains_key(group)) {
                let group = section(old, *key);
                changes.push(
                    Change::new(Kind::TypeRemoved, group, first_path(old, *key))
                        .before(summary(key.1, ty)),
                );
            }
            continue;
        };
        changes.extend(paths((old, *key), new, others, pairs));
        let renames = pairs.renames(old, key.0);
        for other in others {
            let Some(same) = after.get(other) else {
                continue;
            };
            let group = section(new, *other);
            let item = first_path(new, *other);
            let pair = TypePair {
                group,
                item: &item,
                renames: &renames,
            };
            changes.extend(of_type(pair, ty, same));
        }
    }
    let known: BTreeSet<_> = pairs.types.values().flatten().copied().collect();
    for (key, ty) in after.iter().filter(|(key, _)| !known.contains(*key)) {
        let group = section(new, *key);
        changes.push(
            Change::new(Kind::TypeAdded, group, first_path(new, *key)).after(summary(key.1, ty)),
        );
    }
    changes
}

/// The section of reports that a type belongs to: its group, or the client as a whole if several groups show it.
fn section<'s>(surface: &'s Surface, key: TypeKey<'s>) -> &'s str {
    let groups = visible_in(surface, key);
    let mut groups = groups.iter();
    match (groups.next(), groups.next()) {
        (Some(only), None) => only,
        _ => CLIENT,
    }
}

/// Returns a path under which users find a type; of a type of several groups, that of the first group.
fn first_path(surface: &Surface, key: TypeKey<'_>) -> String {
    match visible_in(surface, key).first() {
        Some(group) => path(group, key.1),
        None => key.1.to_owned(),
    }
}

fn path(group: &str, name: &str) -> String {
    format!("{group}::{name}")
}

fn summary(name: &str, ty: &Type) -> String {
    let (count, what) = match &ty.item {
        TypeItem::Struct { fields, .. } => (fields.len(), "field"),
        TypeItem::Enum(values) => (values.len(), "value"),
        TypeItem::Union(variants) => (variants.len(), "variant"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {name} with {count} {what}{plural}", ty.item.kind())
}

/// Paths under which a type was and is.
fn paths(
    (old, key): (&Surface, TypeKey<'_>),
    new: &Surface,
    others: &BTreeSet<TypeKey<'_>>,
    pairs: &Pairs<'_>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let now: BTreeSet<(&str, &str)> = others
        .iter()
        .flat_map(|other| {
            visible_in(new, *other)
                .into_iter()
                .map(|group| (group, other.1))
        })
        .collect();
    let shown = listed_paths(&now);
    let mut was = BTreeSet::new();
    for group in visible_in(old, key) {
        let Some(same_group) = pairs.groups.get(group) else {
            continue;
        };
        was.insert(*same_group);
        if now.contains(&(same_group, key.1)) {
            continue;
        }
        let renamed = now.iter().find(|(group, _)| group == same_group);
        let change = match renamed {
            Some((_, name)) => Change::new(Kind::TypeRenamed, same_group, path(same_group, name))
                .after(path(same_group, name)),
            None => Change::new(Kind::TypeMoved, same_group, path(same_group, key.1))
                .after(shown.clone()),
        };
        changes.push(change.before(path(same_group, key.1)));
    }
    for (group, name) in &now {
        if !was.contains(group) && !was.is_empty() {
            changes.push(
                Change::new(Kind::TypeReexported, group, path(group, name))
                    .after(path(group, name)),
            );
        }
    }
    changes
}

/// Returns the first paths of a type, and the number of the others.
fn listed_paths(paths: &BTreeSet<(&str, &str)>) -> String {
    let shown = paths.iter().take(LISTED);
    let shown = shown.map(|(group, name)| path(group, name));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(LISTED) {
        0 => shown,
        1 => format!("{shown} and one more path"),
        more => format!("{shown} and {more} more paths"),
    }
}

fn of_type(pair: TypePair<'_>, old: &Type, new: &Type) -> Vec<Change> {
    let mut changes = Vec::new();
    match (old.deprecated, new.deprecated) {
        (false, true) => changes.push(pair.change(Kind::TypeDeprecated)),
        (true, false) => changes.push(pair.change(Kind::TypeUndeprecated)),
        _ => {}
    }
    changes.extend(conversions(pair, old, new));
    match (&old.item, &new.item) {
        (TypeItem::Struct { .. }, TypeItem::Struct { .. }) => {
            changes.extend(structs::changes(pair, &old.item, &new.item));
        }
        (TypeItem::Enum(values), TypeItem::Enum(others)) => {
            changes.extend(enum_values(pair, values, others));
        }
        (TypeItem::Union(variants), TypeItem::Union(others)) => {
            changes.extend(union_variants(pair, variants, others));
        }
        (before, after) => changes.push(
            pair.change(Kind::TypeKindChanged)
                .before(before.kind())
                .after(after.kind()),
        ),
    }
    changes
}

/// Conversions from models to a request body.
fn conversions(pair: TypePair<'_>, old: &Type, new: &Type) -> Vec<Change> {
    let current = |model: &String| {
        let name = model.trim_matches(['[', ']']);
        let renamed = pair.renames.get(name).map_or(name, String::as_str);
        model.replace(name, renamed)
    };
    let before: BTreeSet<String> = old.made_from.iter().map(current).collect();
    let change = |kind: Kind, model: &String| {
        let change = pair.change(kind);
        (change, format!("From<&{model}>"))
    };
    let removed = before.difference(&new.made_from);
    let removed = removed.map(|model| change(Kind::ConversionRemoved, model));
    let removed = removed.map(|(change, text)| change.before(text));
    let added = new.made_from.difference(&before);
    let added = added.map(|model| change(Kind::ConversionAdded, model));
    let added = added.map(|(change, text)| change.after(text));
    removed.chain(added).collect()
}

/// Values of an enum, by what they are in JSON.
fn enum_values(
    pair: TypePair<'_>,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<Change> {
    let by_wire = |values: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        let values = values.iter();
        values
            .map(|(name, wire)| (wire.clone(), name.clone()))
            .collect()
    };
    let (before, after) = (by_wire(old), by_wire(new));
    let mut changes = Vec::new();
    for (wire, name) in &before {
        let item = format!("::{name}");
        match after.get(wire) {
            Some(same) if same == name => {}
            Some(renamed) => changes.push(
                pair.part(Kind::ValueRenamed, &format!("::{renamed}"))
                    .before(format!("{name} = {wire:?}"))
                    .after(format!("{renamed} = {wire:?}")),
            ),
            None => match new.get(name) {
                Some(other) => changes.push(
                    pair.part(Kind::WireNameChanged, &item)
                        .before(format!("{wire:?}"))
                        .after(format!("{other:?}")),
                ),
                None => changes.push(
                    pair.part(Kind::ValueRemoved, &item)
                        .before(format!("{name} = {wire:?}")),
                ),
            },
        }
    }
    let added = after.iter();
    let added =
        added.filter(|(wire, name)| !before.contains_key(*wire) && !old.contains_key(*name));
    changes.extend(added.map(|(wire, name)| {
        pair.part(Kind::ValueAdded, &format!("::{name}"))
            .after(format!("{name} = {wire:?}"))
    }));
    changes
}

fn union_variants(
    pair: TypePair<'_>,
    old: &BTreeMap<String, Variant>,
    new: &BTreeMap<String, Variant>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, variant) in old {
        let item = format!("::{name}");
        let before = listed::variant(name, variant);
        let Some(same) = new.get(name) else {
            changes.push(pair.part(Kind::VariantRemoved, &item).before(before));
            continue;
        };
        let mut changed = |kind: Kind| {
            let change = pair.part(kind, &item).before(before.clone());
            changes.push(change.after(listed::variant(name, same)));
        };
        if !pair.is_same(&variant.ty, &same.ty) {
            changed(Kind::VariantRetyped);
        } else if variant.from && !same.from {
            changed(Kind::ConversionRemoved);
        } else if same.from && !variant.from {
            changed(Kind::ConversionAdded);
        }
        if variant.selected_by != same.selected_by {
            let (before, after) = different(&variant.selected_by, &same.selected_by);
            changes.push(
                pair.part(Kind::SelectionChanged, &item)
                    .before(before)
                    .after(after),
            );
        }
    }
    let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
    changes.extend(added.map(|(name, variant)| {
        pair.part(Kind::VariantAdded, &format!("::{name}"))
            .after(listed::variant(name, variant))
    }));
    changes
}

/// Returns two rules without the words that both have behind the first one.
fn different(one: &str, other: &str) -> (String, String) {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (words(one), words(other));
    let only = |words: &[String], others: &[String]| {
        let own = words.iter().enumerate();
        let own = own.filter(|(index, word)| *index == 0 || !others.contains(word));
        own.map(|(_, word)| word.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    (only(&before, &after), only(&after, &before))
}
