//! Operations: servers, credentials, media types, and the parts of messages that are written in place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Context, parameters, reference, resolved, responses, schemas};
use crate::review::change::Change;
use crate::review::kind::Kind;
use crate::review::methods::template;

/// Keys of a path item that are operations.
const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// An operation of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation<'v> {
    pub(super) path: &'v str,
    pub(super) method: &'static str,
    /// The operation itself.
    pub(super) value: &'v Value,
    /// What is around it: parameters and servers that all operations of the path share.
    pub(super) path_item: &'v Value,
}

impl<'v> Operation<'v> {
    /// Returns its ID in the document.
    pub(super) fn id(&self) -> Option<&'v str> {
        self.value.get("operationId").and_then(Value::as_str)
    }

    /// Returns its method and path, by which it is known if it has no ID.
    pub(super) fn request(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Returns a member of its own, or else of its path.
    fn own_or_shared(&self, key: &str) -> Option<&'v Value> {
        self.value.get(key).or_else(|| self.path_item.get(key))
    }
}

/// Returns every operation.
pub(super) fn all(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, path_item)| {
        METHODS.iter().filter_map(move |method| {
            Some(Operation {
                path,
                method,
                value: path_item.get(*method)?,
                path_item,
            })
        })
    })
}

pub(super) fn changes(context: &Context<'_>) -> Vec<Change> {
    let by_id: BTreeMap<_, _> = all(context.new)
        .filter_map(|operation| Some((operation.id()?, operation)))
        .collect();
    let request = |operation: &Operation<'_>| (operation.method, template(operation.path));
    let by_request: BTreeMap<_, _> = all(context.new)
        .map(|operation| (request(&operation), operation))
        .collect();
    let mut changes = Vec::new();
    for before in all(context.old) {
        let same = before.id().and_then(|id| by_id.get(id));
        if let Some(after) = same.or_else(|| by_request.get(&request(&before))) {
            changes.extend(of_operation(context, &before, after));
        }
    }
    changes
}

fn of_operation(context: &Context<'_>, old: &Operation<'_>, new: &Operation<'_>) -> Vec<Change> {
    let request = new.request();
    let id = new.id().unwrap_or(&request);
    let group = context.owners.of_operation(id);
    let mut changes = Vec::new();
    let (before, after) = (old.own_or_shared("servers"), new.own_or_shared("servers"));
    if before != after {
        let kind = Kind::ServersChanged;
        changes.push(super::changed(kind, group, id, before, after));
    }
    changes.extend(security(context, group, id, (old, new)));
    changes.extend(parameters::changes(context, group, id, (old, new)));
    let (before, after) = (old.value.get("requestBody"), new.value.get("requestBody"));
    if let Some((before, after)) = before.zip(after)
        && !is_same_reference(before, after)
    {
        let both = (resolved(context.old, before), resolved(context.new, after));
        changes.extend(of_body(context, group, &format!("{id} request"), both));
    }
    changes.extend(responses::changes(context, group, id, (old, new)));
    changes
}

/// Compares two request bodies. Whether one is required is a fact of the method only where the configuration says so.
pub(super) fn of_body(
    context: &Context<'_>,
    group: &str,
    item: &str,
    (old, new): (&Value, &Value),
) -> Vec<Change> {
    let mut changes = content(
        context,
        group,
        item,
        (old.get("content"), new.get("content")),
    );
    let is_required = |body: &Value| body.get("required") == Some(&Value::Bool(true));
    if is_required(old) != is_required(new) {
        let item = format!("{item} required");
        let (before, after) = (old.get("required"), new.get("required"));
        changes.push(super::changed(
            Kind::SchemaChanged,
            group,
            item,
            before,
            after,
        ));
    }
    changes
}

/// Whether both refer to the same component, which is compared once, and not where it is used.
pub(super) fn is_same_reference(old: &Value, new: &Value) -> bool {
    reference(old).is_some() && reference(old) == reference(new)
}

/// Compares the schemes of the alternatives that an operation declares; their scopes are part of the method.
fn security(
    context: &Context<'_>,
    group: &str,
    id: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) -> Option<Change> {
    let (own, others) = (old.value.get("security"), new.value.get("security"));
    if own.is_none() && others.is_none() {
        return None;
    }
    let before = schemes(own.or_else(|| context.old.get("security")));
    let after = schemes(others.or_else(|| context.new.get("security")));
    (before != after).then(|| {
        Change::new(Kind::SecurityChanged, group, id)
            .before(before)
            .after(after)
    })
}

fn schemes(security: Option<&Value>) -> String {
    let alternatives = security.and_then(Value::as_array).into_iter().flatten();
    let alternatives = alternatives.filter_map(Value::as_object).map(|schemes| {
        let names: Vec<&str> = schemes.keys().map(String::as_str).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(" + ")
        }
    });
    let alternatives: BTreeSet<String> = alternatives.collect();
    if alternatives.is_empty() {
        return "none".to_owned();
    }
    alternatives.into_iter().collect::<Vec<_>>().join(" or ")
}

/// Compares media types, how their parts are encoded, and the schemas that are written in place.
pub(super) fn content(
    context: &Context<'_>,
    group: &str,
    item: &str,
    (old, new): (Option<&Value>, Option<&Value>),
) -> Vec<Change> {
    let empty = serde_json::Map::new();
    let old = old.and_then(Value::as_object).unwrap_or(&empty);
    let new = new.and_then(Value::as_object).unwrap_or(&empty);
    let mut changes = Vec::new();
    // Whether there are events is a change of the method.
    let shown = |content: &serde_json::Map<String, Value>| {
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
            changes.push(super::changed(
                Kind::SerializationChanged,
                group,
                format!("{item} encoding"),
                encodings.0,
                encodings.1,
            ));
        }
        match (before.get("schema"), after.get("schema")) {
            (Some(before), Some(after)) => {
                changes.extend(schemas::compared(context, group, item, ("", before), after));
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
