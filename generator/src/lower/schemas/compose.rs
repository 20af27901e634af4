//! Composition: `allOf` and annotations merged into one description of a value.

use std::collections::BTreeMap;

use openapiv3::{AdditionalProperties, Discriminator, ReferenceOr, Schema, SchemaData};
use serde_json::Value;

use crate::lower::error::LowerError;
use crate::lower::schemas::keywords::{Bounds, Keywords, Sub};

/// How deep references and compositions may nest before the document is refused.
const DEPTH: usize = 64;

/// What is said about a value besides its shape.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Facts {
    pub(in crate::lower) nullable: bool,
    pub(in crate::lower) read_only: bool,
    pub(in crate::lower) write_only: bool,
    pub(in crate::lower) deprecated: bool,
    pub(in crate::lower) default: Option<Value>,
    pub(in crate::lower) description: Option<String>,
    pub(in crate::lower) extensions: BTreeMap<String, Value>,
}

impl Facts {
    fn of(data: &SchemaData) -> Self {
        Self {
            nullable: data.nullable,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            default: data.default.clone(),
            description: data
                .description
                .clone()
                .filter(|text| !text.trim().is_empty()),
            extensions: data
                .extensions
                .iter()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
        }
    }

    /// Adds what a later branch says.
    fn merge(&mut self, later: Self) {
        self.nullable |= later.nullable;
        self.read_only |= later.read_only;
        self.write_only |= later.write_only;
        self.deprecated |= later.deprecated;
        self.default = later.default.or_else(|| self.default.take());
        self.description = later.description.or_else(|| self.description.take());
        self.extensions.extend(later.extensions);
    }

    /// A text that an overlay wrote under `key`.
    pub(in crate::lower) fn text(&self, key: &str) -> Option<&str> {
        self.extensions.get(key).and_then(Value::as_str)
    }
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Alternatives<'d> {
    pub(in crate::lower) branches: Vec<Sub<'d>>,
    /// `oneOf`: exactly one branch fits.
    pub(in crate::lower) exclusive: bool,
    pub(in crate::lower) discriminator: Option<&'d Discriminator>,
    pub(in crate::lower) pointer: String,
}

/// What may stand beside the known members of an object.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Additional<'d> {
    Nothing,
    Anything,
    Typed(Sub<'d>),
}

/// A value's description with everything that `allOf` adds to it.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Merged<'d> {
    pub(in crate::lower) kind: Option<&'d str>,
    pub(in crate::lower) format: Option<String>,
    pub(in crate::lower) members: BTreeMap<&'d str, Sub<'d>>,
    /// In the order the document lists them.
    pub(in crate::lower) required: Vec<&'d str>,
    pub(in crate::lower) additional: Option<Additional<'d>>,
    pub(in crate::lower) items: Option<Sub<'d>>,
    pub(in crate::lower) enumeration: Vec<Value>,
    pub(in crate::lower) bounds: Bounds,
    pub(in crate::lower) alternatives: Option<Alternatives<'d>>,
    pub(in crate::lower) facts: Facts,
    /// The component that this is, annotations aside.
    pub(in crate::lower) component: Option<&'d str>,
    /// Components that were merged into it.
    pub(in crate::lower) parts: Vec<&'d str>,
    /// Sets of members of which one must be present.
    pub(in crate::lower) either: Vec<Vec<&'d str>>,
}

impl<'d> Merged<'d> {
    /// Whether it describes an object.
    pub(in crate::lower) fn is_object(&self) -> bool {
        self.kind == Some("object")
            || (self.kind.is_none() && (!self.members.is_empty() || self.additional.is_some()))
    }

    /// Whether it says what a value looks like.
    pub(in crate::lower) fn has_shape(&self) -> bool {
        (self.kind.is_some() && (self.kind != Some("object")))
            || !self.members.is_empty()
            || self.additional.is_some()
            || self.items.is_some()
            || !self.enumeration.is_empty()
            || self.alternatives.is_some()
    }

    /// Whether `member` must be present.
    pub(in crate::lower) fn requires(&self, member: &str) -> bool {
        self.required.contains(&member)
    }

    fn require(&mut self, members: impl IntoIterator<Item = &'d str>) {
        for member in members {
            if !self.required.contains(&member) {
                self.required.push(member);
            }
        }
    }

    /// Adds a later branch of an `allOf`; where both describe the same, the later one is the narrower.
    fn merge(&mut self, later: Self, composer: &Composer<'d>) -> Result<(), LowerError> {
        let shaped = later.has_shape();
        self.component = match (self.has_shape(), shaped) {
            (false, true) => later.component,
            (true, false) => self.component,
            (false, false) => self.component.or(later.component),
            (true, true) => None,
        };
        if later.kind.is_some() && (shaped || self.kind.is_none()) {
            self.kind = later.kind;
        }
        self.format = later.format.or_else(|| self.format.take());
        for (name, sub) in later.members {
            if !self.members.contains_key(name) || composer.is_shaped(&sub, 0)? {
                self.members.insert(name, sub);
            }
        }
        self.require(later.required);
        self.additional = later.additional.or_else(|| self.additional.take());
        self.items = later.items.or_else(|| self.items.take());
        if !later.enumeration.is_empty() {
            self.enumeration = later.enumeration;
        }
        if later.bounds != Bounds::default() {
            self.bounds = later.bounds;
        }
        if let Some(alternatives) = later.alternatives {
            if self.alternatives.is_some() {
                return Err(LowerError::new(
                    alternatives.pointer,
                    "two unions in one `allOf` are not supported; give one of them a name of its own in an overlay",
                ));
            }
            self.alternatives = Some(alternatives);
        }
        self.facts.merge(later.facts);
        self.parts.extend(later.parts);
        if !later.either.is_empty() {
            self.either = later.either;
        }
        Ok(())
    }
}

/// Composes schemas; knows the components.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct Composer<'d> {
    pub(in crate::lower) components: Option<&'d openapiv3::Components>,
}

impl<'d> Composer<'d> {
    /// The name of the component schema that `reference`, found at `pointer`, leads to, and the schema.
    pub(in crate::lower) fn resolve(
        &self,
        reference: &'d str,
        pointer: &str,
    ) -> Result<(&'d str, &'d ReferenceOr<Schema>), LowerError> {
        let dangling = |hint: &str| LowerError::new(pointer, format!("`$ref: {reference}` {hint}"));
        let name = reference
            .strip_prefix("#/components/schemas/")
            .filter(|name| !name.contains('/'))
            .ok_or_else(|| {
                dangling("does not lead to a component schema; import the document to bundle it")
            })?;
        self.components
            .and_then(|components| components.schemas.get(name))
            .map(|schema| (name, schema))
            .ok_or_else(|| dangling("leads nowhere: there is no such component"))
    }

    /// Merges everything that is said about a value.
    pub(in crate::lower) fn compose(&self, sub: &Sub<'d>) -> Result<Merged<'d>, LowerError> {
        self.compose_at(sub, 0)
    }

    fn compose_at(&self, sub: &Sub<'d>, depth: usize) -> Result<Merged<'d>, LowerError> {
        check_depth(sub, depth)?;
        match sub {
            Sub::Reference(reference, pointer) => {
                let (name, schema) = self.resolve(reference, pointer)?;
                let inner = Sub::new(schema, format!("#/components/schemas/{}", escape(name)));
                let mut merged = self.compose_at(&inner, depth + 1)?;
                merged.component = Some(name);
                merged.parts.push(name);
                merged.facts.extensions.clear();
                merged.facts.description = None;
                Ok(merged)
            }
            Sub::Inline(schema, pointer) => self.compose_inline(schema, pointer, depth),
        }
    }

    fn compose_inline(
        &self,
        schema: &'d Schema,
        pointer: &str,
        depth: usize,
    ) -> Result<Merged<'d>, LowerError> {
        let words = Keywords::of(schema);
        if words.not {
            return Err(LowerError::new(
                pointer,
                "`not` is not supported; describe what is allowed in an overlay",
            ));
        }
        let own = own(&words, schema, pointer)?;
        if words.all_of.is_empty() {
            return Ok(own);
        }
        let mut merged = Merged::default();
        for (index, branch) in words.all_of.iter().enumerate() {
            let branch = Sub::new(branch, format!("{pointer}/allOf/{index}"));
            merged.merge(self.compose_at(&branch, depth + 1)?, self)?;
        }
        let narrows = own.required.iter().any(|member| !merged.requires(member));
        merged.merge(own, self)?;
        if narrows {
            merged.component = None;
        }
        // A branch that only adds `required` makes another type of the component, too.
        if let Some(component) = merged.component {
            let whole = self.component(component, pointer, depth)?;
            if whole.required.len() != merged.required.len() {
                merged.component = None;
            }
        }
        Ok(merged)
    }

    /// Whether a schema says what a value looks like. Nothing is merged: it may lead back to what is being merged.
    fn is_shaped(&self, sub: &Sub<'d>, depth: usize) -> Result<bool, LowerError> {
        check_depth(sub, depth)?;
        let (schema, pointer) = match sub {
            Sub::Reference(reference, pointer) => {
                let (_, schema) = self.resolve(reference, pointer)?;
                return self.is_shaped(&Sub::new(schema, pointer.clone()), depth + 1);
            }
            Sub::Inline(schema, pointer) => (*schema, pointer),
        };
        let words = Keywords::of(schema);
        let mut is_shaped = own(&words, schema, pointer)?.has_shape();
        for branch in words.all_of {
            is_shaped |= self.is_shaped(&Sub::new(branch, pointer.clone()), depth + 1)?;
        }
        Ok(is_shaped)
    }

    /// Everything that is said about the component called `name`; `pointer` is where it is asked for.
    pub(in crate::lower) fn named(
        &self,
        name: &'d str,
        pointer: &str,
    ) -> Result<Merged<'d>, LowerError> {
        self.component(name, pointer, 0)
    }

    /// The component called `name`.
    fn component(
        &self,
        name: &'d str,
        pointer: &str,
        depth: usize,
    ) -> Result<Merged<'d>, LowerError> {
        let schema = self
            .components
            .and_then(|components| components.schemas.get(name));
        let schema = schema.ok_or_else(|| {
            LowerError::new(pointer, format!("there is no component schema `{name}`"))
        })?;
        self.compose_at(
            &Sub::new(schema, format!("#/components/schemas/{}", escape(name))),
            depth + 1,
        )
    }
}

fn check_depth(sub: &Sub<'_>, depth: usize) -> Result<(), LowerError> {
    let message = "references and compositions nest too deeply, or lead only to themselves";
    match depth > DEPTH {
        true => Err(LowerError::new(sub.pointer(), message)),
        false => Ok(()),
    }
}

/// What the schema itself says, its `allOf` aside.
fn own<'d>(words: &Keywords<'d>, schema: &Schema, pointer: &str) -> Result<Merged<'d>, LowerError> {
    let mut own = Merged {
        kind: words.kind,
        format: words.format.clone(),
        items: words
            .items
            .map(|items| Sub::boxed(items, format!("{pointer}/items"))),
        enumeration: words.enumeration.clone(),
        bounds: words.bounds.clone(),
        facts: Facts::of(&schema.schema_data),
        ..Merged::default()
    };
    for (name, member) in words.properties.into_iter().flatten() {
        own.members.insert(
            name,
            Sub::boxed(member, format!("{pointer}/properties/{}", escape(name))),
        );
    }
    own.require(words.required.iter().map(String::as_str));
    own.additional = words.additional.map(|additional| match additional {
        AdditionalProperties::Any(true) => Additional::Anything,
        AdditionalProperties::Any(false) => Additional::Nothing,
        AdditionalProperties::Schema(schema) => {
            Additional::Typed(Sub::new(schema, format!("{pointer}/additionalProperties")))
        }
    });
    own.either = constraint(words);
    if own.either.is_empty() {
        own.alternatives = alternatives(words, pointer)?;
    }
    Ok(own)
}

/// The sets of members that branches demand which do nothing else.
fn constraint<'d>(words: &Keywords<'d>) -> Vec<Vec<&'d str>> {
    let branches = words.one_of.iter().chain(words.any_of);
    let demanded = branches.map(|branch| match branch {
        ReferenceOr::Item(schema) => {
            let words = Keywords::of(schema);
            let only = !words.has_shape() && !words.required.is_empty();
            only.then(|| words.required.iter().map(String::as_str).collect())
        }
        ReferenceOr::Reference { .. } => None,
    });
    demanded.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The union of the schema.
fn alternatives<'d>(
    words: &Keywords<'d>,
    pointer: &str,
) -> Result<Option<Alternatives<'d>>, LowerError> {
    let (branches, exclusive) = match (words.one_of, words.any_of) {
        ([], []) => return Ok(None),
        (one_of, []) => (one_of, true),
        ([], any_of) => (any_of, false),
        _ => {
            let message =
                "`oneOf` beside `anyOf` is not supported; remove one of them in an overlay";
            return Err(LowerError::new(pointer, message));
        }
    };
    let key = if exclusive { "oneOf" } else { "anyOf" };
    let branches = branches.iter().enumerate();
    let branches = branches
        .map(|(index, branch)| Sub::new(branch, format!("{pointer}/{key}/{index}")))
        .collect();
    let pointer = pointer.to_owned();
    Ok(Some(Alternatives {
        branches,
        exclusive,
        discriminator: words.discriminator,
        pointer,
    }))
}

/// Escapes a name for use in a JSON pointer.
pub(in crate::lower) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
