//! How values stand on the wire: tolerant reading, exact writing.
//!
//! Models state facts through four macros (`record!`, `builder!`, `string_enum!`, `union!`);
//! everything they have in common is generic code of this module, so that one model costs the
//! compiler a few lines and not a derive. Reading passes a [`Place`] down the document, a linked
//! list on the stack: a correction or a failure knows its exact JSON path, and a document without
//! either pays nothing for it.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "what is used depends on the groups that are enabled"
)]

mod builder;
mod collection;
mod decode;
mod excerpt;
mod integer_string;
mod nullable;
mod object;
pub(crate) mod param;
mod place;
mod record;
#[cfg(feature = "fake")]
mod sample;
mod scalar;
mod secret;
mod sending;
mod string_enum;
mod text;
mod timestamp;
mod union;

#[cfg(test)]
mod tests;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, MapAccess};
use serde_core::ser::{Serialize, Serializer};

pub use decode::DecodeError;
pub use integer_string::IntegerString;
pub use nullable::Nullable;
pub use place::Drift;
pub use secret::Secret;
pub use timestamp::Timestamp;

pub(crate) use builder::{argument, builder, constructor, parameter};
pub(crate) use decode::{Decoded, Envelope};
pub(crate) use decode::{decode, decode_envelope, decode_strict, decode_value, encode, json};
pub(crate) use object::Object;
pub(crate) use place::{Place, Sink};
pub(crate) use record::{Output, empty, read_record, record};
#[cfg(feature = "fake")]
pub(crate) use sample::{Sample, Sampler, sample_union};
pub(crate) use string_enum::string_enum;
pub(crate) use text::{read_open, read_text};
pub(crate) use union::{Attempt, deserialize_by_wire, param, read_union, union, when};

/// A value that can be read from and written to a document.
///
/// Scalars, containers, enums and unions say how they are read and written. Records, which
/// `record!` declares, state their members instead and leave the rest to the provided methods:
/// what every record would repeat costs the compiler most.
pub(crate) trait Wire: Sized + Serialize {
    /// Whether `null` is one of the values, so that reading it corrects nothing.
    const TAKES_NULL: bool = false;

    /// Name of a record.
    const NAME: &'static str = "";

    /// Returns the value that reading starts from. It is the default value of types that have one;
    /// request bodies with required fields have none that users could send.
    fn empty() -> Self;

    /// Returns whether the value cannot be told from one that nobody set, as an empty name.
    fn is_blank(&self) -> bool {
        false
    }

    /// Reads a value into `self`, which is the zero value and stays it for `null` and what counts
    /// as such. Returns whether there was a value.
    ///
    /// Models hold models: what is read in place is never moved.
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        place: &Place<'_>,
    ) -> Result<bool, D::Error> {
        read_record(self, source, place)
    }

    /// Writes the value. Types that serde implements itself do it in their own way here.
    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.serialize(target)
    }

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

/// Lends [`Wire::write`] to serde.
pub(crate) struct Written<'a, T>(pub(crate) &'a T);

impl<T: Wire> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.0.write(target)
    }
}
