use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use super::content::ValueContent;
use super::content::{Fields, Member, Record, same};
use super::json_path::JsonPath;
use super::object::{Object, ObjectEnd};
use super::sink::Sink;
use super::visit_absent::visit_absent;

/// A value that can be read from and written to a document.
///
/// Scalars, containers, enums and unions say how they are read and written. Records, which
/// `record!` declares, state their members instead and leave the rest to the provided methods:
/// what every record would repeat costs the compiler most.
pub(crate) trait Wire: Sized {
    /// Whether `null` is one of the values, so that reading it corrects nothing.
    const TAKES_NULL: bool = false;

    /// Whether an object may lack a field of this type.
    const IS_OPTIONAL: bool = false;

    /// Name of a record.
    const NAME: &'static str = "";

    /// Names of the members of a record.
    const MEMBERS: &'static [&'static str] = &[];

    /// Modes of the members of a record, each followed by a comma.
    const MODES: &'static str = "";

    /// Returns the value that reading starts from. It is the default value of types that have one;
    /// request bodies with required fields have none that users could send.
    fn empty() -> Self;

    /// Reads a value into `self`, which is the default value and keeps it for `null` and similar
    /// values: whether there was a value is what [`JsonPath::take_absent`] returns after that. An error alone fits into
    /// one register; a result of both is in memory, which took 6 % more time.
    ///
    /// Models contain models: a value that is read into its field is never moved.
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        read_record(self, source, json_path)
    }

    /// Returns the value as writing, comparing and `Debug` look at it.
    #[inline]
    fn content(&self) -> ValueContent<'_> {
        ValueContent::Record(self)
    }

    /// Lists the members of a record in order.
    #[inline]
    fn list_members<'a>(&'a self, _to: &mut Fields<'a>) {}

    /// Offers the members of a record in order, each of which takes its value.
    fn read_members<'de, A: MapAccess<'de>>(&mut self, _object: &mut Object<'_, 'de, A>) {}
}

/// Reads a model on behalf of its `Deserialize`: as tolerantly, with nobody to report drift to.
pub(crate) fn deserialize<'de, T: Wire, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    let sink = Sink::default();
    let json_path = JsonPath::root(&sink);
    let mut value = T::empty();
    value.read(source, &json_path)?;
    if !json_path.take_absent() || T::TAKES_NULL {
        return Ok(value);
    }
    Err(D::Error::custom("invalid type: null, expected a value"))
}

impl<T: Wire> Member for T {
    fn content_of(&self) -> ValueContent<'_> {
        self.content()
    }
}

impl<T: Wire> Record for T {
    #[inline]
    fn list_fields<'a>(&'a self, to: &mut Fields<'a>) {
        self.list_members(to);
    }
}

/// Returns whether a known part of a value differs from its default value.
pub(crate) fn is_recognised<T: Wire>(value: &T) -> bool {
    let default = T::empty();
    match (value.content(), default.content()) {
        (ValueContent::Record(value), ValueContent::Record(default)) => {
            let (value, default) = (Fields::of(value), Fields::of(default));
            !value.are_declared_equal(&default)
        }
        (value, default) => !same(value, default),
    }
}

/// Reads one value at `json_path` into `target`, and leaves the path of the innermost failure there.
pub(super) struct Seed<'a, T> {
    pub(super) target: &'a mut T,
    pub(super) json_path: &'a JsonPath<'a>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        let read = self.target.read(source, self.json_path);
        if read.is_err() {
            self.json_path.fail();
        }
        read
    }
}

/// Reads a record; `null` is not a value.
pub(crate) fn read_record<'de, T: Wire, D: Deserializer<'de>>(
    target: &mut T,
    source: D,
    json_path: &JsonPath<'_>,
) -> Result<(), D::Error> {
    source.deserialize_option(RecordVisitor { target, json_path })
}

struct RecordVisitor<'a, T> {
    target: &'a mut T,
    json_path: &'a JsonPath<'a>,
}

impl<'de, T: Wire> Visitor<'de> for RecordVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    visit_absent!(deserialize_map);

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Some(json_path) = self.json_path.inside(T::NAME, size_of::<T>()) else {
            return Err(A::Error::custom("nested too deeply"));
        };
        let mut object = Object::new(map, json_path);
        object.next_key()?;
        self.target.read_members(&mut object);
        match object.end()? {
            ObjectEnd::Usual => {}
            ObjectEnd::Unrecognised => self.json_path.note_unrecognised(),
            ObjectEnd::Empty => self.json_path.note_empty(),
        }
        Ok(())
    }
}
