//! Features of reqwest that other packages of a build may have turned on.
//!
//! Its decompression wraps all bodies, compressed or not, and the wrapper hides whether the end of a
//! stream of HTTP/2 was received. No `cfg` shows the features of a dependency, but each adds a method
//! to the builder, and a method of a type takes precedence over the method of a trait.

use reqwest::ClientBuilder;

/// Replaces the methods that the builder has only with a feature.
trait Without: Sized {
    fn gzip(self, _: bool) -> Absent {
        Absent
    }

    fn brotli(self, _: bool) -> Absent {
        Absent
    }

    fn zstd(self, _: bool) -> Absent {
        Absent
    }

    fn deflate(self, _: bool) -> Absent {
        Absent
    }
}

impl Without for ClientBuilder {}

/// The result of a method that the builder does not have.
struct Absent;

/// The result of a method, which shows whether the builder has it.
trait IsPresent {
    const IS_PRESENT: bool;
}

impl IsPresent for ClientBuilder {
    const IS_PRESENT: bool = true;
}

impl IsPresent for Absent {
    const IS_PRESENT: bool = false;
}

/// Returns whether bodies hide that the end of a stream of HTTP/2 was received.
pub(super) fn hides_end() -> bool {
    is_present(|builder| builder.gzip(false))
        || is_present(|builder| builder.brotli(false))
        || is_present(|builder| builder.zstd(false))
        || is_present(|builder| builder.deflate(false))
}

/// Returns whether the builder has the method. It is not called.
fn is_present<T: IsPresent>(_: impl Fn(ClientBuilder) -> T) -> bool {
    T::IS_PRESENT
}
