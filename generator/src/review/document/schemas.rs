//! Schemas: the keywords that no type shows.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::branches::{self, Branches};
use super::documents::Documents;
use super::reference::{reference, resolved};
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
const SHAPE: [&str; 7] = [
    "deprecated",
    "enum",
    "nullable",
    "readOnly",
    "required",
    "type",
    "writeOnly",
];

/// Formats that decide a type.
const TYPED: [&str; 3] = ["date-time", "int64", "uint64"];

/// Keywords that are compared on their own, and those that say nothing of values.
const OTHERS: [&str; 16] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "format",
    "items",
    "not",
    "oneOf",
    "properties",
    "title",
];

/// How many references in a row are followed where they changed.
const DEEPEST: usize = 3;

/// Compares two schemas and all that is written inside them. What both refer to is compared with the components.
pub(super) fn compared(
    documents: &Documents<'_>,
    group: &str,
    item: &str,
    (property, old): (&str, &Value),
    new: &Value,
) -> Vec<Change> {
    let mut comparison = Comparison {
        documents,
        group,
        depth: 0,
        changes: Vec::new(),
    };
    comparison.schema(item, property, old, new);
    comparison.changes
}

struct Comparison<'a> {
    documents: &'a Documents<'a>,
    group: &'a str,
    /// How many references were followed.
    depth: usize,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn schema(&mut self, item: &str, property: &str, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        match (reference(old), reference(new)) {
            (None, None) => self.keywords_and_inside(item, property, old, new),
            (before, after) if before == after => {}
            _ => self.referred(item, property, old, new),
        }
    }

    /// Compares schemas of which one has another name than before, or none, unless a type shows that.
    fn referred(&mut self, item: &str, property: &str, old: &Value, new: &Value) {
        if self.depth == DEEPEST || self.documents.is_shown(self.group, property) {
            return;
        }
        self.depth += 1;
        let (old, new) = (
            resolved(self.documents.old, old),
            resolved(self.documents.new, new),
        );
        self.schema(item, property, old, new);
        self.depth -= 1;
    }

    fn keywords_and_inside(&mut self, item: &str, property: &str, old: &Value, new: &Value) {
        let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
            return;
        };
        self.keywords(Kind::BoundsChanged, item, (old, new), &BOUNDS);
        self.keywords(Kind::DefaultChanged, item, (old, new), &["default"]);
        let typed = |schema: &Map<String, Value>| {
            let format = schema.get("format").and_then(Value::as_str);
            format.is_some_and(|format| TYPED.contains(&format))
        };
        let is_shown = (typed(old) || typed(new)) && self.documents.is_shown(self.group, property);
        if !is_shown {
            self.keywords(Kind::FormatChanged, item, (old, new), &["format"]);
        }
        if !self.is_selection_shown(old, new) {
            self.keywords(Kind::SchemaChanged, item, (old, new), &["discriminator"]);
        }
        self.shape(item, property, old, new);
        self.further(item, old, new);
        self.properties(item, old, new);
        self.inside(item, property, old, new);
    }

    /// Keywords that this client does not read, such as those of later versions of OpenAPI.
    fn further(&mut self, item: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        let is_known = |keyword: &str| {
            let mut known = BOUNDS.iter().chain(&SHAPE).chain(&OTHERS);
            keyword.starts_with("x-") || keyword == "xml" || known.any(|known| *known == keyword)
        };
        let keywords: BTreeSet<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
        let keywords: Vec<_> = keywords.into_iter().filter(|key| !is_known(key)).collect();
        self.keywords(Kind::SchemaChanged, item, (old, new), &keywords);
    }

    /// Properties, and which of them are only in one version.
    fn properties(&mut self, item: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        let empty = Map::new();
        let properties = |schema: &'_ Map<String, Value>| {
            let properties = schema.get("properties").and_then(Value::as_object);
            properties.unwrap_or(&empty).clone()
        };
        let (before, after) = (properties(old), properties(new));
        for (name, schema) in &before {
            match after.get(name) {
                Some(other) => self.schema(&format!("{item}.{name}"), name, schema, other),
                None => self.one_sided(item, name, |change, text| change.before(text)),
            }
        }
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            self.one_sided(item, name, |change, text| change.after(text));
        }
    }

    /// Reports a property of one version that no type shows, such as one that an overlay writes into both.
    fn one_sided(&mut self, item: &str, name: &str, on: impl Fn(Change, String) -> Change) {
        if !self.documents.is_shown(self.group, name) {
            let change = Change::new(Kind::SchemaChanged, self.group, item);
            self.changes.push(on(change, format!("property {name:?}")));
        }
    }

    /// Items, values of maps, and branches.
    fn inside(
        &mut self,
        item: &str,
        property: &str,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) {
        for keyword in ["items", "additionalProperties", "not"] {
            let (before, after) = (old.get(keyword), new.get(keyword));
            match (before.filter(is_schema), after.filter(is_schema)) {
                (Some(before), Some(after)) => {
                    self.schema(&format!("{item}[]"), "", before, after);
                }
                (None, None) if is_open(before) == is_open(after) => {}
                _ if self.documents.is_shown(self.group, property) => {}
                _ => self.keywords(Kind::SchemaChanged, item, (old, new), &[keyword]),
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let branches = Branches::of(self.documents, old.get(keyword), new.get(keyword));
            for (before, after) in &branches.pairs {
                self.schema(item, "", before, after);
            }
            let (gone, come) = (
                self.not_shown(&branches.removed),
                self.not_shown(&branches.added),
            );
            if gone.is_none() && come.is_none() {
                continue;
            }
            let text = |labels: Option<String>| labels.map(|labels| format!("{keyword} {labels}"));
            let mut change = Change::new(Kind::SchemaChanged, self.group, item);
            (change.before, change.after) = (text(gone), text(come));
            self.changes.push(change);
        }
    }

    /// Returns the names of the branches that neither a variant nor a field shows.
    fn not_shown(&self, branches: &[&Value]) -> Option<String> {
        let is_shown = |branch: &Value| {
            let properties = branch.get("properties").and_then(Value::as_object);
            let mut names = properties.into_iter().flatten().map(|(name, _)| name);
            let is_shown = |name: &str| self.documents.is_shown(self.group, name);
            is_shown(&branches::label(branch)) || names.any(|name| is_shown(name))
        };
        let labels = branches.iter().filter(|branch| !is_shown(branch));
        let labels: Vec<_> = labels.map(|branch| branches::label(branch)).collect();
        (!labels.is_empty()).then(|| labels.join(", "))
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
                // Both are enums: another change of the property says nothing of their values.
                "enum" if before.is_some() && after.is_some() => {
                    names.iter().all(|value| self.is_value_shown(value))
                }
                "required" => names
                    .iter()
                    .all(|name| self.documents.is_shown(self.group, name)),
                _ => self.documents.is_shown(self.group, property),
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
        let mut known = self.documents.known_in(self.group);
        known.any(|change| {
            let mut texts = change.before.iter().chain(&change.after);
            texts.any(|text| text.contains(&quoted))
        })
    }

    /// Whether a change of a variant names the member that distinguishes the variants.
    fn is_selection_shown(&self, old: &Map<String, Value>, new: &Map<String, Value>) -> bool {
        let members = [old, new].map(|schema| {
            let discriminator = schema.get("discriminator");
            discriminator.and_then(|discriminator| discriminator.get("propertyName")?.as_str())
        });
        let kinds = [
            Kind::SelectionChanged,
            Kind::VariantAdded,
            Kind::VariantRemoved,
        ];
        let mut known = self.documents.known_in(self.group);
        known.any(|change| {
            let mut texts = change.before.iter().chain(&change.after);
            let names = |text: &String| members.iter().flatten().any(|name| text.contains(*name));
            kinds.contains(&change.kind) && texts.any(names)
        })
    }
}

/// Whether the value of a keyword is a schema that says something; the others are a boolean or empty.
fn is_schema(value: &&Value) -> bool {
    value.as_object().is_some_and(|schema| !schema.is_empty())
}

/// Whether a keyword allows everything, as it does where it is absent.
fn is_open(value: Option<&Value>) -> bool {
    value != Some(&Value::Bool(false))
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
