//! The content of an error body, whichever host of the API wrote it.
//!
//! | body | from |
//! |---|---|
//! | `{"id", "message", "request_id"}` | most operations |
//! | `{"type", "error": {"type", "message"}}` | APIs of language models |
//! | `{"error": {"message", "code"}}`, `{"error": "…"}` | other APIs |
//! | `{"errors": [{"message"}]}`, `{"detail"}`, `{"error_description"}` | services behind the API |
//! | plain text, HTML, nothing | proxies in front of the API |

use serde_json::Value;

use crate::runtime::codec;
use crate::runtime::error::quoted_secrets::redacted;

/// The known fields of an error body.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    /// The message, or the text of a body that has none, without secrets: with the structure of the JSON in it.
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
        let excerpt = match &message {
            Some(message) => shown(message, quoted_object),
            None => shown(&String::from_utf8_lossy(body), json_start),
        };
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

    /// Returns what error texts and logs show: text and JSON may repeat secrets of the request, also if it is
    /// invalid or was cut off.
    pub(crate) fn shown(&self) -> Option<&str> {
        self.excerpt.as_deref().or(self.message.as_deref())
    }
}

/// Returns a text in which secrets are hidden and the structure of JSON, valid or not, takes its place. `None` if
/// nothing changes.
fn shown(text: &str, find_json: fn(&str) -> Option<usize>) -> Option<String> {
    let Some(start) = find_json(text) else {
        return Some(redacted(text)).filter(|redacted| redacted != text);
    };
    let before = text[..start].trim_start_matches('\u{feff}').trim_start();
    let structure = codec::excerpt(&text.as_bytes()[start..], 0);
    Some(format!("{}{structure}", redacted(before)))
}

/// Returns where a message quotes a JSON object. Lists of strings in messages are values that are permitted.
fn quoted_object(message: &str) -> Option<usize> {
    let mut brackets = message.match_indices('{').map(|(index, _)| index);
    brackets.find(|index| message[index + 1..].trim_start().starts_with(['"', '\'']))
}

/// Returns where an object or a list starts: at the first character, or where a bracket in the text
/// is followed by what JSON may have there.
fn json_start(text: &str) -> Option<usize> {
    let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let first = text.find(|c| !is_blank(c))?;
    let mut brackets = text.match_indices(['{', '[']).map(|(index, _)| index);
    brackets.find(|index| {
        let inside = text[index + 1..].trim_start();
        *index == first || inside.starts_with(['"', '\'', '{', '['])
    })
}
