//! Members that mean the same have the same type everywhere: a component that the configuration names.

use crate::ir::{Shape, TypeRef};
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::secrets::keys;

impl<'d> Lowering<'d> {
    /// Returns the type of a member or parameter: where it is a string, or a list of strings, that of the component which
    /// the configuration names for its meaning.
    pub(in crate::lower) fn same_type(
        &mut self,
        name: &str,
        sub: &Sub<'_>,
        component: Option<&str>,
        ty: TypeRef,
    ) -> Result<TypeRef, LowerError> {
        let config = self.config;
        let mut names = keys(name, sub, component);
        names.push(name.to_owned());
        for (concept, same) in &config.same_types {
            let Some(member) = names.iter().find(|name| same.members.contains(*name)) else {
                continue;
            };
            if let Some(exception) = names.iter().find(|name| same.except.contains(*name)) {
                self.mark(&format!("same_types.{concept}"), exception);
                return Ok(ty);
            }
            if !self.is_string(&ty) {
                return Ok(ty);
            }
            let meant = self.component(concept, sub.pointer())?;
            self.mark(&format!("same_types.{concept}"), member);
            // The configuration may name all members of a name, of which only this one may be an exception.
            let mut qualified = names.iter().filter(|name| !name.starts_with('#'));
            let qualified = qualified.find(|name| name.contains('.'));
            let exception = qualified.or(names.first()).unwrap_or(member);
            self.covers((concept, exception), &meant, &ty, sub.pointer());
            return Ok(with_strings(ty, &meant));
        }
        Ok(ty)
    }

    /// Whether values are strings, or lists of them.
    fn is_string(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(scalar) => *scalar == crate::ir::Scalar::String,
            TypeRef::Named(_) => self.values(ty).is_some(),
            TypeRef::List(inner) | TypeRef::Optional(inner) => self.is_string(inner),
            TypeRef::Boxed(_) | TypeRef::Map(_) | TypeRef::Json => false,
        }
    }

    /// The known values of an enum, or of the items of a list.
    fn values(&self, ty: &TypeRef) -> Option<Vec<String>> {
        match ty {
            TypeRef::Named(id) => match &self.types[*id].shape {
                Shape::StringEnum(values) => {
                    Some(values.iter().map(|value| value.wire.clone()).collect())
                }
                Shape::Record(_) | Shape::Union(_) => None,
            },
            TypeRef::List(inner) | TypeRef::Optional(inner) => self.values(inner),
            _ => None,
        }
    }

    /// Reports values of the replaced type that the common one does not know.
    fn covers(
        &mut self,
        (concept, member): (&str, &str),
        common: &TypeRef,
        replaced: &TypeRef,
        pointer: &str,
    ) {
        let known = self.values(common).unwrap_or_default();
        let mut missing = self.values(replaced).unwrap_or_default();
        missing.retain(|value| !known.contains(value));
        if !missing.is_empty() {
            let message = format!(
                "the values {missing:?} are none of `{concept}`: add them there in an overlay, or list the member under \
                 `except` in [same_types.{concept}] in spec/codegen.toml"
            );
            let decision = Decision::OtherValues {
                concept: concept.to_owned(),
                member: member.to_owned(),
                values: missing.into(),
            };
            self.undecided(LowerError::new(pointer, message).deciding(decision));
        }
    }
}

/// Replaces the strings in a type.
fn with_strings(ty: TypeRef, by: &TypeRef) -> TypeRef {
    match ty {
        TypeRef::List(inner) => TypeRef::List(Box::new(with_strings(*inner, by))),
        TypeRef::Optional(inner) => TypeRef::Optional(Box::new(with_strings(*inner, by))),
        _ => by.clone(),
    }
}
