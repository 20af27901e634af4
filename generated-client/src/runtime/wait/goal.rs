//! The goals of waits, and their results.

use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::Operation;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::response_kind::ResponseKind as _;

/// The goal of a wait: [`Ready`] or [`Gone`].
pub trait Until: sealed::Until {
    /// The result of a wait for a resource of type `T`.
    type Output<T: Send + 'static>: Send + 'static;

    #[doc(hidden)]
    fn read<O: Operation>(found: Self::Found) -> Result<Self::Output<O::Output>>;
}

/// The resource is ready, and the wait returns it.
#[derive(Debug)]
pub enum Ready {}

/// The resource is gone, by a 404 of the API or a state of its own. The wait returns its last
/// response, `None` if it was gone at the first poll.
#[derive(Debug)]
pub enum Gone {}

mod sealed {
    use super::RawResponse;

    /// Keeps others from adding waits.
    pub trait Until: Send + 'static {
        type Found: Send + 'static;
        const UNTIL_GONE: bool;

        /// Returns the response that the wait ended with, if there is one.
        fn response(found: &Self::Found) -> Option<&RawResponse>;

        /// Returns the result of a wait, `None` where the wait was for something else.
        fn take(found: Option<RawResponse>) -> Option<Self::Found>;
    }

    impl Until for super::Ready {
        type Found = RawResponse;
        const UNTIL_GONE: bool = false;

        fn response(found: &RawResponse) -> Option<&RawResponse> {
            Some(found)
        }

        fn take(found: Option<RawResponse>) -> Option<RawResponse> {
            found
        }
    }

    impl Until for super::Gone {
        type Found = Option<RawResponse>;
        const UNTIL_GONE: bool = true;

        fn response(found: &Option<RawResponse>) -> Option<&RawResponse> {
            found.as_ref()
        }

        fn take(found: Option<RawResponse>) -> Option<Option<RawResponse>> {
            Some(found)
        }
    }
}

impl Until for Ready {
    type Output<T: Send + 'static> = T;

    fn read<O: Operation>(found: RawResponse) -> Result<O::Output> {
        let read = found.span.in_scope(|| O::ResponseKind::read(&found));
        read.map_err(|cause| Error::Decode(InvalidResponse::new(found, cause)))
    }
}

impl Until for Gone {
    type Output<T: Send + 'static> = Option<T>;

    fn read<O: Operation>(found: Option<RawResponse>) -> Result<Option<O::Output>> {
        found.map(Ready::read::<O>).transpose()
    }
}
