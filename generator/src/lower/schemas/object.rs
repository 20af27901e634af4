//! Objects with known members: records.

use crate::ir::{Build, Field, Home, NameHint, Presence, Record, Scalar, Shape, TypeDef, TypeRef};
use crate::lower::Lowering;
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::schemas::compose::Merged;
use crate::lower::schemas::keywords::Sub;

impl<'d> Lowering<'d> {
    pub(in crate::lower) fn record(
        &mut self,
        merged: &Merged<'d>,
        pointer: &str,
        hint: NameHint,
        component: Option<&'d str>,
    ) -> Result<TypeRef, LowerError> {
        let id = self.begin(
            TypeDef {
                pointer: pointer.to_owned(),
                name: hint,
                home: Home::Shared,
                used_by: Vec::new(),
                docs: docs::of_type(merged, pointer, component),
                deprecated: merged.facts.deprecated,
                shape: Shape::Record(Record::default()),
            },
            component,
        );
        let undeclared = merged
            .required
            .iter()
            .filter(|name| !merged.members.contains_key(*name));
        for name in undeclared.copied().collect::<Vec<_>>() {
            self.report(
                pointer,
                format!("`required` names `{name}`, which is declared nowhere: not in the type"),
            );
        }
        let mut fields = Vec::with_capacity(merged.members.len() + 1);
        for name in in_order(merged) {
            if let Some(sub) = merged.members.get(name) {
                let hint = NameHint::Inside {
                    parent: id,
                    member: name.to_owned(),
                };
                fields.push(self.field(name, sub, hint, merged.requires(name), component)?);
            }
        }
        if let Some(def) = self.types.get_mut(id.0) {
            def.shape = Shape::Record(Record {
                fields,
                buildable: false,
            });
        }
        Ok(TypeRef::Named(id))
    }

    fn field(
        &mut self,
        name: &'d str,
        sub: &Sub<'d>,
        hint: NameHint,
        required: bool,
        component: Option<&'d str>,
    ) -> Result<Field, LowerError> {
        let used = self.schema(sub, hint)?;
        let ty = self.guard_secret(name, sub.pointer(), component, used.ty.clone());
        let facts = &used.merged.facts;
        let presence = match (required, facts.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::Nullable,
        };
        Ok(Field {
            wire: name.to_owned(),
            build: build(&used.merged, required),
            docs: docs::of_member(&self.spelling, name, &used.merged, &ty),
            deprecated: facts.deprecated,
            presence,
            ty,
        })
    }
}

/// Required members in the order the document lists them, then the others by name.
fn in_order<'d>(merged: &Merged<'d>) -> Vec<&'d str> {
    let optional = merged
        .members
        .keys()
        .copied()
        .filter(|name| !merged.requires(name));
    merged.required.iter().copied().chain(optional).collect()
}

fn build(merged: &Merged<'_>, required: bool) -> Build {
    if merged.facts.read_only {
        return Build::ReadOnly;
    }
    match (required, merged.enumeration.as_slice()) {
        (true, [serde_json::Value::String(only)]) => Build::Preset(only.clone()),
        (true, _) => Build::Argument,
        (false, _) => Build::Setter,
    }
}

/// Replaces the string in `ty` by a redacted one.
pub(in crate::lower) fn redact(ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::Scalar(Scalar::String) => TypeRef::Scalar(Scalar::Secret),
        TypeRef::List(item) => TypeRef::List(Box::new(redact(*item))),
        TypeRef::Map(value) => TypeRef::Map(Box::new(redact(*value))),
        TypeRef::Optional(inner) => TypeRef::Optional(Box::new(redact(*inner))),
        other => other,
    }
}
