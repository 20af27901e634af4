use serde_json::Value;

/// Reads a document that has no model.
pub(crate) fn json(body: &[u8]) -> Result<Value, serde_json::Error> {
    // From text, as all documents: a parser for bytes would be another one to compile.
    let text = std::str::from_utf8(body).map_err(serde_core::de::Error::custom)?;
    serde_json::from_str(text)
}
