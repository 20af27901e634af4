//! Composition: `allOf` and annotations merged into one description of a value.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use openapiv3::{AdditionalProperties, Components, Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use crate::component;
use crate::json_pointer::escape;
use crate::lower::error::LowerError;
use crate::lower::schemas::annotations::Annotations;
use crate::lower::schemas::bounds::Bounds;
use crate::lower::schemas::keywords::{Keywords, Sub};

/// How deep references and compositions may nest before the document is refused.
const DEPTH: usize = 64;

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(in crate::lower) struct OneOf<'d> {
    pub(in crate::lower) branches: Vec<Sub<'d>>,
    /// `oneOf`: exactly one branch fits.
    pub(in crate::lower) exclusive: bool,
    pub(in crate::lower) discriminator: Option<&'d Discriminator>,
    pub(in crate::lower) pointer: String,
    /// Whether it is what two unions have in common, so that no value fits branches that contradict themselves.
    pub(in crate::lower) is_narrowed: bool,
}

/// The additional members that an object may have.
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
    pub(in crate::lower) one_of: Option<OneOf<'d>>,
    pub(in crate::lower) annotations: Annotations,
    /// The component that this is, annotations aside.
    pub(in crate::lower) component: Option<&'d str>,
    /// Components that were merged into it.
    pub(in crate::lower) parts: Vec<&'d str>,
    /// Sets of members of which one must be present.
    pub(in crate::lower) either: Vec<Vec<&'d str>>,
    /// Whether `not` excludes values.
    pub(in crate::lower) excludes: bool,
    /// The JSON pointer of the schema, for errors.
    pub(in crate::lower) origin: String,
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
            || self.one_of.is_some()
    }

    /// Whether `member` must be present.
    pub(in crate::lower) fn requires(&self, member: &str) -> bool {
        self.required.contains(&member)
    }

    pub(super) fn require(&mut self, members: impl IntoIterator<Item = &'d str>) {
        for member in members {
            if !self.required.contains(&member) {
                self.required.push(member);
            }
        }
    }
}

/// Composes schemas; knows the components, each of which it composes once.
#[derive(Debug)]
pub(in crate::lower) struct Composer<'d> {
    components: Option<&'d Components>,
    composed: RefCell<BTreeMap<&'d str, Rc<Merged<'d>>>>,
}

impl<'d> Composer<'d> {
    pub(in crate::lower) fn new(components: Option<&'d Components>) -> Self {
        Self {
            components,
            composed: RefCell::new(BTreeMap::new()),
        }
    }

    /// The name of the component schema to which `reference`, found at `pointer`, points, and the schema.
    pub(in crate::lower) fn resolve(
        &self,
        reference: &'d str,
        pointer: &str,
    ) -> Result<(&'d str, &'d ReferenceOr<Schema>), LowerError> {
        let dangling = |hint: &str| LowerError::new(pointer, format!("`$ref: {reference}` {hint}"));
        let name = component::named(reference, "schemas").ok_or_else(|| {
            dangling("does not refer to a component schema; import the document to bundle it")
        })?;
        self.components
            .and_then(|components| components.schemas.get(name))
            .map(|schema| (name, schema))
            .ok_or_else(|| dangling("refers to a component that does not exist"))
    }

    /// Merges everything that is said about a value.
    pub(in crate::lower) fn compose(&self, sub: &Sub<'d>) -> Result<Merged<'d>, LowerError> {
        self.compose_at(sub, 0)
    }

    fn compose_at(&self, sub: &Sub<'d>, depth: usize) -> Result<Merged<'d>, LowerError> {
        check_depth(sub, depth)?;
        match sub {
            Sub::Reference(reference, pointer) => {
                let (name, _) = self.resolve(reference, pointer)?;
                self.referred(name, pointer, depth)
            }
            Sub::Inline(schema, pointer) => self.compose_inline(schema, pointer, depth),
            Sub::Component(name, pointer) => self.referred(name, pointer, depth),
            Sub::Base(name, pointer) => {
                let mut merged = self.component(name, pointer, depth)?;
                merged.component = None;
                Ok(merged)
            }
            Sub::All(parts) => {
                let mut merged = Merged::default();
                for part in parts {
                    merged.merge(self.compose_at(part, depth + 1)?)?;
                }
                self.settle_component(&mut merged, depth)?;
                Ok(merged)
            }
        }
    }

    /// The component as it is where something refers to it: its annotations are its own.
    fn referred(
        &self,
        name: &'d str,
        pointer: &str,
        depth: usize,
    ) -> Result<Merged<'d>, LowerError> {
        let mut merged = self.component(name, pointer, depth)?;
        merged.component = Some(name);
        if !merged.parts.contains(&name) {
            merged.parts.push(name);
        }
        merged.annotations.extensions.clear();
        Ok(merged)
    }

    fn compose_inline(
        &self,
        schema: &'d Schema,
        pointer: &str,
        depth: usize,
    ) -> Result<Merged<'d>, LowerError> {
        let words = Keywords::of(schema);
        let own = own(&words, schema, pointer)?;
        if words.all_of.is_empty() {
            return Ok(own);
        }
        let mut merged = Merged::default();
        for (index, branch) in words.all_of.iter().enumerate() {
            let branch = Sub::new(branch, format!("{pointer}/allOf/{index}"));
            let mut part = self.compose_at(&branch, depth + 1)?;
            if matches!(branch, Sub::Reference(..)) && self.is_branch_of(pointer, &part) {
                // A branch that extends the schema of its union extends only what all branches share.
                part.one_of = None;
                part.component = None;
            }
            merged.merge(part)?;
        }
        merged.merge(own)?;
        pointer.clone_into(&mut merged.origin);
        self.settle_component(&mut merged, depth)?;
        Ok(merged)
    }

    /// Whether the schema at `pointer` is one of the alternatives of `whole`, directly or in a union there.
    fn is_branch_of(&self, pointer: &str, whole: &Merged<'d>) -> bool {
        let one_of = whole.one_of.iter();
        let mut open: Vec<Sub<'d>> = one_of.flat_map(|a| a.branches.clone()).collect();
        let mut seen = BTreeSet::new();
        while let Some(sub) = open.pop() {
            let (at, schema) = match (&sub, sub.name()) {
                (Sub::Inline(schema, at), _) => (at.clone(), Some(*schema)),
                (_, Some(name)) => {
                    let schemas = self.components.map(|components| &components.schemas);
                    let schema = schemas.and_then(|schemas| schemas.get(name)?.as_item());
                    (component::pointer("schemas", name), schema)
                }
                _ => continue,
            };
            if at == pointer {
                return true;
            }
            if let Some(schema) = schema
                && seen.insert(at.clone())
            {
                let words = Keywords::of(schema);
                open.extend(branches(words.one_of, &at, "oneOf"));
                open.extend(branches(words.any_of, &at, "anyOf"));
            }
        }
        false
    }

    /// A schema that only adds `required` makes another type of the component, too.
    fn settle_component(&self, merged: &mut Merged<'d>, depth: usize) -> Result<(), LowerError> {
        if let Some(component) = merged.component {
            let whole = self.component(component, &merged.origin, depth)?;
            if whole.required.len() != merged.required.len() {
                merged.component = None;
            }
        }
        Ok(())
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
        if let Some(composed) = self.composed.borrow().get(name) {
            return Ok(Merged::clone(composed));
        }
        let schema = self
            .components
            .and_then(|components| components.schemas.get(name));
        let schema = schema.ok_or_else(|| {
            LowerError::new(pointer, format!("there is no component schema `{name}`"))
        })?;
        let sub = Sub::new(schema, component::pointer("schemas", name));
        let merged = self.compose_at(&sub, depth + 1)?;
        let known = Rc::new(merged.clone());
        self.composed.borrow_mut().insert(name, known);
        Ok(merged)
    }
}

fn check_depth(sub: &Sub<'_>, depth: usize) -> Result<(), LowerError> {
    let message = "references and compositions nest too deeply, or refer only to themselves";
    match depth > DEPTH {
        true => Err(LowerError::new(sub.pointer(), message)),
        false => Ok(()),
    }
}

/// The schema itself, without its `allOf`.
fn own<'d>(words: &Keywords<'d>, schema: &Schema, pointer: &str) -> Result<Merged<'d>, LowerError> {
    let mut own = Merged {
        kind: words.kind,
        format: words.format.clone(),
        items: words
            .items
            .map(|items| Sub::boxed(items, format!("{pointer}/items"))),
        enumeration: words.enumeration.clone(),
        bounds: words.bounds.clone(),
        annotations: Annotations::of(&schema.schema_data),
        excludes: words.not,
        origin: pointer.to_owned(),
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
    let mut demands = words.one_of.iter().chain(words.any_of);
    own.excludes |= !own.either.is_empty()
        && demands.any(|branch| branch.as_item().is_some_and(|item| Keywords::of(item).not));
    if own.either.is_empty() {
        own.one_of = one_of(words, pointer)?;
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
fn one_of<'d>(words: &Keywords<'d>, pointer: &str) -> Result<Option<OneOf<'d>>, LowerError> {
    let (listed, exclusive) = match (words.one_of, words.any_of) {
        ([], []) => return Ok(None),
        (one_of, []) => (one_of, true),
        ([], any_of) => (any_of, false),
        _ => {
            let message =
                "`oneOf` next to `anyOf` is not supported; remove one of them in an overlay";
            return Err(LowerError::new(pointer, message));
        }
    };
    let key = if exclusive { "oneOf" } else { "anyOf" };
    Ok(Some(OneOf {
        branches: branches(listed, pointer, key),
        exclusive,
        discriminator: words.discriminator,
        pointer: pointer.to_owned(),
        is_narrowed: false,
    }))
}

/// The schemas listed under a keyword of the schema at `pointer`.
fn branches<'d>(listed: &'d [ReferenceOr<Schema>], pointer: &str, key: &str) -> Vec<Sub<'d>> {
    let listed = listed.iter().enumerate();
    let branches =
        listed.map(|(index, branch)| Sub::new(branch, format!("{pointer}/{key}/{index}")));
    branches.collect()
}
