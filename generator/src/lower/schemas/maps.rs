//! Maps: objects whose members the document does not name.

use crate::component;
use crate::ir::{
    Build, Disposition, Docs, Field, Home, NameHint, Presence, Record, Role, Shape, TypeDef,
    TypeId, TypeRef,
};
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::lowering::{ComponentProgress, Lowering};
use crate::lower::schemas::compose::{Additional, Merged};

impl<'d> Lowering<'d> {
    /// The type of the component `name`, which its own values contain: possible for a map, whose type then has a name.
    pub(in crate::lower) fn map_of_itself(
        &mut self,
        name: &'d str,
        pointer: &str,
    ) -> Result<TypeRef, LowerError> {
        let merged = self.composer.named(name, pointer)?;
        let is_map = merged.is_object()
            && merged.members.is_empty()
            && merged.one_of.is_none()
            && matches!(merged.additional, Some(Additional::Typed(_)));
        if !is_map {
            return self.list_of_itself(name, &merged, pointer);
        }
        let at = component::pointer("schemas", name);
        let id = self.begin(
            TypeDef {
                docs: docs::of_type(&merged, &at, Some(name)),
                pointer: at,
                shared_with: Vec::new(),
                name: NameHint::Component {
                    key: name.to_owned(),
                    stripped: None,
                },
                home: Home::Shared,
                used_by: Vec::new(),
                deprecated: merged.annotations.deprecated,
                role: Role::default(),
                shape: Shape::Record(Record::default()),
            },
            Some(name),
        );
        Ok(TypeRef::Named(id))
    }

    /// The type of the component `name`, a list whose items contain it: possible where they are a union, whose type has
    /// a name.
    fn list_of_itself(
        &self,
        name: &str,
        merged: &Merged<'d>,
        pointer: &str,
    ) -> Result<TypeRef, LowerError> {
        if let Some(items) = &merged.items {
            let item = self.composer.compose(items)?;
            let union = item.one_of.as_ref();
            let known = union.and_then(|union| self.unions.get(&union.pointer));
            if let Some(id) = known {
                let union = TypeRef::Named(*id);
                let nullable = item.annotations.nullable || self.allows_null(&item)?;
                return Ok(TypeRef::List(Box::new(match nullable {
                    true => TypeRef::Optional(Box::new(union)),
                    false => union,
                })));
            }
        }
        let message = match merged.kind {
            Some("array") => format!(
                "the list `{name}` holds only lists of itself: no value could be in it; describe its items in an overlay"
            ),
            _ => {
                format!("the schema `{name}` is described only by itself; correct it in an overlay")
            }
        };
        Err(LowerError::new(pointer, message))
    }

    /// Fills the type in that [`Self::map_of_itself`] made, now that the type of its values is known.
    pub(in crate::lower) fn end_of_map(&mut self, name: &str, ty: TypeRef) -> TypeRef {
        let (Some(ComponentProgress::Begun(Some(id))), TypeRef::Map(values)) =
            (self.components.get(name), &ty)
        else {
            return ty;
        };
        let id: TypeId = *id;
        let fields = vec![rest(TypeRef::clone(values))];
        self.types[id].shape = Shape::Record(Record {
            fields,
            buildable: false,
            has_default: true,
            conversions: Vec::new(),
        });
        self.dispose(name, Disposition::Type(id));
        TypeRef::Named(id)
    }
}

/// The field of a record that holds the members which the document does not name.
pub(in crate::lower) fn rest(values: TypeRef) -> Field {
    Field {
        wire: "additional".to_owned(),
        pointer: String::new(),
        ty: TypeRef::Map(Box::new(values)),
        presence: Presence::Rest,
        build: Build::Setter,
        docs: Docs::derived(
            "The properties that the document does not name.",
            Vec::new(),
        ),
        deprecated: false,
        may_be_empty: false,
    }
}
