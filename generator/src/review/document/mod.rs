//! Changes that are not visible in types: bounds, defaults, formats, headers, media types, servers, credentials, and how
//! values are written.

mod branches;
mod components;
mod operations;
mod owners;
mod parameters;
mod responses;
mod schemas;

use serde_json::Value;

use self::owners::Owners;
use super::change::Change;
use super::kind::Kind;
use super::{CLIENT, Version};

/// Returns the changes of the document that `known`, the changes of the surface, do not contain.
pub(super) fn changes(old: &Version, new: &Version, known: &[Change]) -> Vec<Change> {
    let context = Context {
        old: &old.document,
        new: &new.document,
        owners: Owners::of(&new.document, &new.surface),
        known,
    };
    let mut changes = root(context.old, context.new);
    changes.extend(operations::changes(&context));
    changes.extend(components::changes(&context));
    changes
}

struct Context<'a> {
    old: &'a Value,
    new: &'a Value,
    /// Which groups use a component.
    owners: Owners,
    known: &'a [Change],
}

impl Context<'_> {
    /// Returns the changes of the surface that may be about a schema of a group.
    fn known_in<'k>(&'k self, group: &'k str) -> impl Iterator<Item = &'k Change> {
        let is_near = move |change: &&Change| {
            change.group == group || change.group == CLIENT || group == CLIENT
        };
        self.known.iter().filter(is_near)
    }

    /// Whether a change of the surface is about a property, a parameter or a schema of this name.
    fn is_shown(&self, group: &str, name: &str) -> bool {
        let plain = plain(name);
        if plain.is_empty() {
            return false;
        }
        self.known_in(group).any(|change| {
            let last = change.item.rsplit(['.', ':']).next().unwrap_or_default();
            let texts = change.before.iter().chain(&change.after);
            let mut arguments = texts.filter_map(|text| text.split(':').next());
            self::plain(last) == plain || arguments.any(|text| self::plain(text) == plain)
        })
    }
}

/// Returns a name without case and separators, to compare names of the document with those of the client.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// Servers and credentials of the document as a whole.
fn root(old: &Value, new: &Value) -> Vec<Change> {
    let parts = [
        ("servers", "/servers", Kind::ServersChanged),
        (
            "securitySchemes",
            "/components/securitySchemes",
            Kind::SecurityChanged,
        ),
        ("security", "/security", Kind::SecurityChanged),
    ];
    let parts = parts.into_iter();
    parts
        .filter_map(|(item, pointer, kind)| {
            let (before, after) = (old.pointer(pointer), new.pointer(pointer));
            (before != after).then(|| changed(kind, CLIENT, item, before, after))
        })
        .collect()
}

/// A change from one JSON value to another.
fn changed(
    kind: Kind,
    group: &str,
    item: impl Into<String>,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Change {
    let mut change = Change::new(kind, group, item);
    change.before = before.map(Value::to_string);
    change.after = after.map(Value::to_string);
    change
}

/// Returns the `$ref` of a value that is one.
fn reference(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

/// Returns what a `$ref` points to, or the value itself.
fn resolved<'v>(document: &'v Value, value: &'v Value) -> &'v Value {
    reference(value)
        .and_then(|reference| document.pointer(reference.trim_start_matches('#')))
        .unwrap_or(value)
}
