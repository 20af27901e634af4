//! The content of an error body, whichever host of the API wrote it.
//!
//! | body | from |
//! |---|---|
//! | `{"id", "message", "request_id"}` | most operations |
//! | `{"type", "error": {"type", "message"}}` | messages of the inference host |
//! | `{"error": {"message", "code"}}`, `{"error": "…"}` | other operations of the inference host |
//! | plain text, HTML, nothing | proxies in front of the API |

use serde_json::Value;

use crate::runtime::codec;

/// The known fields of an error body.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl ErrorBody {
    /// Reads a body. One that is not JSON is the message itself, and so is JSON without a message.
    pub(crate) fn read(body: &[u8]) -> Self {
        let json = codec::json(body).ok();
        let find = |pointers: &[&str]| {
            let json = json.as_ref()?;
            let found = pointers.iter().filter_map(|pointer| json.pointer(pointer));
            let mut strings = found.filter_map(Value::as_str);
            let string = strings.find(|string| !string.is_empty())?;
            Some(string.to_owned())
        };
        let text = || {
            let text = String::from_utf8_lossy(body).trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        Self {
            code: find(&["/id", "/error/code", "/error/type"]),
            message: find(&["/message", "/error/message", "/error"]).or_else(text),
            request_id: find(&["/request_id"]),
        }
    }
}
