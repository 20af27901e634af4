use openapiv3::{Operation, PathItem};

use crate::json_pointer::escape;

/// An operation and its location in the document.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct PathOperation<'d> {
    pub(in crate::lower) id: &'d str,
    pub(in crate::lower) http_method: &'d str,
    pub(in crate::lower) path: &'d str,
    pub(in crate::lower) item: &'d PathItem,
    pub(in crate::lower) operation: &'d Operation,
}

impl PathOperation<'_> {
    pub(in crate::lower) fn pointer(&self) -> String {
        format!("{}/{}", self.item_pointer(), self.http_method)
    }

    pub(in crate::lower) fn item_pointer(&self) -> String {
        format!("#/paths/{}", escape(self.path))
    }
}
