//! The same requests without async, on a runtime thread that belongs to the client.

mod iterators;
mod reading;
mod requests;
mod thread;

pub use iterators::Blocking;
