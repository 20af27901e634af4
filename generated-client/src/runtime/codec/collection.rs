use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{SerializeMap as _, SerializeSeq as _, Serializer};

use super::{Place, Seed, Wire, Written};

impl<T: Wire> Wire for Option<T> {
    const TAKES_NULL: bool = true;

    fn read<'de, D: Deserializer<'de>>(
        source: D,
        place: &Place<'_>,
    ) -> Result<Option<Self>, D::Error> {
        T::read(source, place).map(Some)
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

    fn read<'de, D: Deserializer<'de>>(
        source: D,
        place: &Place<'_>,
    ) -> Result<Option<Self>, D::Error> {
        Ok(T::read(source, place)?.map(Box::new))
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        (**self).write(target)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(
        source: D,
        place: &Place<'_>,
    ) -> Result<Option<Self>, D::Error> {
        source.deserialize_option(ListVisitor {
            place,
            element: PhantomData,
        })
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let mut list = target.serialize_seq(Some(self.len()))?;
        for element in self {
            list.serialize_element(&Written(element))?;
        }
        list.end()
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(
        source: D,
        place: &Place<'_>,
    ) -> Result<Option<Self>, D::Error> {
        source.deserialize_option(MapVisitor {
            place,
            value: PhantomData,
        })
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let mut map = target.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(value))?;
        }
        map.end()
    }
}

/// Takes a value out of a container; `null` corrects to the zero value as in a required member.
fn or_zero<T: Wire>(value: Option<T>, place: &Place<'_>) -> T {
    value.unwrap_or_else(|| {
        if !T::TAKES_NULL {
            place.drift();
        }
        T::default()
    })
}

struct ListVisitor<'a, T> {
    place: &'a Place<'a>,
    element: PhantomData<T>,
}

impl<'de, T: Wire> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let place = self.place.element(list.len());
            match seq.next_element_seed(Seed::new(&place))? {
                None => return Ok(Some(list)),
                Some(element) => list.push(or_zero(element, &place)),
            }
        }
    }
}

struct MapVisitor<'a, T> {
    place: &'a Place<'a>,
    value: PhantomData<T>,
}

impl<'de, T: Wire> Visitor<'de> for MapVisitor<'_, T> {
    type Value = Option<BTreeMap<String, T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (map)")
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let place = self.place.entry(&key);
            let value = or_zero(map.next_value_seed(Seed::new(&place))?, &place);
            entries.insert(key, value);
        }
        Ok(Some(entries))
    }
}
