//! Which part of a response is the resource: a response without it is an error.

use crate::ir::{Field, Group, Output, Presence, Shape, TypeId, TypeRef};
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::operations::pages::PAGING;

/// Where schemas have names.
const COMPONENTS: &str = "#/components/schemas/";

/// The response of an operation whose type is a record.
#[derive(Clone, Copy, Debug)]
struct RecordResponse<'a> {
    id: &'a str,
    pointer: &'a str,
    ty: TypeId,
}

/// Names the member that holds the resource, for all operations; needs the members of all records.
pub(in crate::lower) fn lower(lowering: &mut Lowering<'_>, groups: &mut [Group]) {
    let operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    for operation in operations {
        let Output::Json {
            ty: TypeRef::Named(ty),
            resource,
        } = &mut operation.output
        else {
            continue;
        };
        let response = RecordResponse {
            id: &operation.id,
            pointer: &operation.pointer,
            ty: *ty,
        };
        match lowering.resource(response) {
            Ok(found) => *resource = found,
            Err(error) => lowering.undecided(error),
        }
    }
}

impl Lowering<'_> {
    /// The other paths at which servers send what the operation returns.
    pub(in crate::lower) fn other_paths(&mut self, id: &str) -> Vec<Vec<String>> {
        let Some(paths) = self.config.also_at.get(id) else {
            return Vec::new();
        };
        self.mark("also_at", id);
        let names = |path: &String| {
            let names = path.split('.').filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        };
        paths.iter().map(names).collect()
    }

    /// The member that holds the resource, where the response is an object of several members: the only required one
    /// that is an object or a list, unless the configuration names it.
    fn resource(&mut self, of: RecordResponse<'_>) -> Result<Option<String>, LowerError> {
        if let Some(name) = self.config.resources.get(of.id) {
            self.mark("resources", of.id);
            return match name.as_str() {
                "" => Ok(None),
                name => self.require(name, of).map(Some),
            };
        }
        let required = self.fields(of.ty).iter().filter(|field| {
            field.presence == Presence::Required
                && !PAGING.contains(&field.wire.as_str())
                && self.is_aggregate(&field.ty)
        });
        let required: Vec<_> = required.map(|field| field.wire.clone()).collect();
        if let [name] = required.as_slice() {
            return Ok(Some(name.clone()));
        }
        let is_list = |error: &LowerError| matches!(&error.decision, Some(Decision::List { operation, .. }) if **operation == *of.id);
        // Whether it is a list is asked first.
        if self.errors.iter().any(is_list) {
            return Ok(None);
        }
        self.check_named(of)
    }

    /// A response that has components among its members needs an entry, unless it is a component itself, and so a resource
    /// with a name.
    fn check_named(&self, of: RecordResponse<'_>) -> Result<Option<String>, LowerError> {
        let fields = self.fields(of.ty);
        let pointer = &self.types[of.ty].pointer;
        let is_envelope = !pointer.starts_with(COMPONENTS);
        let members = fields.iter().filter(|field| self.is_component(&field.ty));
        let members: Vec<_> = members.map(|field| field.wire.clone()).collect();
        if members.is_empty() || !is_envelope {
            return Ok(None);
        }
        let quoted: Vec<_> = members.iter().map(|name| format!("\"{name}\"")).collect();
        let message = format!(
            "the response is an object of several members; add to [resources] in spec/codegen.toml: {id} = one of \
             {names}, or \"\" if the object itself is the resource",
            id = of.id,
            names = quoted.join(", "),
        );
        let operation = of.id.to_owned();
        Err(LowerError::new(of.pointer, message)
            .deciding(Decision::Resource { operation, members }))
    }

    /// Makes the member required, so that its absence shows.
    fn require(&mut self, name: &str, of: RecordResponse<'_>) -> Result<String, LowerError> {
        let fields = match &mut self.types[of.ty].shape {
            Shape::Record(record) => record.fields.as_mut_slice(),
            _ => &mut [],
        };
        match fields.iter_mut().find(|field| field.wire == name) {
            Some(field) => {
                field.presence = Presence::Required;
                Ok(name.to_owned())
            }
            None => {
                let message = format!(
                    "[resources] in spec/codegen.toml: the response has no member `{name}`"
                );
                Err(LowerError::new(of.pointer, message))
            }
        }
    }

    fn fields(&self, id: TypeId) -> &[Field] {
        match &self.types[id].shape {
            Shape::Record(record) => &record.fields,
            _ => &[],
        }
    }

    /// Whether values are components with members, or lists of such.
    fn is_component(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Optional(inner) => {
                self.is_component(inner)
            }
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                let has_name = self.types[*id].pointer.starts_with(COMPONENTS);
                has_name && self.is_aggregate(ty)
            }
            TypeRef::Scalar(_) | TypeRef::Json => false,
        }
    }

    /// Whether values have members or elements.
    fn is_aggregate(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::List(_) | TypeRef::Map(_) => true,
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                !matches!(self.types[*id].shape, Shape::StringEnum(_))
            }
            TypeRef::Optional(inner) => self.is_aggregate(inner),
            TypeRef::Scalar(_) | TypeRef::Json => false,
        }
    }
}
