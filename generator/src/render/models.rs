//! Models: the types of a group, and those that several groups use.

use std::collections::BTreeMap;

use super::{context::Context, docs, homes::Homes, module::Module, record, string_enum, union};
use crate::ir::{Group, GroupId, Home, Shape, TypeId};

/// Returns the module of the types of a group, if it has any.
pub(super) fn of_group(
    context: Context<'_>,
    homes: &Homes,
    id: GroupId,
    group: &Group,
) -> Option<Module> {
    let names = context.names.group(id.0);
    let path = vec![names.module.to_string(), "models".to_owned()];
    let title = docs::markdown(std::slice::from_ref(&group.title));
    let types = homes.declared(Home::Group(id));
    module_of(context, types, path, format!("Types of {title}."))
}

/// Returns the module of the types that several groups use.
pub(super) fn shared(context: Context<'_>, homes: &Homes) -> Module {
    let path = vec!["shared".to_owned()];
    let docs = "Types that several groups use; each group exports those it uses.".to_owned();
    let types = homes.declared(Home::Shared);
    let module = module_of(context, types, path.clone(), docs.clone());
    module.unwrap_or(Module {
        path,
        docs,
        ..Module::default()
    })
}

/// Returns the module of some types, if there are any.
fn module_of(
    context: Context<'_>,
    types: &[TypeId],
    path: Vec<String>,
    docs: String,
) -> Option<Module> {
    let mut units = BTreeMap::new();
    for &id in types {
        let ty = context.ty(id);
        let mut unit = match &ty.shape {
            Shape::Record(shape) => record::render(context, id, ty, shape),
            Shape::StringEnum(values) => string_enum::render(context, id, ty, values),
            Shape::Union(shape) => union::render(context, id, ty, shape),
        };
        let name = context.type_ident(id).to_string();
        unit.part = context.names.ty(id).part.clone();
        units.insert(name, unit);
    }
    if units.is_empty() {
        return None;
    }
    Some(Module {
        path,
        docs,
        units: units.into_values().collect(),
        ..Module::default()
    })
}
