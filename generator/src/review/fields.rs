//! Fields of structs.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::kind::Kind;
use super::type_pair::TypePair;
use crate::surface::{Field, Ty, listed};

/// Returns the changes of the fields of a struct.
pub(super) fn changes(
    pair: TypePair<'_>,
    old: &BTreeMap<String, Field>,
    new: &BTreeMap<String, Field>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut known = BTreeSet::new();
    for (name, field) in old {
        match counterpart(name, field, old, new) {
            None => changes.push(
                pair.part(Kind::FieldRemoved, &format!(".{name}"))
                    .before(listed::field(name, field)),
            ),
            Some((new_name, same)) => {
                known.insert(new_name);
                changes.extend(of_field(pair, (name, field), (new_name, same)));
            }
        }
    }
    let added = new
        .iter()
        .filter(|(name, _)| !known.contains(name.as_str()));
    for (name, field) in added {
        let added = |kind: Kind| {
            let change = pair.part(kind, &format!(".{name}"));
            change.after(listed::field(name, field))
        };
        changes.push(added(Kind::FieldAdded));
        if field.needed {
            changes.push(added(Kind::FieldNowNeeded));
        }
    }
    changes
}

/// The field with the same wire name; else the one with the same Rust name, unless another old field has its wire name.
fn counterpart<'n>(
    name: &str,
    field: &Field,
    old: &BTreeMap<String, Field>,
    new: &'n BTreeMap<String, Field>,
) -> Option<(&'n str, &'n Field)> {
    if let Some((name, same)) = new.iter().find(|(_, other)| other.wire == field.wire) {
        return Some((name, same));
    }
    let (name, same) = new.get_key_value(name)?;
    let is_other = old.values().any(|other| other.wire == same.wire);
    (!is_other).then_some((name.as_str(), same))
}

fn of_field(
    pair: TypePair<'_>,
    (name, old): (&str, &Field),
    (new_name, new): (&str, &Field),
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut changed = |kind: Kind| {
        let change = pair.part(kind, &format!(".{new_name}"));
        let change = change.before(listed::field(name, old));
        changes.push(change.after(listed::field(new_name, new)));
    };
    if name != new_name {
        changed(Kind::FieldRenamed);
    } else if old.wire != new.wire {
        changed(Kind::WireNameChanged);
    }
    if let Some(kind) = retyped(&old.ty.renamed(pair.renames), &new.ty) {
        changed(kind);
    }
    match (old.setter, new.setter) {
        (true, false) => changed(Kind::SetterRemoved),
        (false, true) => changed(Kind::SetterAdded),
        _ => {}
    }
    match (old.needed, new.needed) {
        (true, false) => changed(Kind::FieldNotNeeded),
        (false, true) => changed(Kind::FieldNowNeeded),
        _ => {}
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => changed(Kind::FieldDeprecated),
        (true, false) => changed(Kind::FieldUndeprecated),
        _ => {}
    }
    changes
}

/// Returns how a type changed, if it did.
fn retyped(old: &Ty, new: &Ty) -> Option<Kind> {
    let wrapped = |ty: &Ty| match ty.name.as_str() {
        "Option" | "Nullable" => ty.of.first().cloned(),
        _ => None,
    };
    if old == new {
        return None;
    }
    Some(match (wrapped(old), wrapped(new)) {
        (None, Some(inner)) if inner == *old => Kind::FieldNowOptional,
        (Some(inner), None) if inner == *new => Kind::FieldNowRequired,
        (Some(before), Some(after)) if before == after => Kind::FieldNullability,
        _ => Kind::FieldRetyped,
    })
}
