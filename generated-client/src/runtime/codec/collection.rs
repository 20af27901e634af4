use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{SerializeMap as _, SerializeSeq as _, Serializer};

use super::{Place, Seed, Wire, Written, sending};

impl<T: Wire> Wire for Option<T> {
    const TAKES_NULL: bool = true;

    fn empty() -> Self {
        None
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        place: &Place<'_>,
    ) -> Result<bool, D::Error> {
        if !self.insert(T::empty()).read(source, place)? {
            *self = None;
        }
        Ok(true)
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        match self {
            None => target.serialize_unit(),
            Some(value) => value.write(target),
        }
    }
}

impl<T: Wire> Wire for Box<T> {
    const TAKES_NULL: bool = T::TAKES_NULL;

    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn is_blank(&self) -> bool {
        (**self).is_blank()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        place: &Place<'_>,
    ) -> Result<bool, D::Error> {
        (**self).read(source, place)
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        (**self).write(target)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        place: &Place<'_>,
    ) -> Result<bool, D::Error> {
        source.deserialize_option(ListVisitor { list: self, place })
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let mut list = target.serialize_seq(Some(self.len()))?;
        for (index, element) in self.iter().enumerate() {
            list.serialize_element(&Written(element))
                .inspect_err(|_| sending::inside_element(index))?;
        }
        list.end()
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        place: &Place<'_>,
    ) -> Result<bool, D::Error> {
        source.deserialize_option(MapVisitor {
            entries: self,
            place,
        })
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let mut map = target.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(value))
                .inspect_err(|_| sending::inside(key))?;
        }
        map.end()
    }
}

/// Reports `null` where a container must hold a value, as in a required member.
fn check<T: Wire>(is_value: bool, place: &Place<'_>) {
    if !is_value && !T::TAKES_NULL {
        place.drift();
    }
}

struct ListVisitor<'a, T> {
    list: &'a mut Vec<T>,
    place: &'a Place<'a>,
}

impl<'de, T: Wire> Visitor<'de> for ListVisitor<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        source.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        loop {
            let element = Element {
                list: &mut *self.list,
                place: self.place,
            };
            if seq.next_element_seed(element)?.is_none() {
                return Ok(true);
            }
        }
    }
}

/// Reads one more element of a list.
struct Element<'a, T> {
    list: &'a mut Vec<T>,
    place: &'a Place<'a>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Element<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        let place = &self.place.element(self.list.len());
        let target = self.list.push_mut(T::empty());
        let is_value = Seed { target, place }.deserialize(source)?;
        check::<T>(is_value, place);
        Ok(())
    }
}

struct MapVisitor<'a, T> {
    entries: &'a mut BTreeMap<String, T>,
    place: &'a Place<'a>,
}

impl<'de, T: Wire> Visitor<'de> for MapVisitor<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (map)")
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let place = &self.place.entry(&key);
            let mut value = T::empty();
            let target = &mut value;
            check::<T>(map.next_value_seed(Seed { target, place })?, place);
            self.entries.insert(key, value);
        }
        Ok(true)
    }
}
