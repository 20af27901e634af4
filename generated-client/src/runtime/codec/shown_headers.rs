//! Headers as `Debug` shows them, without values that may be secret.

use std::fmt;

use http::{HeaderMap, header};

/// Headers whose values are known not to be secret.
const SHOWN: [&str; 26] = [
    "accept",
    "accept-encoding",
    "age",
    "allow",
    "cache-control",
    "connection",
    "content-disposition",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "if-none-match",
    "last-modified",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "server",
    "traceparent",
    "transfer-encoding",
    "user-agent",
    "vary",
    "via",
    "x-request-id",
];

/// Marks the values of response headers that may be credentials, so that no `Debug` shows them.
pub(crate) fn mark_secrets(headers: &mut HeaderMap) {
    for (name, value) in headers {
        if *name == header::SET_COOKIE || *name == header::LOCATION {
            value.set_sensitive(true);
        }
    }
}

/// Shows headers: their names, and the values of those that are known not to be secret. The others
/// may contain cookies, keys or signed URLs; of them only the length is shown.
pub(crate) struct ShownHeaders<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            if value.is_sensitive() || !SHOWN.contains(&name.as_str()) {
                map.entry(name, &format_args!("({} bytes)", value.len()));
            } else {
                map.entry(name, value);
            }
        }
        map.finish()
    }
}
