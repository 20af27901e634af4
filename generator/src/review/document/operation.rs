//! Operations of a document.

use serde_json::Value;

use crate::path_item::METHODS;

/// An operation of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation<'v> {
    pub(super) path: &'v str,
    pub(super) method: &'static str,
    /// The operation itself.
    pub(super) value: &'v Value,
    /// The path item, with the parameters and servers that all operations of the path share.
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
    pub(super) fn own_or_shared(&self, key: &str) -> Option<&'v Value> {
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
