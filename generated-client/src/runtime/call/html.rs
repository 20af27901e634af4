//! HTML pages instead of responses: a proxy or a login may send one with status 200.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_core::de::Error as _;

use crate::runtime::codec::DecodeError;
use crate::runtime::error::Error;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::operation::raw_response::RawResponse;

/// The elements that HTML documents, and fragments of them, start with.
const ELEMENTS: [&str; 44] = [
    "a", "article", "aside", "b", "base", "body", "br", "button", "center", "div", "font",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i",
    "iframe", "img", "input", "label", "link", "main", "meta", "nav", "noscript", "ol", "p", "pre",
    "script", "section", "span", "strong", "style", "table", "title", "ul",
];

/// Returns whether a body is an HTML page. Few operations return one.
///
/// A body that is announced as HTML is a page, unless it is empty or looks like JSON: servers call text and
/// YAML by other names, while a login page may be a line of text, which would pass for the content of
/// a file. Otherwise, the first element decides, whatever the type is.
pub(crate) fn is_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let html = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let html = html.trim_ascii_start();
    match html.first() {
        None | Some(b'{' | b'[') => false,
        _ => has_html_type(headers) || starts_with_html(html),
    }
}

/// Returns whether a text starts with an element of HTML, after declarations and comments.
fn starts_with_html(mut html: &[u8]) -> bool {
    let mut has_comment = false;
    loop {
        html = html.trim_ascii_start();
        let Some(rest) = html.strip_prefix(b"<") else {
            return has_comment;
        };
        html = match rest {
            [b'!', b'-', b'-', rest @ ..] => {
                has_comment = true;
                after(rest, b"-->")
            }
            [b'?', rest @ ..] => after(rest, b"?>"),
            [b'!', rest @ ..] => return starts_with_name(rest, "doctype html"),
            rest => return ELEMENTS.iter().any(|name| starts_with_name(rest, name)),
        };
    }
}

/// Returns what follows the first `end`.
fn after<'a>(html: &'a [u8], end: &[u8]) -> &'a [u8] {
    let start = html.windows(end.len()).position(|part| part == end);
    start.map_or(&[], |start| &html[start + end.len()..])
}

/// Returns whether a text starts with a whole name, in any letter case.
fn starts_with_name(html: &[u8], name: &str) -> bool {
    let Some((start, rest)) = html.split_at_checked(name.len()) else {
        return false;
    };
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    start.eq_ignore_ascii_case(name.as_bytes()) && rest.first().is_some_and(is_end)
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
