//! What a wait is for, and what it returns.

use crate::runtime::answer::Answer;
use crate::runtime::decode_failure::DecodeFailure;
use crate::runtime::operation::Operation;
use crate::runtime::shape::Shape as _;

/// What a wait is for: [`Ready`] or [`Gone`].
pub trait Until: sealed::Until {
    /// What a wait for a resource of type `T` returns.
    type Output<T: Send + 'static>: Send + 'static;

    #[doc(hidden)]
    fn read<O: Operation>(found: Self::Found) -> Result<Self::Output<O::Output>, DecodeFailure>;
}

/// The resource is ready, and the wait returns it.
#[derive(Debug)]
pub enum Ready {}

/// The resource is gone. The wait returns what was seen of it last, `None` if it was gone at the
/// first look.
#[derive(Debug)]
pub enum Gone {}

mod sealed {
    use super::Answer;

    /// Keeps others from adding waits.
    pub trait Until: Send + 'static {
        type Found: Send + 'static;
        const UNTIL_GONE: bool;

        /// Takes what a wait has found, `None` where that is not what it was for.
        fn take(found: Option<Answer>) -> Option<Self::Found>;
    }

    impl Until for super::Ready {
        type Found = Answer;
        const UNTIL_GONE: bool = false;

        fn take(found: Option<Answer>) -> Option<Answer> {
            found
        }
    }

    impl Until for super::Gone {
        type Found = Option<Answer>;
        const UNTIL_GONE: bool = true;

        fn take(found: Option<Answer>) -> Option<Option<Answer>> {
            Some(found)
        }
    }
}

impl Until for Ready {
    type Output<T: Send + 'static> = T;

    fn read<O: Operation>(found: Answer) -> Result<O::Output, DecodeFailure> {
        let read = found.span.in_scope(|| O::Shape::read(&found));
        read.map_err(|cause| DecodeFailure::new(found, cause))
    }
}

impl Until for Gone {
    type Output<T: Send + 'static> = Option<T>;

    fn read<O: Operation>(found: Option<Answer>) -> Result<Option<O::Output>, DecodeFailure> {
        found.map(Ready::read::<O>).transpose()
    }
}
