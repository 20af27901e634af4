use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{SerializeMap, Serializer};

use super::{Nullable, Place, Seed, Wire, Written};

/// Implements [`Wire`] and serde's traits from one line per member.
macro_rules! record {
    ($name:ident { $($field:ident: $mode:ident $wire:literal),* $(,)? }) => {
        #[allow(deprecated, reason = "deprecated members are read and written like all others")]
        impl $crate::runtime::codec::Wire for $name {
            const NAME: &'static str = stringify!($name);
            const MEMBERS: &'static [(&'static str, bool)] =
                &[$(($wire, $crate::runtime::codec::requires::$mode)),*];

            #[allow(unused_mut, unused_variables, unused_assignments, reason = "the last step is idle")]
            fn read_member<'de, A: ::serde_core::de::MapAccess<'de>>(
                &mut self,
                mut index: usize,
                from: &mut $crate::runtime::codec::Members<'_, A>,
            ) -> ::core::result::Result<(), A::Error> {
                $(
                    if index == 0 {
                        return from.$mode(&mut self.$field);
                    }
                    index -= 1;
                )*
                from.skip()
            }

            #[allow(unused_variables, reason = "a model may have no members")]
            fn write_members<M: ::serde_core::ser::SerializeMap>(
                &self,
                to: &mut $crate::runtime::codec::Output<M>,
            ) {
                $(to.$mode($wire, &self.$field);)*
            }
        }

        $crate::runtime::codec::through_wire!($name);

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

/// Reads a record; `null` is `None`.
pub(crate) fn read_record<'de, T: Wire, D: Deserializer<'de>>(
    source: D,
    place: &Place<'_>,
) -> Result<Option<T>, D::Error> {
    source.deserialize_option(RecordVisitor {
        place,
        record: PhantomData,
    })
}

/// Writes a record.
pub(crate) fn write_record<T: Wire, S: Serializer>(
    record: &T,
    target: S,
) -> Result<S::Ok, S::Error> {
    let mut output = Output {
        map: target.serialize_map(None)?,
        failure: None,
    };
    record.write_members(&mut output);
    match output.failure {
        None => output.map.end(),
        Some(failure) => Err(failure),
    }
}

struct RecordVisitor<'a, T> {
    place: &'a Place<'a>,
    record: PhantomData<T>,
}

impl<'de, T: Wire> Visitor<'de> for RecordVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let Some(place) = self.place.inside(size_of::<T>()) else {
            return Err(A::Error::custom("nested too deeply"));
        };
        let mut record = T::default();
        let mut members = Members {
            map,
            place: &place,
            owner: T::NAME,
            name: "",
        };
        let mut seen = Seen::default();
        let mut next = 0;
        while let Some(index) = members.map.next_key_seed(Key {
            members: T::MEMBERS,
            next,
        })? {
            match T::MEMBERS.get(index) {
                None => members.skip()?,
                Some((name, _)) => {
                    members.name = name;
                    record.read_member(index, &mut members)?;
                    seen.insert(index);
                    next = index + 1;
                }
            }
        }
        seen.report_missing(T::MEMBERS, T::NAME, &place);
        Ok(Some(record))
    }
}

/// Finds a key among the declared members, without allocating: the index, or one past the end.
///
/// Servers write members in an order that hardly changes, so the search starts where the last
/// one ended and mostly compares one name.
struct Key {
    members: &'static [(&'static str, bool)],
    next: usize,
}

impl Key {
    fn find(&self, key: &str) -> usize {
        let (before, after) = self.members.split_at(self.next.min(self.members.len()));
        let found = |members: &[(&str, bool)]| members.iter().position(|(name, _)| *name == key);
        match found(after) {
            Some(index) => before.len() + index,
            None => found(before).unwrap_or(self.members.len()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<usize, D::Error> {
        source.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        Ok(self.find(key))
    }
}

/// The set of members that were read.
#[derive(Default)]
struct Seen {
    first: u128,
    /// Indices beyond the first 128, which hardly any model has.
    others: Vec<usize>,
}

impl Seen {
    fn insert(&mut self, index: usize) {
        match index {
            0..128 => self.first |= 1 << index,
            _ => self.others.push(index),
        }
    }

    fn contains(&self, index: usize) -> bool {
        match index {
            0..128 => self.first >> index & 1 == 1,
            _ => self.others.contains(&index),
        }
    }

    fn report_missing(
        &self,
        members: &[(&'static str, bool)],
        owner: &'static str,
        place: &Place<'_>,
    ) {
        for (index, (name, required)) in members.iter().enumerate() {
            if *required && !self.contains(index) {
                place.member(owner, name).drift();
            }
        }
    }
}

/// Whether a mode requires its member to be present in an answer.
#[allow(
    non_upper_case_globals,
    reason = "named after the modes, which `record!` pastes"
)]
pub(crate) mod requires {
    pub(crate) const required: bool = true;
    pub(crate) const required_nullable: bool = true;
    pub(crate) const optional: bool = false;
    pub(crate) const nullable: bool = false;
}

/// The members of an object being read: one method per mode.
pub(crate) struct Members<'a, A> {
    map: A,
    place: &'a Place<'a>,
    owner: &'static str,
    name: &'static str,
}

impl<'de, A: MapAccess<'de>> Members<'_, A> {
    /// Reads a member that must have a value; `null` corrects to the zero value.
    pub(crate) fn required<T: Wire>(&mut self, field: &mut T) -> Result<(), A::Error> {
        let place = self.place.member(self.owner, self.name);
        match self.map.next_value_seed(Seed::new(&place))? {
            Some(value) => *field = value,
            None => {
                *field = T::default();
                if !T::TAKES_NULL {
                    place.drift();
                }
            }
        }
        Ok(())
    }

    /// Reads a member that may be absent or `null`, which are one.
    pub(crate) fn optional<T: Wire>(&mut self, field: &mut Option<T>) -> Result<(), A::Error> {
        let place = self.place.member(self.owner, self.name);
        *field = self.map.next_value_seed(Seed::new(&place))?;
        Ok(())
    }

    /// Reads a member that may be absent or `null`, which are two.
    pub(crate) fn nullable<T: Wire>(&mut self, field: &mut Nullable<T>) -> Result<(), A::Error> {
        let place = self.place.member(self.owner, self.name);
        *field = match self.map.next_value_seed(Seed::new(&place))? {
            Some(value) => Nullable::Value(value),
            None => Nullable::Null,
        };
        Ok(())
    }

    /// Reads a member that must be present and may be `null`.
    pub(crate) fn required_nullable<T: Wire>(
        &mut self,
        field: &mut Option<T>,
    ) -> Result<(), A::Error> {
        self.optional(field)
    }

    /// Passes over a member that no model declares.
    pub(crate) fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }
}

/// The object being written: one method per mode. The first failure ends the writing.
pub(crate) struct Output<M: SerializeMap> {
    map: M,
    failure: Option<M::Error>,
}

impl<M: SerializeMap> Output<M> {
    fn entry<T: serde_core::Serialize>(&mut self, name: &'static str, value: &T) {
        if self.failure.is_none()
            && let Err(failure) = self.map.serialize_entry(name, value)
        {
            self.failure = Some(failure);
        }
    }

    /// Writes a member.
    pub(crate) fn required<T: Wire>(&mut self, name: &'static str, field: &T) {
        self.entry(name, &Written(field));
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

    /// Writes a member, `None` as `null`.
    pub(crate) fn required_nullable<T: Wire>(&mut self, name: &'static str, field: &Option<T>) {
        match field {
            None => self.entry(name, &()),
            Some(value) => self.entry(name, &Written(value)),
        }
    }
}
