//! Operations with special rate limits, by method and path: requests to paths that callers write themselves count, too.

use http::Method;
use percent_encoding::percent_decode_str;

/// A rate limit of some operations, in addition to the general ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    /// Its name. Operations with the same one share it.
    pub(crate) name: &'static str,
    /// How much may be requested.
    pub(crate) limit: u32,
    /// In how many seconds.
    pub(crate) seconds: u32,
    /// The array in the body whose elements count, where requests do not.
    pub(crate) counts: Option<&'static str>,
}

#[allow(dead_code, reason = "an API may have no special limits")]
impl Bucket {
    /// Returns a limit of requests.
    pub(crate) const fn new(name: &'static str, limit: u32, seconds: u32) -> Self {
        Self {
            name,
            limit,
            seconds,
            counts: None,
        }
    }

    /// Returns a limit of the elements of an array in the body.
    pub(crate) const fn by(mut self, array: &'static str) -> Self {
        self.counts = Some(array);
        self
    }
}

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

/// Returns the special limits that a request counts towards: to a path that the caller wrote, or else to that of the
/// operation.
pub(crate) fn buckets(
    counted: &[Counted],
    method: &Method,
    path: Option<&str>,
    template: &str,
) -> &'static [Bucket] {
    let found = counted.iter().find(|counted| match path {
        Some(path) => counted.includes(method, path),
        None => *method == counted.method && template == counted.path,
    });
    found.map_or(&[], |counted| counted.buckets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Bucket = Bucket::new("one", 1, 1);
    const COUNTED: &[Counted] = &[Counted::new("GET", "/v2/things/{id}/parts", &[ONE])];

    #[test]
    fn paths_are_compared_with_templates() {
        let is_counted = |method, path| !buckets(COUNTED, &method, Some(path), "").is_empty();
        assert!(is_counted(Method::GET, "/v2/things/1/parts"));
        assert!(is_counted(Method::GET, "/v2/%74hings/a%2Fb/parts"));
        assert!(!is_counted(Method::POST, "/v2/things/1/parts"));
        assert!(!is_counted(Method::GET, "/v2/things/1"));
        assert!(!is_counted(Method::GET, "/v2/things/1/parts/2"));
        assert!(!is_counted(Method::GET, "/v2/others/1/parts"));
    }

    #[test]
    fn operations_have_the_limits_of_their_own_template() {
        let is_counted = |method, path| !buckets(COUNTED, &method, None, path).is_empty();
        assert!(is_counted(Method::GET, "/v2/things/{id}/parts"));
        assert!(!is_counted(Method::POST, "/v2/things/{id}/parts"));
        // An operation that another template includes.
        assert!(!is_counted(Method::GET, "/v2/things/new/parts"));
    }
}
