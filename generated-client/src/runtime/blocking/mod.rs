//! The same requests without async, on a runtime thread that belongs to the client. Not available in a browser, whose
//! thread must not wait.

mod iterators;
mod reading;
mod requests;
mod thread;

pub use iterators::Blocking;
