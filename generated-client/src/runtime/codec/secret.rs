use std::fmt;

use serde_core::de::Deserializer;
use serde_core::ser::{Serialize, Serializer};
use zeroize::Zeroize as _;

use super::content::ValueContent;
use super::json_path::JsonPath;
use super::text::{STRING, read_text};
use super::wire::Wire;

/// A secret string: a password, a key, a token, a connection string.
///
/// `Debug` does not show it, [`expose`](Self::expose) returns it. Its memory is overwritten when it
/// is dropped.
///
/// **Serializing writes the string in clear**, because request bodies need it. A model with a secret
/// that is written to a log, a file or a cache as JSON discloses it: overwrite the field first, or
/// write only the fields that you need.
///
/// ```
/// use digitalocean::Secret;
///
/// let password = Secret::from("hunter2");
/// assert_eq!(format!("{password:?}"), "Secret(..)");
/// assert_eq!(serde_json::to_string(&password)?, "\"hunter2\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Returns the text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Wire for Secret {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        let read = read_text(source, STRING, json_path, &mut |text| {
            self.0 = text.to_owned();
        });
        if read.is_err() {
            json_path.conceal();
        }
        read
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Secret(&self.0)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(&self.0)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Self(secret.to_owned())
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

super::deserialize::deserialize_by_wire!(Secret);
