use std::fmt;

use serde_json::{Map, Value, map};

/// Fields of a JSON object that this version of the client does not know.
///
/// Models and request bodies keep them and write them back: reading, changing and writing loses
/// nothing that a newer version of the API added. `Debug` shows their names, never their values.
///
/// A record also keeps here what is not of the type of a known field, such as the string `many` where a number is documented
/// ([`DriftKind::UnreadableValue`](crate::drift::DriftKind::UnreadableValue)). It is written back until the field is set.
///
/// Numbers are kept as 64-bit integers or floats, as in any [`serde_json::Value`]: of longer ones the last digits are
/// lost. A program that needs all digits turns on the feature `arbitrary_precision` of its dependency `serde_json`. Numbers
/// beyond the range of floats are strings here.
///
/// ```
/// # #[cfg(feature = "droplets")] {
/// use digitalocean::droplets::Droplet;
///
/// let droplet: Droplet = serde_json::from_str(r#"{"id": 1, "boot_mode": "uefi"}"#)?;
/// assert_eq!(droplet.unknown_fields().get("boot_mode").unwrap(), "uefi");
/// # }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct UnknownFields(
    /// One pointer where there are none: records contain records.
    Option<Box<Extra>>,
);

#[derive(Clone, Default)]
struct Extra {
    fields: Map<String, Value>,
    /// Declared fields that were set to something else than a JSON object.
    no_objects: Vec<&'static str>,
    /// Names that the record declares, with values from a model that does not declare them, or that are not of
    /// the declared type.
    inherited: Vec<String>,
    /// Required fields that were missing or `null` when the record was read: their default values are
    /// not values of the server.
    missing: Vec<&'static str>,
}

impl UnknownFields {
    /// Returns the value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.fields.get(name)
    }

    /// Returns the fields with their values, sorted by name.
    pub fn iter(&self) -> UnknownFieldsIter<'_> {
        UnknownFieldsIter(self.0.as_ref().map(|extra| extra.fields.iter()))
    }

    /// Returns the number of fields.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |extra| extra.fields.len())
    }

    /// Returns whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sets a field.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.insert(name.to_owned(), value.into());
    }

    pub(super) fn insert(&mut self, name: String, value: Value) {
        let extra = self.0.get_or_insert_default();
        extra.inherited.retain(|inherited| *inherited != name);
        extra.fields.insert(name, value);
    }

    /// Keeps the value of a declared field that is not of its type. It is written back unless the field is set.
    #[cold]
    pub(super) fn keep_unreadable(&mut self, field: &str, value: Value) {
        self.insert(field.to_owned(), value);
        let extra = self.0.get_or_insert_default();
        extra.inherited.push(field.to_owned());
    }

    /// Returns the fields for a record that declares some of them. Declared fields of this record that are kept
    /// here are left out where the other one does not declare them.
    pub(super) fn inherited(&self, is_declared: impl Fn(&str) -> bool) -> Self {
        let inherit = |extra: &Extra| {
            let names = extra.fields.keys().filter(|name| is_declared(name));
            let inherited: Vec<_> = names.cloned().collect();
            // A map of those that are kept: removing the others would be much code of the standard library.
            let mut fields = Map::new();
            for (name, value) in &extra.fields {
                if !extra.inherits(name) || inherited.contains(name) {
                    fields.insert(name.clone(), value.clone());
                }
            }
            Box::new(Extra {
                inherited,
                fields,
                ..Extra::default()
            })
        };
        Self(self.0.as_deref().map(inherit))
    }

    /// Returns whether the field has the name of a declared one because a model did not declare it.
    pub(super) fn is_inherited(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|extra| extra.inherits(name))
    }

    /// Notes required fields that were missing.
    #[cold]
    pub(super) fn note_missing(&mut self, fields: Vec<&'static str>) {
        self.0.get_or_insert_default().missing.extend(fields);
    }

    /// Returns whether any required field was missing when the record was read.
    #[inline]
    pub(super) fn lacks_any(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|extra| !extra.missing.is_empty())
    }

    /// Returns whether a required field was missing when the record was read.
    pub(super) fn lacks(&self, field: &str) -> bool {
        self.0
            .as_ref()
            .is_some_and(|extra| extra.missing.contains(&field))
    }

    /// Notes that a declared field was set to something else than a JSON object.
    pub(super) fn note_no_object(&mut self, field: &'static str) {
        self.0.get_or_insert_default().no_objects.push(field);
    }

    /// Returns the first declared field that was set to something else than a JSON object.
    pub(super) fn no_object(&self) -> Option<&'static str> {
        self.0.as_ref()?.no_objects.first().copied()
    }
}

impl PartialEq for UnknownFields {
    /// A missing field equals its default value.
    fn eq(&self, other: &Self) -> bool {
        let has_more = |extra: &&Extra| **extra != Extra::default();
        self.0.as_deref().filter(has_more) == other.0.as_deref().filter(has_more)
    }
}

impl Extra {
    /// Few fields are inherited: those that a body declares, and a model does not.
    fn inherits(&self, name: &str) -> bool {
        self.inherited.iter().any(|inherited| inherited == name)
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.fields == other.fields
            && self.no_objects == other.no_objects
            && self.inherited.len() == other.inherited.len()
            && self.inherited.iter().all(|name| other.inherits(name))
    }
}

impl<'a> IntoIterator for &'a UnknownFields {
    type Item = (&'a str, &'a Value);
    type IntoIter = UnknownFieldsIter<'a>;

    fn into_iter(self) -> UnknownFieldsIter<'a> {
        self.iter()
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

/// The fields of [`UnknownFields`] with their values.
#[derive(Clone)]
pub struct UnknownFieldsIter<'a>(Option<map::Iter<'a>>);

impl<'a> Iterator for UnknownFieldsIter<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.as_mut()?.next()?;
        Some((name, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.as_ref().map_or((0, Some(0)), Iterator::size_hint)
    }
}

impl ExactSizeIterator for UnknownFieldsIter<'_> {}

impl fmt::Debug for UnknownFieldsIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.clone().map(|(name, _)| name))
            .finish()
    }
}
