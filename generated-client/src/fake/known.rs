//! The operation of a request that was made by method and path.

use http::Method;

use crate::generated::OPERATIONS;
use crate::runtime::operation::Meta;

/// An operation of the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Its ID, empty where the document has no such operation.
    pub(crate) id: &'static str,
    /// Its method, GET also for HEAD.
    pub(crate) method: &'static str,
    /// Its path template.
    pub(crate) path: &'static str,
}

impl Known {
    /// Returns the operation of a request: that of its method, or the one that a path belongs to.
    pub(super) fn of(operation: &Meta, path: &str) -> Self {
        let method = match *operation.method {
            Method::HEAD => "GET",
            ref method => method.as_str(),
        };
        if !operation.path.is_empty() {
            return Self {
                id: operation.id,
                // An operation of its own may be a HEAD.
                method: operation.method.as_str(),
                path: operation.path,
            };
        }
        let all = OPERATIONS.iter().flat_map(|group| group.iter());
        let fitting = all.filter(|known| known.1 == method && fits(known.2, path));
        // `/v2/volumes/actions` is not the volume of that name.
        let found = fitting.min_by_key(|known| known.2.matches('{').count());
        let unknown = Self {
            id: operation.id,
            ..Self::default()
        };
        found.map_or(unknown, |(id, method, path)| Self { id, method, path })
    }
}

/// Returns whether a path is one of a template; the base URL may have a path of its own.
fn fits(template: &str, path: &str) -> bool {
    let mut segments = path.rsplit('/');
    template.rsplit('/').all(|expected| {
        let is_argument = expected.starts_with('{');
        segments
            .next()
            .is_some_and(|segment| is_argument || segment == expected)
    })
}
