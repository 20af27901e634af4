use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::content::{Entries, List, Member, ValueContent};
use super::json_path::JsonPath;
use super::visit_absent::visit_absent;
use super::wire::Seed;
use super::wire::Wire;

impl<T: Wire> Wire for Option<T> {
    const TAKES_NULL: bool = true;
    const IS_OPTIONAL: bool = true;

    fn empty() -> Self {
        None
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        self.insert(T::empty()).read(source, json_path)?;
        if json_path.take_absent() {
            *self = None;
        }
        Ok(())
    }

    fn content(&self) -> ValueContent<'_> {
        match self {
            None => ValueContent::Absent,
            Some(value) => value.content(),
        }
    }
}

impl<T: Wire> Wire for Box<T> {
    const TAKES_NULL: bool = T::TAKES_NULL;

    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        json_path.budget().charge(size_of::<T>())?;
        (**self).read(source, json_path)
    }

    fn content(&self) -> ValueContent<'_> {
        (**self).content()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        source.deserialize_option(ListVisitor {
            list: self,
            json_path,
        })
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::List(self)
    }
}

impl<T: Wire> List for Vec<T> {
    fn elements(&self) -> Vec<&dyn Member> {
        self.iter().map(|element| element as &dyn Member).collect()
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        source.deserialize_option(MapVisitor {
            entries: self,
            json_path,
        })
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Map(self)
    }
}

impl<T: Wire> Entries for BTreeMap<String, T> {
    fn entries(&self) -> Vec<(&str, &dyn Member)> {
        let entries = self.iter();
        entries
            .map(|(key, value)| (key.as_str(), value as &dyn Member))
            .collect()
    }
}

/// Reports `null` where a container must hold a value, as in a required member. A requested list of
/// objects must not contain it: no object would become one of default values.
#[inline]
fn check<T: Wire>(json_path: &JsonPath<'_>) {
    if !json_path.take_absent() || T::TAKES_NULL {
        return;
    }
    json_path.drift();
    if !T::NAME.is_empty() {
        json_path.note_unrecognised();
    }
}

struct ListVisitor<'a, T> {
    list: &'a mut Vec<T>,
    json_path: &'a JsonPath<'a>,
}

impl<'de, T: Wire> Visitor<'de> for ListVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    visit_absent!(deserialize_seq);

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut json_path = self.json_path.element(0);
        loop {
            json_path.turn_to_element(self.list.len());
            let element = Element {
                list: &mut *self.list,
                json_path: &json_path,
            };
            if seq.next_element_seed(element)?.is_none() {
                return Ok(());
            }
        }
    }
}

/// Reads one more element of a list.
struct Element<'a, T> {
    list: &'a mut Vec<T>,
    /// The path of the element.
    json_path: &'a JsonPath<'a>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Element<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        let json_path = self.json_path;
        json_path.budget().charge_element(self.list)?;
        let target = self.list.push_mut(T::empty());
        Seed { target, json_path }.deserialize(source)?;
        check::<T>(json_path);
        Ok(())
    }
}

struct MapVisitor<'a, T> {
    entries: &'a mut BTreeMap<String, T>,
    json_path: &'a JsonPath<'a>,
}

impl<'de, T: Wire> Visitor<'de> for MapVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (map)")
    }

    visit_absent!(deserialize_map);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let json_path = &self.json_path.entry(&key);
            let length = self.entries.len();
            json_path.budget().charge_entry::<T, _>(&key, length)?;
            let mut value = T::empty();
            let target = &mut value;
            map.next_value_seed(Seed { target, json_path })?;
            check::<T>(json_path);
            self.entries.insert(key, value);
        }
        Ok(())
    }
}
