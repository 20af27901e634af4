//! The same requests, without async: on a runtime thread that the client owns.

mod iterators;
mod reading;
mod requests;
mod thread;

pub use iterators::Blocking;

pub(crate) use thread::RuntimeThread;
