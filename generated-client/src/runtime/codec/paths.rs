//! Which of the known paths of a response holds the requested value.

use std::borrow::Cow;

use serde_json::Value;

use super::decode_error::DecodeError;
use super::location::Location;
use super::missing;

/// Ends the name of a list whose elements hold the values (`["edges[]", "node"]`), or of which the
/// first one is the value (`["keys[]"]`).
pub(super) const EACH: &str = "[]";

type Path = &'static [&'static str];

/// Returns the longest path that exists and holds something, else the longest one that exists, else
/// the documented one. The whole document is the shortest one.
///
/// Two paths with different items are an error: either may be the list.
pub(super) fn choose(location: Location, document: &Value) -> Result<Path, DecodeError> {
    let paths = existing(location, document);
    let filled = paths.iter().find(|path| !is_blank(document, path));
    let Some(chosen) = filled.or(paths.first()) else {
        return Ok(location.at);
    };
    let items = items_at(document, chosen);
    let other = paths.iter().find(|path| {
        let is_around = chosen.starts_with(path) || path.starts_with(chosen);
        let is_other = items_at(document, path) != items;
        !is_around && is_other && is_list(document, path) && !is_blank(document, path)
    });
    match other {
        Some(other) if is_list(document, chosen) => {
            Err(missing::two_lists(location.operation, chosen, other))
        }
        _ => Ok(chosen),
    }
}

/// Returns the paths that exist, the longest first. The documented path is the first of those of one length.
fn existing(location: Location, document: &Value) -> Vec<Path> {
    let is_wrapped = location
        .at
        .first()
        .is_some_and(|name| document.get(name).is_some());
    let paths = std::iter::once(location.at).chain(location.or_at.iter().copied());
    let exists = |path: &Path| match path.is_empty() {
        true => is_resource(document) && !is_wrapped,
        false => find(document, path).is_some_and(|found| !found.is_null()),
    };
    let mut longest_first: Vec<Path> = Vec::new();
    for path in paths.filter(exists) {
        // Not sorted by the standard library, whose code would be compiled for these few paths.
        let position = longest_first.partition_point(|other| other.len() >= path.len());
        longest_first.insert(position, path);
    }
    longest_first
}

/// Returns whether a document may be the value itself.
fn is_resource(document: &Value) -> bool {
    let members = document.as_object();
    members.is_some_and(|members| !members.is_empty()) && !missing::is_error_body(document)
}

/// Returns the value at a path, or the list on the way to it.
fn find<'a>(document: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let mut value = document;
    for name in path {
        value = value.get(name.trim_end_matches(EACH))?;
        if name.ends_with(EACH) {
            return Some(value).filter(|value| value.is_array());
        }
    }
    Some(value)
}

fn is_blank(document: &Value, path: &[&str]) -> bool {
    match find(document, path) {
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(members)) => members.is_empty(),
        found => found.is_none(),
    }
}

fn is_list(document: &Value, path: &[&str]) -> bool {
    find(document, path).is_some_and(Value::is_array)
}

/// Returns the items at a path, those of a list of elements that hold them without the elements.
fn items_at<'a>(document: &'a Value, path: &[&str]) -> Option<Cow<'a, Value>> {
    let found = find(document, path)?;
    match (path, found) {
        ([list, name], Value::Array(elements)) if list.ends_with(EACH) => {
            let items = elements.iter().filter_map(|element| element.get(name));
            Some(Cow::Owned(items.cloned().collect()))
        }
        _ => Some(Cow::Borrowed(found)),
    }
}
