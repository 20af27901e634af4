//! Methods that both versions have: arguments, options, body, result, and how they are sent.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::kind::Kind;
use crate::surface::{Argument, Method, OptionSetter, Ty, listed};

/// A method of both versions.
#[derive(Clone, Copy, Debug)]
pub(super) struct MethodPair<'a> {
    /// The key of its group.
    pub(super) group: &'a str,
    /// Its name with the struct.
    pub(super) item: &'a str,
    /// New names of the types that the old group sees.
    pub(super) renames: &'a BTreeMap<String, String>,
}

impl MethodPair<'_> {
    fn change(self, kind: Kind) -> Change {
        Change::new(kind, self.group, self.item)
    }

    /// A change from one text to another.
    fn changed(self, kind: Kind, before: impl Into<String>, after: impl Into<String>) -> Change {
        self.change(kind).before(before).after(after)
    }

    fn is_same(self, old: &Ty, new: &Ty) -> bool {
        old.renamed(self.renames) == *new
    }
}

/// Returns the changes of a method.
pub(super) fn changes(pair: MethodPair<'_>, old: &Method, new: &Method) -> Vec<Change> {
    let mut changes = arguments(pair, old, new);
    changes.extend(options(pair, old, new));
    changes.extend(body(pair, old, new));
    changes.extend(output(pair, old, new));
    changes.extend(request(pair, old, new));
    changes.extend(facts(pair, old, new));
    changes
}

fn shown(argument: &Argument) -> String {
    format!("{}: {}", argument.name, argument.ty)
}

/// Positional arguments; those that became options or were options are reported separately.
fn arguments(pair: MethodPair<'_>, old: &Method, new: &Method) -> Vec<Change> {
    let mut changes = Vec::new();
    let same_wire = |list: &'_ [Argument], wire: &str| list.iter().position(|a| a.wire == wire);
    let mut gone = Vec::new();
    for (index, argument) in old.arguments.iter().enumerate() {
        let Some(other) = same_wire(&new.arguments, &argument.wire) else {
            gone.push((index, argument));
            continue;
        };
        let other = &new.arguments[other];
        if !pair.is_same(&argument.ty, &other.ty) {
            changes.push(pair.changed(Kind::ArgumentRetyped, shown(argument), shown(other)));
        }
        if argument.name != other.name {
            changes.push(pair.changed(Kind::ArgumentRenamed, shown(argument), shown(other)));
        }
    }
    let mut come: Vec<_> = new.arguments.iter().enumerate().collect();
    come.retain(|(_, argument)| same_wire(&old.arguments, &argument.wire).is_none());

    // A path parameter with another name is the same argument.
    gone.retain(|(index, argument)| {
        let renamed = come.iter().position(|(at, other)| {
            at == index
                && argument.location == "path"
                && other.location == "path"
                && pair.is_same(&argument.ty, &other.ty)
        });
        let Some(renamed) = renamed else { return true };
        let (_, other) = come.remove(renamed);
        changes.push(pair.changed(Kind::ArgumentRenamed, shown(argument), shown(other)));
        false
    });
    for (_, argument) in gone {
        let now = new
            .options
            .iter()
            .find(|(_, option)| option.wire == argument.wire);
        changes.push(match now {
            Some((setter, option)) => pair.changed(
                Kind::ArgumentNowOption,
                shown(argument),
                format!(".{}", listed::option(setter, option)),
            ),
            None => pair.change(Kind::ArgumentRemoved).before(shown(argument)),
        });
    }
    for (_, argument) in come {
        let was = old
            .options
            .iter()
            .find(|(_, option)| option.wire == argument.wire);
        changes.push(match was {
            Some((setter, option)) => pair.changed(
                Kind::OptionNowArgument,
                format!(".{}", listed::option(setter, option)),
                shown(argument),
            ),
            None => pair.change(Kind::ArgumentAdded).after(shown(argument)),
        });
    }
    changes.extend(reordered(pair, old, new));
    changes
}

fn reordered(pair: MethodPair<'_>, old: &Method, new: &Method) -> Option<Change> {
    let order = |list: &[Argument], other: &[Argument]| -> Vec<String> {
        let common = list.iter().map(|argument| &argument.wire);
        let common = common.filter(|wire| other.iter().any(|argument| argument.wire == **wire));
        common.cloned().collect()
    };
    let before = order(&old.arguments, &new.arguments);
    let after = order(&new.arguments, &old.arguments);
    (before != after).then(|| {
        pair.changed(
            Kind::ArgumentsReordered,
            listed::arguments(&old.arguments).join(", "),
            listed::arguments(&new.arguments).join(", "),
        )
    })
}

/// Setters of optional parameters, by the name of the parameter.
fn options(pair: MethodPair<'_>, old: &Method, new: &Method) -> Vec<Change> {
    let by_wire = |method: &'_ Method| -> BTreeMap<String, (String, OptionSetter)> {
        let options = method.options.iter();
        options
            .map(|(name, option)| (option.wire.clone(), (name.clone(), option.clone())))
            .collect()
    };
    let (before, after) = (by_wire(old), by_wire(new));
    let is_argument = |method: &Method, wire: &str| method.arguments.iter().any(|a| a.wire == wire);
    let mut changes = Vec::new();
    for (wire, (name, option)) in &before {
        let item = |name: &str| format!("{}.{name}", pair.item);
        let shown = listed::option(name, option);
        let Some((new_name, same)) = after.get(wire) else {
            if !is_argument(new, wire) {
                let removed = Change::new(Kind::OptionRemoved, pair.group, item(name));
                changes.push(removed.before(shown));
            }
            continue;
        };
        let now = listed::option(new_name, same);
        let mut changed = |kind: Kind| {
            let change = Change::new(kind, pair.group, item(new_name));
            changes.push(change.before(shown.clone()).after(now.clone()));
        };
        if name != new_name {
            changed(Kind::OptionRenamed);
        }
        if !pair.is_same(&option.ty, &same.ty) {
            changed(Kind::OptionRetyped);
        }
        match (option.deprecated, same.deprecated) {
            (false, true) => changed(Kind::OptionDeprecated),
            (true, false) => changed(Kind::OptionUndeprecated),
            _ => {}
        }
    }
    let added = after.iter().filter(|(wire, _)| !before.contains_key(*wire));
    for (wire, (name, option)) in added {
        if !is_argument(old, wire) {
            let item = format!("{}.{name}", pair.item);
            let added = Change::new(Kind::OptionAdded, pair.group, item);
            changes.push(added.after(listed::option(name, option)));
        }
    }
    changes
}

fn body(pair: MethodPair<'_>, old: &Method, new: &Method) -> Vec<Change> {
    let mut changes = Vec::new();
    match (&old.body, &new.body) {
        (None, None) => {}
        (None, Some(body)) if body.required => {
            changes.push(pair.change(Kind::BodyAdded).after(body.ty.to_string()));
        }
        (None, Some(body)) => {
            let item = format!("{}.body", pair.item);
            let added = Change::new(Kind::OptionAdded, pair.group, item);
            changes.push(added.after(body.ty.to_string()));
        }
        (Some(body), None) => {
            changes.push(pair.change(Kind::BodyRemoved).before(body.ty.to_string()));
        }
        (Some(body), Some(other)) => {
            let (before, after) = (body.ty.to_string(), other.ty.to_string());
            if !pair.is_same(&body.ty, &other.ty) {
                changes.push(pair.changed(Kind::BodyRetyped, &before, &after));
            }
            match (body.required, other.required) {
                (true, false) => {
                    changes.push(pair.changed(Kind::BodyNowOptional, before, after));
                }
                (false, true) => {
                    changes.push(pair.changed(Kind::BodyNowRequired, before, after));
                }
                _ => {}
            }
        }
    }
    changes
}

fn output(pair: MethodPair<'_>, old: &Method, new: &Method) -> Vec<Change> {
    let mut changes = Vec::new();
    if !pair.is_same(&old.output, &new.output) {
        let (before, after) = (old.output.to_string(), new.output.to_string());
        changes.push(pair.changed(Kind::OutputRetyped, before, after));
    }
    if old.output_path != new.output_path {
        let path = |method: &Method| format!("/{}", method.output_path.join("/"));
        changes.push(pair.changed(Kind::JsonPathChanged, path(old), path(new)));
    }
    if let (Some(before), Some(after)) = (old.pages, new.pages)
        && before != after
    {
        changes.push(pair.changed(Kind::PagingChanged, before, after));
    }
    match (&old.events, &new.events) {
        (Some(event), None) => {
            changes.push(pair.change(Kind::EventsRemoved).before(event.to_string()));
        }
        (None, Some(event)) => {
            changes.push(pair.change(Kind::EventsAdded).after(event.to_string()));
        }
        (Some(before), Some(after)) if !pair.is_same(before, after) => {
            let (before, after) = (before.to_string(), after.to_string());
            changes.push(pair.changed(Kind::EventsRetyped, before, after));
        }
        _ => {}
    }
    changes
}

/// How the request is sent.
fn request(pair: MethodPair<'_>, old: &Method, new: &Method) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.http_method != new.http_method {
        let kind = if old.http_method == "DELETE" {
            Kind::DeletionRemoved
        } else {
            Kind::HttpMethodChanged
        };
        changes.push(pair.changed(kind, &old.http_method, &new.http_method));
    }
    if template(&old.path) != template(&new.path) {
        changes.push(pair.changed(Kind::PathChanged, &old.path, &new.path));
    }
    if old.host != new.host {
        changes.push(pair.changed(Kind::HostChanged, &old.host, &new.host));
    }
    if old.operation != new.operation {
        let path = |method: &Method| format!("{}::ops::{}", pair.group, method.operation);
        changes.push(pair.changed(Kind::OperationStructRenamed, path(old), path(new)));
    }
    changes
}

/// Returns a path without the names of its parameters, which nobody sends.
pub(super) fn template(path: &str) -> String {
    let segments = path.split('/');
    let segments = segments.map(|segment| {
        if segment.starts_with('{') {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The properties of the call: statuses, scopes, retries, deprecation.
fn facts(pair: MethodPair<'_>, old: &Method, new: &Method) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.statuses != new.statuses {
        let (before, after) = (
            listed::statuses(&old.statuses),
            listed::statuses(&new.statuses),
        );
        changes.push(pair.changed(Kind::StatusesChanged, or_none(before), or_none(after)));
    }
    let before: BTreeSet<_> = old.errors.iter().copied().collect();
    let after: BTreeSet<_> = new.errors.iter().copied().collect();
    for status in after.difference(&before) {
        changes.push(
            pair.change(Kind::ErrorStatusAdded)
                .after(status.to_string()),
        );
    }
    for status in before.difference(&after) {
        changes.push(
            pair.change(Kind::ErrorStatusRemoved)
                .before(status.to_string()),
        );
    }
    if old.scopes != new.scopes {
        let (before, after) = (listed::scopes(&old.scopes), listed::scopes(&new.scopes));
        changes.push(pair.changed(Kind::ScopesChanged, or_none(before), or_none(after)));
    }
    if old.idempotent != new.idempotent {
        let text = |idempotent: Option<bool>| match idempotent {
            None => "as the HTTP method says",
            Some(true) => "idempotent",
            Some(false) => "not idempotent",
        };
        let (before, after) = (text(old.idempotent), text(new.idempotent));
        changes.push(pair.changed(Kind::IdempotencyChanged, before, after));
    }
    if old.id != new.id {
        changes.push(pair.changed(Kind::OperationIdChanged, &old.id, &new.id));
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => changes.push(pair.change(Kind::MethodDeprecated)),
        (true, false) => changes.push(pair.change(Kind::MethodUndeprecated)),
        _ => {}
    }
    changes
}

fn or_none(text: String) -> String {
    if text.is_empty() {
        "none".to_owned()
    } else {
        text
    }
}
