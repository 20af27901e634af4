//! From the overlaid document to `openapiv3`.

use openapiv3::OpenAPI;
use serde_json::Value;

/// The document is not an OpenAPI 3.0 document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {message}")]
pub struct OpenApiError {
    /// JSON pointer of the place.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

/// Reads the document as OpenAPI 3.0.
///
/// # Errors
///
/// Names the first place that is not OpenAPI 3.0.
pub fn read(document: &Value) -> Result<OpenAPI, OpenApiError> {
    let version = document
        .get("openapi")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !version.starts_with("3.0") {
        return Err(OpenApiError {
            pointer: "#/openapi".to_owned(),
            message: format!("`{version}` is not supported; the document must be OpenAPI 3.0"),
        });
    }
    serde_path_to_error::deserialize(document).map_err(|error| OpenApiError {
        pointer: pointer(error.path()),
        message: error.inner().to_string(),
    })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut out = "#".to_owned();
    for segment in path {
        out.push('/');
        match segment {
            Segment::Seq { index } => out.push_str(&index.to_string()),
            Segment::Map { key } => out.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => out.push_str(variant),
            Segment::Unknown => out.push('?'),
        }
    }
    out
}
