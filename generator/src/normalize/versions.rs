//! The versions of the document and of its API, which are strings.

use serde_json::Value;

/// Versions without quotes are numbers in YAML.
pub(super) fn quote(document: &mut Value) {
    for pointer in ["/openapi", "/info/version"] {
        if let Some(version) = document
            .pointer_mut(pointer)
            .filter(|version| version.is_number())
        {
            // `3.0` is the same number as `3`.
            let text = version.to_string();
            let has_fraction = text.contains('.');
            *version = if has_fraction { text } else { text + ".0" }.into();
        }
    }
}
