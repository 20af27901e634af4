//! Branches of `allOf`, `anyOf` and `oneOf`: which of one version is which of the other.

use serde_json::Value;

use super::documents::Documents;
use super::reference::{reference, resolved};

/// The branches of two versions.
#[derive(Debug, Default)]
pub(super) struct Branches<'v> {
    /// Branches of both versions that may differ.
    pub(super) pairs: Vec<(&'v Value, &'v Value)>,
    pub(super) removed: Vec<&'v Value>,
    pub(super) added: Vec<&'v Value>,
}

impl<'v> Branches<'v> {
    /// Pairs branches that are equal, then those of one type, in order.
    pub(super) fn of(
        documents: &Documents<'_>,
        old: Option<&'v Value>,
        new: Option<&'v Value>,
    ) -> Self {
        let list = |value: Option<&'v Value>| -> Vec<&'v Value> {
            let branches = value.and_then(Value::as_array);
            branches.into_iter().flatten().collect()
        };
        let (mut before, mut after) = (list(old), list(new));
        before.retain(|branch| {
            let same = after.iter().position(|other| other == branch);
            same.map(|index| after.remove(index)).is_none()
        });
        let mut branches = Self::default();
        for branch in before {
            let alike = after
                .iter()
                .position(|other| is_alike(documents, branch, other));
            match alike {
                Some(index) => branches.pairs.push((branch, after.remove(index))),
                None => branches.removed.push(branch),
            }
        }
        branches.added = after;
        branches
    }
}

/// Whether one may have become the other: both are written in place, with the same type, or refer to the same schema under
/// another name.
fn is_alike(documents: &Documents<'_>, old: &Value, new: &Value) -> bool {
    match (reference(old), reference(new)) {
        (None, None) => old.get("type") == new.get("type"),
        (Some(_), Some(_)) => resolved(documents.old, old) == resolved(documents.new, new),
        _ => false,
    }
}

/// Returns the name of a branch for reports: that of its schema, or else its type and properties.
pub(super) fn label(branch: &Value) -> String {
    if let Some(reference) = reference(branch) {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        return name.to_owned();
    }
    let properties = branch.get("properties").and_then(Value::as_object);
    let names: Vec<&str> = properties
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    match branch.get("type").and_then(Value::as_str) {
        _ if !names.is_empty() => format!("{{{}}}", names.join(", ")),
        Some(name) => name.to_owned(),
        None => branch.to_string(),
    }
}
