//! Successful statuses whose body is not the requested content: a part of it, or nothing.

use http::StatusCode;
use http::header::CONTENT_RANGE;
use serde_core::de::Error as _;

use crate::runtime::codec::DecodeError;
use crate::runtime::error::Error;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::operation::meta::Content;
use crate::runtime::operation::raw_response::RawResponse;

/// Returns why a successful response does not have the requested content.
///
/// A part counts as the content only if the caller has set the header `range`. Files and texts may be empty, but
/// not by a status which says that there are none. Of paths that the caller wrote, only the caller knows what they return.
pub(crate) fn problem(response: &RawResponse, is_part_requested: bool) -> Option<String> {
    let content = response.meta.content;
    let is_verbatim = matches!(content, Content::File | Content::Text | Content::Html);
    match response.status {
        StatusCode::PARTIAL_CONTENT if !is_part_requested && content != Content::Empty => {
            let range = response.headers.get(CONTENT_RANGE);
            let range = range.map_or("no `content-range`".into(), |range| {
                String::from_utf8_lossy(range.as_bytes())
            });
            Some(format!(
                "a part of the content ({range}), although all of it was requested"
            ))
        }
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
            if is_verbatim && response.path.is_none() && response.body.is_empty() =>
        {
            Some("no content".to_owned())
        }
        _ => None,
    }
}

/// Returns the error of such a response.
pub(crate) fn error(response: RawResponse, problem: String) -> Error {
    let error = serde_json::Error::custom(problem);
    let cause = DecodeError::from_json(response.meta.id, &response.body, &error);
    Error::Decode(InvalidResponse::new(response, cause))
}
