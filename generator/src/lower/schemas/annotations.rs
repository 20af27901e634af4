//! The annotations of a schema: its statements about a value in addition to the shape.

use std::collections::BTreeMap;

use openapiv3::SchemaData;
use serde_json::Value;

/// The statements of a schema about a value in addition to its shape: the annotations of JSON Schema, and extensions.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Annotations {
    pub(in crate::lower) nullable: bool,
    pub(in crate::lower) read_only: bool,
    pub(in crate::lower) write_only: bool,
    pub(in crate::lower) deprecated: bool,
    pub(in crate::lower) default: Option<Value>,
    pub(in crate::lower) extensions: BTreeMap<String, Value>,
}

impl Annotations {
    pub(in crate::lower) fn of(data: &SchemaData) -> Self {
        Self {
            nullable: data.nullable,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            default: data.default.clone(),
            extensions: data
                .extensions
                .iter()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
        }
    }

    /// Adds what a later schema says. Whether null is allowed depends on the shapes: see `Merged::merge`.
    pub(in crate::lower) fn merge(&mut self, later: Self) {
        self.read_only |= later.read_only;
        self.write_only |= later.write_only;
        self.deprecated |= later.deprecated;
        self.default = later.default.or_else(|| self.default.take());
        self.extensions.extend(later.extensions);
    }

    /// Returns the string that an overlay wrote under `key`.
    pub(in crate::lower) fn string(&self, key: &str) -> Option<&str> {
        self.extensions.get(key).and_then(Value::as_str)
    }
}
