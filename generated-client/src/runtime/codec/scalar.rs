use std::fmt;

use serde_core::Deserialize;
use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{DeserializeSeed as _, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::{Number, Value};

use super::content::I64_AS_F64;
use super::content::ValueContent;
use super::drift::DriftKind;
use super::json_path::JsonPath;
use super::json_value::JsonValue;
use super::text::read_string;
use super::visit_absent::visit_absent;
use super::wire::Wire;

impl Wire for String {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        read_string(self, source, json_path)
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Text(self)
    }
}

impl Wire for i64 {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        source.deserialize_any(NumberVisitor::new(self, json_path))
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Signed(*self)
    }
}

impl Wire for u64 {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        source.deserialize_any(NumberVisitor::new(self, json_path))
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Unsigned(*self)
    }
}

impl Wire for f64 {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        source.deserialize_any(NumberVisitor::new(self, json_path))
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Float(*self)
    }
}

impl Wire for Value {
    const TAKES_NULL: bool = true;

    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        *self = JsonValue(json_path.budget()).deserialize(source)?;
        if self.is_null() {
            json_path.note_absent();
        }
        Ok(())
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Json(self)
    }
}

/// Returns the digits of an integer, without blanks around them and without a fraction of zeros.
fn integer_digits(text: &str) -> &str {
    let text = text.trim();
    match text.split_once('.') {
        Some((digits, fraction)) if fraction.bytes().all(|digit| digit == b'0') => digits,
        _ => text,
    }
}

/// A number as written in the document.
pub(super) enum Found<'a> {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'a str),
}

impl From<&Found<'_>> for Value {
    fn from(found: &Found<'_>) -> Self {
        match *found {
            Found::Signed(number) => number.into(),
            Found::Unsigned(number) => number.into(),
            Found::Float(number) => number.into(),
            Found::Text(text) => text.into(),
        }
    }
}

/// A type that holds numbers of a document.
pub(super) trait Numeric: Sized {
    const EXPECTED: &'static str;
    /// Whether the document declares a string.
    const IS_STRING: bool = false;

    fn convert(found: &Found<'_>) -> Option<Self>;
}

impl Numeric for i64 {
    const EXPECTED: &'static str = "an integer";

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn convert(found: &Found<'_>) -> Option<Self> {
        match *found {
            Found::Signed(number) => Some(number),
            Found::Unsigned(number) => Self::try_from(number).ok(),
            Found::Float(number) => {
                (number.fract() == 0.0 && I64_AS_F64.contains(&number)).then_some(number as Self)
            }
            Found::Text(text) => integer_digits(text).parse().ok(),
        }
    }
}

impl Numeric for u64 {
    const EXPECTED: &'static str = "an integer that is not negative";

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn convert(found: &Found<'_>) -> Option<Self> {
        match *found {
            Found::Signed(number) => Self::try_from(number).ok(),
            Found::Unsigned(number) => Some(number),
            Found::Float(number) => {
                let range = 0.0..18_446_744_073_709_551_616.0;
                (number.fract() == 0.0 && range.contains(&number)).then_some(number as Self)
            }
            Found::Text(text) => integer_digits(text).parse().ok(),
        }
    }
}

impl Numeric for f64 {
    const EXPECTED: &'static str = "a number";

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn convert(found: &Found<'_>) -> Option<Self> {
        match *found {
            Found::Signed(number) => Some(number as Self),
            Found::Unsigned(number) => Some(number as Self),
            Found::Float(number) => number.is_finite().then_some(number),
            Found::Text(text) => {
                let number = text.trim().parse().ok();
                number.filter(|number: &Self| number.is_finite())
            }
        }
    }
}

/// Reads a number or the string of one; which of them is not documented is reported. An empty string
/// is not a value where a number is declared, nor is any other scalar.
pub(super) struct NumberVisitor<'a, T> {
    target: &'a mut T,
    json_path: &'a JsonPath<'a>,
}

impl<'a, T: Numeric> NumberVisitor<'a, T> {
    pub(super) fn new(target: &'a mut T, json_path: &'a JsonPath<'a>) -> Self {
        Self { target, json_path }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take<E: Error>(self, found: &Found<'_>) -> Result<(), E> {
        let Some(number) = T::convert(found) else {
            return self.refuse(found);
        };
        *self.target = number;
        if matches!(found, Found::Text(_)) != T::IS_STRING {
            self.json_path.correct(DriftKind::ConvertedValue);
        }
        Ok(())
    }

    #[cold]
    fn refuse<E: Error>(self, found: &Found<'_>) -> Result<(), E> {
        let error = match *found {
            Found::Signed(number) => E::invalid_value(Unexpected::Signed(number), &self),
            Found::Unsigned(number) => E::invalid_value(Unexpected::Unsigned(number), &self),
            Found::Float(number) => E::invalid_value(Unexpected::Float(number), &self),
            Found::Text(text) => E::invalid_type(Unexpected::Str(text), &self),
        };
        self.json_path.unreadable(found, error)
    }
}

impl<'de, T: Numeric> Visitor<'de> for NumberVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match T::convert(&Found::Text(if value { "true" } else { "false" })) {
            Some(text) => {
                *self.target = text;
                self.json_path.correct(DriftKind::ConvertedValue);
                Ok(())
            }
            None => {
                let error = E::invalid_type(Unexpected::Bool(value), &self);
                self.json_path.unreadable(value, error)
            }
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.take(&Found::Signed(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.take(&Found::Unsigned(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        if T::IS_STRING {
            self.json_path.note_inexact_text();
        }
        self.take(&Found::Float(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if text.is_empty() && !T::IS_STRING {
            self.json_path.no_value();
            return Ok(());
        }
        self.take(&Found::Text(text))
    }

    visit_absent!(deserialize_any);

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        // The form of a number if another crate of the build turns on serde_json's
        // `arbitrary_precision`.
        let Ok(number) = Number::deserialize(MapAccessDeserializer::new(map)) else {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        };
        let exact = T::convert(&Found::Text(&number.to_string()));
        let rounded = || T::convert(&Found::Float(number.as_f64()?));
        let Some(found) = exact.or_else(rounded) else {
            let error = A::Error::invalid_value(Unexpected::Other("number"), &self);
            return self.json_path.unreadable(number, error);
        };
        *self.target = found;
        if T::IS_STRING {
            self.json_path.correct(DriftKind::ConvertedValue);
        }
        Ok(())
    }
}
