//! HTML pages instead of responses: a proxy or a login may send one with status 200.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_core::de::Error as _;

use crate::runtime::codec::DecodeError;
use crate::runtime::error::Error;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::operation::raw_response::RawResponse;

/// How HTML documents start, in lower case.
const STARTS: [&[u8]; 6] = [
    b"<!doctype html",
    b"<!--",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
];

/// Returns whether a body is an HTML page. Few operations return one.
pub(crate) fn is_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = text.trim_ascii_start();
    if text.first() != Some(&b'<') {
        return false;
    }
    let starts_with = |start: &&[u8]| {
        let text = text.get(..start.len());
        text.is_some_and(|text| text.eq_ignore_ascii_case(start))
    };
    has_html_type(headers) || STARTS.iter().any(starts_with)
}

/// Returns whether the headers announce HTML.
pub(crate) fn has_html_type(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|text| text.split(';').next());
    essence.is_some_and(|essence| {
        let essence = essence.trim();
        essence.eq_ignore_ascii_case("text/html")
            || essence.eq_ignore_ascii_case("application/xhtml+xml")
    })
}

/// Returns the error of a response that is an HTML page.
pub(crate) fn error(response: RawResponse) -> Error {
    let error = serde_json::Error::custom(
        "the response is an HTML page, perhaps of a proxy or a login, and not of the API",
    );
    let cause = DecodeError::from_json(response.meta.id, &response.body, &error);
    Error::Decode(InvalidResponse::new(response, cause))
}
