//! Pages in serde's data model, for caches and for the messages of other programs.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::runtime::operation::page::{Page, PagePosition};

const FIELDS: &[&str] = &[
    "items",
    "extra",
    "total",
    "next",
    "has_more",
    "last_id",
    "current_page",
    "total_pages",
];

/// Writes the items, the other fields, and where the list continues.
impl<T: Serialize, E: Serialize> Serialize for Page<T, E> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let position = self.position();
        let mut page = target.serialize_struct("Page", FIELDS.len())?;
        page.serialize_field("items", self.items())?;
        page.serialize_field("extra", self.extra())?;
        page.serialize_field("total", &position.total)?;
        page.serialize_field("next", &position.next)?;
        page.serialize_field("has_more", &position.has_more)?;
        page.serialize_field("last_id", &position.last_id)?;
        page.serialize_field("current_page", &position.current_page)?;
        page.serialize_field("total_pages", &position.total_pages)?;
        page.end()
    }
}

impl<'de, T: Deserialize<'de>, E: Deserialize<'de>> Deserialize<'de> for Page<T, E> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_struct("Page", FIELDS, PageVisitor(PhantomData))
    }
}

struct PageVisitor<T, E>(PhantomData<(T, E)>);

impl<'de, T: Deserialize<'de>, E: Deserialize<'de>> Visitor<'de> for PageVisitor<T, E> {
    type Value = Page<T, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page<T, E>, A::Error> {
        let (mut items, mut extra, mut position) = (None, None, PagePosition::default());
        while let Some(name) = map.next_key::<String>()? {
            match &*name {
                "items" => items = Some(map.next_value()?),
                "extra" => extra = Some(map.next_value()?),
                "total" => position.total = map.next_value()?,
                "next" => position.next = map.next_value()?,
                "has_more" => position.has_more = map.next_value()?,
                "last_id" => position.last_id = map.next_value()?,
                "current_page" => position.current_page = map.next_value()?,
                "total_pages" => position.total_pages = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let items = items.ok_or_else(|| A::Error::missing_field("items"))?;
        let extra = extra.ok_or_else(|| A::Error::missing_field("extra"))?;
        Ok(Page::new(items, extra, position))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Page<T, E>, A::Error> {
        let mut count = 0;
        let items = element(&mut list, &mut count)?;
        let extra = element(&mut list, &mut count)?;
        let position = PagePosition {
            total: element(&mut list, &mut count)?,
            next: element(&mut list, &mut count)?,
            has_more: element(&mut list, &mut count)?,
            last_id: element(&mut list, &mut count)?,
            current_page: element(&mut list, &mut count)?,
            total_pages: element(&mut list, &mut count)?,
        };
        Ok(Page::new(items, extra, position))
    }
}

fn element<'de, V: Deserialize<'de>, A: SeqAccess<'de>>(
    list: &mut A,
    count: &mut usize,
) -> Result<V, A::Error> {
    let missing = || A::Error::invalid_length(*count, &"a page with 8 fields");
    let value = list.next_element()?.ok_or_else(missing)?;
    *count += 1;
    Ok(value)
}
