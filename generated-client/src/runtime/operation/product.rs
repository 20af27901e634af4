//! The names by which programs recognise the client: its crate, unless the configuration has others.

/// The names by which programs recognise the client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Product {
    /// The name of the span of a call and of threads, and the start of keys in shared stores.
    pub(crate) name: &'static str,
    /// The product and version of the `user-agent` header.
    pub(crate) user_agent: &'static str,
    /// The name of the span of an attempt.
    pub(crate) attempt: &'static str,
    /// The attribute with the ID of an operation.
    pub(crate) operation: &'static str,
    /// The attribute with the ID of a request.
    pub(crate) request_id: &'static str,
    /// The attribute with the number of requests that are left.
    pub(crate) remaining: &'static str,
    /// The attribute with the number of a page.
    pub(crate) page: &'static str,
}

/// Returns the [`Product`] for the client's name and the product in its `user-agent` header, as literals or macros
/// that expand to literals.
macro_rules! product {
    ([$($name:tt)+] [$($agent:tt)+]) => {
        $crate::runtime::operation::product::Product {
            name: $($name)+,
            user_agent: concat!($($agent)+, "/", env!("CARGO_PKG_VERSION")),
            attempt: concat!($($name)+, ".attempt"),
            operation: concat!($($name)+, ".operation"),
            request_id: concat!($($name)+, ".request_id"),
            remaining: concat!($($name)+, ".ratelimit.remaining"),
            page: concat!($($name)+, ".page"),
        }
    };
}
pub(crate) use product;
