//! Schemas: the keywords that no type shows.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Context, operations, owners};
use crate::review::change::Change;
use crate::review::kind::Kind;

/// Limits of a value.
const BOUNDS: [&str; 13] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// Keywords that a type usually shows; they are reported where none did.
const SHAPE: [&str; 6] = [
    "enum",
    "nullable",
    "readOnly",
    "required",
    "type",
    "writeOnly",
];

/// Formats that decide a type.
const TYPED: [&str; 3] = ["date-time", "int64", "uint64"];

/// Compares the components that both versions have and that an operation uses.
pub(super) fn of_components(context: &Context<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (kind, name, before, after) in common(context, "schemas") {
        let group = context.owners.of_component(&format!("{kind}/{name}"));
        changes.extend(compared(context, group, name, (name, before), after));
    }
    for kind in ["responses", "requestBodies"] {
        for (kind, name, before, after) in common(context, kind) {
            let group = context.owners.of_component(&format!("{kind}/{name}"));
            let (before, after) = (before.get("content"), after.get("content"));
            changes.extend(operations::content(context, group, name, before, after));
        }
    }
    changes
}

fn common<'c>(
    context: &'c Context<'_>,
    kind: &'c str,
) -> impl Iterator<Item = (&'c str, &'c str, &'c Value, &'c Value)> {
    let components = |document: &'c Value| {
        let components = document.pointer(&format!("/components/{kind}"));
        components.and_then(Value::as_object)
    };
    let new = components(context.new);
    let old = components(context.old).into_iter().flatten();
    old.filter_map(move |(name, before)| {
        let after = new?.get(name)?;
        let is_used = context.owners.is_used(&format!("{kind}/{name}"));
        let is_used = is_used && !is_another(context, (kind, name), before, after);
        is_used.then_some((kind, name.as_str(), before, after))
    })
}

/// Whether a component is another one, which only has the same name: at most half of the properties are the same, and
/// nothing that refers to it did so before.
fn is_another(
    context: &Context<'_>,
    (kind, name): (&str, &str),
    before: &Value,
    after: &Value,
) -> bool {
    let properties = |schema: &Value| -> BTreeSet<String> {
        let properties = schema.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    let (old, new) = (properties(before), properties(after));
    let common = old.intersection(&new).count();
    if old.is_empty() || new.is_empty() || common * 2 > old.len().min(new.len()) {
        return false;
    }
    let reference = format!("#/components/{kind}/{name}");
    let old = owners::referring(context.old, &reference);
    old.is_disjoint(&owners::referring(context.new, &reference))
}

/// Compares two schemas and all that is written inside them; references are compared where they point.
pub(super) fn compared(
    context: &Context<'_>,
    group: &str,
    item: &str,
    (property, old): (&str, &Value),
    new: &Value,
) -> Vec<Change> {
    let mut comparison = Comparison {
        context,
        group,
        changes: Vec::new(),
    };
    comparison.schema(item, property, old, new);
    comparison.changes
}

struct Comparison<'a> {
    context: &'a Context<'a>,
    group: &'a str,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn schema(&mut self, item: &str, property: &str, old: &Value, new: &Value) {
        let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
            return;
        };
        if old == new || old.contains_key("$ref") || new.contains_key("$ref") {
            return;
        }
        self.keywords(Kind::BoundsChanged, item, (old, new), &BOUNDS);
        self.keywords(Kind::DefaultChanged, item, (old, new), &["default"]);
        let typed = |schema: &Map<String, Value>| {
            let format = schema.get("format").and_then(Value::as_str);
            format.is_some_and(|format| TYPED.contains(&format))
        };
        if !typed(old) && !typed(new) {
            self.keywords(Kind::FormatChanged, item, (old, new), &["format"]);
        }
        self.shape(item, property, old, new);
        self.inside(item, old, new);
    }

    /// Properties, items and branches.
    fn inside(&mut self, item: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        let properties = |schema: &'_ Map<String, Value>| {
            schema.get("properties").and_then(Value::as_object).cloned()
        };
        let others = properties(new).unwrap_or_default();
        for (name, before) in properties(old).unwrap_or_default() {
            if let Some(after) = others.get(&name) {
                self.schema(&format!("{item}.{name}"), &name, &before, after);
            }
        }
        for keyword in ["items", "additionalProperties", "not"] {
            if let (Some(before), Some(after)) = (old.get(keyword), new.get(keyword)) {
                self.schema(&format!("{item}[]"), "", before, after);
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let branches = |schema: &'_ Map<String, Value>| {
                schema.get(keyword).and_then(Value::as_array).cloned()
            };
            let others = branches(new).unwrap_or_default();
            for (before, after) in branches(old).unwrap_or_default().iter().zip(&others) {
                self.schema(item, "", before, after);
            }
        }
    }

    fn keywords(
        &mut self,
        kind: Kind,
        item: &str,
        (old, new): (&Map<String, Value>, &Map<String, Value>),
        keywords: &[&str],
    ) {
        let changed = keywords
            .iter()
            .filter(|keyword| old.get(**keyword) != new.get(**keyword));
        let changed: Vec<_> = changed.collect();
        if changed.is_empty() {
            return;
        }
        let shown = |schema: &Map<String, Value>| {
            let values = changed.iter();
            let values =
                values.filter_map(|keyword| Some(format!("{keyword} {}", schema.get(**keyword)?)));
            let values: Vec<_> = values.collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        let mut change = Change::new(kind, self.group, item);
        (change.before, change.after) = (shown(old), shown(new));
        self.changes.push(change);
    }

    /// Compares the shape of a schema, unless a change of the type reports it already.
    fn shape(
        &mut self,
        item: &str,
        property: &str,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) {
        for keyword in SHAPE {
            let (before, after) = (old.get(keyword), new.get(keyword));
            if before == after {
                continue;
            }
            let (gone, come) = (without(before, after), without(after, before));
            let listed: Vec<&Value> = gone.iter().chain(&come).copied().collect();
            let names: Vec<_> = listed.iter().filter_map(|value| value.as_str()).collect();
            let is_shown = match keyword {
                "enum" if names.iter().all(|value| self.is_value_shown(value)) => true,
                "required" => names
                    .iter()
                    .all(|name| self.context.is_shown(self.group, name)),
                _ => self.context.is_shown(self.group, property),
            };
            if is_shown || listed.is_empty() {
                continue;
            }
            let text = |values: &[&Value]| {
                let values: Vec<_> = values.iter().map(ToString::to_string).collect();
                (!values.is_empty()).then(|| format!("{keyword} {}", values.join(", ")))
            };
            let mut change = Change::new(Kind::SchemaChanged, self.group, item);
            (change.before, change.after) = (text(&gone), text(&come));
            self.changes.push(change);
        }
    }

    fn is_value_shown(&self, value: &str) -> bool {
        let quoted = format!("{value:?}");
        let mut known = self.context.known_in(self.group);
        known.any(|change| {
            let mut texts = change.before.iter().chain(&change.after);
            texts.any(|text| text.contains(&quoted))
        })
    }
}

/// Returns the values of a keyword that another version does not have, in order.
fn without<'v>(value: Option<&'v Value>, other: Option<&'v Value>) -> Vec<&'v Value> {
    let items = |value: Option<&'v Value>| match value {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let others: BTreeSet<String> = items(other).into_iter().map(ToString::to_string).collect();
    let mut values = items(value);
    values.retain(|value| !others.contains(&value.to_string()));
    values
}
