//! Changes that are not visible in types: bounds, defaults, formats, headers, media types, servers, credentials, and how
//! values are written.

mod branches;
mod changed;
mod components;
mod content;
mod documents;
mod operation;
mod operations;
mod owners;
mod parameters;
mod reference;
mod responses;
mod schemas;

use serde_json::Value;

use self::changed::changed;
use self::documents::Documents;
use self::owners::Owners;
use super::change::{CLIENT, Change};
use super::kind::Kind;
use super::version::Version;

/// Returns the changes of the document that `known`, the changes of the surface, do not contain.
pub(super) fn changes(old: &Version, new: &Version, known: &[Change]) -> Vec<Change> {
    let documents = Documents {
        old: &old.document,
        new: &new.document,
        owners: Owners::of(&new.document, &new.surface),
        known,
    };
    let mut changes = root(documents.old, documents.new);
    changes.extend(operations::changes(&documents));
    changes.extend(components::changes(&documents));
    changes
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
