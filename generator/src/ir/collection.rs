//! All types, and a value for each type, by their IDs.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Index, IndexMut};

use super::ids::TypeId;
use super::types::TypeDef;

/// The types of a client. A [`TypeId`] is the position of one: only this collection makes them.
#[derive(Clone, Debug, Default)]
pub struct Types(Vec<TypeDef>);

impl Types {
    /// Adds a type.
    pub fn push(&mut self, def: TypeDef) -> TypeId {
        self.0.push(def);
        TypeId(self.0.len() - 1)
    }

    /// Returns the number of types.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the collection is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns all IDs.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.0.len()).map(TypeId)
    }

    /// Returns all types with their IDs.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.ids().zip(&self.0)
    }

    /// Returns all types with their IDs, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (TypeId, &mut TypeDef)> {
        self.ids().zip(&mut self.0)
    }

    /// Returns all types.
    pub fn values(&self) -> impl Iterator<Item = &TypeDef> {
        self.0.iter()
    }

    /// Returns a value for each type.
    pub fn map<T>(&self, value: impl FnMut(&TypeDef) -> T) -> TypeMap<T> {
        TypeMap(self.0.iter().map(value).collect())
    }

    /// Removes all types but some, and returns the IDs that these have now.
    pub fn keep(&mut self, kept: &BTreeSet<TypeId>) -> BTreeMap<TypeId, TypeId> {
        let mut ids = self.ids();
        self.0
            .retain(|_| ids.next().is_some_and(|id| kept.contains(&id)));
        kept.iter().copied().zip(self.ids()).collect()
    }
}

impl FromIterator<TypeDef> for Types {
    fn from_iter<I: IntoIterator<Item = TypeDef>>(types: I) -> Self {
        Self(types.into_iter().collect())
    }
}

impl Index<TypeId> for Types {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.0[id.0]
    }
}

impl IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.0[id.0]
    }
}

/// A value for each type.
#[derive(Clone, Debug)]
pub struct TypeMap<T>(Vec<T>);

impl<T> TypeMap<T> {
    /// Returns all values with the IDs of their types.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &T)> {
        (0..).map(TypeId).zip(&self.0)
    }

    /// Returns all values with the IDs of their types, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (TypeId, &mut T)> {
        (0..).map(TypeId).zip(&mut self.0)
    }

    /// Returns the values that are made of these, or the first error.
    ///
    /// # Errors
    ///
    /// Fails if one of them cannot be made.
    pub fn try_map<U, E>(
        self,
        mut value: impl FnMut(TypeId, T) -> Result<U, E>,
    ) -> Result<TypeMap<U>, E> {
        let values = (0..).map(TypeId).zip(self.0);
        let values: Result<_, E> = values.map(|(id, known)| value(id, known)).collect();
        values.map(TypeMap)
    }

    /// Returns all values.
    pub fn into_values(self) -> impl Iterator<Item = T> {
        self.0.into_iter()
    }
}

impl<T> Default for TypeMap<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Index<TypeId> for TypeMap<T> {
    type Output = T;

    fn index(&self, id: TypeId) -> &T {
        &self.0[id.0]
    }
}

impl<T> IndexMut<TypeId> for TypeMap<T> {
    fn index_mut(&mut self, id: TypeId) -> &mut T {
        &mut self.0[id.0]
    }
}
