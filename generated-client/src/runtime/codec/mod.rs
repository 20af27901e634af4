//! JSON values: tolerant reading, exact writing.
//!
//! Models are declared with three macros (`record!`, `string_enum!`, `union!`). What they have in
//! common is generic or shared code of this module, so that one model costs the compiler a few lines
//! and not a derive. Reading passes a [`Place`] down the document, a linked list on the stack: a
//! correction or an error knows its exact JSON path, and a document without either pays nothing for
//! it. Writing, comparing and `Debug` look at a value through its [`ValueContent`].

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "what is used depends on the groups that are enabled"
)]

mod collection;
mod content;
mod content_debug;
mod conversion;
mod decode;
mod drift;
mod envelope;
pub(crate) mod escaped;
mod excerpt;
mod integer_string;
pub(crate) mod missing;
mod nullable;
mod object;
pub(crate) mod param;
mod place;
mod record;
pub(crate) mod redaction;
#[cfg(feature = "fake")]
mod sample;
mod scalar;
mod secret;
mod seen;
mod sending;
mod setters;
mod shared_impls;
mod sink;
mod string_enum;
mod text;
mod timestamp;
mod union;
mod unknown_fields;
mod unknown_value;

#[cfg(test)]
mod tests;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, MapAccess};

pub use decode::DecodeError;
pub use drift::{Drift, DriftKind};
pub use integer_string::IntegerString;
pub use nullable::Nullable;
pub use secret::Secret;
pub use timestamp::Timestamp;
pub use unknown_fields::{UnknownFields, UnknownFieldsIter};
pub use unknown_value::UnknownValue;

pub(crate) use content::{
    Entries, Fields, List, Member, Record, ValueContent, is_equal, is_recognised, modes, serialize,
};
pub(crate) use content_debug::debug;
pub(crate) use conversion::{
    Given, Take, conversion, convert, each, from_model, inherited, nested, one_of, same, text,
};
pub(crate) use decode::{Decoded, decode, decode_strict, decode_value, encode, json};
pub(crate) use envelope::{Location, decode_envelope};
pub(crate) use excerpt::excerpt;
#[cfg(feature = "__testing")]
pub(crate) use excerpt::is_shown;
pub(crate) use nullable::{ConvertsFromString, FromText};
pub(crate) use object::Object;
pub(crate) use place::Place;
pub(crate) use record::{listed_field, member_name, read_record, record, record_default};
#[cfg(feature = "fake")]
pub(crate) use sample::{Sample, Sampler, sample_union};
pub(crate) use setters::{argument, constructor, empty_collection, parameter};
pub(crate) use shared_impls::shared_impls;
pub(crate) use sink::Sink;
pub(crate) use string_enum::{string_enum, string_impls};
pub(crate) use text::{read_open, read_text};
pub(crate) use union::{Attempt, deserialize_by_wire, param, read_union, union, when};

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

    /// Returns the value that reading starts from. It is the default value of types that have one;
    /// request bodies with required fields have none that users could send.
    fn empty() -> Self;

    /// Reads a value into `self`, which is the default value and keeps it for `null` and similar
    /// values. Returns whether there was a value.
    ///
    /// Models contain models: a value that is read into its field is never moved.
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        place: &Place<'_>,
    ) -> Result<bool, D::Error> {
        read_record(self, source, place)
    }

    /// Returns the value as writing, comparing and `Debug` look at it.
    fn content(&self) -> ValueContent<'_>;

    /// Names the members of a record in order, each of which takes its value.
    fn read_members<'de, A: MapAccess<'de>>(&mut self, _object: &mut Object<'_, 'de, A>) {}
}

/// Reads a model on behalf of its `Deserialize`: as tolerantly, with nobody to report drift to.
pub(crate) fn deserialize<'de, T: Wire, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    let sink = Sink::default();
    let mut value = T::empty();
    if value.read(source, &Place::root(&sink))? || T::TAKES_NULL {
        return Ok(value);
    }
    Err(D::Error::custom("invalid type: null, expected a value"))
}

/// Reads one value at `place` into `target`, and leaves the path of the innermost failure there.
struct Seed<'a, T> {
    target: &'a mut T,
    place: &'a Place<'a>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = bool;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        let read = self.target.read(source, self.place);
        if read.is_err() {
            self.place.fail();
        }
        read
    }
}
