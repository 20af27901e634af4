//! Objects with known members: records.

use crate::ir::{
    Build, Field, Home, NameHint, Presence, Record, Role, Scalar, Shape, TypeDef, TypeRef,
};
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::schemas::compose::{Additional, Merged};
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::maps::rest;
use crate::lower::schemas::pending_record::PendingRecord;
use crate::lower::schemas::schema::element;

/// A record whose members are being lowered.
struct Filling<'d> {
    record: PendingRecord<'d>,
    /// The expected members; `None` means all those without a name.
    names: std::vec::IntoIter<Option<&'d str>>,
    fields: Vec<Field>,
}

impl<'d> Filling<'d> {
    fn new(record: PendingRecord<'d>) -> Self {
        let names: Vec<_> = in_order(&record.merged).into_iter().map(Some).collect();
        let names: Vec<_> = names.into_iter().chain([None]).collect();
        Self {
            names: names.into_iter(),
            record,
            fields: Vec::new(),
        }
    }
}

impl<'d> Lowering<'d> {
    /// Adds a record. Its members are lowered by [`Self::fill_records`].
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
                shared_with: Vec::new(),
                name: hint,
                home: Home::Shared,
                used_by: Vec::new(),
                docs: docs::of_type(merged, pointer, component),
                deprecated: merged.annotations.deprecated,
                role: Role::default(),
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
        self.pending.push(PendingRecord {
            id,
            merged: merged.clone(),
            component,
        });
        Ok(TypeRef::Named(id))
    }

    /// Lowers the members of all records that were added, and of those that they contain: depth first, so that types
    /// have the order of the document, and without recursion, since that may go through the whole document.
    pub(in crate::lower) fn fill_records(&mut self) {
        let mut open: Vec<Filling<'d>> = Vec::new();
        loop {
            let more = std::mem::take(&mut self.pending);
            open.extend(more.into_iter().rev().map(Filling::new));
            let Some(filling) = open.last_mut() else {
                return;
            };
            self.depth = 0;
            if let Some(name) = filling.names.next() {
                match self.member(&filling.record, name) {
                    Ok(field) => filling.fields.extend(field),
                    Err(error) => {
                        self.broken.insert(filling.record.id);
                        self.undecided(error);
                    }
                }
                continue;
            }
            let Some(Filling { record, fields, .. }) = open.pop() else {
                return;
            };
            self.types[record.id].shape = Shape::Record(Record {
                fields,
                buildable: false,
                has_default: true,
                conversions: Vec::new(),
            });
        }
    }

    /// The field for a member, or for all members without a name.
    fn member(
        &mut self,
        record: &PendingRecord<'d>,
        name: Option<&'d str>,
    ) -> Result<Option<Field>, LowerError> {
        let merged = &record.merged;
        let hint = |member: &str| NameHint::Inside {
            parent: record.id,
            member: member.to_owned(),
        };
        let Some(name) = name else {
            let Some(Additional::Typed(values)) = &merged.additional else {
                return Ok(None);
            };
            let values = self.schema(values, hint("additional"))?;
            return Ok(Some(rest(element(values))));
        };
        let Some(sub) = merged.members.get(name) else {
            return Ok(None);
        };
        let required = merged.requires(name);
        self.field(name, sub, hint(name), required, record.component)
            .map(Some)
    }

    /// Adds the constants that distinguish a record from the other branches of its union: building it sets them.
    pub(in crate::lower) fn apply_presets(&mut self) {
        for (id, member, values) in std::mem::take(&mut self.presets) {
            let Shape::Record(record) = &mut self.types[id].shape else {
                continue;
            };
            let fields = record.fields.iter_mut();
            for field in fields.filter(|field| field.wire == member && is_text(field)) {
                field.build = match (&field.build, values.as_slice()) {
                    (Build::Argument, [only]) => Build::Preset(only.clone()),
                    (Build::Preset(known), [only]) if known == only => Build::Preset(only.clone()),
                    (Build::Preset(_), _) => Build::Argument,
                    (other, _) => other.clone(),
                };
            }
        }
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
        let known = self.same_type(name, sub, component, used.ty.clone())?;
        // The documentation lists the values that the common type has more of.
        let replaced = (known != used.ty).then_some(TypeRef::Scalar(Scalar::String));
        let ty = self.guard_secret(name, sub, component, used.merged.format.as_deref(), known);
        let annotations = &used.merged.annotations;
        let presence = match (required, annotations.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::Nullable,
        };
        Ok(Field {
            wire: name.to_owned(),
            pointer: sub.pointer().to_owned(),
            build: build(&used.merged, presence),
            docs: docs::of_member(
                &self.spelling,
                name,
                &used.merged,
                replaced.as_ref().unwrap_or(&ty),
            ),
            deprecated: annotations.deprecated,
            may_be_empty: required && self.may_be_empty(name, sub, component),
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

fn build(merged: &Merged<'_>, presence: Presence) -> Build {
    if merged.annotations.read_only {
        return Build::ReadOnly;
    }
    match (presence, merged.enumeration.as_slice()) {
        (Presence::Required, [serde_json::Value::String(only)]) => Build::Preset(only.clone()),
        (Presence::Required | Presence::RequiredNullable, _) => Build::Argument,
        _ => Build::Setter,
    }
}

/// Whether a constant of the discriminator can be the value of the member.
fn is_text(field: &Field) -> bool {
    let is_text = matches!(
        field.ty,
        TypeRef::Scalar(Scalar::String) | TypeRef::Named(_)
    );
    is_text && field.presence == Presence::Required
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
