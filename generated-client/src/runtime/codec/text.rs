use std::borrow::Cow;
use std::fmt;

use serde_core::Deserialize as _;
use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::drift::DriftKind;
use super::json_path::JsonPath;

/// Reads a string that the caller turns into something else, borrowed where the source allows. A
/// number or a boolean becomes a string, which is reported.
pub(crate) fn read_text<'de, D: Deserializer<'de>>(
    source: D,
    expected: &'static str,
    json_path: &JsonPath<'_>,
) -> Result<Option<Cow<'de, str>>, D::Error> {
    let text = match json_path.reads_number_text() {
        true => read_exact(source, expected, json_path)?,
        false => source.deserialize_any(TextVisitor {
            expected,
            json_path,
        })?,
    };
    json_path
        .budget()
        .charge_text(text.as_deref().unwrap_or_default())?;
    Ok(text)
}

/// Reads a string into a `String`, which most values are.
#[inline]
pub(super) fn read_string<'de, D: Deserializer<'de>>(
    target: &mut String,
    source: D,
    json_path: &JsonPath<'_>,
) -> Result<bool, D::Error> {
    if !json_path.reads_number_text() {
        return source.deserialize_any(StringVisitor { target, json_path });
    }
    let Some(text) = read_text(source, "a string", json_path)? else {
        return Ok(false);
    };
    *target = text.into_owned();
    Ok(true)
}

/// Reads a string, or a number with the digits that it has in the document.
#[cold]
fn read_exact<'de, D: Deserializer<'de>>(
    source: D,
    expected: &'static str,
    json_path: &JsonPath<'_>,
) -> Result<Option<Cow<'de, str>>, D::Error> {
    let raw = Box::<RawValue>::deserialize(source)?;
    let visitor = TextVisitor {
        expected,
        json_path,
    };
    if raw
        .get()
        .starts_with(|first: char| first == '-' || first.is_ascii_digit())
    {
        return Ok(visitor.convert(&raw));
    }
    let mut source = serde_json::Deserializer::from_str(raw.get());
    let read = source.deserialize_any(visitor);
    let text = read.map_err(|error| D::Error::custom(error.to_string()))?;
    Ok(text.map(|text| Cow::Owned(text.into_owned())))
}

/// Reads a string that is one of an open set.
pub(crate) fn read_open<'de, T, D>(
    target: &mut T,
    source: D,
    json_path: &JsonPath<'_>,
) -> Result<bool, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    let Some(text) = read_text(source, "a string", json_path)? else {
        return Ok(false);
    };
    *target = T::from(&text);
    Ok(true)
}

/// Reads a string that is one of an open set with `known` values.
///
/// Another value is noted where variants of a union look the same: it may belong to one of the others.
pub(crate) fn read_enum<'de, T, D>(
    target: &mut T,
    source: D,
    known: &[&str],
    json_path: &JsonPath<'_>,
) -> Result<bool, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    let Some(text) = read_text(source, "a string", json_path)? else {
        return Ok(false);
    };
    *target = T::from(&text);
    if json_path.sink().is_in_union() && !known.contains(&&*text) {
        json_path.sink().note_unknown_value();
    }
    Ok(true)
}

struct TextVisitor<'a> {
    expected: &'static str,
    json_path: &'a JsonPath<'a>,
}

impl TextVisitor<'_> {
    #[cold]
    fn convert<'de>(&self, value: &impl ToString) -> Option<Cow<'de, str>> {
        self.json_path.correct(DriftKind::ConvertedValue);
        Some(Cow::Owned(value.to_string()))
    }
}

impl<'de> Visitor<'de> for TextVisitor<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text)))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(self.convert(&value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(self.convert(&number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.convert(&number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        self.json_path.note_inexact_text();
        Ok(self.convert(&Value::from(number)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        // The form of a number if another crate of the build turns on serde_json's
        // `arbitrary_precision`.
        match Number::deserialize(MapAccessDeserializer::new(map)) {
            Ok(number) => Ok(self.convert(&number)),
            Err(_) => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_any(self)
    }
}

/// Writes what it reads to its target at once. What is not a string becomes one as in [`TextVisitor`].
struct StringVisitor<'a> {
    target: &'a mut String,
    json_path: &'a JsonPath<'a>,
}

impl<'a> StringVisitor<'a> {
    fn other(&self) -> TextVisitor<'a> {
        TextVisitor {
            expected: "a string",
            json_path: self.json_path,
        }
    }

    #[cold]
    fn set<E: Error>(self, text: Option<Cow<'_, str>>) -> Result<bool, E> {
        match text {
            Some(text) => self.visit_str(&text),
            None => Ok(false),
        }
    }
}

impl<'de> Visitor<'de> for StringVisitor<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.other().expecting(f)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        self.json_path.budget().charge_text(text)?;
        *self.target = text.to_owned();
        Ok(true)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        let text = self.other().visit_bool(value)?;
        self.set(text)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<bool, E> {
        let text = self.other().visit_i64(number)?;
        self.set(text)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<bool, E> {
        let text = self.other().visit_u64(number)?;
        self.set(text)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<bool, E> {
        let text = self.other().visit_f64(number)?;
        self.set(text)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let text = self.other().visit_map(map)?;
        self.set(text)
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        source.deserialize_any(self)
    }
}
