use std::marker::PhantomData;

/// Connects a future with the operation whose response it reads.
pub(crate) type Reads<O> = PhantomData<fn() -> O>;
