use std::fmt;

use serde_core::Deserialize;
use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::Number;

use super::content::ValueContent;
use super::drift::DriftKind;
use super::json_path::JsonPath;
use super::visit_absent::visit_absent;
use super::wire::Wire;

impl Wire for bool {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        source.deserialize_any(BooleanVisitor {
            target: self,
            json_path,
        })
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Boolean(*self)
    }
}

/// Reads a boolean, or what others write for one, which is reported: the string `true` or `false` in
/// any letter case, 1 or 0. An empty string is not a value, nor is any other scalar.
struct BooleanVisitor<'a> {
    target: &'a mut bool,
    json_path: &'a JsonPath<'a>,
}

impl<'de> Visitor<'de> for BooleanVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.target = value;
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        let error = E::invalid_type(Unexpected::Signed(number), &self);
        self.json_path.unreadable(number, error)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        let error = E::invalid_type(Unexpected::Float(number), &self);
        self.json_path.unreadable(number, error)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        let value = match number {
            0 => false,
            1 => true,
            _ => {
                let error = E::invalid_type(Unexpected::Unsigned(number), &self);
                return self.json_path.unreadable(number, error);
            }
        };
        self.json_path.correct(DriftKind::ConvertedValue);
        self.visit_bool(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let value = match text.trim().to_ascii_lowercase().as_str() {
            "" => {
                self.json_path.no_value();
                return Ok(());
            }
            "true" | "1" => true,
            "false" | "0" => false,
            _ => {
                let error = E::invalid_type(Unexpected::Str(text), &self);
                return self.json_path.unreadable(text, error);
            }
        };
        self.json_path.correct(DriftKind::ConvertedValue);
        self.visit_bool(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        // The form of a number if another crate of the build turns on serde_json's
        // `arbitrary_precision`.
        let number = Number::deserialize(MapAccessDeserializer::new(map));
        let error = A::Error::invalid_type(Unexpected::Map, &self);
        match number.map(|number| (number.as_u64(), number)) {
            Ok((Some(number), _)) => self.visit_u64(number),
            Ok((None, number)) => self.json_path.unreadable(number, error),
            Err(_) => Err(error),
        }
    }

    visit_absent!(deserialize_any);
}
