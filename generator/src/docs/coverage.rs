//! Which items are documented.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{GroupId, TypeId, TypeMap};

/// All items of the client that need documentation.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The items; fields that several types take from one schema are one item.
    pub items: Vec<Item>,
    /// Keys of the types.
    pub type_keys: TypeMap<String>,
    /// Indices into `items`.
    positions: BTreeMap<(ItemKind, String, String), usize>,
}

/// An item that needs documentation.
#[derive(Clone, Debug)]
pub struct Item {
    /// The kind.
    pub kind: ItemKind,
    /// The group in whose file the text belongs.
    pub group: String,
    /// Key of the operation or type that it is, or is inside; empty for groups.
    pub key: String,
    /// Wire name of a parameter, field or value.
    pub name: String,
    /// Where it is in the IR.
    pub position: ItemPosition,
    /// Whether `spec/docs` has a text for it.
    pub text: TextStatus,
}

/// Where an item is in the IR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemPosition {
    /// A group.
    Group(GroupId),
    /// An operation, or one of its parameters (arguments first).
    Operation {
        /// The group.
        group: GroupId,
        /// Index of the operation in the group.
        operation: usize,
        /// Index of the parameter; 0 for the operation.
        parameter: usize,
    },
    /// A type, or one of its fields or values.
    Type {
        /// The type.
        id: TypeId,
        /// Index of the field or value; 0 for the type.
        member: usize,
    },
}

/// Whether an item has a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextStatus {
    /// There is none.
    Missing,
    /// There is one that only repeats names.
    SaysNothing,
    /// There is one that says something.
    Present,
}

impl Item {
    /// Returns whether there is a text that says something.
    pub fn is_documented(&self) -> bool {
        self.text == TextStatus::Present
    }
}

/// Kinds of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// A group.
    Group,
    /// An operation.
    Operation,
    /// A parameter of an operation.
    Parameter,
    /// A type.
    Type,
    /// A field of a type.
    Field,
    /// A value of an enum.
    Value,
}

impl ItemKind {
    /// All kinds, in order.
    pub const ALL: [Self; 6] = [
        Self::Group,
        Self::Operation,
        Self::Parameter,
        Self::Type,
        Self::Field,
        Self::Value,
    ];

    /// Returns the name in the plural.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Group => "groups",
            Self::Operation => "operations",
            Self::Parameter => "parameters",
            Self::Type => "types",
            Self::Field => "fields",
            Self::Value => "values",
        }
    }

    /// Returns a number of items in words.
    pub fn counted(self, count: usize) -> String {
        let plural = self.plural();
        match count {
            1 => format!("1 {}", plural.strip_suffix('s').unwrap_or(plural)),
            _ => format!("{count} {plural}"),
        }
    }
}

/// Undocumented items of a group by kind, in the order of [`ItemKind::ALL`].
pub type Counts = BTreeMap<ItemKind, usize>;

impl Coverage {
    /// Adds an item. One that is known already is documented only if all its uses are.
    pub(super) fn add(&mut self, item: Item) {
        let position = (item.kind, item.key.clone(), item.name.clone());
        let next = self.items.len();
        let index = *self.positions.entry(position).or_insert(next);
        match self.items.get_mut(index) {
            Some(known) => known.text = known.text.min(item.text),
            None => self.items.push(item),
        }
    }

    /// Returns the undocumented items that another version did not have, or had with a text.
    #[must_use]
    pub fn undocumented_since(&self, old: &Self) -> Self {
        let position = |item: &Item| (item.kind, item.key.clone(), item.name.clone());
        let without = old.items.iter().filter(|item| !item.is_documented());
        let without: BTreeSet<_> = without.map(position).collect();
        let is_new = |item: &&Item| !item.is_documented() && !without.contains(&position(item));
        Self {
            items: self.items.iter().filter(is_new).cloned().collect(),
            type_keys: self.type_keys.clone(),
            positions: BTreeMap::new(),
        }
    }

    /// Returns the numbers of undocumented items, by group; groups without any are included.
    pub fn undocumented(&self) -> BTreeMap<&str, Counts> {
        let mut groups: BTreeMap<&str, Counts> = BTreeMap::new();
        for item in &self.items {
            let counts = groups.entry(&item.group).or_default();
            *counts.entry(item.kind).or_default() += usize::from(!item.is_documented());
        }
        groups
    }

    /// Returns the numbers of all items by kind.
    pub fn totals(&self) -> Counts {
        let mut totals = Counts::new();
        for item in &self.items {
            *totals.entry(item.kind).or_default() += 1;
        }
        totals
    }
}
