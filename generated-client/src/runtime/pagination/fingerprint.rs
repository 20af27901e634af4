//! Recognises a page that was read before: by the IDs of its items, else by their text.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hasher as _};

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::runtime::codec::rewritten;
use crate::runtime::operation::meta::Meta;

/// Returns a hash of the items' IDs, or of their text if not each has its own; `None` without the
/// text of a list with items.
///
/// The rest of a response does not count: a server may repeat a page and number it differently.
pub(super) fn fingerprint(meta: &Meta, body: &[u8]) -> Option<u64> {
    let text = str::from_utf8(body).ok();
    let found = text.and_then(|text| fingerprint_of_text(meta, text));
    // The parser rejects some documents that can be read in another form.
    found.or_else(|| fingerprint_of_text(meta, &rewritten(body)?))
}

fn fingerprint_of_text(meta: &Meta, document: &str) -> Option<u64> {
    let paths = std::iter::once(meta.at).chain(meta.or_at.iter().copied());
    let text = paths
        .into_iter()
        .find_map(|path| value_at(document, path))?
        .get();
    let inside = text.get(1..text.len().checked_sub(1)?)?;
    if inside.trim_ascii().is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    match ids(text) {
        Some(ids) => {
            for id in ids {
                hasher.write(id.as_bytes());
                hasher.write_u8(0);
            }
        }
        None => hasher.write(text.as_bytes()),
    }
    Some(hasher.finish())
}

/// Returns the IDs of the items of a list; `None` unless each has one of its own.
fn ids(list: &str) -> Option<Vec<&str>> {
    let items: Vec<ItemId<'_>> = serde_json::from_str(list).ok()?;
    let ids: Option<Vec<_>> = items.into_iter().map(|item| item.id).collect();
    let ids = ids?;
    let mut seen = HashSet::new();
    ids.iter().all(|id| seen.insert(*id)).then_some(ids)
}

/// The ID of an item in its JSON text.
struct ItemId<'de> {
    id: Option<&'de str>,
}

impl<'de> Deserialize<'de> for ItemId<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = ItemId<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ItemId<'de>, A::Error> {
        let mut id = None;
        while let Some(IsId(is_id)) = map.next_key()? {
            if id.is_some() || !is_id {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let text = map.next_value::<&RawValue>()?.get();
            id = Some(text).filter(|text| !matches!(*text, "null" | "\"\"" | "0"));
        }
        Ok(ItemId { id })
    }
}

/// Whether a member holds the ID of its object.
struct IsId(bool);

impl<'de> Deserialize<'de> for IsId {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = IsId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, name: &str) -> Result<IsId, E> {
        Ok(IsId(matches!(name, "id" | "uuid" | "urn")))
    }
}

/// Reads the last member of a name. A map of all members would be much more code.
struct ItemMember<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for ItemMember<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ItemMember<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value::<&RawValue>()?;
            if name == self.0 {
                found = Some(value);
            }
        }
        Ok(found)
    }
}

/// Returns the value at a path of members, or the first list on the way.
fn value_at<'b>(document: &'b str, path: &[&str]) -> Option<&'b RawValue> {
    let mut value: &RawValue = serde_json::from_str(document).ok()?;
    for name in path {
        let mut object = serde_json::Deserializer::from_str(value.get());
        value = ItemMember(name.trim_end_matches("[]"))
            .deserialize(&mut object)
            .ok()??;
        if value.get().starts_with('[') {
            break;
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &Meta = &Meta {
        at: &["scan", "findings"],
        or_at: &[&["edges[]", "node"]],
        ..Meta::GET
    };

    fn of(body: &str) -> Option<u64> {
        fingerprint(META, body.as_bytes())
    }

    #[test]
    fn only_the_items_count() {
        let page = of(r#"{"scan":{"findings":[{"id":1,"name":"a]}\""}]},"meta":{"page":1}}"#);
        assert!(page.is_some());
        let others = [
            r#" { "meta": { "page": 2, "x": [[], {}, "}]"] }, "scan": { "id": "a", "findings": [{"id":1,"name":"a]}\""}] } } "#,
            r#"{"a":null,"b":true,"c":-1.5e3,"d\"":"\\","scan":{"findings":[{"id":1,"name":"a]}\""}],"z":{}}}"#,
        ];
        for other in others {
            assert_eq!(of(other), page, "{other}");
        }
        assert_ne!(
            of(r#"{"scan":{"findings":[{"id":2,"name":"a]}\""}]}}"#),
            page
        );
        assert_eq!(
            of(r#"{"edges":[{"node":{"id":1}}]}"#),
            of(r#"{"x":1,"edges":[{"node":{"id":1}}]}"#)
        );
        assert!(of(r#"{"edges":[{"node":{"id":1}}]}"#).is_some());
    }

    #[test]
    fn pages_that_the_parser_rejects_are_recognised() {
        for name in [&b"NaN"[..], b"\"\xff\"", b"\"\n\"", b"-Infinity"] {
            let page = |id: u8| {
                let id = [b"{\"scan\":{\"findings\":[{\"id\":", &[b'0' + id][..]].concat();
                let body = [&id, &b",\"name\":"[..], name, b"}]}}"].concat();
                fingerprint(META, &body)
            };
            assert!(page(1).is_some(), "{name:?}");
            assert_eq!((page(1) == page(1), page(1) == page(2)), (true, false));
        }
    }

    #[test]
    fn a_body_without_items_has_no_fingerprint() {
        for body in [
            "",
            "{}",
            "[]",
            "1",
            r#"{"scan":{}}"#,
            r#"{"scan":{"findings":[ ]}}"#,
            r#"{"scan"#,
        ] {
            assert_eq!(of(body), None, "{body}");
        }
    }
}
