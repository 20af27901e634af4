//! String enums: open sets of known values.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ir::{EnumValue, Home, NameHint, Role, Shape, TypeDef, TypeRef};
use crate::lower::documentation::docs;
use crate::lower::lowering::Lowering;
use crate::lower::schemas::compose::Merged;

impl<'d> Lowering<'d> {
    pub(in crate::lower) fn string_enum(
        &mut self,
        merged: &Merged<'d>,
        pointer: &str,
        hint: NameHint,
    ) -> TypeRef {
        let names = merged
            .annotations
            .extensions
            .get("x-rust-variants")
            .and_then(Value::as_object);
        let mut values: Vec<EnumValue> = Vec::new();
        let mut known = BTreeSet::new();
        for wire in merged.enumeration.iter().filter_map(Value::as_str) {
            if known.insert(wire) {
                let name = names
                    .and_then(|names| names.get(wire))
                    .and_then(Value::as_str)
                    .map(str::to_owned);
                values.push(EnumValue {
                    wire: wire.to_owned(),
                    name,
                    docs: None,
                });
            }
        }
        if merged
            .enumeration
            .iter()
            .any(|value| !value.is_string() && !value.is_null())
        {
            self.report(
                pointer,
                "values of an enum that are not strings have no variant and are read as unknown values",
            );
        }
        let component = match &hint {
            NameHint::Component { key, .. } => Some(key.clone()),
            _ => None,
        };
        let id = self.begin(
            TypeDef {
                pointer: pointer.to_owned(),
                shared_with: Vec::new(),
                name: hint,
                home: Home::Shared,
                used_by: Vec::new(),
                docs: docs::of_type(merged, pointer, component.as_deref()),
                deprecated: merged.annotations.deprecated,
                role: Role::default(),
                shape: Shape::StringEnum(values),
            },
            None,
        );
        TypeRef::Named(id)
    }
}
