//! A schema with a discriminator whose children extend it by `allOf`: one of the children.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Components, Discriminator, ReferenceOr};

use crate::component;
use crate::lower::schemas::compose::OneOf;
use crate::lower::schemas::keywords::{Keywords, Sub};

/// The component schemas that extend each schema with a discriminator, directly or through each other.
#[derive(Debug, Default)]
pub(in crate::lower) struct Children<'d> {
    of: BTreeMap<&'d str, Parent<'d>>,
}

#[derive(Debug)]
struct Parent<'d> {
    discriminator: &'d Discriminator,
    children: BTreeSet<&'d str>,
}

impl<'d> Children<'d> {
    /// Finds the children of all component schemas.
    pub(in crate::lower) fn find(components: Option<&'d Components>) -> Self {
        let mut extended: BTreeMap<&str, BTreeSet<&'d str>> = BTreeMap::new();
        let schemas = components.iter().flat_map(|components| &components.schemas);
        for (name, schema) in schemas.clone() {
            let ReferenceOr::Item(schema) = schema else {
                continue;
            };
            for branch in Keywords::of(schema).all_of {
                if let ReferenceOr::Reference { reference } = branch
                    && let Some(parent) = component::named(reference, "schemas")
                {
                    extended.entry(parent).or_default().insert(name);
                }
            }
        }
        let mut of = BTreeMap::new();
        for (name, schema) in schemas {
            let ReferenceOr::Item(schema) = schema else {
                continue;
            };
            let words = Keywords::of(schema);
            let is_union = !words.one_of.is_empty() || !words.any_of.is_empty();
            if let Some(discriminator) = words.discriminator
                && !is_union
                && extended.contains_key(name.as_str())
            {
                let parent = Parent {
                    discriminator,
                    children: descendants(name, &extended),
                };
                of.insert(name.as_str(), parent);
            }
        }
        Self { of }
    }

    /// Whether the component is a parent.
    pub(in crate::lower) fn has(&self, parent: &str) -> bool {
        self.of.contains_key(parent)
    }

    /// Whether one component extends the other.
    pub(in crate::lower) fn is_child(&self, name: &str, parent: &str) -> bool {
        let parent = self.of.get(parent);
        parent.is_some_and(|parent| parent.children.contains(name))
    }

    /// The children of a parent as the branches of a union at `pointer`. The parent itself is one of
    /// them if the discriminator names it.
    pub(in crate::lower) fn union(&self, parent: &'d str, pointer: &str) -> Option<OneOf<'d>> {
        let Parent {
            discriminator,
            children,
        } = self.of.get(parent)?;
        let mut mapped = discriminator.mapping.values();
        let own = mapped.any(|target| is_target(target, parent));
        let own = own.then(|| Sub::Base(parent, pointer.to_owned()));
        let children = children.iter().map(|child| match self.has(child) {
            true => Sub::Base(child, pointer.to_owned()),
            false => Sub::Component(child, pointer.to_owned()),
        });
        Some(OneOf {
            branches: own.into_iter().chain(children).collect(),
            exclusive: true,
            discriminator: Some(discriminator),
            pointer: pointer.to_owned(),
            is_narrowed: false,
        })
    }
}

/// Whether the value of a discriminator's mapping means the component: by reference, by file or by name.
pub(in crate::lower) fn is_target(target: &str, name: &str) -> bool {
    let end = target.rsplit(['/', '#']).next().unwrap_or(target);
    let stem = end
        .strip_suffix(".yml")
        .or_else(|| end.strip_suffix(".yaml"))
        .or_else(|| end.strip_suffix(".json"));
    stem.unwrap_or(end) == name || target == name
}

/// Everything that extends `parent`, directly or not, in the order of the names.
fn descendants<'d>(
    parent: &'d str,
    extended: &BTreeMap<&str, BTreeSet<&'d str>>,
) -> BTreeSet<&'d str> {
    let mut found = BTreeSet::new();
    let mut open = vec![parent];
    while let Some(name) = open.pop() {
        for &child in extended.get(name).into_iter().flatten() {
            if child != parent && found.insert(child) {
                open.push(child);
            }
        }
    }
    found
}
