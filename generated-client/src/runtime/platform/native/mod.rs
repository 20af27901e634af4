//! A program on an operating system, with a tokio runtime.

pub(crate) mod process;
pub(crate) mod task;
pub(crate) mod time;
