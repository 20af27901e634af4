//! All types, by their IDs.

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

    /// Removes types. Those behind them get other IDs.
    pub fn retain(&mut self, is_kept: impl Fn(TypeId) -> bool) {
        let mut ids = self.ids();
        self.0.retain(|_| ids.next().is_some_and(&is_kept));
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
