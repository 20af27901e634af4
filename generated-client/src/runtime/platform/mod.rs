//! Clock and timers, tasks, and whether futures can move between threads: on an operating system, and in a browser. All
//! other modules use these names.

pub(crate) mod future;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{process, task, time};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{process, task, time};
