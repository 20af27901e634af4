//! Operations with special rate limits, by method and path: requests to paths that callers write themselves count, too.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::runtime::operation::meta::Bucket;

/// The special rate limits of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    method: &'static str,
    path: &'static str,
    buckets: &'static [Bucket],
}

impl Counted {
    #[allow(dead_code, reason = "an API may have no special limits")]
    pub(crate) const fn new(
        method: &'static str,
        path: &'static str,
        buckets: &'static [Bucket],
    ) -> Self {
        Self {
            method,
            path,
            buckets,
        }
    }

    /// Returns whether a request is one of the operation. Template segments such as `{id}` match any other.
    fn includes(&self, method: &Method, path: &str) -> bool {
        let mut own = self.path.split('/');
        let mut other = path.split('/');
        *method == self.method
            && own.by_ref().all(|segment| {
                let other = other.next().map(percent_decode_str);
                let is_any = segment.starts_with('{');
                other.is_some_and(|mut other| is_any || (&mut other).eq(segment.bytes()))
            })
            && other.next().is_none()
    }
}

/// Returns the special limits that a request to a path counts towards.
pub(crate) fn buckets_of(counted: &[Counted], method: &Method, path: &str) -> &'static [Bucket] {
    let mut counted = counted.iter();
    let found = counted.find(|counted| counted.includes(method, path));
    found.map_or(&[], |counted| counted.buckets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_with_templates() {
        const ONE: Bucket = Bucket::new("one", 1, 1);
        const COUNTED: &[Counted] = &[Counted::new("GET", "/v2/things/{id}/parts", &[ONE])];
        let is_counted = |method, path| !buckets_of(COUNTED, &method, path).is_empty();
        assert!(is_counted(Method::GET, "/v2/things/1/parts"));
        assert!(is_counted(Method::GET, "/v2/%74hings/a%2Fb/parts"));
        assert!(!is_counted(Method::POST, "/v2/things/1/parts"));
        assert!(!is_counted(Method::GET, "/v2/things/1"));
        assert!(!is_counted(Method::GET, "/v2/things/1/parts/2"));
        assert!(!is_counted(Method::GET, "/v2/others/1/parts"));
    }
}
