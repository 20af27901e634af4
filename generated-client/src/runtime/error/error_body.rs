//! The content of an error body, whichever host of the API wrote it.
//!
//! | body | from |
//! |---|---|
//! | `{"id", "message", "request_id"}` | most operations |
//! | `{"type", "error": {"type", "message"}}` | messages of the inference host |
//! | `{"error": {"message", "code"}}`, `{"error": "…"}` | other operations of the inference host |
//! | `{"errors": [{"message"}]}`, `{"detail"}`, `{"error_description"}` | services behind the API |
//! | plain text, HTML, nothing | proxies in front of the API |

use serde_json::Value;

use crate::runtime::codec;

/// The known fields of an error body.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    /// The structure of JSON that has no message.
    excerpt: Option<String>,
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
        let message = find(&[
            "/message",
            "/error/message",
            "/error",
            "/error_description",
            "/detail",
            "/errors/0/message",
            "/errors/0/detail",
            "/errors/0",
        ]);
        let is_structured = json
            .as_ref()
            .is_some_and(|json| json.is_object() || json.is_array());
        let excerpt = (message.is_none() && is_structured).then(|| codec::excerpt(body, 0));
        let text = || {
            let text = String::from_utf8_lossy(body).trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        Self {
            code: find(&["/id", "/error/code", "/error/type"]),
            message: message.or_else(text),
            request_id: find(&["/request_id"]),
            excerpt,
        }
    }

    /// Returns what error texts and logs show: JSON without a message may repeat secrets of the
    /// request.
    pub(crate) fn shown(&self) -> Option<&str> {
        self.excerpt.as_deref().or(self.message.as_deref())
    }
}
