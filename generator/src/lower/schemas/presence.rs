//! Presence: how a field holds that it may be absent or null, by the role of its type.
//!
//! Where a schema names members under `x-rust-present`, every response has them although the document does not require
//! them: in types that only responses contain they are treated as required ones.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ir::{
    Api, Build, Field, Presence, Record, Role, Scalar, Shape, TypeDef, TypeMap, TypeRef,
};
use crate::json_pointer::{PointerPath, escape};

/// The keyword that names the members that every response has.
pub(in crate::lower) const PRESENT: &str = "x-rust-present";

/// How many required fields are arguments of `new`; a type with more of them has setters for all.
const ARGUMENTS: usize = 4;

/// Decides the presence of every field, and which types callers build; `present` are the pointers of members that every
/// response has.
pub(in crate::lower) fn decide(api: &mut Api, present: &BTreeSet<String>) {
    let blank = api.types.map(has_blank);
    for (_, def) in api.types.iter_mut() {
        let role = def.role;
        let Shape::Record(record) = &mut def.shape else {
            continue;
        };
        for field in &mut record.fields {
            let is_present = present.contains(&field.pointer);
            if role == Role::Response && is_present && field.presence == Presence::Optional {
                field.presence = Presence::Required;
            }
            field.presence = presence(field, role, &blank);
            document(field, role);
        }
        if role != Role::Response {
            build(record);
        }
    }
}

/// Returns the pointers of the members that the document says every response has.
pub(in crate::lower) fn present(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    find_present(&PointerPath::ROOT, document, &mut found);
    found
}

fn find_present(at: &PointerPath<'_>, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(names) = members.get(PRESENT).and_then(Value::as_array) {
                let schema = at.to_string();
                let names = names.iter().filter_map(Value::as_str);
                found.extend(names.map(|name| member(&schema, name)));
            }
            for (name, value) in members {
                find_present(&at.member(name), value, found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                find_present(&at.item(index), value, found);
            }
        }
        _ => {}
    }
}

/// Returns the pointer of a member of the schema at a pointer.
pub(in crate::lower) fn member(schema: &str, name: &str) -> String {
    format!("{schema}/properties/{}", escape(name))
}

/// Whether values of the type include one that looks like an unset value.
fn has_blank(def: &TypeDef) -> bool {
    match def.shape {
        Shape::StringEnum(_) | Shape::Union(_) => true,
        Shape::Record(_) => false,
    }
}

/// Documents what the role of the type means for the field.
fn document(field: &mut Field, role: Role) {
    if role == Role::Response {
        field.docs.leave_out_default();
    }
    if matches!(field.presence, Presence::Needed | Presence::NeededNullable) {
        field.docs.notes.push("Required.".to_owned());
    }
}

fn presence(field: &Field, role: Role, blank: &TypeMap<bool>) -> Presence {
    let is_collection = matches!(field.ty, TypeRef::List(_) | TypeRef::Map(_));
    let may_be_blank = match &field.ty {
        TypeRef::Scalar(Scalar::String | Scalar::Secret | Scalar::IntegerString) => true,
        TypeRef::Named(id) => blank[*id],
        _ => false,
    };
    let is_constant = matches!(field.build, Build::Preset(_));
    match (role, field.presence) {
        (Role::Request, Presence::Required) if !is_constant => Presence::Needed,
        (Role::Request, Presence::RequiredNullable) => Presence::NeededNullable,
        (Role::Both, Presence::Required) if may_be_blank && !field.may_be_empty => Presence::Filled,
        (Role::Response, Presence::Optional | Presence::Nullable | Presence::RequiredNullable)
            if is_collection =>
        {
            Presence::Plain
        }
        (Role::Response, Presence::Nullable) => Presence::Optional,
        (_, presence) => presence,
    }
}

/// Decides how callers build the record.
fn build(record: &mut Record) {
    let is_argument = |field: &&mut Field| field.build == Build::Argument;
    if record.fields.iter_mut().filter(is_argument).count() > ARGUMENTS {
        for field in record.fields.iter_mut().filter(is_argument) {
            field.build = Build::Setter;
        }
    }
    let is_built = |field: &Field| field.build != Build::ReadOnly;
    record.buildable = record.fields.iter().any(is_built);
    let is_needed =
        |field: &Field| matches!(field.presence, Presence::Needed | Presence::NeededNullable);
    record.has_default = !record.fields.iter().any(is_needed);
}
