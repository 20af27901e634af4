//! A program that runs in a browser, or in another host of JavaScript, on one thread.

pub(crate) mod process;
pub(crate) mod task;
pub(crate) mod time;
