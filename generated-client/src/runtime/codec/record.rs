use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_core::ser::{Error as _, SerializeMap, Serializer};

use super::{Nullable, Object, Place, Wire, Written, sending};

/// Implements [`Wire`] and serde's traits from one line per field.
///
/// `Name(request)` declares a type without `Default`: a request body with required fields.
macro_rules! record {
    ($name:ident $(($role:ident))? { $($field:ident: $mode:ident $wire:literal),* $(,)? }) => {
        #[allow(deprecated, reason = "deprecated members are read and written like all others")]
        impl $crate::runtime::codec::Wire for $name {
            const NAME: &'static str = stringify!($name);

            $crate::runtime::codec::empty! { [$($role)?] $($field)* }

            #[allow(unused_mut, reason = "a model may have no members")]
            fn read_members<'de, A: ::serde_core::de::MapAccess<'de>>(
                &mut self,
                object: &mut $crate::runtime::codec::Object<'_, 'de, A>,
            ) {
                let mut from = object.round();
                $(from.$mode($wire, &mut self.$field);)*
                from.end();
            }
        }

        #[allow(deprecated, reason = "deprecated members are read and written like all others")]
        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                target: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "a model may have no members")]
                let mut to = $crate::runtime::codec::Output::open(target);
                $(to.$mode($wire, &self.$field);)*
                to.end()
            }
        }

        $crate::runtime::codec::deserialize_by_wire!($name);

        #[cfg(feature = "fake")]
        #[allow(deprecated, reason = "deprecated members are sampled like all others")]
        #[allow(unused_variables, reason = "a model may have no members")]
        impl $crate::runtime::codec::Sample for $name {
            fn sample(sampler: &mut $crate::runtime::codec::Sampler) -> Self {
                sampler.record(|sampler| Self { $($field: sampler.$mode()),* })
            }
        }
    };
}
pub(crate) use record;

/// Implements [`Wire::empty`] of a record.
macro_rules! empty {
    ([] $($field:ident)*) => {
        fn empty() -> Self {
            Self::default()
        }
    };
    ([request] $($field:ident)*) => {
        fn empty() -> Self {
            Self { $($field: ::core::default::Default::default()),* }
        }
    };
}
pub(crate) use empty;

/// Reads a record; `null` is no value.
pub(crate) fn read_record<'de, T: Wire, D: Deserializer<'de>>(
    target: &mut T,
    source: D,
    place: &Place<'_>,
) -> Result<bool, D::Error> {
    source.deserialize_option(RecordVisitor { target, place })
}

struct RecordVisitor<'a, T> {
    target: &'a mut T,
    place: &'a Place<'a>,
}

impl<'de, T: Wire> Visitor<'de> for RecordVisitor<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        source.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let Some(place) = self.place.inside(T::NAME, size_of::<T>()) else {
            return Err(A::Error::custom("nested too deeply"));
        };
        let mut object = Object::open(map, place)?;
        while object.goes_on()? {
            self.target.read_members(&mut object);
        }
        Ok(true)
    }
}

/// The object being written: one method per mode. The first error ends the writing.
pub(crate) struct Output<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Output<S> {
    pub(crate) fn open(target: S) -> Self {
        Self(target.serialize_map(None))
    }

    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }

    fn entry<T: serde_core::Serialize>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(name, value)
        {
            sending::inside(name);
            self.0 = Err(error);
        }
    }

    /// Writes a member.
    pub(crate) fn required<T: Wire>(&mut self, name: &'static str, field: &T) {
        self.entry(name, &Written(field));
    }

    /// Writes a required field. One that nobody set is an error in a request body.
    pub(crate) fn filled<T: Wire>(&mut self, name: &'static str, field: &T) {
        if field.is_blank() {
            self.miss(name);
        }
        self.entry(name, &Written(field));
    }

    /// Writes a required field of a request body. `None` is an error there.
    pub(crate) fn needed<T: Wire>(&mut self, name: &'static str, field: &Option<T>) {
        match field {
            Some(value) => self.entry(name, &Written(value)),
            None => self.miss(name),
        }
    }

    /// Writes a required field of a request body that may be `null`.
    pub(crate) fn needed_nullable<T: Wire>(&mut self, name: &'static str, field: &Nullable<T>) {
        if field.is_absent() {
            self.miss(name);
        }
        self.nullable(name, field);
    }

    /// Writes a list or map unless it is empty.
    pub(crate) fn plain<T: Wire + Default + PartialEq>(&mut self, name: &'static str, field: &T) {
        if *field != T::default() {
            self.entry(name, &Written(field));
        }
    }

    #[cold]
    fn miss(&mut self, name: &'static str) {
        if self.0.is_ok() && sending::is_missing(name) {
            self.0 = Err(S::Error::custom("a required field is missing"));
        }
    }

    /// Writes a member unless it is `None`.
    pub(crate) fn optional<T: Wire>(&mut self, name: &'static str, field: &Option<T>) {
        if let Some(value) = field {
            self.entry(name, &Written(value));
        }
    }

    /// Writes a member unless it is absent.
    pub(crate) fn nullable<T: Wire>(&mut self, name: &'static str, field: &Nullable<T>) {
        match field {
            Nullable::Absent => {}
            Nullable::Null => self.entry(name, &()),
            Nullable::Value(value) => self.entry(name, &Written(value)),
        }
    }

    /// Writes the members that have no field of their own.
    pub(crate) fn additional<T: Wire>(&mut self, _: &'static str, entries: &BTreeMap<String, T>) {
        for (name, value) in entries {
            self.entry(name, &Written(value));
        }
    }

    /// Writes a member, `None` as `null`.
    pub(crate) fn required_nullable<T: Wire>(&mut self, name: &'static str, field: &Option<T>) {
        match field {
            None => self.entry(name, &()),
            Some(value) => self.entry(name, &Written(value)),
        }
    }
}
