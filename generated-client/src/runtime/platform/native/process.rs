//! The process that the program runs in.

pub(crate) use std::process::id;
