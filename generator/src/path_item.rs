//! Path items of a document.

/// The members of a path item that are operations.
pub(crate) const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];
