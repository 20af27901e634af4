//! Maps: objects whose members the document does not name.

use crate::ir::{
    Build, Disposition, Docs, Field, Home, NameHint, Presence, Record, Role, Shape, TypeDef,
    TypeId, TypeRef,
};
use crate::json_pointer::escape;
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::schemas::compose::Additional;
use crate::lower::{Lowering, Progress};

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
            && merged.alternatives.is_none()
            && matches!(merged.additional, Some(Additional::Typed(_)));
        if !is_map {
            return Err(LowerError::new(
                pointer,
                format!("the schema `{name}` leads only to itself"),
            ));
        }
        let at = format!("#/components/schemas/{}", escape(name));
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
                deprecated: merged.facts.deprecated,
                role: Role::default(),
                shape: Shape::Record(Record::default()),
            },
            Some(name),
        );
        Ok(TypeRef::Named(id))
    }

    /// Fills the type in that [`Self::map_of_itself`] made, now that the type of its values is known.
    pub(in crate::lower) fn end_of_map(&mut self, name: &str, ty: TypeRef) -> TypeRef {
        let (Some(Progress::Begun(Some(id))), TypeRef::Map(values)) =
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
