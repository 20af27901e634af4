//! Schemas to uses of types.

use crate::component;
use crate::ir::{Disposition, NameHint, Scalar, TypeDef, TypeId, TypeRef};
use crate::lower::documentation::words;
use crate::lower::error::LowerError;
use crate::lower::lowering::{ComponentProgress, Lowering};
use crate::lower::schemas::compose::{Additional, Merged};
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::numbers::number;

/// How many values, members or branches a type may have: each takes a line, and a file has at most 2,000.
const MOST_LINES: usize = 1_900;

/// How deep schemas may nest inside each other.
const DEPTH: usize = 80;

/// A schema where it is used.
#[derive(Clone, Debug)]
pub(in crate::lower) struct SchemaUse<'d> {
    pub(in crate::lower) ty: TypeRef,
    /// The constraints on the value, inline and from the schema that it refers to.
    pub(in crate::lower) merged: Merged<'d>,
}

impl SchemaUse<'_> {
    pub(in crate::lower) fn nullable(&self) -> bool {
        self.merged.annotations.nullable
    }
}

impl<'d> Lowering<'d> {
    /// Lowers the schema at `sub`; `hint` names the type if one is needed.
    pub(in crate::lower) fn schema(
        &mut self,
        sub: &Sub<'d>,
        hint: NameHint,
    ) -> Result<SchemaUse<'d>, LowerError> {
        self.descend(sub.pointer())?;
        let merged = self.composer.compose(sub)?;
        let ty = match (sub, merged.component) {
            (Sub::Base(name, _), _) => self.base(name, &merged)?,
            (_, Some(name)) => self.component(name, sub.pointer())?,
            (_, None) => self.inline(&merged, sub, hint)?,
        };
        self.depth -= 1;
        let mut merged = merged;
        if self.allows_null(&merged)? {
            merged.annotations.nullable = true;
        }
        Ok(SchemaUse { ty, merged })
    }

    /// Counts one more schema inside the current one; what follows it subtracts it again.
    pub(super) fn descend(&mut self, pointer: &str) -> Result<(), LowerError> {
        self.depth += 1;
        if self.depth <= DEPTH {
            return Ok(());
        }
        let message =
            "schemas nest too deeply, or refer only to themselves; flatten them in an overlay";
        Err(LowerError::new(pointer, message))
    }

    /// The type that the component schema `name` is used as.
    pub(in crate::lower) fn component(
        &mut self,
        name: &'d str,
        pointer: &str,
    ) -> Result<TypeRef, LowerError> {
        match self.components.get(name) {
            Some(ComponentProgress::Done(ty)) => return Ok(ty.clone()),
            Some(ComponentProgress::Begun(Some(id))) => return Ok(TypeRef::Named(*id)),
            Some(ComponentProgress::Begun(None)) => return self.map_of_itself(name, pointer),
            None => {}
        }
        self.components.insert(name, ComponentProgress::Begun(None));
        let lowered = self.new_component(name, pointer);
        match &lowered {
            Ok(ty) => self
                .components
                .insert(name, ComponentProgress::Done(ty.clone())),
            // The next operation that needs it reports the same error, not a cycle.
            Err(_) => self.components.remove(name),
        };
        lowered
    }

    fn new_component(&mut self, name: &'d str, pointer: &str) -> Result<TypeRef, LowerError> {
        let schema = self
            .document
            .components
            .as_ref()
            .and_then(|components| components.schemas.get(name));
        let schema = schema.ok_or_else(|| {
            LowerError::new(pointer, format!("there is no component schema `{name}`"))
        })?;
        let at = component::pointer("schemas", name);
        let mut merged = self.composer.compose(&Sub::new(schema, at.clone()))?;
        // A child that adds nothing to its parent is still one of its branches.
        merged.component = merged
            .component
            .filter(|parent| !self.children.is_child(name, parent));
        if let Some(children) = self.children.union(name, &at) {
            merged.one_of = Some(children);
            merged.members.clear();
            merged.required.clear();
        }
        let ty = match merged.component {
            Some(other) => self.component(other, &at)?,
            None => {
                let hint = NameHint::Component {
                    key: name.to_owned(),
                    stripped: self.stripped(name),
                };
                self.shape(&merged, &at, hint, Some(name))?
            }
        };
        let ty = self.end_of_map(name, ty);
        let own = match &ty {
            TypeRef::Named(id) if self.types[*id].pointer == at => Some(*id),
            _ => None,
        };
        self.dispose(
            name,
            own.map_or_else(|| Disposition::Plain(ty.clone()), Disposition::Type),
        );
        for part in &merged.parts {
            self.dispose(part, Disposition::Merged);
        }
        Ok(ty)
    }

    /// Whether the component means any of its children.
    pub(in crate::lower) fn is_polymorphic(&self, merged: &Merged<'d>) -> bool {
        merged.component.is_some_and(|name| self.children.has(name))
    }

    /// The type of a parent itself, which otherwise means any of its children.
    fn base(&mut self, name: &'d str, merged: &Merged<'d>) -> Result<TypeRef, LowerError> {
        let at = component::pointer("schemas", name);
        let key = format!("{at} itself");
        if let Some(ty) = self.inline.get(&key) {
            return Ok(ty.clone());
        }
        self.dispose(name, Disposition::Merged);
        let hint = NameHint::Component {
            key: format!("{name}_base"),
            stripped: None,
        };
        let ty = self.shape(merged, &at, hint, None)?;
        self.inline.insert(key, ty.clone());
        Ok(ty)
    }

    fn stripped(&mut self, name: &str) -> Option<String> {
        let strip = |prefix: &'d String| {
            let rest = name.strip_prefix(prefix.as_str())?;
            rest.starts_with(|c: char| c.is_ascii_uppercase())
                .then(|| (prefix, rest.to_owned()))
        };
        let (prefix, rest) = self.config.strip_type_prefixes.iter().find_map(strip)?;
        self.mark("strip_type_prefixes", prefix);
        Some(rest)
    }

    fn inline(
        &mut self,
        merged: &Merged<'d>,
        sub: &Sub<'d>,
        hint: NameHint,
    ) -> Result<TypeRef, LowerError> {
        let key = sub.key();
        if let Some(ty) = self.inline.get(&key) {
            return Ok(ty.clone());
        }
        for part in &merged.parts {
            self.dispose(part, Disposition::Merged);
        }
        let ty = self.shape(merged, sub.pointer(), hint, None)?;
        self.inline.insert(key, ty.clone());
        Ok(ty)
    }

    /// The type of the described value.
    pub(in crate::lower) fn shape(
        &mut self,
        merged: &Merged<'d>,
        pointer: &str,
        hint: NameHint,
        component: Option<&'d str>,
    ) -> Result<TypeRef, LowerError> {
        let hint = match merged.annotations.string("x-rust-name") {
            Some(name) => NameHint::Chosen(name.to_owned()),
            None => hint,
        };
        self.idle_keywords(merged, pointer);
        let branches = merged.one_of.as_ref().map_or(0, |a| a.branches.len());
        if merged.members.len().max(2 * branches) > MOST_LINES {
            let message = format!(
                "a type of {} members and {branches} branches would not fit into a file; divide it, or use \
                 `additionalProperties`, in an overlay",
                merged.members.len()
            );
            return Err(LowerError::new(pointer, message));
        }
        if let Some(one_of) = &merged.one_of {
            return self.union(merged, one_of, hint, component);
        }
        match merged.kind {
            Some("string") => Ok(self.string(merged, pointer, hint)),
            None if merged.enumeration.iter().any(serde_json::Value::is_string) => {
                Ok(self.string(merged, pointer, hint))
            }
            Some("integer" | "number") => {
                let scalar = number(merged, pointer)?;
                if let (Scalar::Float, Some(format)) = (scalar, merged.format.as_deref())
                    && !matches!(format, "float" | "double")
                {
                    let message = format!(
                        "a number of `format: {format}` is read as a 64-bit floating-point number, which keeps 15 digits"
                    );
                    self.report(pointer, message);
                }
                Ok(TypeRef::Scalar(scalar))
            }
            Some("boolean") => Ok(TypeRef::Scalar(Scalar::Boolean)),
            Some("array") => self.array(merged, pointer, hint),
            None if merged.items.is_some() => self.array(merged, pointer, hint),
            Some("object") => self.object(merged, pointer, hint, component),
            None if merged.is_object() => self.object(merged, pointer, hint, component),
            None => Ok(TypeRef::Json),
            Some(other) => Err(LowerError::new(
                pointer,
                format!("`type: {other}` is not a type of OpenAPI 3.0; correct it in an overlay"),
            )),
        }
    }

    /// Reports keywords that say nothing about a value of this type.
    fn idle_keywords(&mut self, merged: &Merged<'d>, pointer: &str) {
        if merged.excludes {
            self.report(pointer, "`not` is not checked");
        }
        let Some(kind) = merged.kind else { return };
        let described = [
            ("items", merged.items.is_some(), "array"),
            ("properties", !merged.members.is_empty(), "object"),
        ];
        for (keyword, _, _) in described
            .iter()
            .filter(|(_, present, on)| *present && *on != kind)
        {
            self.report(
                pointer,
                format!("`{keyword}` has no meaning for `type: {kind}`; correct it in an overlay"),
            );
        }
        if !merged.enumeration.is_empty() && matches!(kind, "object" | "array") {
            self.report(pointer, format!("`enum` on `type: {kind}` is not checked"));
        }
    }

    fn string(&mut self, merged: &Merged<'d>, pointer: &str, hint: NameHint) -> TypeRef {
        if merged.enumeration.len() > MOST_LINES {
            let count = merged.enumeration.len();
            self.report(
                pointer,
                format!("an enum of {count} values is read as a string: its type would not fit into a file"),
            );
        } else if !merged.enumeration.is_empty() {
            return self.string_enum(merged, pointer, hint);
        }
        TypeRef::Scalar(match merged.format.as_deref() {
            Some("date-time") => Scalar::Timestamp,
            Some("int64" | "uint64") => Scalar::IntegerString,
            _ => Scalar::String,
        })
    }

    fn array(
        &mut self,
        merged: &Merged<'d>,
        pointer: &str,
        hint: NameHint,
    ) -> Result<TypeRef, LowerError> {
        let Some(items) = &merged.items else {
            self.report(pointer, "an array without `items` holds any JSON values");
            return Ok(TypeRef::List(Box::new(TypeRef::Json)));
        };
        let item = self.schema(items, words::of_item(hint))?;
        Ok(TypeRef::List(Box::new(element(item))))
    }

    pub(super) fn object(
        &mut self,
        merged: &Merged<'d>,
        pointer: &str,
        hint: NameHint,
        component: Option<&'d str>,
    ) -> Result<TypeRef, LowerError> {
        if !merged.members.is_empty() {
            return self.record(merged, pointer, hint, component);
        }
        if let Some(Additional::Typed(values)) = &merged.additional {
            let value = self.schema(values, words::of_item(hint))?;
            return Ok(TypeRef::Map(Box::new(element(value))));
        }
        Ok(TypeRef::Map(Box::new(TypeRef::Json)))
    }

    /// Adds a type and, for a component, makes it known before its members are lowered.
    pub(in crate::lower) fn begin(&mut self, def: TypeDef, component: Option<&'d str>) -> TypeId {
        let id = self.types.push(def);
        if let Some(name) = component {
            self.components
                .insert(name, ComponentProgress::Begun(Some(id)));
        }
        id
    }
}

/// The element type of a list or map; an element that may be null remains one.
pub(in crate::lower) fn element(item: SchemaUse<'_>) -> TypeRef {
    if item.nullable() {
        TypeRef::Optional(Box::new(item.ty))
    } else {
        item.ty
    }
}
