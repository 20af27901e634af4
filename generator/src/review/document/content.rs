//! Content of request bodies, responses and parameters.

use serde_json::{Map, Value};

use super::changed::changed;
use super::documents::Documents;
use super::schemas;
use crate::review::change::Change;
use crate::review::kind::Kind;

/// Compares media types, how their parts are encoded, and the schemas that are written in place.
pub(super) fn changes(
    documents: &Documents<'_>,
    group: &str,
    item: &str,
    (old, new): (Option<&Value>, Option<&Value>),
) -> Vec<Change> {
    let empty = Map::new();
    let old = old.and_then(Value::as_object).unwrap_or(&empty);
    let new = new.and_then(Value::as_object).unwrap_or(&empty);
    let mut changes = Vec::new();
    // Whether there are events is a change of the method.
    let shown = |content: &Map<String, Value>| {
        let media = content.keys().filter(|media| *media != "text/event-stream");
        let media = media.cloned().collect::<Vec<_>>().join(", ");
        (!media.is_empty()).then_some(media)
    };
    let (before, after) = (shown(old), shown(new));
    if before != after {
        let item = format!("{item} media types");
        let mut change = Change::new(Kind::MediaTypesChanged, group, item);
        (change.before, change.after) = (before, after);
        changes.push(change);
    }
    for (media, before) in old {
        let Some(after) = new.get(media) else {
            continue;
        };
        let encodings = (before.get("encoding"), after.get("encoding"));
        if encodings.0 != encodings.1 {
            changes.push(changed(
                Kind::SerializationChanged,
                group,
                format!("{item} encoding"),
                encodings.0,
                encodings.1,
            ));
        }
        match (before.get("schema"), after.get("schema")) {
            (Some(before), Some(after)) => {
                changes.extend(schemas::compared(
                    documents,
                    group,
                    item,
                    ("", before),
                    after,
                ));
            }
            (None, None) => {}
            (before, after) => {
                let text = |schema: Option<&Value>| schema.map(|_| "a schema".to_owned());
                let mut change = Change::new(Kind::SchemaChanged, group, item);
                (change.before, change.after) = (text(before), text(after));
                changes.push(change);
            }
        }
    }
    changes
}
