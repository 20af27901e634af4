use std::fmt;

use serde_core::Deserialize as _;
use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::drift::DriftKind;
use super::json_path::JsonPath;
use super::visit_absent::visit_absent;

/// Where a string is expected.
pub(crate) const STRING: &str = "a string";

/// Takes a string that was read.
type TextTarget<'a> = &'a mut dyn FnMut(&str);

/// Reads a string that the caller turns into something else. A number or a boolean becomes a string, which is reported.
pub(crate) fn read_text<'de, D: Deserializer<'de>>(
    source: D,
    expected: &'static str,
    json_path: &JsonPath<'_>,
    take: TextTarget<'_>,
) -> Result<(), D::Error> {
    let visitor = TextVisitor {
        expected,
        json_path,
        take,
    };
    match json_path.reads_number_text() {
        true => read_exact(source, visitor),
        false => source.deserialize_any(visitor),
    }
}

/// Reads a string into a `String`, which most values are.
#[inline]
pub(super) fn read_string<'de, D: Deserializer<'de>>(
    target: &mut String,
    source: D,
    json_path: &JsonPath<'_>,
) -> Result<(), D::Error> {
    let visitor = StringVisitor { target, json_path };
    match json_path.reads_number_text() {
        true => visitor.convert(|visitor| read_exact(source, visitor)),
        false => source.deserialize_any(visitor),
    }
}

/// Reads a string, or a number with the digits that it has in the document.
#[cold]
fn read_exact<'de, D: Deserializer<'de>>(
    source: D,
    visitor: TextVisitor<'_>,
) -> Result<(), D::Error> {
    let raw = Box::<RawValue>::deserialize(source)?;
    if raw
        .get()
        .starts_with(|first: char| first == '-' || first.is_ascii_digit())
    {
        return visitor.convert(&raw);
    }
    let mut source = serde_json::Deserializer::from_str(raw.get());
    let read = source.deserialize_any(visitor);
    read.map_err(|error| D::Error::custom(error.to_string()))
}

/// Reads a string that is one of an open set.
pub(crate) fn read_open<'de, T, D>(
    target: &mut T,
    source: D,
    json_path: &JsonPath<'_>,
) -> Result<(), D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    read_text(source, STRING, json_path, &mut |text| {
        *target = T::from(text);
    })
}

/// Reads a string that is one of an open set with `known` values.
///
/// Another value is noted where variants of a union look the same: it may belong to one of the others.
pub(crate) fn read_enum<'de, T, D>(
    target: &mut T,
    source: D,
    known: &[&str],
    json_path: &JsonPath<'_>,
) -> Result<(), D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    read_text(source, STRING, json_path, &mut |text| {
        *target = T::from(text);
        if json_path.sink().is_in_union() && !known.contains(&text) {
            json_path.sink().note_unknown_value();
        }
    })
}

/// Passes on what it reads at once: a value that is returned in parts is moved several times.
struct TextVisitor<'a> {
    expected: &'static str,
    json_path: &'a JsonPath<'a>,
    take: TextTarget<'a>,
}

impl TextVisitor<'_> {
    #[cold]
    fn convert<E: Error>(self, value: &dyn ToString) -> Result<(), E> {
        self.json_path.correct(DriftKind::ConvertedValue);
        self.visit_str(&value.to_string())
    }
}

impl<'de> Visitor<'de> for TextVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.json_path.budget().charge_text(text)?;
        (self.take)(text);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.convert(&value)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.convert(&number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.convert(&number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.json_path.note_inexact_text();
        self.convert(&Value::from(number))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        // The form of a number if another crate of the build turns on serde_json's
        // `arbitrary_precision`.
        match Number::deserialize(MapAccessDeserializer::new(map)) {
            Ok(number) => self.convert(&number),
            Err(_) => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }

    visit_absent!(deserialize_any);
}

/// Reads a `String`. Any other scalar becomes one as in [`TextVisitor`].
struct StringVisitor<'a> {
    target: &'a mut String,
    json_path: &'a JsonPath<'a>,
}

impl StringVisitor<'_> {
    /// Reads something else by the general visitor.
    #[cold]
    fn convert<E: Error>(
        self,
        read: impl FnOnce(TextVisitor<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { target, json_path } = self;
        read(TextVisitor {
            expected: STRING,
            json_path,
            take: &mut |text| text.clone_into(target),
        })
    }
}

impl<'de> Visitor<'de> for StringVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STRING)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.json_path.budget().charge_text(text)?;
        *self.target = text.to_owned();
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.convert(|visitor| visitor.visit_bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.convert(|visitor| visitor.visit_i64(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.convert(|visitor| visitor.visit_u64(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.convert(|visitor| visitor.visit_f64(number))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.convert(|visitor| visitor.visit_map(map))
    }

    visit_absent!(deserialize_any);
}
