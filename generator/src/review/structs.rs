//! Structs: their fields, how they are built, and whether they have a default value.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::fields;
use super::kind::Kind;
use super::type_pair::TypePair;
use crate::surface::{Field, Ty, TypeItem};

/// Returns the changes of a struct; none if either is something else.
pub(super) fn changes(pair: TypePair<'_>, old: &TypeItem, new: &TypeItem) -> Vec<Change> {
    let (
        TypeItem::Struct {
            fields: old_fields,
            new: old_new,
            default: old_default,
        },
        TypeItem::Struct {
            fields: new_fields,
            new: new_new,
            default: new_default,
        },
    ) = (old, new)
    else {
        return Vec::new();
    };
    let mut changes = fields::changes(pair, old_fields, new_fields);
    // A field that becomes an argument of `new`, or no longer is one, is a change of `new`.
    if let (Some(before), Some(after)) = (old_new, new_new) {
        let arguments = before.iter().chain(after);
        let arguments = arguments.map(|name| format!("{}.{name}", pair.item));
        let arguments: BTreeSet<_> = arguments.collect();
        let follows = [
            Kind::SetterAdded,
            Kind::SetterRemoved,
            Kind::FieldNowNeeded,
            Kind::FieldNotNeeded,
        ];
        changes
            .retain(|change| !(follows.contains(&change.kind) && arguments.contains(&change.item)));
    }
    changes.extend(constructor(
        pair,
        (old_fields, old_new.as_deref()),
        (new_fields, new_new.as_deref()),
    ));
    match (old_default, new_default) {
        (true, false) => changes.push(pair.part(Kind::DefaultImplRemoved, "::default")),
        (false, true) => changes.push(pair.part(Kind::DefaultImplAdded, "::default")),
        _ => {}
    }
    changes
}

/// Fields by name, and the names that `new` takes.
type Constructor<'a> = (&'a BTreeMap<String, Field>, Option<&'a [String]>);

fn constructor(pair: TypePair<'_>, old: Constructor<'_>, new: Constructor<'_>) -> Option<Change> {
    let shown = |(fields, new): Constructor<'_>| {
        let arguments = new.unwrap_or_default().iter();
        let arguments = arguments.map(|name| match fields.get(name) {
            // It takes the value, whatever the field may be before it is sent.
            Some(field) => format!("{name}: {}", field.ty.without_option()),
            None => name.clone(),
        });
        format!("new({})", arguments.collect::<Vec<_>>().join(", "))
    };
    let item = "::new";
    match (old.1, new.1) {
        (None, None) => None,
        (None, Some(_)) => Some(pair.part(Kind::NewAdded, item).after(shown(new))),
        (Some(_), None) => Some(pair.part(Kind::NewRemoved, item).before(shown(old))),
        (Some(before), Some(after)) => {
            let types = |(fields, names): Constructor<'_>| -> Vec<Option<Ty>> {
                let names = names.unwrap_or_default().iter();
                names
                    .map(|name| {
                        fields
                            .get(name)
                            .map(|field| field.ty.without_option().clone())
                    })
                    .collect()
            };
            let old_types = types(old).into_iter();
            let old_types: Vec<_> = old_types
                .map(|ty| ty.map(|ty| ty.renamed(pair.renames)))
                .collect();
            (before != after || old_types != types(new)).then(|| {
                pair.part(Kind::NewChanged, item)
                    .before(shown(old))
                    .after(shown(new))
            })
        }
    }
}
