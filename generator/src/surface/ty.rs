//! Types as they are written in signatures.

use std::collections::BTreeMap;
use std::fmt;

/// A use of a type: a name, possibly with parameters. Names are those that the group's module has in scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ty {
    /// The name, without a path.
    pub name: String,
    /// The type parameters.
    pub of: Vec<Self>,
}

impl Ty {
    /// Returns a type without parameters.
    pub fn plain(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            of: Vec::new(),
        }
    }

    /// Returns a type with one parameter.
    pub fn of(name: &str, inner: Self) -> Self {
        Self {
            name: name.to_owned(),
            of: vec![inner],
        }
    }

    /// Returns the type itself, or the one in its `Option`.
    #[must_use]
    pub fn without_option(&self) -> &Self {
        match self.of.first() {
            Some(inner) if self.name == "Option" => inner,
            _ => self,
        }
    }

    /// Returns the type with other names for the types that have one in `names`.
    #[must_use]
    pub fn renamed(&self, names: &BTreeMap<String, String>) -> Self {
        Self {
            name: names.get(&self.name).unwrap_or(&self.name).clone(),
            of: self.of.iter().map(|inner| inner.renamed(names)).collect(),
        }
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        for (index, inner) in self.of.iter().enumerate() {
            let before = if index == 0 { "<" } else { ", " };
            write!(f, "{before}{inner}")?;
        }
        if self.of.is_empty() {
            Ok(())
        } else {
            f.write_str(">")
        }
    }
}
