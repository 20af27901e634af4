use serde_core::de::Deserializer;

use super::content::ValueContent;
use super::drift::DriftKind;
use super::json_path::JsonPath;
use super::text::read_text;
use super::timestamp::Timestamp;
use super::wire::Wire;

const EXPECTED: &str = "a date and time (RFC 3339)";

impl Wire for Timestamp {
    fn empty() -> Self {
        Self::default()
    }

    /// Reads an instant; the empty string is not a value: the API uses it for "not yet".
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        read_text(source, EXPECTED, json_path, &mut |text| {
            if text.is_empty() {
                return json_path.note_absent();
            }
            *self = Self::parse(text).unwrap_or_else(|| {
                json_path.correct(DriftKind::InexactTimestamp);
                Self::approximate(text).unwrap_or_else(|| Self::unreadable(text))
            });
        })
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Timestamp(self)
    }
}

super::deserialize::deserialize_by_wire!(Timestamp);
