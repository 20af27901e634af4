use std::collections::BTreeMap;

use serde_json::Value;

use super::nullable::Nullable;
use super::unknown_fields::UnknownFields;
use super::wire::Wire;

/// A field that holds a JSON object.
pub(crate) trait ObjectField: Sized {
    /// Returns the field for a JSON value, none if it cannot be that value.
    fn from_json(value: Value) -> Option<Self>;
}

impl ObjectField for BTreeMap<String, Value> {
    fn from_json(value: Value) -> Option<Self> {
        match value {
            Value::Object(fields) => {
                let mut map = Self::new();
                map.extend(fields);
                Some(map)
            }
            _ => None,
        }
    }
}

impl ObjectField for Option<BTreeMap<String, Value>> {
    fn from_json(value: Value) -> Option<Self> {
        BTreeMap::from_json(value).map(Some)
    }
}

impl ObjectField for Nullable<BTreeMap<String, Value>> {
    fn from_json(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Null),
            value => BTreeMap::from_json(value).map(Self::Value),
        }
    }
}

impl UnknownFields {
    /// Returns a declared field for a JSON value, and notes if it cannot be that value.
    pub(crate) fn object_field<T: ObjectField + Wire>(
        &mut self,
        field: &'static str,
        value: Value,
    ) -> T {
        T::from_json(value).unwrap_or_else(|| {
            self.note_no_object(field);
            T::empty()
        })
    }
}
